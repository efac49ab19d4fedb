//! Sent: the receipt, until when, and how to take it back.

use crate::leptos::prelude::AnyView;
use contract::{Account, Receipt, ReceiptAct, ReceiptLine};
use journey::Event;
use stylers_macro::style_sheet;

use super::simple::heading;
use crate::{
    format,
    shell::Shell,
    ui::{Rank, button, node},
};

/// The receipt.
pub fn sent(shell: Shell, receipt: Receipt) -> AnyView {
    let scope = style_sheet!("./style/sent.css");
    let (words, locale) = (&shell.words().result, shell.locale());
    let line = |line: &ReceiptLine| {
        let until = (words.until)(&format::day(locale, line.until));
        let title = node("strong", scope).text(line.title.clone());
        let formula = node("small", scope).text(line.formula.clone());
        node("li", scope)
            .child(title)
            .text(" · ")
            .text(until)
            .text(" ")
            .child(formula)
    };
    let renewed = receipt.act == ReceiptAct::Renewed;
    let title = if renewed {
        words.renewed.to_owned()
    } else {
        (words.sent)(&shell.partner())
    };
    // Who came to confirm did not come to connect another bank.
    let another = (!renewed).then(|| {
        button(Rank::Secondary, words.another, move || {
            shell.send(Event::Restart);
        })
    });
    let code = receipt.manage.split_once('#').map_or("", |(_, code)| code);
    let account = |account: &Account| {
        let tail = account
            .tail
            .as_ref()
            .map(|tail| (shell.words().accounts.tail)(&tail.0))
            .unwrap_or_default();
        node("li", scope)
            .text(account.label.clone())
            .text(" ")
            .child(node("span", scope).text(tail))
    };
    let fate = match receipt.revocation {
        None => (words.sca_due)(&format::day(locale, receipt.sca_due)),
        Some(revocation) => (shell.words().end.revocation)(revocation)
            .unwrap_or_default()
            .to_owned(),
    };
    node("div", scope)
        .class("sent")
        .child(heading(scope, title))
        .child(node("p", scope).class("bank").text(receipt.bank))
        .child(
            node("ul", scope)
                .class("accounts")
                .children(receipt.accounts.iter().map(account)),
        )
        .child(node("h3", scope).text(words.given))
        .child(node("ul", scope).children(receipt.lines.iter().map(line)))
        .child(node("p", scope).text(fate))
        .child(node("h3", scope).text(words.withdraw))
        .child(node("p", scope).text(receipt.withdraw))
        .child(
            node("a", scope)
                .attr("href", receipt.manage.clone())
                .attr("target", "_blank")
                .attr("rel", "noopener")
                .text(words.manage),
        )
        .child(node("p", scope).class("number").text((words.code)(code)))
        .child(
            node("p", scope)
                .class("number")
                .text((words.receipt)(receipt.id.as_str())),
        )
        .children(another)
        .draw()
}
