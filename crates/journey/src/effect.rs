//! What a journey asks the world to do: the complete list.

use contract::{AccountId, Choice, End, Given, JourneyId, Secret};

use crate::{event::RequestNo, screen::Place};

/// Something to do. The shell performs each kind in one function.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the backend; answered by `Event::Answered` with the same number.
    Request(RequestNo, Call),
    /// Call back after so many milliseconds, by `Event::Waited` with the same number.
    Wait(RequestNo, u32),
    /// Leave for the bank: submit the ticket as a top-level form.
    Go(Secret),
    /// Earn a new handoff code by the attempt's cookie: a top-level form.
    Reclaim,
    /// Leave for the backend's own page.
    Visit(String),
    /// Leave the backend's own page for the partner's: a top-level form.
    HandBack,
    /// The place changed: move the focus to its heading, say it, tell the page.
    Announce(Place),
    /// Tell the page about an outcome.
    Tell(Tidings),
    /// Drop what this tab remembers of the journey.
    Forget,
}

/// A request to the backend.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Open with a journey token and a new verifier.
    Open,
    /// Continue with the verifier, or the cookie, that is there.
    Resume,
    /// See where the journey stands.
    Look,
    /// Tell the choice of a bank, or that there is none.
    Choose(Option<Choice>),
    /// Ask for a ticket.
    Leave,
    /// Exchange the handoff code.
    Redeem(Secret),
    /// Say that the account is the right one.
    Confirm,
    /// Link these accounts.
    Accounts(Vec<AccountId>),
    /// Give these purposes and refuse the rest.
    Purposes(Vec<Given>),
    /// One step back, after the bank.
    Back,
    /// Send the result.
    Send,
    /// Do not send it.
    Discard,
    /// Say that a transaction is not what it was taken for.
    Correct(String),
    /// Leave the journey.
    Cancel,
}

/// What the page is told, each at most once for a journey.
#[derive(Clone, Debug, PartialEq)]
pub enum Tidings {
    /// The element can be used.
    Ready,
    /// Sent.
    Success(JourneyId),
    /// Over with nothing given; the id is missing when the journey was never opened.
    Exit(Option<JourneyId>, End),
    /// Cannot go on by itself.
    Error(crate::screen::Stop),
}
