//! What there is between leaving and coming back: waiting, a return that waits, and the ways an attempt can end.

use crate::leptos::prelude::*;
use contract::{HolderStage, Outcome, Space, Whereabouts};
use journey::{Event, Journey};

use super::simple::{forward, simple};
use crate::{
    shell::Shell,
    ui::{Rank, button, notice_text},
};

/// The person has not come back.
pub fn at_bank(shell: Shell, at: &Whereabouts) -> AnyView {
    let words = &shell.words().handoff;
    let again = forward(words.again, shell.is_waiting(), move || {
        shell.send(Event::Retry);
    });
    simple(&(words.at_bank)(&at.bank), words.at_bank_text)
        .child(again)
        .draw()
}

/// A return waits, and this tab has no code for it.
pub fn returned(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let here = forward(words.continue_here, shell.is_waiting(), move || {
        shell.send(Event::ContinueHere);
    });
    simple(words.returned, words.returned_text)
        .child(here)
        .draw()
}

/// An attempt ended without access: what happened, and one way forward.
pub fn outcome(shell: Shell, outcome: Outcome, at: &Whereabouts) -> AnyView {
    let words = &shell.words().handoff;
    let (title, text) = (words.outcome)(outcome);
    let (label, event) = match outcome {
        Outcome::NoAccounts => (
            (words.other_space)(at.choice.space.other() == Space::Business),
            Event::OtherSpace,
        ),
        _ => (shell.words().retry, Event::Retry),
    };
    let way = forward(label, shell.is_waiting(), move || shell.send(event.clone()));
    let other = shell.peek(Journey::can_go_back).then(|| {
        button(Rank::Quiet, words.other_bank, move || {
            shell.send(Event::Back);
        })
    });
    simple(&format!("{title} · {}", at.bank), text)
        .child(way)
        .children(other)
        .draw()
}

/// The account may be another person's than the partner expects: nothing was read, and the person says how it goes on.
pub fn holder(shell: Shell, stage: HolderStage) -> AnyView {
    let words = &shell.words().handoff;
    let go = forward(words.holder_go, shell.is_waiting(), move || {
        shell.send(Event::GoOn);
    });
    let stop = button(Rank::Secondary, words.holder_stop, move || {
        shell.send(Event::Cancel);
    });
    simple(words.holder, "")
        .child(notice_text(stage.notice.text, shell.words().more))
        .child(go)
        .child(stop)
        .draw()
}

/// The steps after the bank are on the backend's own page.
pub fn hosted(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let go = forward(words.hosted_go, shell.is_waiting(), move || {
        shell.send(Event::GoOn);
    });
    simple(words.hosted, words.hosted_text).child(go).draw()
}

/// Saved on the backend's own page: back to the partner's.
pub fn hand_back(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let partner = shell.partner();
    let go = forward(
        &(words.hand_back_go)(&partner),
        shell.is_waiting(),
        move || shell.send(Event::GoOn),
    );
    simple(&(words.hand_back)(&partner), words.hand_back_text)
        .child(go)
        .draw()
}
