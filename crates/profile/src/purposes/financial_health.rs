//! **Financial health**: what comes in, what is committed, what is left, and what is put aside.
//!
//! - Reads: `accounts`, `balances`, `transactions_full`, the current month and the three before it.
//! - Means over the last three complete months; two are enough, fewer are too little data. So is an income of nothing.
//! - *Income* = income category without refunds, and maintenance received. *Fixed charges* = housing, energy,
//!   insurance, telecoms, loans, taxes, childcare, school, season tickets, maintenance paid, account fees.
//!   *Left to live* (reste à vivre) = income − fixed charges. *Left over* = income − all outgoings.
//!   *Savings effort* = net money put aside / income.
//! - *Days below zero*: days of those months that ended with a current account below zero, walked back from the
//!   balance. Sensitive transactions are left out of the walk too, so it is an estimate where there are some.
//! - Level: **watch** when nothing is left over and more than 5 days were below zero, when more than 30 were in any
//!   case, or when fixed charges are over two thirds of income; **good** when no day was below zero, something is left over and fixed charges are under
//!   half of income; **fair** otherwise.
//! - Source: *dépenses pré-engagées* and *reste à vivre* as used by the INSEE and the Banque de France; the
//!   thresholds are ours and are no norm.

use std::collections::{BTreeSet, HashMap};

use crate::date::{Date, Period};
use crate::flow::Flow;
use crate::ids::AccountId;
use crate::input::DataClass;
use crate::insights::{CurrencyInsights, Evidence, Level, MeasureId, Missing, Value, Verdict};
use crate::money::{BasisPoints, Cents};
use crate::purposes::{Declaration, Span, budget};
use crate::view::{Item, Sum, View, count, measure};

/// What financial health declares.
pub const DECLARATION: Declaration = Declaration {
    version: 2,
    data_classes: &[
        DataClass::Accounts,
        DataClass::Balances,
        DataClass::TransactionsFull,
    ],
    span: Span::Months(3),
    reads: &[],
    source: "dépenses pré-engagées and reste à vivre (INSEE, Banque de France); thresholds are Guichet's own",
};

const MONTHS: u8 = 3;
const MONTHS_MIN: usize = 2;
const DAYS_WATCH: usize = 5;
const DAYS_OFTEN: usize = 30;
const FIXED_GOOD: BasisPoints = BasisPoints(5_000);
const FIXED_WATCH: BasisPoints = BasisPoints(6_667);

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    let window = match budget::window(view, MONTHS, MONTHS_MIN) {
        Ok(window) => window,
        Err(missing) => return budget::too_little(view, missing),
    };
    let months = window.count;
    let items = window.of(view);
    let income = budget::income(view, window);
    let Some(per_whole) = (income.total > Cents::ZERO).then_some(income.total) else {
        return budget::too_little(view, Missing::Income);
    };
    let fixed = Sum::of(items, budget::is_fixed_charge);
    let out = Sum::of(items, Item::is_out);
    let saved = Sum::of(items, |item| item.flow == Flow::Savings);
    let below = days_below_zero(view, window.period());
    let left_over = income.total - out.total;

    let share = |part: Cents| BasisPoints::share(part, per_whole).unwrap_or(BasisPoints(0));
    let mut measures = vec![
        measure(MeasureId::MonthsUsed, count(months), Evidence::default()),
        income.per_month(MeasureId::Income, months),
        out.per_month(MeasureId::Outgoings, months),
        fixed.per_month(MeasureId::FixedCharges, months),
        measure(
            MeasureId::FixedChargesShare,
            Value::BasisPoints(share(fixed.total)),
            fixed.evidence.clone(),
        ),
        measure(
            MeasureId::LeftToLive,
            Value::Cents((income.total - fixed.total).per(months)),
            budget::both(&income, &fixed),
        ),
        measure(
            MeasureId::LeftOver,
            Value::Cents(left_over.per(months)),
            budget::both(&income, &out),
        ),
        saved.per_month(MeasureId::Saved, months),
        measure(
            MeasureId::SavingsEffort,
            Value::BasisPoints(share(saved.total)),
            saved.evidence.clone(),
        ),
    ];
    if let Some(days) = &below {
        let value = Value::Days(u32::try_from(days.len()).unwrap_or(u32::MAX));
        measures.push(measure(
            MeasureId::DaysBelowZero,
            value,
            Evidence::default(),
        ));
    }
    let level = level(
        share(fixed.total),
        left_over,
        below.as_ref().map(BTreeSet::len),
    );
    CurrencyInsights {
        currency: view.currency,
        verdict: Verdict::Rated { level },
        measures,
        months: view.months(),
        series: view.series(),
    }
}

fn level(fixed: BasisPoints, left_over: Cents, days_below: Option<usize>) -> Level {
    let days = days_below.unwrap_or(0);
    if fixed > FIXED_WATCH || days > DAYS_OFTEN || (left_over <= Cents::ZERO && days > DAYS_WATCH) {
        Level::Watch
    } else if fixed < FIXED_GOOD && left_over > Cents::ZERO && days_below == Some(0) {
        Level::Good
    } else {
        Level::Fair
    }
}

/// The days of the period that ended with a current account below zero; `None` without a balance to walk back from.
fn days_below_zero(view: &View<'_>, period: Period) -> Option<BTreeSet<Date>> {
    let mut by_account: HashMap<&AccountId, Vec<&Item<'_>>> = HashMap::new();
    for item in &view.items {
        by_account
            .entry(&item.entry.transaction.account)
            .or_default()
            .push(item);
    }
    let mut days = BTreeSet::new();
    let mut any = false;
    for balance in view.current_balances() {
        any = true;
        let items = by_account
            .get(&balance.account)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut later = items
            .iter()
            .rev()
            .skip_while(|item| item.booked() > balance.on)
            .peekable();
        let mut amount = balance.amount;
        let mut day = balance.on;
        while day >= period.from {
            if day <= period.to && amount < Cents::ZERO {
                days.insert(day);
            }
            while let Some(item) = later.next_if(|item| item.booked() == day) {
                amount -= item.entry.transaction.signed();
            }
            day = day.plus_days(-1);
        }
    }
    any.then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_sit_on_their_thresholds() {
        let left = Cents(1);
        assert_eq!(level(BasisPoints(4_999), left, Some(0)), Level::Good);
        assert_eq!(level(BasisPoints(5_000), left, Some(0)), Level::Fair);
        assert_eq!(level(BasisPoints(4_999), left, Some(1)), Level::Fair);
        assert_eq!(
            level(BasisPoints(4_999), left, None),
            Level::Fair,
            "without balances nothing proves it good"
        );
        assert_eq!(level(BasisPoints(6_667), left, Some(0)), Level::Fair);
        assert_eq!(level(BasisPoints(6_668), left, Some(0)), Level::Watch);
        assert_eq!(level(BasisPoints(0), Cents(0), Some(6)), Level::Watch);
        assert_eq!(level(BasisPoints(0), Cents(0), Some(5)), Level::Fair);
        assert_eq!(level(BasisPoints(0), left, Some(30)), Level::Fair);
        assert_eq!(level(BasisPoints(0), left, Some(31)), Level::Watch);
    }
}
