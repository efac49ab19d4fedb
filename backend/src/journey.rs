//! The journey as the backend keeps it: where it stands, and what the person decided so far.
//!
//! Changes are made by value and saved only if nobody else changed the row meanwhile
//! ([`Store::change_journey`](crate::store::Store::change_journey)), so that of two competing acts one happens and
//! the other is asked again with the new state before it.

use contract::{
    AccountId, Choice, ConnectionId, End, Given, Locale, Mode, Outcome, PurposeId, ReceiptId,
    Revocation, Space, Surface,
};
use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::renewal::Renewed;
use crate::store::webviews::Asked;

/// Twenty-four hours without a sign of life: then the journey is abandoned and its access revoked.
pub const IDLE_LIFE: Seconds = 86_400;

/// How long an ended journey can still be looked at: a reload shows the receipt.
pub const AFTERGLOW: Seconds = 3600;

/// How long a return waits for its browser, and a question about the holder for its answer: with the sweeper's round it is closed at the bank within ten minutes
///
pub const RETURN_LIFE: Seconds = 540;

/// One run of the widget for one user of one partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Its name: opaque and unguessable, but not a secret.
    pub id: String,
    /// Which partner.
    pub partner: String,
    /// Which user of it.
    pub user: String,
    /// What for.
    pub mode: Mode,
    /// Counts changes.
    pub version: i64,
    /// SHA-256 of the verifier of the browser that holds it now.
    pub wc: String,
    /// Where it stands and what was decided.
    pub state: State,
    /// When it was opened.
    pub created_at: Seconds,
    /// When it last changed or was resumed.
    pub touched_at: Seconds,
    /// When it ended.
    pub ended_at: Option<Seconds>,
}

/// Where a journey stands and what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What the partner asked for.
    pub asked: Asked,
    /// Where it was opened.
    pub began: Began,
    /// Where the steps after the bank are drawn.
    pub surface: Surface,
    /// The space a new choice starts with.
    pub space: Space,
    /// The bank, region and space chosen.
    pub choice: Option<Choice>,
    /// The answers to the purposes, once they are saved; before the bank or after.
    pub given: Option<Vec<Given>>,
    /// The language the purposes were shown in when they were answered.
    pub answered_in: Locale,
    /// The accounts that were designated.
    pub linked: Vec<AccountId>,
    /// The access in use.
    pub connection: Option<ConnectionId>,
    /// The connection that the person turned out to have at the bank already: the new access goes into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_open: Option<ConnectionId>,
    /// The access that was taken over by the connection in use, which was there before ([`crate::adding`]). Under this name
    /// waits what is found until it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<ConnectionId>,
    /// Where it stands.
    pub phase: Phase,
}

/// Where a journey was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Began {
    /// In a partner's page, on this origin.
    Inline {
        /// The page's origin, exactly.
        origin: String,
    },
    /// On the backend's own page.
    Hosted,
}

/// Where a journey stands. What is drawn for each is decided in [`crate::view`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// A bank is being chosen, or purposes are asked before it, or all is ready to leave.
    Choosing,
    /// Mode `manage`: what is shared is seen and taken back on a page of the backend's own ([`crate::manage`]). None of the
    /// acts of a journey apply.
    Managing,
    /// The person left for the bank.
    AtBank,
    /// An outcome waits for the browser that started.
    Returned {
        /// What came back: an access, or how the attempt ended.
        outcome: Returned,
        /// Since when.
        at: Seconds,
    },
    /// The last attempt ended without access.
    Failed {
        /// How.
        outcome: Outcome,
    },
    /// The account's holder is not surely the person expected: nothing is read until the person in front of it confirms.
    Holder {
        /// Both names, masked and sealed ([`crate::holder`]).
        shown: String,
        /// Since when.
        at: Seconds,
    },
    /// Accounts are asked.
    Accounts,
    /// Purposes are asked, after the bank.
    Purposes,
    /// Data is being read.
    Reading(Reading),
    /// The result is shown and waits.
    Result,
    /// Sent on the hosted page; the widget that began inline has to claim it.
    HandBack,
    /// The person said *send*: what was given is being written down. A crash in between is made good.
    Sending {
        /// The receipt that will be given.
        receipt: ReceiptId,
    },
    /// Access is being closed; then the journey ends this way.
    Closing {
        /// Why.
        why: Closing,
    },
    /// Sent.
    Sent {
        /// The receipt.
        receipt: ReceiptId,
    },
    /// Over, with nothing given.
    Ended {
        /// How.
        end: End,
    },
}

/// What came back from the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Returned {
    /// Access; its connection is named in [`State::connection`].
    Access,
    /// Something came, in another browser than the one that left. What it was is told to nobody: an access is
    /// quarantined, and named in [`State::connection`] only to be revoked.
    Astray,
    /// None.
    Nothing(Outcome),
}

