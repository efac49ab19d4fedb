//! Transactions read once, then shown to each formula through what it declared.

use crate::account::{Account, Balance};
use crate::class::{Category, Subcategory};
use crate::date::Period;
use crate::flow::{self, Flow, Settlement};
use crate::input::{DataClass, Input};
use crate::insights::{Insights, Missing, Outcome};
use crate::label::Folded;
use crate::money::Currency;
use crate::purposes::{Declaration, Formula, Span};
use crate::sensitive::{Sensitive, SensitiveSwitch};
use crate::series;
use crate::transaction::{Correction, Transaction};
use crate::view::{Item, View};

/// Every transaction of an input with its category, by booking day.
#[derive(Debug)]
pub struct Ledger<'a> {
    input: Input<'a>,
    entries: Vec<Entry<'a>>,
}

/// What the label of one transaction says; nothing here depends on any other transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub transaction: &'a Transaction,
    pub category: Option<Category>,
    pub subcategory: Option<Subcategory>,
    pub sensitive: Option<Sensitive>,
    pub settlement: Settlement,
    /// The same for all payments to or from the same counterparty of the same kind.
    pub counterparty: u64,
    /// The series it would belong to.
    pub series: u64,
}

impl<'a> Ledger<'a> {
    /// Categorises every transaction of the input.
    pub fn read(input: Input<'a>) -> Self {
        let mut scratch = Vec::new();
        let mut entries: Vec<Entry<'a>> = input
            .transactions
            .iter()
            .map(|transaction| Entry::read(transaction, &mut scratch))
            .collect();
        entries.sort_by(|a, b| {
            (a.transaction.booked, &a.transaction.id)
                .cmp(&(b.transaction.booked, &b.transaction.id))
        });
        Self { input, entries }
    }

    /// Computes one formula over what it declared and nothing else.
    pub fn insights(&self, formula: Formula) -> Insights {
        let declaration = formula.declaration();
        let period = self.period(declaration);
        let outcome =
            if !declaration.reads.is_empty() && self.input.sensitive == SensitiveSwitch::Off {
                Outcome::ExplicitConsentNeeded
            } else {
                self.compute(formula, period)
            };
        Insights {
            formula,
            version: declaration.version,
            period,
            outcome,
        }
    }

    fn compute(&self, formula: Formula, period: Period) -> Outcome {
        let declaration = formula.declaration();
        let declared = |class| declaration.data_classes.contains(&class);
        let accounts: &[Account] = if declared(DataClass::Accounts) {
            self.input.accounts
        } else {
            &[]
        };
        let balances: &[Balance] = if declared(DataClass::Balances) {
            self.input.balances
        } else {
            &[]
        };
        let mut items: Vec<Item<'a>> = self
            .entries
            .iter()
            .filter(|entry| period.contains(entry.transaction.booked))
            .filter(|entry| self.may_read(entry, declaration))
            .map(|&entry| Item {
                entry,
                flow: Flow::Outside,
            })
            .collect();
        flow::assign(&mut items, accounts);

        let mut currencies: Vec<Currency> = items
            .iter()
            .map(|item| item.entry.transaction.currency)
            .collect();
        currencies.extend(balances.iter().map(|balance| balance.currency));
        currencies.sort_unstable();
        currencies.dedup();
        if currencies.is_empty() {
            return Outcome::TooLittleData {
                missing: Missing::Everything,
            };
        }
        let currencies = currencies
            .into_iter()
            .map(|currency| {
                let items: Vec<Item<'a>> = items
                    .iter()
                    .filter(|item| item.entry.transaction.currency == currency)
                    .copied()
                    .collect();
                formula.score(&View::new(currency, period, accounts, balances, items))
            })
            .collect();
        Outcome::Computed { currencies }
    }

    /// Left out entirely unless the formula declares the kind and the person switched it on: neither its
    /// category nor its amount, day or number reaches a value, so that no value tells whether it was there.
    fn may_read(&self, entry: &Entry<'_>, declaration: &Declaration) -> bool {
        entry.sensitive.is_none_or(|kind| {
            self.input.sensitive == SensitiveSwitch::On && declaration.reads.contains(&kind)
        })
    }

    /// The days that a formula reads, of those that the bank was asked for.
    fn period(&self, declaration: &Declaration) -> Period {
        let Period { from, to } = self.input.history;
        let mut first = match declaration.span {
            Span::All => from,
            Span::Months(months) => to.month().plus(-i32::from(months)).first(),
            Span::Days(days) => to.plus_days(1 - i32::from(days)),
        };
        if !declaration
            .data_classes
            .contains(&DataClass::TransactionsFull)
        {
            first = first.max(to.plus_days(1 - 90));
        }
        Period {
            from: first.max(from),
            to,
        }
    }
}

impl<'a> Entry<'a> {
    fn read(transaction: &'a Transaction, scratch: &mut Vec<crate::atoms::Found>) -> Self {
        let folded = Folded::new(&transaction.label);
        let reading =
            crate::categorise::read(&folded, transaction.amount, transaction.direction, scratch);
        let corrected = transaction.corrected.map(Correction::subcategory);
        let subcategory = corrected.unwrap_or(reading.found.and_then(|found| found.subcategory));
        let counterparty = series::counterparty(&folded);
        let category = match corrected {
            Some(said) => said.map(Subcategory::category),
            None => reading.found.map(|found| found.category),
        };
        Self {
            transaction,
            category,
            subcategory,
            // A correction may add what a transaction reveals; it cannot take away what the label says.
            sensitive: reading
                .sensitive
                .or(corrected.flatten().and_then(Subcategory::reveals)),
            settlement: Settlement::of(&folded, subcategory),
            counterparty,
            series: series::key(transaction, category, subcategory, counterparty),
        }
    }
}

/// Computes one formula. For several of them over the same input, read a [`Ledger`] once.
pub fn insights(formula: Formula, input: &Input<'_>) -> Insights {
    Ledger::read(*input).insights(formula)
}
