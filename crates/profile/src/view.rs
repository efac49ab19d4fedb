//! What one formula may see in one currency: its declared classes, its period, its kinds of data.

use crate::account::{Account, AccountKind, Balance};
use crate::class::{Category, Subcategory};
use crate::date::{Date, Month, Period};
use crate::flow::Flow;
use crate::ids::TransactionId;
use crate::insights::{Completeness, Evidence, Measure, MeasureId, MonthTotals, Value};
use crate::ledger::Entry;
use crate::money::{Cents, Currency};
use crate::series::{self, Series};
use crate::transaction::Direction;

/// A transaction as a formula sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    pub entry: Entry<'a>,
    pub flow: Flow,
}

impl Item<'_> {
    /// Whether it is money in from outside.
    pub fn is_in(&self) -> bool {
        self.flow == Flow::Outside && self.entry.transaction.direction == Direction::Credit
    }

    /// Whether it is money out to outside.
    pub fn is_out(&self) -> bool {
        self.flow == Flow::Outside && self.entry.transaction.direction == Direction::Debit
    }

    /// Whether it is income that a budget can rest on: refunds, gifts between friends and loans are none.
    pub fn is_income(&self) -> bool {
        self.is_in()
            && match self.entry.category {
                Some(Category::Income) => {
                    self.entry.subcategory != Some(Subcategory::IncomeRefunds)
                }
                _ => self.entry.subcategory == Some(Subcategory::TransfersAlimony),
            }
    }

    /// What it costs: positive for money out, negative for money back.
    pub fn cost(&self) -> Cents {
        -self.entry.transaction.signed()
    }

    pub fn booked(&self) -> Date {
        self.entry.transaction.booked
    }

    pub fn id(&self) -> &TransactionId {
        &self.entry.transaction.id
    }
}

/// The data of one currency.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub currency: Currency,
    accounts: &'a [Account],
    /// In order of booking.
    pub items: Vec<Item<'a>>,
    balances: Vec<&'a Balance>,
    /// The days that were really covered.
    coverage: Period,
}

impl<'a> View<'a> {
    pub fn new(
        currency: Currency,
        period: Period,
        accounts: &'a [Account],
        balances: &'a [Balance],
        items: Vec<Item<'a>>,
    ) -> Self {
        let mut balances: Vec<&Balance> = balances
            .iter()
            .filter(|balance| balance.currency == currency)
            .collect();
        balances.sort_by(|a, b| (&a.account, b.on).cmp(&(&b.account, a.on)));
        balances.dedup_by(|later, first| later.account == first.account);
        // Banks often give less history than they are asked for: what comes before the first transaction's month
        // was not empty, it was not given.
        let first = items.first().map_or(period.to, Item::booked);
        let from = if first.month() == period.from.month() {
            period.from
        } else {
            first.max(period.from)
        };
        let coverage = Period {
            from,
            to: period.to,
        };
        Self {
            currency,
            accounts,
            items,
            balances,
            coverage,
        }
    }

    /// The latest balance of each account.
    pub fn balances(&self) -> &[&'a Balance] {
        &self.balances
    }

    /// The current accounts that have a balance.
    pub fn current_balances(&self) -> impl Iterator<Item = &'a Balance> {
        let kind = |balance: &&Balance| {
            self.accounts
                .iter()
                .find(|account| account.id == balance.account)
        };
        self.balances.iter().copied().filter(move |balance| {
            kind(balance).is_some_and(|account| account.kind == AccountKind::Current)
        })
    }

    /// The recurring series among the items.
    pub fn series(&self) -> Vec<Series> {
        series::find(&self.items, self.coverage.to)
    }

    /// How many days were covered.
    pub fn days(&self) -> i32 {
        self.coverage.to.days_since(self.coverage.from) + 1
    }

    /// Months with at least one day covered, oldest first, with their totals.
    pub fn months(&self) -> Vec<MonthTotals> {
        let mut months: Vec<MonthTotals> = Vec::new();
        let mut month = self.coverage.from.month();
        while !self.items.is_empty() && month <= self.coverage.to.month() {
            let completeness = if self.coverage.covers(month) {
                Completeness::Complete
            } else {
                Completeness::Incomplete
            };
            months.push(MonthTotals {
                month,
                completeness,
                income: Cents::ZERO,
                outgoings: Cents::ZERO,
                saved: Cents::ZERO,
            });
            month = month.plus(1);
        }
        for item in &self.items {
            let found = months.binary_search_by_key(&item.booked().month(), |totals| totals.month);
            let Some(totals) = found.ok().and_then(|index| months.get_mut(index)) else {
                continue;
            };
            match item.flow {
                Flow::Outside if item.is_in() => totals.income += item.entry.transaction.amount,
                Flow::Outside => totals.outgoings += item.entry.transaction.amount,
                Flow::Savings => totals.saved += item.cost(),
                Flow::Own => {}
            }
        }
        months
    }

    /// The last complete months, at most so many; means are taken over them.
    pub fn window(&self, at_most: u8) -> Window {
        let current = self.coverage.to.month();
        let last = if self.coverage.covers(current) {
            current
        } else {
            current.plus(-1)
        };
        let mut count = 0;
        while count < at_most
            && !self.items.is_empty()
            && self.coverage.covers(last.plus(-i32::from(count)))
        {
            count += 1;
        }
        Window {
            first: last.plus(1 - i32::from(count)),
            last,
            count: usize::from(count),
        }
    }
}

/// A run of complete months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    first: Month,
    last: Month,
    /// How many months.
    pub count: usize,
}

impl Window {
    /// Its days; meaningless when it has no month.
    pub fn period(self) -> Period {
        Period {
            from: self.first.first(),
            to: self.last.last(),
        }
    }

    /// Its share of the items, which are in order of booking.
    pub fn of<'v, 'a>(self, view: &'v View<'a>) -> &'v [Item<'a>] {
        let period = self.period();
        let from = view
            .items
            .partition_point(|item| item.booked() < period.from);
        let to = view
            .items
            .partition_point(|item| item.booked() <= period.to);
        view.items.get(from..to).unwrap_or_default()
    }
}

/// A sum and the transactions in it.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    pub total: Cents,
    pub evidence: Evidence,
}

impl Sum {
    /// Adds up what the chosen items cost (money back counts against it).
    pub fn of<'i, 'a: 'i>(
        items: impl IntoIterator<Item = &'i Item<'a>>,
        chosen: impl Fn(&Item<'a>) -> bool,
    ) -> Self {
        let mut sum = Self::default();
        for item in items.into_iter().filter(|item| chosen(item)) {
            sum.total += item.cost();
            sum.evidence.transactions.push(item.id().clone());
        }
        sum
    }

    /// The other way round, for money in.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.total = -self.total;
        self
    }

    /// The mean per month as a measure.
    pub fn per_month(&self, id: MeasureId, months: usize) -> Measure {
        measure(
            id,
            Value::Cents(self.total.per(months)),
            self.evidence.clone(),
        )
    }
}

/// A measure about nothing in particular.
pub(crate) fn measure(id: MeasureId, value: Value, evidence: Evidence) -> Measure {
    Measure {
        id,
        about: None,
        account: None,
        value,
        evidence,
    }
}

/// A count as a value.
pub(crate) fn count(number: usize) -> Value {
    Value::Count(u32::try_from(number).unwrap_or(u32::MAX))
}
