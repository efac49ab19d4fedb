//! **Housing and mobility**: what the home and getting around cost, and their share of income.
//!
//! - Reads: `accounts`, `transactions_full`, the current month and the three before it.
//! - Means over the last three complete months, two at least. Without recognised income the budgets are given and
//!   not rated.
//! - *Housing budget* = rent or mortgage, condominium charges, energy and water, home and loan insurance.
//!   *Mobility budget* = all transport, car insurance, car loan. Works and furniture are choices and stay out.
//! - Level: **good** when housing takes at most a third of income, **watch** over 40 %, **fair** between.
//! - Sources: 40 % is Eurostat's *housing cost overburden rate*; a third is the landlords' rule of thumb in France.

use crate::class::{Category, Subcategory};
use crate::input::DataClass;
use crate::insights::{CurrencyInsights, Evidence, Level, MeasureId, Value, Verdict};
use crate::money::BasisPoints;
use crate::purposes::{Declaration, Span, budget};
use crate::view::{Item, Sum, View, count, measure};

/// What housing and mobility declares.
pub const DECLARATION: Declaration = Declaration {
    version: 1,
    data_classes: &[DataClass::Accounts, DataClass::TransactionsFull],
    span: Span::Months(3),
    reads: &[],
    source: "Eurostat housing cost overburden rate (40 %); a third of income as the usual rule in France",
};

const MONTHS: u8 = 3;
const MONTHS_MIN: usize = 2;
const HOUSING_GOOD: BasisPoints = BasisPoints(3_333);
const HOUSING_WATCH: BasisPoints = BasisPoints(4_000);

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    let window = match budget::window(view, MONTHS, MONTHS_MIN) {
        Ok(window) => window,
        Err(missing) => return budget::too_little(view, missing),
    };
    let months = window.count;
    let items = window.of(view);
    let income = budget::income(view, window);
    let housing = Sum::of(items, is_housing);
    let mobility = Sum::of(items, is_mobility);
    let mut measures = vec![
        measure(MeasureId::MonthsUsed, count(months), Evidence::default()),
        housing.per_month(MeasureId::HousingBudget, months),
        mobility.per_month(MeasureId::MobilityBudget, months),
    ];
    let mut verdict = Verdict::NotRated;
    if let Some(share) = BasisPoints::share(housing.total, income.total) {
        measures.push(income.per_month(MeasureId::Income, months));
        measures.push(measure(
            MeasureId::HousingShare,
            Value::BasisPoints(share),
            budget::both(&income, &housing),
        ));
        verdict = Verdict::Rated {
            level: level(share),
        };
    }
    if let Some(share) = BasisPoints::share(mobility.total, income.total) {
        measures.push(measure(
            MeasureId::MobilityShare,
            Value::BasisPoints(share),
            budget::both(&income, &mobility),
        ));
    }
    CurrencyInsights {
        currency: view.currency,
        verdict,
        measures,
        months: view.months(),
        series: Vec::new(),
    }
}

fn is_housing(item: &Item<'_>) -> bool {
    use Subcategory as S;
    item.is_out()
        && (item.entry.category == Some(Category::Energy)
            || matches!(
                item.entry.subcategory,
                Some(
                    S::HousingRent
                        | S::HousingMortgage
                        | S::HousingCondoFees
                        | S::InsuranceHome
                        | S::InsuranceLoan
                )
            ))
}

fn is_mobility(item: &Item<'_>) -> bool {
    item.is_out()
        && (item.entry.category == Some(Category::Mobility)
            || matches!(
                item.entry.subcategory,
                Some(Subcategory::InsuranceAuto | Subcategory::CreditCarLoan)
            ))
}

fn level(housing: BasisPoints) -> Level {
    if housing <= HOUSING_GOOD {
        Level::Good
    } else if housing > HOUSING_WATCH {
        Level::Watch
    } else {
        Level::Fair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_sit_on_their_thresholds() {
        assert_eq!(level(BasisPoints(3_333)), Level::Good);
        assert_eq!(level(BasisPoints(3_334)), Level::Fair);
        assert_eq!(level(BasisPoints(4_000)), Level::Fair);
        assert_eq!(level(BasisPoints(4_001)), Level::Watch);
    }
}
