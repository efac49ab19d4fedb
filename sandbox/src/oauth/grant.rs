//! An authorisation of one person at one bank, and what it allows.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use super::request::{DataClass, Space};
use crate::{
    account::{Account, Usage, holdings},
    bank::{
        Bank,
        behaviour::{AccountChoice, ConsentModel, History},
    },
    person::{Ending, Person},
};

/// An authorisation.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Names it in the log; says nothing else.
    pub id: u64,
    /// The bank it was given at.
    pub bank: String,
    /// Who gave it.
    pub person: Person,
    /// Which space it was given in.
    pub space: Option<Space>,
    /// What may be read at most, whatever the consent says.
    pub classes: BTreeSet<DataClass>,
    /// `resourceId`s chosen at the bank, where they are chosen there.
    pub chosen: Option<BTreeSet<String>>,
    /// What `PUT /consents` said last.
    pub consent: Option<Consent>,
    /// When the person confirmed.
    pub sca_at: OffsetDateTime,
    /// Whether it was ended before its time.
    pub standing: Standing,
    /// How many API calls it has seen.
    pub calls: u64,
}

/// Whether an authorisation was ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was not.
    Holds,
    /// The client gave it back, or a code or refresh token came twice.
    Ended,
}

/// The detail of a consent: `resourceId`s by class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// Accounts whose balances may be read.
    pub balances: BTreeSet<String>,
    /// Accounts whose transactions may be read.
    pub transactions: BTreeSet<String>,
    /// Whether the person's name may be read.
    pub identity: Access,
}

/// Whether something may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// It may not.
    #[default]
    Closed,
    /// It may.
    Open,
}

impl Grant {
    /// Whether it still holds.
    pub fn is_alive(&self, now: OffsetDateTime) -> bool {
        let revoked = match self.person.ending() {
            Ending::Revoked(after) => now >= self.sca_at + after,
            Ending::Expires(_) => false,
        };
        self.standing == Standing::Holds && !revoked
    }

    /// Whether the person has to confirm again before anything is given (RTS 2018/389 art. 10a).
    pub fn wants_person(&self, now: OffsetDateTime) -> bool {
        matches!(self.person.ending(), Ending::Expires(after) if now >= self.sca_at + after)
    }

    /// The accounts it lists at `bank`.
    pub fn accounts(&self, bank: &Bank, seed: u64) -> Vec<Account> {
        let in_space = |usage| match self.space {
            None => true,
            Some(Space::Personal) => usage == Usage::Private,
            Some(Space::Business) => usage == Usage::Organisation,
        };
        let chosen = |id: &String| {
            self.chosen
                .as_ref()
                .is_none_or(|chosen| chosen.contains(id))
        };
        let all = holdings::of(self.person, bank, seed).into_iter();
        all.filter(|a| a.is_listed() && in_space(a.usage) && chosen(&a.resource_id))
            .collect()
    }

    /// Whether `class` of a listed account may be read.
    pub fn may_read(&self, bank: &Bank, class: DataClass, account: &str) -> bool {
        let consented = match bank.behaviour.model {
            ConsentModel::FullAisp => true,
            ConsentModel::Mixed => self.consented(bank, class, account),
        };
        consented && self.classes.contains(&class)
    }

    fn consented(&self, bank: &Bank, class: DataClass, account: &str) -> bool {
        match &self.consent {
            Some(consent) => match class {
                DataClass::Balances => consent.balances.contains(account),
                DataClass::Transactions => consent.transactions.contains(account),
            },
            // What was ticked on the bank's own page needs no second consent (EBA/OP/2020/10 §33).
            None => bank.behaviour.accounts == AccountChoice::Bank,
        }
    }

    /// Whether the person's name may be read.
    pub fn may_identify(&self, bank: &Bank) -> bool {
        match bank.behaviour.model {
            ConsentModel::FullAisp => true,
            ConsentModel::Mixed => self
                .consent
                .as_ref()
                .is_some_and(|c| c.identity == Access::Open),
        }
    }

    /// Whether transactions older than 90 days can be read now.
    pub fn reaches_far(&self, bank: &Bank, now: OffsetDateTime) -> bool {
        match bank.behaviour.history {
            History::Open => true,
            History::MinutesAfterSca(minutes) => {
                now <= self.sca_at + Duration::minutes(minutes.into())
            }
        }
    }
}
