//! Who asks, for whom, what, how long; the bank's host name; then one button that leaves.

use crate::leptos::prelude::*;
use contract::HandoffStage;
use journey::Event;
use stylers_macro::style_sheet;

use super::simple::{forward, heading};
use crate::{
    shell::Shell,
    ui::{node, notice_text},
};

/// The handoff step.
pub fn handoff(shell: Shell, stage: HandoffStage) -> AnyView {
    let scope = style_sheet!("./style/handoff.css");
    let words = shell.words();
    let go = forward(words.handoff.go, shell.is_waiting(), move || {
        shell.send(Event::Leave);
    });
    let address = node("div", scope)
        .class("address")
        .child(node("p", scope).text(words.handoff.address))
        .child(node("p", scope).class("host").text(stage.host))
        .child(node("p", scope).text((words.handoff.leaving)(&shell.partner())));
    node("div", scope)
        .class("handoff")
        .child(heading(
            scope,
            (words.handoff.title)(&stage.whereabouts.bank),
        ))
        .child(notice_text(stage.notice.text, words.more))
        .child(address)
        .child(go)
        .draw()
}
