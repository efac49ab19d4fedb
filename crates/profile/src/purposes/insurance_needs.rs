//! **Insurance needs**: which policies show, which seem double, and what calls for cover.
//!
//! - Reads: `accounts`, `transactions_full`, the current month and the twelve before it; three complete months are
//!   needed, because a shorter look misses premiums.
//! - *Policies* of a kind = premium series that have not ended, and single premiums, of different counterparties.
//!   Two or more of the same kind are a possible double cover. *Yearly premium* = a series' amount times its
//!   payments in a year, or the sum of single premiums.
//! - *Life events* seen by their spending, twice or more: a home (rent, mortgage, charges), a mortgage, a car (fuel,
//!   tolls, upkeep, purchase), children, pets. *Cover* for each: seen, not seen, or uncertain when a premium shows
//!   whose kind the label does not tell.
//! - Level: none; a cover that is not seen may be paid from another account or by an employer.
//! - Health cover is not asked after: its absence would say something about health. Source: kinds of policy as in
//!   the scheme of categories; the method is ours. Not for pricing life or health cover (AI Act, annex III).

use std::collections::BTreeMap;

use crate::class::{Category, Subcategory};
use crate::input::DataClass;
use crate::insights::{CurrencyInsights, Evidence, Measure, MeasureId, Presence, Value, Verdict};
use crate::money::Cents;
use crate::purposes::{Declaration, Span, budget};
use crate::series::Series;
use crate::view::{Item, Sum, View, count, measure};

/// What insurance needs declares.
pub const DECLARATION: Declaration = Declaration {
    version: 1,
    data_classes: &[DataClass::Accounts, DataClass::TransactionsFull],
    span: Span::Months(12),
    reads: &[],
    source: "premiums and spending by kind; method is Guichet's own",
};

const MONTHS: u8 = 12;
const MONTHS_MIN: usize = 3;
/// One payment proves nothing: a rented car, a present for a friend's child.
const EVENT_MIN: usize = 2;

/// Whether a transaction shows a life event.
type Shows = fn(&Item<'_>) -> bool;

/// What calls for cover: the kind of policy, and the spending that shows the need.
const EVENTS: &[(Subcategory, Shows)] = &[
    (Subcategory::InsuranceHome, |item| {
        matches!(
            item.entry.subcategory,
            Some(
                Subcategory::HousingRent
                    | Subcategory::HousingMortgage
                    | Subcategory::HousingCondoFees
            )
        )
    }),
    (Subcategory::InsuranceLoan, |item| {
        item.entry.subcategory == Some(Subcategory::HousingMortgage)
    }),
    (Subcategory::InsuranceAuto, |item| {
        matches!(
            item.entry.subcategory,
            Some(
                Subcategory::MobilityFuel
                    | Subcategory::MobilityEvCharging
                    | Subcategory::MobilityCarMaintenance
                    | Subcategory::CreditCarLoan
            )
        )
    }),
    (Subcategory::InsuranceSchool, |item| {
        matches!(
            item.entry.subcategory,
            Some(
                Subcategory::ChildrenChildcare
                    | Subcategory::ChildrenSchool
                    | Subcategory::ChildrenCanteen
                    | Subcategory::ChildrenActivities
            )
        )
    }),
    (Subcategory::InsurancePet, |item| {
        item.entry.category == Some(Category::Pets)
    }),
];

/// The policies of one kind.
#[derive(Default)]
struct Kind {
    yearly: Cents,
    policies: usize,
    evidence: Evidence,
}

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    if let Err(missing) = budget::window(view, MONTHS, MONTHS_MIN) {
        return budget::too_little(view, missing);
    }
    let premiums: Vec<Series> = view
        .series()
        .into_iter()
        .filter(|series| {
            series
                .subcategory
                .is_some_and(|sub| sub.category() == Category::Insurance)
        })
        .collect();
    let kinds = kinds(view, &premiums);
    let unclear = view
        .items
        .iter()
        .any(|item| is_premium(item) && item.entry.subcategory.is_none());
    let mut measures: Vec<Measure> = Vec::new();
    for (&sub, kind) in &kinds {
        let about = |id, value| Measure {
            about: Some(sub),
            ..measure(id, value, kind.evidence.clone())
        };
        measures.push(about(MeasureId::YearlyPremium, Value::Cents(kind.yearly)));
        measures.push(about(MeasureId::Policies, count(kind.policies)));
    }
    for &(cover, shows) in EVENTS {
        let spending = Sum::of(&view.items, |item| item.is_out() && shows(item));
        if spending.evidence.transactions.len() < EVENT_MIN {
            continue;
        }
        let presence = match (kinds.contains_key(&cover), unclear) {
            (true, _) => Presence::Seen,
            (false, true) => Presence::Uncertain,
            (false, false) => Presence::NotSeen,
        };
        let about = |id, value, evidence| Measure {
            about: Some(cover),
            ..measure(id, value, evidence)
        };
        measures.push(about(
            MeasureId::LifeEvent,
            Value::Presence(Presence::Seen),
            spending.evidence,
        ));
        let evidence = kinds
            .get(&cover)
            .map(|kind| kind.evidence.clone())
            .unwrap_or_default();
        measures.push(about(MeasureId::Cover, Value::Presence(presence), evidence));
    }
    CurrencyInsights {
        currency: view.currency,
        verdict: Verdict::NotRated,
        measures,
        months: view.months(),
        series: premiums,
    }
}

fn is_premium(item: &Item<'_>) -> bool {
    item.is_out() && item.entry.category == Some(Category::Insurance)
}

fn kinds(view: &View<'_>, premiums: &[Series]) -> BTreeMap<Subcategory, Kind> {
    let mut kinds: BTreeMap<Subcategory, Kind> = BTreeMap::new();
    for series in premiums.iter().filter(|series| series.next.is_some()) {
        let Some(sub) = series.subcategory else {
            continue;
        };
        let kind = kinds.entry(sub).or_default();
        kind.yearly += Cents(series.amount.0.saturating_mul(series.every.per_year()));
        kind.policies += 1;
        kind.evidence.series.push(series.id.clone());
        kind.evidence
            .transactions
            .extend(series.transactions.iter().cloned());
    }
    // Premiums outside any series: paid once a year, or just begun. One policy per counterparty.
    let in_series: std::collections::HashSet<_> = premiums
        .iter()
        .flat_map(|series| &series.transactions)
        .collect();
    let mut counted = std::collections::HashSet::new();
    for item in view
        .items
        .iter()
        .filter(|item| is_premium(item) && !in_series.contains(item.id()))
    {
        let Some(sub) = item.entry.subcategory else {
            continue;
        };
        let kind = kinds.entry(sub).or_default();
        kind.yearly += item.cost();
        kind.policies += usize::from(counted.insert((sub, item.entry.counterparty)));
        kind.evidence.transactions.push(item.id().clone());
    }
    kinds
}
