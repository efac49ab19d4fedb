//! The end, and what stops a journey.

use contract::{End, Revocation};
use journey::{Ending, Event, Stop};
use leptos::prelude::*;

use super::simple::{self, Simple, forward};
use crate::{
    shell::Shell,
    ui::{Button, Notice, Rank, Tone},
};

/// Over, with nothing given: what was read and erased, and what became of the access.
pub fn ended(shell: Shell, ending: Ending) -> AnyView {
    let words = &shell.words().end;
    let end = match ending {
        Ending::Telling => return simple::waiting(words.telling, 2),
        Ending::Untold => {
            let retry = forward(shell.words().retry.to_owned(), shell.is_waiting(), move || shell.send(Event::Retry));
            return view! { <Simple title=words.untold.0.to_owned() text=words.untold.1.to_owned()>{retry}</Simple> }
                .into_any();
        }
        Ending::Known(end) => end,
    };
    let ((title, text), revocation) = match end {
        End::NothingGiven(revocation) => (words.nothing, revocation),
        End::NotSent(revocation) => (words.not_sent, revocation),
        End::Cancelled(revocation) => (words.cancelled, revocation),
        End::Abandoned => (words.abandoned, Revocation::NothingToRevoke),
    };
    let fate = (words.revocation)(revocation)
        .map(|text| view! { <Notice tone=Tone::Info><p>{text}</p></Notice> });
    let restart = Callback::new(move |()| shell.send(Event::Restart));
    view! {
        <Simple title=title.to_owned() text=text(&shell.partner())>
            {fate}
            <Button rank=Rank::Secondary label=words.restart.to_owned() press=restart/>
        </Simple>
    }
    .into_any()
}

/// Cannot go on by itself: why, and one way forward.
pub fn stopped(shell: Shell, stop: Stop) -> AnyView {
    let words = &shell.words().end;
    let waiting = shell.is_waiting();
    let (title, text, way) = match stop {
        Stop::Elsewhere => {
            let (title, text, label) = words.elsewhere;
            (title, text, Some(forward(label.to_owned(), waiting, move || shell.send(Event::ContinueHere))))
        }
        Stop::Gone => {
            let way = forward(words.restart.to_owned(), waiting, move || shell.send(Event::Restart));
            (words.gone.0, words.gone.1, Some(way))
        }
        Stop::Token => {
            let way = forward(shell.words().retry.to_owned(), waiting, move || shell.send(Event::Retry));
            (words.token.0, words.token.1, Some(way))
        }
        Stop::Setup => (words.setup.0, words.setup.1, None),
    };
    view! { <Simple title=title.to_owned() text=text.to_owned()>{way}</Simple> }.into_any()
}
