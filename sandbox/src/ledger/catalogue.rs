//! The labels of French statements, with what they usually cost.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Cents;

/// A label with its usual amounts.
#[derive(Debug, Deserialize)]
pub struct Template {
    /// As on a statement, with `{TOKENS}`.
    pub label: String,
    /// Top level of the scheme.
    pub category: String,
    /// Second level.
    pub subcategory: String,
    /// Into or out of the account.
    pub direction: Sense,
    amount_min: f64,
    amount_max: f64,
    /// How often a household sees it.
    pub frequency: Frequency,
    /// How it is paid.
    pub channel: Channel,
}

/// The direction, in the words of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sense {
    /// Into the account.
    Credit,
    /// Out of it.
    Debit,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// About every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Once a year.
    Yearly,
    /// Now and then.
    Occasional,
}

/// How it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A card purchase.
    Card,
    /// A SEPA direct debit.
    DirectDebit,
    /// A transfer, either way.
    Transfer,
    /// The bank's own, such as fees.
    Bank,
    /// A cheque.
    Cheque,
    /// A loan's instalment.
    Loan,
    /// Notes, at a machine.
    Cash,
}

impl Template {
    /// The smallest usual amount.
    pub fn min(&self) -> Cents {
        cents(self.amount_min)
    }

    /// The largest usual amount.
    pub fn max(&self) -> Cents {
        cents(self.amount_max)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "amounts of the data are at most 9,000 euros"
)]
fn cents(euros: f64) -> Cents {
    Cents((euros * 100.0).round() as i64)
}

/// All labels.
pub static LABELS: LazyLock<Vec<Template>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/transactions-fr.json"))
        .expect("the labels ship with the program and a test reads them")
});

/// The labels that `keep` keeps.
pub fn those(keep: impl Fn(&Template) -> bool) -> Vec<&'static Template> {
    LABELS.iter().filter(|template| keep(template)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_labels_are_read_and_have_an_amount() {
        assert_eq!(LABELS.len(), 348);
        assert!(
            LABELS
                .iter()
                .all(|template| template.min().0 > 0 && template.min() <= template.max())
        );
    }
}
