//! The purposes that ship: one file each. To add one, write its file, then its variant and its lines here.

mod budget;
pub mod financial_health;
pub mod housing_mobility;
pub mod insurance_needs;
pub mod overview;
pub mod solvency;
pub mod well_being;

use serde::{Deserialize, Serialize};

use crate::input::DataClass;
use crate::insights::CurrencyInsights;
use crate::sensitive::Sensitive;
use crate::view::View;

/// A purpose's formula, by the id that the configuration names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// Balances, income and outgoings by month: the answer of any purpose without a formula of its own.
    Overview,
    /// Income, fixed charges, what is left, days below zero, savings effort.
    FinancialHealth,
    /// Debt ratio, what is left to live on, incidents.
    Solvency,
    /// Policies, double cover, and what calls for cover.
    InsuranceNeeds,
    /// Budgets for the home and for getting around.
    HousingMobility,
    /// Spending on sport, leisure, care of oneself and health; behind the explicit switch.
    WellBeing,
}

/// What a formula declares: it sees nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The version of the formula.
    pub version: u16,
    /// The classes of data it needs.
    pub data_classes: &'static [DataClass],
    /// How far back it reads.
    pub span: Span,
    /// The special categories of data it reads, given the explicit switch; nearly always none.
    pub reads: &'static [Sensitive],
    /// Where its method and thresholds come from.
    pub source: &'static str,
}

/// How far back a formula reads, from the day of the fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// All that was fetched.
    All,
    /// The current month and so many before it.
    Months(u8),
    /// So many days, the day of the fetch included.
    Days(u16),
}

impl Formula {
    /// Every formula.
    pub const ALL: [Self; 6] = [
        Self::Overview,
        Self::FinancialHealth,
        Self::Solvency,
        Self::InsuranceNeeds,
        Self::HousingMobility,
        Self::WellBeing,
    ];

    /// Its id, the same as on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::FinancialHealth => "financial_health",
            Self::Solvency => "solvency",
            Self::InsuranceNeeds => "insurance_needs",
            Self::HousingMobility => "housing_mobility",
            Self::WellBeing => "well_being",
        }
    }

    /// What it declares.
    pub fn declaration(self) -> &'static Declaration {
        match self {
            Self::Overview => &overview::DECLARATION,
            Self::FinancialHealth => &financial_health::DECLARATION,
            Self::Solvency => &solvency::DECLARATION,
            Self::InsuranceNeeds => &insurance_needs::DECLARATION,
            Self::HousingMobility => &housing_mobility::DECLARATION,
            Self::WellBeing => &well_being::DECLARATION,
        }
    }

    /// Its answer in one currency.
    pub(crate) fn score(self, view: &View<'_>) -> CurrencyInsights {
        match self {
            Self::Overview => overview::score(view),
            Self::FinancialHealth => financial_health::score(view),
            Self::Solvency => solvency::score(view),
            Self::InsuranceNeeds => insurance_needs::score(view),
            Self::HousingMobility => housing_mobility::score(view),
            Self::WellBeing => well_being::score(view),
        }
    }
}

/// The formula with that id.
pub fn find(id: &str) -> Option<Formula> {
    Formula::ALL.into_iter().find(|formula| formula.id() == id)
}
