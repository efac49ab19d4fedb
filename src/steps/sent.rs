//! Sent: the receipt, until when, and how to take it back.

use contract::Receipt;
use journey::Event;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::{
    format,
    shell::Shell,
    ui::{Button, Rank},
};

/// The receipt.
#[component]
pub fn Sent(
    /// The widget.
    shell: Shell,
    /// What was given.
    receipt: Receipt,
) -> impl IntoView {
    let scope = style_sheet!("./style/sent.css");
    let (words, locale) = (&shell.words().result, shell.locale());
    let lines = receipt.lines.iter().map(|line| {
        let until = (words.until)(&format::day(locale, line.until));
        view! { class = scope, <li><strong>{line.title.clone()}</strong>" · "{until}</li> }
    });
    let lines = lines.collect_view();
    let accounts = receipt.accounts.iter().map(|account| {
        let tail = account.tail.as_ref().map(|tail| (shell.words().accounts.tail)(&tail.0));
        view! { class = scope, <li>{account.label.clone()}" "<span>{tail}</span></li> }
    });
    let accounts = accounts.collect_view();
    let due = receipt.revocation.is_none().then(|| (words.sca_due)(&format::day(locale, receipt.sca_due)));
    let closed = receipt.revocation.and_then(shell.words().end.revocation);
    let another = Callback::new(move |()| shell.send(Event::Restart));
    view! { class = scope,
        <div class="sent">
            <h2 tabindex="-1">{(words.sent)(&shell.partner())}</h2>
            <p class="bank">{receipt.bank}</p>
            <ul class="accounts">{accounts}</ul>
            <h3>{words.given}</h3>
            <ul>{lines}</ul>
            <p>{due}{closed}</p>
            <h3>{words.withdraw}</h3>
            <p>{receipt.withdraw}</p>
            <p class="number">{(words.receipt)(receipt.id.as_str())}</p>
            <Button rank=Rank::Secondary label=words.another.to_owned() press=another/>
        </div>
    }
}
