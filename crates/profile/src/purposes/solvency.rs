//! **Solvency**: whether loans and what is left to live on are in proportion to income.
//!
//! - Reads: `accounts`, `transactions_full`, the current month and the six before it.
//! - Means over the last six complete months; three are enough. No recognised income is too little data, never a
//!   low level.
//! - *Debt ratio* = (instalments of all loans + loan insurance) / income. *Left to live* = income − fixed charges.
//!   *Incidents* = rejected payments, interventions, letters and debt collection, counted one by one.
//! - Level (euros only; other currencies are not rated): **watch** when the debt ratio is over 35 %, or what is left
//!   to live on is under the flat-rate RSA of one person, or there were three incidents or more; **good** when the
//!   ratio is at most 35 %, twice that RSA is left and there was no incident; **fair** otherwise.
//! - Sources: 35 % insurance included, decision D-HCSF-2021-7 of the Haut Conseil de stabilité financière; RSA
//!   *montant forfaitaire* for one person without children, 646.52 € a month from 1 April 2025, as an order of
//!   magnitude only: the household is unknown. The counts of incidents are ours.
//! - Not for a credit decision by itself: such a score can be the decision (CJEU C-634/21; R-113).

use crate::class::{Category, Subcategory};
use crate::input::DataClass;
use crate::insights::{CurrencyInsights, Evidence, Level, MeasureId, Missing, Value, Verdict};
use crate::money::{BasisPoints, Cents, Currency};
use crate::purposes::{Declaration, Span, budget};
use crate::view::{Item, Sum, View, count, measure};

/// What solvency declares.
pub const DECLARATION: Declaration = Declaration {
    version: 2,
    data_classes: &[DataClass::Accounts, DataClass::TransactionsFull],
    span: Span::Months(6),
    reads: &[],
    source: "D-HCSF-2021-7 (35 %, insurance included); RSA montant forfaitaire of 1 April 2025, one person",
};

const MONTHS: u8 = 6;
const MONTHS_MIN: usize = 3;
/// D-HCSF-2021-7.
const DEBT_RATIO_MAX: BasisPoints = BasisPoints(3_500);
/// The RSA's flat rate for one person without children, per month.
const RSA: Cents = Cents(64_652);
const INCIDENTS_WATCH: usize = 3;

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    let window = match budget::window(view, MONTHS, MONTHS_MIN) {
        Ok(window) => window,
        Err(missing) => return budget::too_little(view, missing),
    };
    let months = window.count;
    let items = window.of(view);
    let income = budget::income(view, window);
    let loans = Sum::of(items, budget::is_loan_payment);
    let Some(ratio) = BasisPoints::share(loans.total, income.total) else {
        return budget::too_little(view, Missing::Income);
    };
    let fixed = Sum::of(items, budget::is_fixed_charge);
    let incidents = Sum::of(items, is_incident);
    let left = (income.total - fixed.total).per(months);
    let measures = vec![
        measure(MeasureId::MonthsUsed, count(months), Evidence::default()),
        income.per_month(MeasureId::Income, months),
        loans.per_month(MeasureId::LoanPayments, months),
        measure(
            MeasureId::DebtRatio,
            Value::BasisPoints(ratio),
            budget::both(&income, &loans),
        ),
        fixed.per_month(MeasureId::FixedCharges, months),
        measure(
            MeasureId::LeftToLive,
            Value::Cents(left),
            budget::both(&income, &fixed),
        ),
        measure(
            MeasureId::Incidents,
            count(incidents.evidence.transactions.len()),
            incidents.evidence.clone(),
        ),
    ];
    let verdict = if view.currency == Currency::EUR {
        Verdict::Rated {
            level: level(ratio, left, incidents.evidence.transactions.len()),
        }
    } else {
        Verdict::NotRated
    };
    CurrencyInsights {
        currency: view.currency,
        verdict,
        measures,
        months: view.months(),
        series: view.series(),
    }
}

fn is_incident(item: &Item<'_>) -> bool {
    item.is_out()
        && matches!(
            item.entry.subcategory,
            Some(Subcategory::BankFeesIncident | Subcategory::CreditDebtCollection)
        )
        && matches!(
            item.entry.category,
            Some(Category::BankFees | Category::Credit)
        )
}

fn level(ratio: BasisPoints, left: Cents, incidents: usize) -> Level {
    if ratio > DEBT_RATIO_MAX || left < RSA || incidents >= INCIDENTS_WATCH {
        Level::Watch
    } else if left >= RSA + RSA && incidents == 0 {
        Level::Good
    } else {
        Level::Fair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_sit_on_their_thresholds() {
        let plenty = RSA + RSA;
        assert_eq!(level(BasisPoints(3_500), plenty, 0), Level::Good);
        assert_eq!(level(BasisPoints(3_501), plenty, 0), Level::Watch);
        assert_eq!(level(BasisPoints(0), plenty - Cents(1), 0), Level::Fair);
        assert_eq!(level(BasisPoints(0), RSA, 0), Level::Fair);
        assert_eq!(level(BasisPoints(0), RSA - Cents(1), 0), Level::Watch);
        assert_eq!(level(BasisPoints(0), plenty, 1), Level::Fair);
        assert_eq!(level(BasisPoints(0), plenty, 3), Level::Watch);
    }
}
