//! Accounts, grouped by type: nothing ticked in advance.

use crate::leptos::prelude::*;
use contract::{Account, AccountGroup, AccountsStage, Offer};
use journey::{Event, Screen, Tally, Ticks};
use stylers_macro::style_sheet;

use super::simple::heading;
use crate::{
    shell::Shell,
    text::AccountWords,
    ui::{Kept, Rank, Tone, checkbox, layer, live, node, notice, notice_text, waiting_button},
};

/// The accounts step.
pub fn accounts(shell: Shell, stage: AccountsStage) -> AnyView {
    let scope = style_sheet!("./style/accounts.css");
    let words = &shell.words().accounts;
    let open: Vec<Account> = stage
        .accounts
        .iter()
        .filter(|a| a.offer == Offer::Open)
        .cloned()
        .collect();
    let all = (open.len() > 1).then(|| {
        let tally = live(move || ticks(shell, |ticked| ticked.tally(open.iter())));
        checkbox(words.all, "", tally, move |mark| {
            shell.send(Event::AllTicked(None, mark));
        })
    });
    let groups = [
        AccountGroup::Current,
        AccountGroup::Card,
        AccountGroup::Other,
    ]
    .into_iter()
    .filter_map(|group| {
        let members = stage.accounts.iter().filter(|a| a.group == group);
        let rows: Vec<_> = members.map(|account| item(shell, words, account)).collect();
        let legend = node("legend", scope).text((words.group)(group));
        (!rows.is_empty()).then(|| {
            node("fieldset", scope)
                .child(legend)
                .child(node("ul", scope).children(rows))
        })
    });
    let count = move || ticks(shell, Ticks::count);
    let none = Kept::new(false);
    let asked = none.clone();
    let reminder = move || {
        if asked.get() && count() == 0 {
            words.none
        } else {
            ""
        }
        .to_owned()
    };
    let save = move || {
        none.set(untrack(count) == 0);
        shell.send(Event::AccountsSaved);
    };
    let save = waiting_button(
        Rank::Primary,
        live(move || (words.save)(count())),
        shell.is_waiting(),
        save,
    );
    node("div", scope)
        .class("accounts")
        .child(heading(scope, words.title))
        .child(node("p", scope).text(words.hint))
        .children(stage.already.map(|text| notice(Tone::Info, &text)))
        .child(node("div", scope).class("all").children(all))
        .children(groups)
        .child(layer(
            words.missing,
            [node("p", scope).text(words.missing_text)],
        ))
        .child(notice_text(stage.notice.text, shell.words().more))
        .child(
            node("p", scope)
                .class("reminder")
                .attr("role", "alert")
                .live_text(reminder),
        )
        .child(save)
        .draw()
}

fn item(shell: Shell, words: &'static AccountWords, account: &Account) -> AnyView {
    let scope = style_sheet!("./style/account.css");
    let tail = account
        .tail
        .as_ref()
        .map(|tail| (words.tail)(&tail.0))
        .unwrap_or_default();
    let (content, note) = match account.offer {
        Offer::Open => {
            let (id, same) = (account.id.clone(), account.id.clone());
            let tally =
                live(move || ticks(shell, |t| if t.has(&id) { Tally::All } else { Tally::None }));
            let change = move |mark| shell.send(Event::Ticked(same.clone(), mark));
            (
                checkbox(&account.label, &tail, tally, change),
                (words.role)(account.role),
            )
        }
        Offer::Withheld(why) => {
            let closed = node("p", scope)
                .class("closed")
                .text(account.label.clone())
                .text(" ");
            (
                closed.child(node("span", scope).text(tail)).draw(),
                Some((words.withheld)(why)),
            )
        }
    };
    let note = note.map(|note| node("p", scope).class("note").text(note));
    node("li", scope)
        .class("account")
        .child(content)
        .children(note)
        .draw()
}

/// Reads the ticks, and is told when they change.
fn ticks<T: Default>(shell: Shell, read: impl FnOnce(&Ticks) -> T) -> T {
    shell.with(|journey| match journey.screen() {
        Screen::Accounts(_, ticks) => read(ticks),
        _ => T::default(),
    })
}
