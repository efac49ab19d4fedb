//! **Overview**: what stands on the accounts, and income and outgoings by month.
//!
//! - Reads: `accounts`, `balances`, `transactions_full`, as far back as they go; works with less.
//! - Values: *balance* of each account, the latest given; *income* and *outgoings*: means over all complete months;
//!   and every month's totals, incomplete months marked.
//! - Income is every credit from outside, outgoings every debit to outside; transfers between the person's own
//!   accounts and settled cards are neither, money put aside is shown apart.
//! - Level: none. Source: plain sums.

use crate::input::DataClass;
use crate::insights::{CurrencyInsights, Evidence, Measure, MeasureId, Missing, Value, Verdict};
use crate::purposes::{Declaration, Span};
use crate::view::{Item, Sum, View, count, measure};

/// What the overview declares.
pub const DECLARATION: Declaration = Declaration {
    version: 2,
    data_classes: &[
        DataClass::Accounts,
        DataClass::Balances,
        DataClass::TransactionsFull,
    ],
    span: Span::All,
    reads: &[],
    source: "sums by month of booking",
};

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    let mut measures: Vec<Measure> = view
        .balances()
        .iter()
        .map(|balance| Measure {
            account: Some(balance.account.clone()),
            ..measure(
                MeasureId::Balance,
                Value::Cents(balance.amount),
                Evidence::default(),
            )
        })
        .collect();
    let window = view.window(u8::MAX);
    if window.count > 0 {
        let items = window.of(view);
        measures.push(measure(
            MeasureId::MonthsUsed,
            count(window.count),
            Evidence::default(),
        ));
        measures.push(
            Sum::of(items, Item::is_in)
                .negated()
                .per_month(MeasureId::Income, window.count),
        );
        measures.push(Sum::of(items, Item::is_out).per_month(MeasureId::Outgoings, window.count));
    }
    let verdict = match (view.items.is_empty(), view.balances().is_empty()) {
        (true, true) => Verdict::TooLittleData {
            missing: Missing::Transactions,
        },
        _ => Verdict::NotRated,
    };
    CurrencyInsights {
        currency: view.currency,
        verdict,
        measures,
        months: view.months(),
        series: view.series(),
    }
}
