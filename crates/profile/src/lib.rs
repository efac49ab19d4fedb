//! Transactions in, insights by purpose out. Pure: no I/O, no clock, the same natively and in WebAssembly.
//!
//! ```text
//! label, amount, direction ── categorise ──► what it is          (rules in data/rules)
//! Input ── Ledger::read ──► Ledger ── insights(Formula) ──► Insights
//! ```
//!
//! Where to start: [`purposes`] for the questions that can be asked, [`Input`] for what goes in, [`Insights`] for
//! what comes out, [`categorise()`] for one label.

mod account; // accounts and balances
mod atoms; // the phrases of the rules, found in a label
mod categorise; // a label to a category
mod class; // the two-level scheme of categories
mod date; // days, months, spans
mod flow; // own transfers and settled cards, never counted twice
mod ids; // ids of accounts, transactions, series
mod input; // what goes in, by class of data
mod insights; // what comes out
mod label; // a bank's label, folded
mod ledger; // transactions read once, shown by declaration
mod money; // cents, shares, currencies
pub mod purposes; // one formula per purpose
mod rules; // the rule table
mod sensitive; // special categories of data
mod series; // payments that come back
mod transaction; // transactions
mod view; // what one formula may see

pub use account::{Account, AccountKind, Balance};
pub use categorise::{Categorised, Confidence, categorise, reveals};
pub use class::{Category, Subcategory};
pub use date::{Date, Month, NotADate, Period};
pub use ids::{AccountId, SeriesId, TransactionId};
pub use input::{DataClass, Input};
pub use insights::{
    Completeness, CurrencyInsights, Evidence, Insights, Level, Measure, MeasureId, Missing,
    MonthTotals, Outcome, Presence, Value, Verdict,
};
pub use label::Channel;
pub use ledger::{Ledger, insights};
pub use money::{BasisPoints, Cents, Currency, NotACurrency};
pub use purposes::Formula;
pub use sensitive::{Sensitive, SensitiveSwitch};
pub use series::{Every, Series, SeriesKind, Steadiness};
pub use transaction::{Correction, Direction, Transaction};
