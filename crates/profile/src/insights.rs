//! What comes out: ids, cents, months and levels. The words for the person are the widget's, so no label, no
//! counterparty and no sentence is in here.

use serde::{Deserialize, Serialize};

use crate::class::Subcategory;
use crate::date::{Month, Period};
use crate::ids::{AccountId, SeriesId, TransactionId};
use crate::money::{BasisPoints, Cents, Currency};
use crate::purposes::Formula;
use crate::series::Series;

/// The answer of one formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insights {
    /// Which formula answered.
    pub formula: Formula,
    /// Its version: it changes whenever the same input could give another answer.
    pub version: u16,
    /// The days that were read.
    pub period: Period,
    /// What it found.
    pub outcome: Outcome,
}

/// Whether there was anything to answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Outcome {
    /// One answer per currency, by its code: amounts in two currencies are never added.
    Computed {
        /// The answers.
        currencies: Vec<CurrencyInsights>,
    },
    /// No account, balance or transaction of the declared classes.
    TooLittleData {
        /// What is missing.
        missing: Missing,
    },
    /// The formula reads special categories of data and the explicit switch is off: nothing was analysed.
    ExplicitConsentNeeded,
}

/// The answer in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyInsights {
    /// The currency of every amount in here.
    pub currency: Currency,
    /// The level, or why there is none.
    pub verdict: Verdict,
    /// The values, each with what it rests on.
    pub measures: Vec<Measure>,
    /// Income and outgoings by month of booking, oldest first.
    pub months: Vec<MonthTotals>,
    /// The recurring series that the values rest on.
    pub series: Vec<Series>,
}

/// A level, or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verdict {
    /// The formula's thresholds were applied.
    Rated {
        /// The level reached.
        level: Level,
    },
    /// The formula gives values and no judgement.
    NotRated,
    /// The formula would have to guess.
    TooLittleData {
        /// What is missing.
        missing: Missing,
    },
}

/// A level, from the thresholds in the formula's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing calls for attention.
    Good,
    /// Something is at its limit.
    Fair,
    /// Something is beyond its limit.
    Watch,
}

/// What a formula would have needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nothing at all was handed in.
    Everything,
    /// There are balances or accounts, and no transactions.
    Transactions,
    /// Too few complete months.
    CompleteMonths,
    /// No income was recognised, and a share of it cannot be computed.
    Income,
}

/// One value and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured.
    pub id: MeasureId,
    /// What kind of spending or policy it is about, where the same measure comes once per kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Subcategory>,
    /// Which account it is about, where the same measure comes once per account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The value.
    pub value: Value,
    /// The transactions and series behind it.
    pub evidence: Evidence,
}

/// What a measure measures. Money per month is the mean over the complete months of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureId {
    /// What stands on an account.
    Balance,
    /// Complete months that the means are over.
    MonthsUsed,
    /// Recognised income per month.
    Income,
    /// All money out per month, savings and own transfers apart.
    Outgoings,
    /// Charges that come whatever one does, per month.
    FixedCharges,
    /// Income less fixed charges, per month (*reste à vivre*).
    LeftToLive,
    /// Income less all money out, per month.
    LeftOver,
    /// Fixed charges as a share of income.
    FixedChargesShare,
    /// Days that ended with a current account below zero.
    DaysBelowZero,
    /// Net money put aside per month.
    Saved,
    /// Net money put aside as a share of income.
    SavingsEffort,
    /// Loan instalments and loan insurance, per month.
    LoanPayments,
    /// Loan payments as a share of income.
    DebtRatio,
    /// Rejected payments, interventions and collections.
    Incidents,
    /// Premiums of a kind of policy, as a yearly amount.
    YearlyPremium,
    /// Policies of a kind that run at the same time.
    Policies,
    /// A life event or possession that calls for cover.
    LifeEvent,
    /// Whether a kind of cover that a life event calls for was seen.
    Cover,
    /// Money for the home, per month.
    HousingBudget,
    /// Money for the home as a share of income.
    HousingShare,
    /// Money for getting around, per month.
    MobilityBudget,
    /// Money for getting around as a share of income.
    MobilityShare,
    /// Spending on sport, per 30 days.
    Sport,
    /// Spending on culture and hobbies, per 30 days.
    Leisure,
    /// Spending on care of oneself, per 30 days.
    Care,
    /// Spending on health less reimbursements, per 30 days.
    Health,
}

/// A value with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Money in the currency of the answer.
    Cents(Cents),
    /// A share: 3,500 is 35 %.
    BasisPoints(BasisPoints),
    /// Days.
    Days(u32),
    /// How many.
    Count(u32),
    /// Seen, not seen, or not certain.
    Presence(Presence),
}

/// Whether something shows in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It shows.
    Seen,
    /// It does not show; it may still exist elsewhere.
    NotSeen,
    /// Something shows that may be it.
    Uncertain,
}

/// What a value rests on, so that a person can check it. Sorted, without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The transactions, by booking day.
    pub transactions: Vec<TransactionId>,
    /// The recurring series.
    pub series: Vec<SeriesId>,
}

/// What came in and went out in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotals {
    /// The month, by booking day.
    pub month: Month,
    /// Whether all of its days were read.
    pub completeness: Completeness,
    /// Money in from outside.
    pub income: Cents,
    /// Money out to outside, as a positive amount.
    pub outgoings: Cents,
    /// Net money put aside; negative when savings were drawn on.
    pub saved: Cents,
}

/// Whether a month can be compared with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Every day of it was read.
    Complete,
    /// It has just begun, or the history begins within it.
    Incomplete,
}
