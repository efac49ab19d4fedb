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

impl Preview {
    /// Whether both have the same things to show, though some numbers may be others.
    pub fn is_drawn_like(&self, other: &Self) -> bool {
        let same = |one: &Insight, two: &Insight| {
            let labels = |of: &Insight| of.figures.iter().map(|one| one.label.clone()).collect();
            let labels: (Vec<String>, Vec<String>) = (labels(one), labels(two));
            one.purpose == two.purpose && labels.0 == labels.1
        };
        self.insights.len() == other.insights.len()
            && self
                .insights
                .iter()
                .zip(&other.insights)
                .all(|(one, two)| same(one, two))
    }
}

/// The exact values that the partner would receive for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Insight {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Its short name.
    pub title: String,
    /// What the purpose's formula found, in plain sentences; none where it has no formula.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Vec<Part>>,
    /// Its values, each with how many transactions it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// Which formula computed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<FormulaUsed>,
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

/// A piece of a sentence, or a value: words of the backend, or a number that the browser writes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Words, in the language that was asked for.
    Text(String),
    /// An amount to the cent.
    Money(Money),
    /// An amount in whole units of its currency: what is said to be "about" so much.
    About(Money),
    /// A share in basis points: 3,500 is 35 %.
    Share(i64),
}

/// An amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Money {
    /// In cents.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

/// A value of a formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Figure {
    /// What it is, in the language that was asked for.
    pub label: String,
    /// The value.
    pub value: Part,
    /// How many transactions it rests on: they can be asked for.
    pub transactions: u32,
}

/// A formula and its version: the same version answers the same input the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FormulaUsed {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: u16,
    /// How many transactions the person said are misread. The partner gets the number, and not which.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub corrections: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Transactions behind a value, newest first, a page at a time. For the person alone: a partner gets their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EvidencePage {
    /// The transactions.
    pub rows: Vec<EvidenceRow>,
    /// Where the next page starts, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// A transaction behind a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EvidenceRow {
    /// Ours.
    pub id: String,
    /// The day it was booked, seconds since 1970.
    pub day: i64,
    /// What the bank prints.
    pub label: String,
    /// What it was taken for, in the language that was asked for; empty when nothing was recognised.
    pub taken_for: String,
    /// The amount, negative for money out.
    pub amount: Money,
}

/// "This is not right": a transaction that was taken for what it is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Correction {
    /// The transaction, of those behind a value.
    pub transaction: String,
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
    /// The formula whose answer was sent, where the purpose has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<FormulaUsed>,
}
