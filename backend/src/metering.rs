//! What reading costs: each call to a bank is written down before it is made, by partner, user, purpose and kind, with its
//! price of that moment.
//!
//! Before and not after: a crash in between must not hide a call that a bank was sent. A call that no bank answered counts
//! as well, so that the count here is never below an upstream's own bill.

pub mod budget; // what a partner may spend in a month, and what happens then
pub mod forecast; // what a journey will cost
pub mod price; // what a call costs
pub mod reads; // how often a connection was read

use contract::PurposeId;

use crate::clock::{self, Clock};
use crate::config::Prices;
use crate::journey::Journey;
use crate::store::Store;
use crate::store::usage::MeteredCall;

/// Whether the person is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In front of the screen.
    Present,
    /// Not: a refresh, or the sweeper.
    Unattended,
}

impl Presence {
    /// Its word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Unattended => "unattended",
        }
    }
}

/// On whose account a call is made, and for what.
#[derive(Clone, Copy, Debug)]
pub struct Payer<'a> {
    /// Whose user.
    pub partner: &'a str,
    /// Which user.
    pub user: &'a str,
    /// Over which connection; empty before there is one.
    pub connection: &'a str,
    /// About which account; empty when it is about none.
    pub account: &'a str,
    /// For which purposes; none for what the service itself needs.
    pub purposes: &'a [PurposeId],
    /// The journey or the refresh that the call belongs to.
    pub run: &'a str,
    /// Whether the person is there.
    pub presence: Presence,
}

impl<'a> Payer<'a> {
    /// What a journey needs for itself, the person being there.
    pub fn journey(journey: &'a Journey) -> Self {
        Self {
            partner: journey.partner.as_str(),
            user: journey.user.as_str(),
            connection: match &journey.state.connection {
                Some(connection) => connection.as_str(),
                None => "",
            },
            account: "",
            purposes: &[],
            run: journey.id.as_str(),
            presence: Presence::Present,
        }
    }

    /// The same, for an account and what it is read for.
    #[must_use]
    pub const fn of_account(self, account: &'a str, purposes: &'a [PurposeId]) -> Self {
        Self {
            account,
            purposes,
            ..self
        }
    }
}

/// Where calls are written down.
#[derive(Clone, Debug)]
pub struct Meter {
    store: Store,
    clock: Clock,
    prices: Prices,
}

impl Meter {
    /// A meter that counts by these prices.
    pub const fn new(store: Store, clock: Clock, prices: Prices) -> Self {
        Self {
            store,
            clock,
            prices,
        }
    }

    /// Writes a call down. One that cannot be is made all the same: the person is waiting, and the log says so.
    pub async fn count(&self, kind: &'static str, payer: Payer<'_>) {
        let at = self.clock.now();
        let call = MeteredCall {
            at,
            day: clock::day(at),
            kind,
            payer,
            price: self.prices.of(kind),
        };
        if let Err(fault) = self.store.meter(&call).await {
            tracing::error!(?fault, kind, "a call could not be metered");
        }
    }
}
