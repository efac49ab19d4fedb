//! A purpose, as the operator declared it for its partners.

use contract::{Basis, DataClass, Detail, Locale, PurposeId, Sensitivity};
use profile::Formula;

/// What data would be used for.
#[derive(Clone, Debug)]
pub struct PurposeConfig {
    /// Its name in requests and in the database.
    pub id: PurposeId,
    /// Version of the words: raise it with each change of meaning.
    pub version: String,
    /// Why it is lawful. Only consent gets a switch and only consent has data read for it.
    pub basis: Basis,
    /// What it needs.
    pub classes: Vec<DataClass>,
    /// What is computed from it; none when the purpose is about the data itself.
    pub formula: Option<Formula>,
    /// Whether it touches special categories.
    pub sensitivity: Sensitivity,
    /// How long a yes holds, in days.
    pub duration_days: i64,
    /// The words in French.
    pub fr: PurposeWords,
    /// The words in English.
    pub en: PurposeWords,
}

/// The words of a purpose in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurposeWords {
    /// The label of the switch.
    pub title: String,
    /// The first layer; `{partner}`, `{aisp}` and `{bank}` are replaced.
    pub lines: Vec<String>,
    /// The second layer, likewise.
    pub details: Vec<Detail>,
}

impl PurposeConfig {
    /// The words in a language.
    pub fn words(&self, locale: Locale) -> &PurposeWords {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// A class as the configuration spells it.
pub const fn class_word(class: DataClass) -> &'static str {
    match class {
        DataClass::Accounts => "accounts",
        DataClass::Balances => "balances",
        DataClass::Transactions90d => "transactions_90d",
        DataClass::TransactionsFull => "transactions_full",
    }
}
