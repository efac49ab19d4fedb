//! One switch per purpose, all off; a plain sentence each, details behind it.

use crate::leptos::prelude::AnyView;
use contract::{Account, Basis, Purpose, PurposeId, PurposesStage, Sensitivity};
use journey::{Event, Mark, Screen, Switches, Tally};
use stylers_macro::style_sheet;

use super::simple::heading;
use crate::{
    shell::Shell,
    text::PurposeWords,
    ui::{self, Node, Rank, Tone, checkbox, layer, live, node, notice, switch, waiting_button},
};

/// The purposes step.
pub fn purposes(shell: Shell, stage: &PurposesStage) -> AnyView {
    let scope = style_sheet!("./style/purposes.css");
    let words = &shell.words().purposes;
    let enforcement = stage
        .enforcement
        .as_ref()
        .map(|text| notice(Tone::Info, text));
    let already = stage.already.as_ref().map(|text| notice(Tone::Info, text));
    let items = stage
        .purposes
        .iter()
        .map(|purpose| item(shell, words, purpose, stage));
    let label = live(move || (words.save)(switches(shell, Switches::count)));
    let save = waiting_button(Rank::Primary, label, shell.is_waiting(), move || {
        shell.send(Event::PurposesSaved);
    });
    node("div", scope)
        .class("purposes")
        .child(heading(scope, words.title))
        .child(node("p", scope).text(words.hint))
        .children(already)
        .child(node("ul", scope).class("list").children(items))
        .children(enforcement)
        .child(save)
        .draw()
}

fn item(
    shell: Shell,
    words: &'static PurposeWords,
    purpose: &Purpose,
    stage: &PurposesStage,
) -> AnyView {
    let scope = style_sheet!("./style/purpose.css");
    let described = format!("about-{}", purpose.id.as_str());
    let head = if purpose.basis == Basis::Consent {
        let (id, same) = (purpose.id.clone(), purpose.id.clone());
        let on = live(move || switches(shell, |s| s.is_on(&id)));
        let change = move |mark| shell.send(Event::Switched(same.clone(), mark));
        vec![switch(&purpose.title, &described, words.state, on, change)]
    } else {
        let title = node("h3", scope).text(purpose.title.clone());
        vec![
            title.draw(),
            node("p", scope).class("aside").text(words.no_switch).draw(),
        ]
    };
    let special = purpose.sensitivity == Sensitivity::Special;
    let special = special.then(|| node("p", scope).class("special").text(words.special));
    let lines = purpose
        .notice
        .text
        .lines
        .iter()
        .map(|line| node("p", scope).text(line.clone()));
    node("li", scope)
        .class("purpose")
        .children(head)
        .children(special)
        .child(
            node("div", scope)
                .attr("id", described)
                .class("lines")
                .children(lines),
        )
        .child(layer(words.details, details(shell, words, purpose, stage)))
        .draw()
}

fn details(
    shell: Shell,
    words: &'static PurposeWords,
    purpose: &Purpose,
    stage: &PurposesStage,
) -> Vec<Node> {
    let scope = style_sheet!("./style/purpose.css");
    let reads: Vec<_> = purpose
        .classes
        .iter()
        .map(|class| (words.class)(*class))
        .collect();
    let mut details = vec![
        node("p", scope)
            .text(words.reads)
            .text(" ")
            .text(reads.join(", ")),
    ];
    details.extend(ui::details(purpose.notice.text.details.clone()));
    if purpose.basis == Basis::Consent && stage.accounts.len() > 1 {
        let boxes = stage
            .accounts
            .iter()
            .map(|account| usable(shell, &purpose.id, account));
        details.push(
            node("fieldset", scope)
                .child(node("legend", scope).text(words.on_accounts))
                .children(boxes),
        );
    }
    details
}

/// Whether a purpose may use an account. A ticked box means that it may; the machine keeps those that are spared.
fn usable(shell: Shell, purpose: &PurposeId, account: &Account) -> AnyView {
    let (purpose, id) = (purpose.clone(), account.id.clone());
    let pair = (purpose.clone(), id.clone());
    let tally = live(move || {
        if switches(shell, |s| s.spares(&pair.0, &pair.1)) {
            Tally::None
        } else {
            Tally::All
        }
    });
    let change = move |mark| {
        let spare = if mark == Mark::On {
            Mark::Off
        } else {
            Mark::On
        };
        shell.send(Event::Spared(purpose.clone(), id.clone(), spare));
    };
    let tail = account
        .tail
        .as_ref()
        .map(|tail| (shell.words().accounts.tail)(&tail.0))
        .unwrap_or_default();
    checkbox(&account.label, &tail, tally, change)
}

/// Reads the switches, and is told when they change.
fn switches<T: Default>(shell: Shell, read: impl FnOnce(&Switches) -> T) -> T {
    shell.with(|journey| match journey.screen() {
        Screen::Purposes(_, switches) => read(switches),
        _ => T::default(),
    })
}