/// A reading job and who runs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Accounts read so far.
    pub done: u32,
    /// Accounts to read.
    pub total: u32,
    /// Which run of the job holds the lease.
    pub holder: String,
    /// Until when; after that any replica may take it over.
    pub lease_until: Seconds,
}

/// Why access is being closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closing {
    /// Every purpose was refused.
    NothingGiven,
    /// The result was not sent.
    NotSent,
    /// The person left.
    Cancelled,
    /// 24 hours passed.
    Abandoned,
    /// The bank failed after access was given: back to the bank step, with this outcome.
    Failed(Outcome),
    /// The person chose another bank while an access waited.
    ChoseAgain,
}

impl Closing {
    /// Where the journey stands once access is closed.
    pub fn then(self, revocation: Revocation) -> Phase {
        match self {
            Self::NothingGiven => Phase::Ended {
                end: End::NothingGiven(revocation),
            },
            Self::NotSent => Phase::Ended {
                end: End::NotSent(revocation),
            },
            Self::Cancelled => Phase::Ended {
                end: End::Cancelled(revocation),
            },
            Self::Abandoned => Phase::Ended {
                end: End::Abandoned,
            },
            Self::Failed(outcome) => Phase::Failed { outcome },
            Self::ChoseAgain => Phase::Choosing,
        }
    }
}

impl Phase {
    /// A word for the database's index: what the sweeper searches by.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Choosing => "choosing",
            Self::Managing => "managing",
            Self::AtBank => "at_bank",
            Self::Returned { .. } => "returned",
            Self::Failed { .. } => "failed",
            Self::Holder { .. } => "holder",
            Self::Accounts => "accounts",
            Self::Purposes => "purposes",
            Self::Reading(_) => "reading",
            Self::Result => "result",
            Self::HandBack => "hand_back",
            Self::Sending { .. } => "sending",
            Self::Closing { .. } => "closing",
            Self::Sent { .. } => "sent",
            Self::Ended { .. } => "ended",
        }
    }

    /// Whether the journey is over.
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Ended { .. })
    }

    /// Whether the person has come back from the bank and is beyond it.
    pub const fn is_after_bank(&self) -> bool {
        matches!(
            self,
            Self::Holder { .. }
                | Self::Accounts
                | Self::Purposes
                | Self::Reading(_)
                | Self::Result
                | Self::HandBack
        )
    }
}

impl Journey {
    /// Purposes of this journey, as the partner asked for them.
    pub fn purposes(&self) -> &[PurposeId] {
        &self.state.asked.purposes
    }

    /// Whether the steps after the bank are drawn on the hosted page though the journey began inline.
    pub fn hands_over(&self) -> bool {
        self.state.surface == Surface::Hosted && matches!(self.state.began, Began::Inline { .. })
    }

    /// The origin that may speak for this journey: the partner's page, or the backend's own when it began there.
    pub fn origin<'a>(&'a self, own: &'a str) -> &'a str {
        match &self.state.began {
            Began::Inline { origin } => origin,
            Began::Hosted => own,
        }
    }

    /// When the sweeper has to look, if nobody did.
    pub const fn due_at(&self) -> Option<Seconds> {
        match self.state.phase {
            Phase::Returned { at, .. } | Phase::Holder { at, .. } => Some(at + RETURN_LIFE),
            _ => None,
        }
    }

    /// The person leaves; false where it was sent already.
    pub fn leave(&mut self) -> bool {
        match &self.state.phase {
            Phase::Sending { .. } | Phase::Sent { .. } => return false,
            Phase::Ended { .. }
            | Phase::Closing {
                why: Closing::NotSent | Closing::NothingGiven | Closing::Cancelled,
            } => {}
            _ => {
                self.state.phase = Phase::Closing {
                    why: Closing::Cancelled,
                };
            }
        }
        true
    }

    /// The connection that there is already and that the new access goes into: the one that the journey was begun for, or that
    /// turned out to be there.
    pub fn goes_on_with(&self) -> Option<&str> {
        let found = self.state.found_open.as_ref().map(ConnectionId::as_str);
        self.state.asked.goes_on_with().or(found)
    }

    /// The connection under whose name lies what formulas found for this journey.
    pub fn found_under(&self) -> Option<&ConnectionId> {
        let state = &self.state;
        state.taken_over.as_ref().or(state.connection.as_ref())
    }

    /// Ends on an access that was renewed.
    pub fn renewed(&mut self, renewed: &Renewed) {
        self.state.connection = Some(ConnectionId(renewed.connection.clone()));
        self.state.taken_over = None;
        self.state.linked.clone_from(&renewed.accounts);
        self.state.phase = Phase::Sent {
            receipt: renewed.receipt.clone(),
        };
    }

    /// Forgets everything that hung on the access that is gone.
    pub fn forget_access(&mut self) {
        self.state.connection = None;
        self.state.found_open = None;
        self.state.taken_over = None;
        self.state.linked.clear();
    }
}
