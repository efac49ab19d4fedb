//! The end, and what stops a journey.

use crate::leptos::prelude::*;
use contract::{End, Revocation};
use journey::{Ending, Event, Stop};

use super::simple::{self, forward, simple};
use crate::{
    shell::Shell,
    ui::{Rank, Tone, button, notice},
};

/// Over, with nothing given: what was read and erased, and what became of the access.
pub fn ended(shell: Shell, ending: Ending) -> AnyView {
    let words = &shell.words().end;
    let end = match ending {
        Ending::Telling => return simple::waiting(words.telling, 2),
        Ending::Untold => {
            let retry = forward(shell.words().retry, shell.is_waiting(), move || {
                shell.send(Event::Retry);
            });
            return simple(words.untold.0, words.untold.1).child(retry).draw();
        }
        Ending::Known(end) => end,
    };
    let ((title, text), revocation) = match end {
        End::NothingGiven(revocation) => (words.nothing, revocation),
        End::NotSent(revocation) => (words.not_sent, revocation),
        End::Cancelled(revocation) => (words.cancelled, revocation),
        End::Abandoned => (words.abandoned, Revocation::NothingToRevoke),
    };
    let fate = (words.revocation)(revocation).map(|text| notice(Tone::Info, text));
    let restart = button(Rank::Secondary, words.restart, move || {
        shell.send(Event::Restart);
    });
    simple(title, &text(&shell.partner()))
        .children(fate)
        .child(restart)
        .draw()
}

/// Cannot go on by itself: why, and one way forward.
pub fn stopped(shell: Shell, stop: Stop) -> AnyView {
    let words = &shell.words().end;
    let waiting = shell.is_waiting();
    let (title, text, way) = match stop {
        Stop::Elsewhere => {
            let (title, text, label) = words.elsewhere;
            (
                title,
                text,
                Some(forward(label, waiting, move || {
                    shell.send(Event::ContinueHere);
                })),
            )
        }
        Stop::Gone => {
            let way = forward(words.restart, waiting, move || shell.send(Event::Restart));
            (words.gone.0, words.gone.1, Some(way))
        }
        Stop::Token => {
            let way = forward(shell.words().retry, waiting, move || {
                shell.send(Event::Retry);
            });
            (words.token.0, words.token.1, Some(way))
        }
        Stop::Setup => (words.setup.0, words.setup.1, None),
        Stop::Mode => (words.setup.0, words.mode, None),
    };
    simple(title, text).children(way).draw()
}
