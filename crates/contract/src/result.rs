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
        // What is misread can make a value go, and brings none: as many are the same ones. In another language the words
        // for the formula are others, too.
        let mut pairs = self.insights.iter().zip(&other.insights);
        self.insights.len() == other.insights.len()
            && pairs.all(|(one, two)| {
                one.formula == two.formula
                    && one.title == two.title
                    && one.figures.len() == two.figures.len()
                    && one.sentences.len() == two.sentences.len()
            })
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
    /// What the purpose's formula found, in plain sentences (see [`Line`]); none where it has no formula.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<String>,
    /// Its values, each with how many transactions it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Line>,
    /// Which formula computed them, in which version, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub formula: String,
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
    /// How often data was read for it, when last, by whom and for whom, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub read: String,
}

/// A value of a formula, or a transaction behind one.
///
/// In `value` and `note`, and in [`Insight::sentences`], numbers stand in braces for the browser to write out in the
/// person's own way: `{137000 EUR}` is an amount in cents, `{~137000 EUR}` the same in whole units, `{4291 %}` a share in
/// basis points, `{1763769600 day}` a day in seconds since 1970. No other brace is in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// Of a transaction whose kind was recognised: what a correction names it by. Empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What the value is, in the language that was asked for; or what the bank prints, word for word.
    pub label: String,
    /// The value, or the amount.
    pub value: String,
    /// Day and kind of a transaction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How many transactions a value rests on: they can be asked for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub transactions: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
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

/// The same as data: a page of the exact JSON, as text, in the partner API's own form. Or a page of the transactions behind
/// a value: a list of [`Line`]s, on one line of text, newest first; for the person alone, a partner gets their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DataPage {
    /// JSON.
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
    /// What the person has just done.
    #[serde(default, skip_serializing_if = "ReceiptAct::is_sent")]
    pub act: ReceiptAct,
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
    /// Where to see and take back what is shared, without the partner. Behind the `#` is the receipt's code, which
    /// opens that page: for the person alone.
    pub manage: String,
    /// Set when access to the bank is already closed: nothing given needs it any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
}

/// What a receipt is shown after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptAct {
    /// The result was sent.
    #[default]
    Sent,
    /// The bank confirmed again; what was given goes on as it was.
    Renewed,
}

impl ReceiptAct {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_sent(&self) -> bool {
        *self == Self::Sent
    }
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
    /// The formula whose answer was sent, and its version, in words, where the purpose has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub formula: String,
}
