//! What must hold for any input: what is not declared is not read, order does not matter, amounts scale.

mod common;

use common::{Person, household};
use profile::{
    Cents, Correction, CurrencyInsights, DataClass, Date, Direction, Formula, Insights, Outcome,
    Sensitive, SensitiveSwitch, Subcategory, Value, categorise, insights,
};
use proptest::prelude::*;

const LABELS: &[(&str, i64)] = &[
    ("VIR SALAIRE KERVAL SAS", 200_000),
    ("VIR CAF DE PARIS APL", 20_000),
    ("PRLV SEPA PARIS HABITAT OPH LOYER", -70_000),
    ("PRLV SEPA COFIDIS ECHEANCE", -12_000),
    ("PRLV SEPA MAIF HABITATION", -2_000),
    ("PRLV SEPA MACIF ASSURANCE AUTO", -4_000),
    ("CB CARREFOUR MARKET", -5_000),
    ("CB ESSO EXPRESS", -4_500),
    ("VIR VERS LIVRET A", -10_000),
    ("VIR SEPA 4471", -30_000),
    ("VIR SEPA 4471", 30_000),
    ("FRAIS REJET PRELEVEMENT", -2_000),
    ("CB PATHE RENNES", -1_200),
    ("CB XZQW", -900),
];

const SENSITIVE: &[(&str, i64)] = &[
    ("CB PHARMACIE DU CENTRE", -2_000),
    ("PRLV SEPA CFDT COTISATION", -1_500),
    ("CB QUETE PAROISSE SAINT YVES", -1_000),
    ("PRLV SEPA PARTI SOCIALISTE ADHESION", -3_000),
    ("VIR CAF AAH", 90_000),
    ("CB SEX SHOP RENNES", -4_000),
    ("CB BOUCHERIE HALAL", -2_500),
];

/// Up to 120 transactions on two accounts in the first half of 2026, and a balance.
fn person(labels: &'static [(&'static str, i64)]) -> impl Strategy<Value = Person> {
    let one = (0..labels.len(), 0..195_i32, 1..40_i64, proptest::bool::ANY);
    (
        proptest::collection::vec(one, 0..120),
        -100_000..300_000_i64,
    )
        .prop_map(move |(rows, balance)| {
            let mut person = Person::new("2026-07-15");
            person.balance("c", balance);
            for (label, days, tenths, second) in rows {
                let (label, cents) = labels[label];
                let date = Date::from_epoch_days(20_454 + days);
                person.book(
                    if second { "d" } else { "c" },
                    date,
                    label,
                    cents / 10 * tenths,
                );
            }
            person
        })
}

fn all(person: &Person) -> Vec<Insights> {
    Formula::ALL
        .iter()
        .map(|&formula| insights(formula, &person.input()))
        .collect()
}

