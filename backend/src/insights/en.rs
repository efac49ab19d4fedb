//! English.

use profile::{Formula, Level, MeasureId, Missing, Presence, Subcategory};

use super::wording::Words;

pub(super) const WORDS: Words = Words {
    leads,
    nothing: "The formula recognised nothing in these transactions.",
    double: "Several policies of the same kind: {kinds}. They may cover the same thing.",
    level,
    missing,
    measure,
    days: |days| match days {
        1 => "1 day".to_owned(),
        _ => format!("{days} days"),
    },
    presence: |presence| match presence {
        Presence::Seen => "seen",
        Presence::NotSeen => "not seen here",
        Presence::Uncertain => "not certain",
    },
    kind: |kind: Subcategory| {
        format!(
            "{}: {}",
            kind.category().english(),
            kind.id().replace('_', " ")
        )
    },
    unknown: "not recognised",
    formula: |id, version| format!("Formula {id}, version {version}"),
};

fn leads(formula: Formula) -> &'static [&'static str] {
    match formula {
        Formula::Overview => &["On average {income} come in and {outgoings} go out each month."],
        Formula::FinancialHealth => &[
            "Once your fixed charges are paid, about {+left_to_live} a month are left, over {months_used} months.",
            "Your fixed charges are about {-left_to_live} a month more than your income, over {months_used} months.",
            "After everything you spend, about {+left_over} a month are left.",
            "With everything you spend, about {-left_over} a month are missing.",
        ],
        Formula::Solvency => &[
            "Your loans take {debt_ratio} of your income, over {months_used} months.",
            "Once your fixed charges are paid, about {+left_to_live} a month are left.",
            "Your fixed charges are about {-left_to_live} a month more than your income.",
        ],
        Formula::InsuranceNeeds => {
            &["Insurance policies recognised: {policies}, for about {yearly_premium} a year."]
        }
        Formula::HousingMobility => &[
            "Your home costs about {housing_budget} a month, and getting around about {mobility_budget}.",
            "Your home takes {housing_share} of your income.",
        ],
        Formula::WellBeing => {
            &["You spend about {sport} on sport and {leisure} on leisure, over 30 days."]
        }
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Good => "None of the formula's marks is passed.",
        Level::Fair => "One of the formula's marks is close to its limit.",
        Level::Watch => "One of the formula's marks is passed.",
    }
}

fn missing(missing: Missing) -> &'static str {
    match missing {
        Missing::Everything => {
            "The bank gave neither balance nor transaction: nothing is computed."
        }
        Missing::Transactions => "There is no transaction to look at: nothing is computed.",
        Missing::CompleteMonths => {
            "There are too few complete months: nothing is computed, rather than guessed."
        }
        Missing::Income => "No income is recognised: nothing is computed, rather than guessed.",
    }
}

fn measure(id: MeasureId) -> &'static str {
    match id {
        MeasureId::Balance => "Balance",
        MeasureId::MonthsUsed => "Complete months used",
        MeasureId::Income => "Income a month",
        MeasureId::Outgoings => "Spending a month",
        MeasureId::FixedCharges => "Fixed charges a month",
        MeasureId::LeftToLive => "Left to live on a month",
        MeasureId::LeftOver => "Left after all spending",
        MeasureId::FixedChargesShare => "Share of fixed charges",
        MeasureId::DaysBelowZero => "Days below zero",
        MeasureId::Saved => "Saved a month",
        MeasureId::SavingsEffort => "Share saved",
        MeasureId::LoanPayments => "Loans a month",
        MeasureId::DebtRatio => "Debt ratio",
        MeasureId::Incidents => "Payment incidents",
        MeasureId::YearlyPremium => "Premium a year",
        MeasureId::Policies => "Policies",
        MeasureId::LifeEvent => "Need",
        MeasureId::Cover => "Cover",
        MeasureId::HousingBudget => "Home a month",
        MeasureId::HousingShare => "Share of the home",
        MeasureId::MobilityBudget => "Getting around a month",
        MeasureId::MobilityShare => "Share of getting around",
        MeasureId::Sport => "Sport, over 30 days",
        MeasureId::Leisure => "Leisure, over 30 days",
        MeasureId::Care => "Care of oneself, over 30 days",
        MeasureId::Health => "Health, over 30 days",
    }
}
