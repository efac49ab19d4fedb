//! What there is between leaving and coming back: waiting, a return that waits, and the ways an attempt can end.

use contract::{Outcome, Space, Whereabouts};
use journey::Event;
use leptos::prelude::*;

use super::simple::{Simple, forward};
use crate::{
    shell::Shell,
    ui::{Button, Rank},
};

/// The person has not come back.
pub fn at_bank(shell: Shell, at: &Whereabouts) -> AnyView {
    let words = &shell.words().handoff;
    let again = forward(words.again.to_owned(), shell.is_waiting(), move || shell.send(Event::Retry));
    view! { <Simple title=(words.at_bank)(&at.bank) text=words.at_bank_text.to_owned()>{again}</Simple> }.into_any()
}

/// A return waits, and this tab has no code for it.
pub fn returned(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let here = forward(words.continue_here.to_owned(), shell.is_waiting(), move || shell.send(Event::ContinueHere));
    view! { <Simple title=words.returned.to_owned() text=words.returned_text.to_owned()>{here}</Simple> }.into_any()
}

/// An attempt ended without access: what happened, and one way forward.
pub fn outcome(shell: Shell, outcome: Outcome, at: &Whereabouts) -> AnyView {
    let words = &shell.words().handoff;
    let (title, text) = (words.outcome)(outcome);
    let (label, event) = match outcome {
        Outcome::NoAccounts => {
            ((words.other_space)(at.choice.space.other() == Space::Business), Event::OtherSpace)
        }
        _ => (shell.words().retry, Event::Retry),
    };
    let way = forward(label.to_owned(), shell.is_waiting(), move || shell.send(event.clone()));
    let other = Callback::new(move |()| shell.send(Event::Back));
    view! {
        <Simple title=format!("{title} · {}", at.bank) text=text.to_owned()>
            {way}
            <Button rank=Rank::Quiet label=words.other_bank.to_owned() press=other/>
        </Simple>
    }
    .into_any()
}

/// The steps after the bank are on the backend's own page.
pub fn hosted(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let go = forward(words.hosted_go.to_owned(), shell.is_waiting(), move || shell.send(Event::GoOn));
    view! { <Simple title=words.hosted.to_owned() text=words.hosted_text.to_owned()>{go}</Simple> }.into_any()
}

/// Saved on the backend's own page: back to the partner's.
pub fn hand_back(shell: Shell) -> AnyView {
    let words = &shell.words().handoff;
    let partner = shell.partner();
    let go = forward((words.hand_back_go)(&partner), shell.is_waiting(), move || shell.send(Event::GoOn));
    view! { <Simple title=(words.hand_back)(&partner) text=words.hand_back_text.to_owned()>{go}</Simple> }.into_any()
}
