//! French.

use profile::{Formula, Level, MeasureId, Missing, Presence, Subcategory};

use super::wording::Words;

pub(super) const WORDS: Words = Words {
    leads,
    nothing: "La formule n'a rien reconnu dans ces opérations.",
    double: "Plusieurs contrats du même genre : {kinds}. Ils couvrent peut-être la même chose.",
    level,
    missing,
    measure,
    days: |days| match days {
        0 | 1 => format!("{days} jour"),
        _ => format!("{days} jours"),
    },
    presence: |presence| match presence {
        Presence::Seen => "vu",
        Presence::NotSeen => "pas vu ici",
        Presence::Uncertain => "pas certain",
    },
    kind: |kind: Subcategory| kind.french().to_owned(),
    unknown: "non reconnue",
    formula: |id, version| format!("Formule {id}, version {version}"),
};

fn leads(formula: Formula) -> &'static [&'static str] {
    match formula {
        Formula::Overview => &["En moyenne, {income} entrent et {outgoings} sortent chaque mois."],
        Formula::FinancialHealth => &[
            "Une fois vos charges fixes payées, il vous reste environ {+left_to_live} par mois, calculé sur {months_used} mois.",
            "Vos charges fixes dépassent vos revenus d'environ {-left_to_live} par mois, calculé sur {months_used} mois.",
            "Après toutes vos dépenses, il reste environ {+left_over} par mois.",
            "Toutes dépenses comprises, il manque environ {-left_over} par mois.",
        ],
        Formula::Solvency => &[
            "Vos crédits prennent {debt_ratio} de vos revenus, calculé sur {months_used} mois.",
            "Une fois vos charges fixes payées, il vous reste environ {+left_to_live} par mois.",
            "Vos charges fixes dépassent vos revenus d'environ {-left_to_live} par mois.",
        ],
        Formula::InsuranceNeeds => {
            &["Contrats d'assurance reconnus : {policies}, pour environ {yearly_premium} par an."]
        }
        Formula::HousingMobility => &[
            "Votre logement coûte environ {housing_budget} par mois, et vos déplacements environ {mobility_budget}.",
            "Le logement prend {housing_share} de vos revenus.",
        ],
        Formula::WellBeing => &[
            "Vous dépensez environ {sport} pour le sport et {leisure} pour les loisirs, sur 30 jours.",
        ],
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Good => "Aucun repère de la formule n'est dépassé.",
        Level::Fair => "Un repère de la formule est proche de sa limite.",
        Level::Watch => "Un repère de la formule est dépassé.",
    }
}

fn missing(missing: Missing) -> &'static str {
    match missing {
        Missing::Everything => "La banque n'a donné ni solde ni opération : rien n'est calculé.",
        Missing::Transactions => "Il n'y a pas d'opération à analyser : rien n'est calculé.",
        Missing::CompleteMonths => {
            "Il n'y a pas assez de mois complets : rien n'est calculé, plutôt que deviné."
        }
        Missing::Income => "Aucun revenu n'est reconnu : rien n'est calculé, plutôt que deviné.",
    }
}

fn measure(id: MeasureId) -> &'static str {
    match id {
        MeasureId::Balance => "Solde",
        MeasureId::MonthsUsed => "Mois complets utilisés",
        MeasureId::Income => "Revenus par mois",
        MeasureId::Outgoings => "Dépenses par mois",
        MeasureId::FixedCharges => "Charges fixes par mois",
        MeasureId::LeftToLive => "Reste à vivre par mois",
        MeasureId::LeftOver => "Reste après toutes les dépenses",
        MeasureId::FixedChargesShare => "Part des charges fixes",
        MeasureId::DaysBelowZero => "Jours sous zéro",
        MeasureId::Saved => "Épargne par mois",
        MeasureId::SavingsEffort => "Part épargnée",
        MeasureId::LoanPayments => "Crédits par mois",
        MeasureId::DebtRatio => "Taux d'endettement",
        MeasureId::Incidents => "Incidents de paiement",
        MeasureId::YearlyPremium => "Prime par an",
        MeasureId::Policies => "Contrats",
        MeasureId::LifeEvent => "Besoin",
        MeasureId::Cover => "Couverture",
        MeasureId::HousingBudget => "Logement par mois",
        MeasureId::HousingShare => "Part du logement",
        MeasureId::MobilityBudget => "Déplacements par mois",
        MeasureId::MobilityShare => "Part des déplacements",
        MeasureId::Sport => "Sport, sur 30 jours",
        MeasureId::Leisure => "Loisirs, sur 30 jours",
        MeasureId::Care => "Soin de soi, sur 30 jours",
        MeasureId::Health => "Santé, sur 30 jours",
    }
}
