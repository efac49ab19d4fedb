//! Purposes: what data would be used for, and what the person answers to each.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Notice, PurposeId};

/// Data that a purpose may need. What no given purpose needs is not requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum DataClass {
    /// The list of accounts: label, type, masked number.
    #[serde(rename = "accounts")]
    Accounts,
    /// Balances.
    #[serde(rename = "balances")]
    Balances,
    /// Transactions of the last 90 days.
    #[serde(rename = "transactions_90d")]
    Transactions90d,
    /// All transactions that the bank gives.
    #[serde(rename = "transactions_full")]
    TransactionsFull,
}

/// Why processing is lawful. Only [`Basis::Consent`] gets a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// GDPR art. 6(1)(a): the person decides.
    Consent,
    /// GDPR art. 6(1)(b): shown as information.
    Contract,
    /// GDPR art. 6(1)(c): shown as information.
    LegalObligation,
}

/// Whether a purpose touches special categories of data (GDPR art. 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// It does not.
    Ordinary,
    /// It does: asked apart and explicitly.
    Special,
}

/// One purpose, as it is offered. There is no "given" in it: every switch is off when it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Purpose {
    /// As the partner declared it.
    pub id: PurposeId,
    /// Its short name, a label of the switch.
    pub title: String,
    /// One plain sentence, then details.
    pub notice: Notice,
    /// Why it is lawful.
    pub basis: Basis,
    /// What it needs.
    pub classes: Vec<DataClass>,
    /// Whether it touches special categories.
    pub sensitivity: Sensitivity,
}

/// A yes to one purpose. A purpose that is not named was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Given {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Linked accounts that it must leave alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<AccountId>,
}
