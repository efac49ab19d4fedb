//! What the partner would receive, and the person's copy of what was given.

use serde::{Deserialize, Serialize};

use crate::{Account, AccountId, PurposeId, ReceiptId, Revocation};

/// The result, seen before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Preview {
    /// The linked accounts.
    pub accounts: Vec<Account>,
    /// One for each purpose switched on.
    pub insights: Vec<Insight>,
    /// Titles of the purposes refused: nothing was analysed for them.
    pub refused: Vec<String>,
}

/// The exact values that the partner would receive for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Insight {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Its short name.
    pub title: String,
    /// Balances, where the purpose needs them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<Balance>,
    /// Income and outgoings by month, where the purpose needs transactions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<Month>,
    /// How many transactions go along.
    pub transactions: u32,
    /// Accounts of which nothing older than 90 days came, though the purpose asks for all there is: a bank opens older
    /// history only for the moments after a confirmation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_only: Vec<AccountId>,
}

/// An account's balance. Money is integer cents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Balance {
    /// Whose.
    pub account: AccountId,
    /// In cents; negative when overdrawn.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

/// One month by booking date, over the accounts the purpose may use, transfers between them left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Month {
    /// `2026-10`.
    pub month: String,
    /// In cents.
    pub income: i64,
    /// In cents, as a positive number.
    pub outgoings: i64,
    /// ISO 4217: currencies are never mixed.
    pub currency: String,
    /// False where the data does not cover the whole month.
    pub complete: bool,
}

/// The same as data: a page of the exact JSON, as text, in the partner API's own form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DataPage {
    /// Indented JSON.
    pub json: String,
    /// Where the next page starts, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What the person keeps after sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Its number.
    pub id: ReceiptId,
    /// The bank's name, with its region.
    pub bank: String,
    /// The linked accounts.
    pub accounts: Vec<Account>,
    /// One line for each purpose given.
    pub lines: Vec<ReceiptLine>,
    /// When the bank wants the person to confirm again, seconds since 1970.
    pub sca_due: i64,
    /// How to take it back, in words (legal words, from the configuration).
    pub withdraw: String,
    /// Set when access to the bank is already closed: nothing given needs it any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
}

/// One purpose of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReceiptLine {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Its short name.
    pub title: String,
    /// Until when it is given, seconds since 1970.
    pub until: i64,
}
