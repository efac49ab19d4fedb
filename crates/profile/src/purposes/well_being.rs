//! **Well-being**: what goes into sport, leisure, care of oneself and health.
//!
//! - Reads: `accounts`, `transactions_90d`, and of the special categories *health* alone, given the explicit switch.
//!   Without the switch nothing is analysed: not even sport, so that its absence says nothing.
//! - Sums over the 90 days divided by three, so per 30 days. Fewer than 60 covered days are too little data.
//! - *Sport* = gyms, clubs, sports goods. *Leisure* = culture, games, hobbies. *Care* = hair, beauty, spa.
//!   *Health* = care less reimbursements, so it can be negative.
//! - Level: none. Nobody's health is good or bad by what it costs.
//! - Source: plain sums. Not for pricing life or health cover (AI Act, annex III; R-113).

use crate::class::{Category, Subcategory as S};
use crate::input::DataClass;
use crate::insights::{CurrencyInsights, MeasureId, Missing, Verdict};
use crate::purposes::{Declaration, Span, budget};
use crate::sensitive::Sensitive;
use crate::view::{Item, Sum, View};

/// What well-being declares.
pub const DECLARATION: Declaration = Declaration {
    version: 1,
    data_classes: &[DataClass::Accounts, DataClass::Transactions90d],
    span: Span::Days(90),
    reads: &[Sensitive::Health],
    source: "sums over 90 days",
};

const PARTS: usize = 3;
const DAYS_MIN: i32 = 60;

pub(crate) fn score(view: &View<'_>) -> CurrencyInsights {
    if view.items.is_empty() {
        return budget::too_little(view, Missing::Transactions);
    }
    if view.days() < DAYS_MIN {
        return budget::too_little(view, Missing::CompleteMonths);
    }
    let spent =
        |id, chosen: fn(&Item<'_>) -> bool| Sum::of(&view.items, chosen).per_month(id, PARTS);
    let measures = vec![
        spent(MeasureId::Sport, |item| {
            item.is_out()
                && matches!(
                    item.entry.subcategory,
                    Some(S::WellnessGym | S::WellnessClub | S::WellnessSportGoods)
                )
        }),
        spent(MeasureId::Leisure, |item| {
            item.is_out()
                && matches!(
                    item.entry.subcategory,
                    Some(S::LeisureCulture | S::LeisureGames | S::LeisureHobby)
                )
        }),
        spent(MeasureId::Care, |item| {
            item.is_out()
                && matches!(
                    item.entry.subcategory,
                    Some(S::WellnessBeauty | S::WellnessSpa)
                )
        }),
        spent(MeasureId::Health, |item| {
            item.entry.category == Some(Category::HealthCare)
        }),
    ];
    CurrencyInsights {
        currency: view.currency,
        verdict: Verdict::NotRated,
        measures,
        months: view.months(),
        series: Vec::new(),
    }
}
