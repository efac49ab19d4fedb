//! What the backend hands in: only what consents cover, and nothing of it is kept.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Balance};
use crate::date::Period;
use crate::sensitive::SensitiveSwitch;
use crate::transaction::Transaction;

/// Everything one person's connections gave, for the purposes that were given.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The span of days asked of the bank; its end is the day of the fetch.
    pub history: Period,
    /// The accounts that the person ticked (class `accounts`).
    pub accounts: &'a [Account],
    /// What stood on them (class `balances`).
    pub balances: &'a [Balance],
    /// Booked transactions, in any order (classes `transactions_90d`, `transactions_full`).
    pub transactions: &'a [Transaction],
    /// The explicit consent for special categories of data.
    pub sensitive: SensitiveSwitch,
}

/// A class of data that a purpose can need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Which accounts there are, and of what kind.
    Accounts,
    /// What stands on them.
    Balances,
    /// The transactions of the last 90 days, the day of the fetch included.
    #[serde(rename = "transactions_90d")]
    Transactions90d,
    /// All transactions that the bank gives.
    TransactionsFull,
}