fn currencies(insights: &Insights) -> &[CurrencyInsights] {
    match &insights.outcome {
        Outcome::Computed { currencies } => currencies,
        Outcome::TooLittleData { .. } | Outcome::ExplicitConsentNeeded => &[],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Everything a formula did not declare is taken away: classes, days, accounts' balances. The answer stays.
    #[test]
    fn r_110_a_formula_reads_what_it_declares(person in person(LABELS)) {
        for formula in Formula::ALL {
            let declared = formula.declaration().data_classes;
            let whole = insights(formula, &person.input());
            let mut less = person.clone();
            if !declared.contains(&DataClass::Accounts) { less.accounts.clear(); }
            if !declared.contains(&DataClass::Balances) { less.balances.clear(); }
            if !declared.contains(&DataClass::TransactionsFull) {
                let first = person.history.to.plus_days(-89);
                less.transactions.retain(|one| one.booked >= first);
            }
            less.transactions.retain(|one| whole.period.contains(one.booked));
            prop_assert_eq!(insights(formula, &less.input()), whole, "{:?}", formula);
        }
    }

    /// without the switch, sensitive transactions change no value of any formula, whatever they are.
    #[test]
    fn r_112_sensitive_transactions_change_nothing(person in person(LABELS), extra in person(SENSITIVE)) {
        let mut seeded = person.clone();
        for one in &extra.transactions {
            let cents = one.signed().0;
            seeded.book(one.account.as_str(), one.booked, &one.label, cents);
        }
        prop_assert_eq!(all(&seeded), all(&person));
        // With the switch, all formulas but the one that declares health still read none of it.
        seeded.sensitive = SensitiveSwitch::On;
        let mut plain = person.clone();
        plain.sensitive = SensitiveSwitch::On;
        for formula in Formula::ALL.into_iter().filter(|formula| formula.declaration().reads.is_empty()) {
            prop_assert_eq!(insights(formula, &seeded.input()), insights(formula, &plain.input()));
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(person in person(LABELS), seed in 0..1_000_usize) {
        let mut shuffled = person.clone();
        let length = shuffled.transactions.len().max(1);
        for index in 0..shuffled.transactions.len() {
            shuffled.transactions.swap(index, (index * 7_919 + seed) % length);
        }
        shuffled.accounts.reverse();
        prop_assert_eq!(all(&shuffled), all(&person));
    }

    /// Ten times the money is ten times every total, and the same shares, counts and months.
    #[test]
    fn amounts_scale(person in person(LABELS)) {
        let mut scaled = person.clone();
        for one in &mut scaled.transactions { one.amount = Cents(one.amount.0 * 10); }
        for one in &mut scaled.balances { one.amount = Cents(one.amount.0 * 10); }
        for (one, ten) in all(&person).iter().zip(all(&scaled).iter()) {
            for (one, ten) in currencies(one).iter().zip(currencies(ten)) {
                prop_assert_eq!(one.measures.len(), ten.measures.len());
                for (one, ten) in one.measures.iter().zip(&ten.measures) {
                    match (one.value, ten.value) {
                        // A mean is cut to whole cents, so ten times it may miss up to nine.
                        (Value::Cents(one), Value::Cents(ten)) => prop_assert!((ten.0 - one.0 * 10).abs() < 10),
                        (one, ten) => prop_assert_eq!(one, ten),
                    }
                    prop_assert_eq!(&one.evidence, &ten.evidence);
                }
                for (one, ten) in one.months.iter().zip(&ten.months) {
                    prop_assert_eq!(ten.income.0, one.income.0 * 10);
                    prop_assert_eq!(ten.outgoings.0, one.outgoings.0 * 10);
                }
            }
        }
    }

    /// Two payments of half the amount on one day are the same month.
    #[test]
    fn a_split_payment_is_the_same_month(person in person(LABELS), which in 0..120_usize) {
        prop_assume!(which < person.transactions.len());
        let mut split = person.clone();
        let whole = split.transactions[which].clone();
        // A transfer between the person's own accounts is found by its amount, so halves of it are other transfers.
        prop_assume!(!whole.label.contains("4471"));
        let half = whole.amount.0 / 2;
        split.transactions[which].amount = Cents(whole.amount.0 - half);
        split.book(whole.account.as_str(), whole.booked, &whole.label, half * whole.signed().0.signum());
        let months = |person: &Person| -> Vec<_> {
            currencies(&insights(Formula::Overview, &person.input())).iter().flat_map(|one| one.months.clone()).collect()
        };
        prop_assert_eq!(months(&split), months(&person));
    }

    /// Every id in the evidence is one that was handed in, and none comes twice.
    #[test]
    fn evidence_names_what_was_given(person in person(LABELS)) {
        let given: std::collections::HashSet<_> = person.transactions.iter().map(|one| one.id.clone()).collect();
        for insights in all(&person) {
            for currency in currencies(&insights) {
                let series: Vec<_> = currency.series.iter().map(|series| &series.id).collect();
                for measure in &currency.measures {
                    let ids: std::collections::HashSet<_> = measure.evidence.transactions.iter().collect();
                    prop_assert_eq!(ids.len(), measure.evidence.transactions.len());
                    prop_assert!(ids.into_iter().all(|id| given.contains(id)));
                    prop_assert!(measure.evidence.series.iter().all(|id| series.contains(&id)));
                }
            }
        }
    }
}

/// The seeds are really seen as sensitive, and the others are not: otherwise the property above proves nothing.
#[test]
fn r_112_the_seeds_are_sensitive() {
    let kind = |&(label, cents): &(&str, i64)| {
        let way = if cents < 0 {
            Direction::Debit
        } else {
            Direction::Credit
        };
        categorise(label, Cents(cents.abs()), way).and_then(|found| found.sensitive)
    };
    assert!(SENSITIVE.iter().all(|seed| kind(seed).is_some()));
    assert!(LABELS.iter().all(|label| kind(label).is_none()));
}

#[test]
fn r_112_well_being_needs_its_own_switch_and_reads_health_alone() {
    let mut person = household();
    assert_eq!(
        insights(Formula::WellBeing, &person.input()).outcome,
        Outcome::ExplicitConsentNeeded
    );
    person.sensitive = SensitiveSwitch::On;
    let without = insights(Formula::WellBeing, &person.input());
    let mut other = person.clone();
    other.book(
        "c",
        common::day("2026-06-01"),
        "PRLV SEPA CFDT COTISATION",
        -1_500,
    );
    assert_eq!(insights(Formula::WellBeing, &other.input()), without);
    other.book(
        "c",
        common::day("2026-06-02"),
        "CB PHARMACIE DU CENTRE",
        -3_000,
    );
    assert_ne!(insights(Formula::WellBeing, &other.input()), without);
    assert_eq!(Formula::WellBeing.declaration().reads, [Sensitive::Health]);
}

/// A correction cannot hide what a label reveals, and can add what it does not say.
#[test]
fn r_112_a_correction_never_makes_a_sensitive_transaction_readable() {
    let plain = household();
    let before = insights(Formula::Overview, &plain.input());
    let mut person = plain.clone();
    person.book(
        "c",
        common::day("2026-06-02"),
        "CB PHARMACIE DU CENTRE",
        -3_000,
    );
    person.transactions.last_mut().unwrap().corrected =
        Some(Correction::Is(Subcategory::GroceriesSupermarket));
    person.book("c", common::day("2026-06-03"), "CB XZQW", -3_000);
    person.transactions.last_mut().unwrap().corrected =
        Some(Correction::Is(Subcategory::DonationsUnion));
    assert_eq!(insights(Formula::Overview, &person.input()), before);
}
