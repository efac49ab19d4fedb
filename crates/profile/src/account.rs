//! Accounts and what stands on them.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::AccountId;
use crate::money::{Cents, Currency};

/// A payment account that the person ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The backend's id of the account.
    pub id: AccountId,
    /// What kind of account it is.
    pub kind: AccountKind,
    /// The currency it is kept in.
    pub currency: Currency,
}

/// What an account is for, as far as counting money needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A current account (STET `CACC`).
    Current,
    /// A card with deferred debit (STET `CARD`): its purchases are settled once a month on a current account.
    DeferredCard,
    /// A savings account, where a bank offers one.
    Savings,
    /// Anything else: counted, never settled.
    Other,
}

/// What stood on an account on one day, of the class `balances`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The account.
    pub account: AccountId,
    /// The amount at the end of that day, negative when overdrawn.
    pub amount: Cents,
    /// Its currency.
    pub currency: Currency,
    /// The day it is true for.
    pub on: Date,
}
