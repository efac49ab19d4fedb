//! Transactions as the backend hands them over.

use serde::{Deserialize, Serialize};

use crate::class::Subcategory;
use crate::date::Date;
use crate::ids::{AccountId, TransactionId};
use crate::money::{Cents, Currency};

/// A booked transaction. Pending ones stay out: they come back booked under another id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// The backend's id of the transaction.
    pub id: TransactionId,
    /// The account it is on.
    pub account: AccountId,
    /// What the bank prints; read for its category, never handed on.
    pub label: String,
    /// How much, without sign; a negative amount turns the direction round (see [`Transaction::signed`]).
    pub amount: Cents,
    /// In or out.
    pub direction: Direction,
    /// The currency of the amount.
    pub currency: Currency,
    /// The day the bank booked it; months go by this day.
    pub booked: Date,
    /// What the person said when the engine was wrong: it wins over every rule.
    pub corrected: Option<Correction>,
}

impl Transaction {
    /// The change it makes to the balance: negative for a debit.
    pub fn signed(&self) -> Cents {
        match self.direction {
            Direction::Credit => self.amount,
            Direction::Debit => -self.amount,
        }
    }
}

/// What a person says of a transaction that was misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// It is not what the engine took it for: it counts as unknown from then on.
    NotThat,
    /// It is this.
    Is(Subcategory),
}

impl Correction {
    pub(crate) fn subcategory(self) -> Option<Subcategory> {
        match self {
            Self::NotThat => None,
            Self::Is(subcategory) => Some(subcategory),
        }
    }
}

/// Which way the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Money in.
    Credit,
    /// Money out.
    Debit,
}
