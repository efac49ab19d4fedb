//! `backend plan`: purpose → data classes → calls → price, before anything runs; and data that no purpose needs.

use std::fmt::Write;

use contract::{Basis, DataClass};
use profile::purposes::Span;

use super::price::Amount;
use crate::config::{
    Config, Connector, ConsentModel, Partner, PurposeConfig, RevocationWay, class_word,
};
use crate::reading::span_of;

/// What one journey costs, as text.
pub fn forecast(config: &Config) -> String {
    let mut text = String::new();
    let currency = &config.prices.currency;
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# What a journey costs\n");
    let _ = writeln!(
        text,
        "Prices in {currency}, from [prices]. A call for transactions is a page: an account with more than one costs that more often."
    );
    for partner in &config.partners {
        of_partner(&mut text, config, partner);
    }
    let _ = writeln!(text, "\n## The journey itself, by connector\n");
    let _ = writeln!(text, "| connector | calls | price |\n|---|---|---|");
    for connector in &config.banks.connectors {
        let calls = service_calls(connector);
        let price: i64 = calls.iter().map(|kind| config.prices.of(kind).0).sum();
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            connector.id,
            calls.join(", "),
            Amount(price)
        );
    }
    unneeded(&mut text, config);
    text
}

fn of_partner(text: &mut String, config: &Config, partner: &Partner) {
    let _ = writeln!(text, "\n## {} ({})\n", partner.name, partner.id);
    let _ = writeln!(
        text,
        "| purpose | data classes | calls per account | price per account |\n|---|---|---|---|"
    );
    let purposes: Vec<&PurposeConfig> = config.purposes_of(partner).collect();
    for purpose in &purposes {
        let row = row(config, std::slice::from_ref(purpose));
        let _ = writeln!(text, "| {} | {row} |", purpose.id.as_str());
    }
    let _ = writeln!(text, "| *all of them* | {} |", row(config, &purposes));
    if let Some(budget) = partner.budget {
        let _ = writeln!(
            text,
            "\nBudget: {} a month, a warning from {} % on.",
            budget.month, budget.warn_percent
        );
    }
}

/// Classes, calls and price for one account. Purposes share a call: what two of them need is read once.
fn row(config: &Config, purposes: &[&PurposeConfig]) -> String {
    let consented = || {
        let with_switch = |one: &&&PurposeConfig| one.basis == Basis::Consent;
        purposes.iter().filter(with_switch)
    };
    let mut classes: Vec<&str> = consented()
        .flat_map(|purpose| purpose.classes.iter().map(|class| class_word(*class)))
        .collect();
    classes.sort_unstable();
    classes.dedup();
    let balances = consented().any(|purpose| purpose.classes.contains(&DataClass::Balances));
    let transactions = consented().any(|purpose| span_of(purpose).is_some());
    let calls: Vec<&str> = [("balances", balances), ("transactions", transactions)]
        .into_iter()
        .filter_map(|(kind, needed)| needed.then_some(kind))
        .collect();
    let price: i64 = calls.iter().map(|kind| config.prices.of(kind).0).sum();
    let list = |words: &[&str]| match words {
        [] => "none".to_owned(),
        words => words.join(", "),
    };
    format!("{} | {} | {}", list(&classes), list(&calls), Amount(price))
}

fn service_calls(connector: &Connector) -> Vec<&'static str> {
    let mut calls = Vec::new();
    if connector.endpoints.par.is_some() {
        calls.push("par");
    }
    calls.extend(["token", "accounts"]);
    if connector.model == ConsentModel::Mixed {
        calls.push("consents");
    }
    calls.extend(match connector.revocation {
        RevocationWay::Token => Some("revoke"),
        RevocationWay::EmptyConsent => Some("consents"),
        RevocationWay::None => None,
    });
    calls
}

/// What is declared and read by nothing.
fn unneeded(text: &mut String, config: &Config) {
    let _ = writeln!(text, "\n## Data that no purpose needs\n");
    let mut found = false;
    for purpose in &config.purposes {
        let asked = |partner: &Partner| partner.purposes.contains(&purpose.id);
        if !config.partners.iter().any(asked) {
            found = true;
            let _ = writeln!(text, "- {}: no partner asks for it.", purpose.id.as_str());
        }
        for (class, why) in too_much(purpose) {
            found = true;
            let _ = writeln!(
                text,
                "- {}: {} is declared, and {why}. Leave it out (R-110).",
                purpose.id.as_str(),
                class_word(class)
            );
        }
    }
    if !found {
        let _ = writeln!(text, "None.");
    }
}

fn too_much(purpose: &PurposeConfig) -> Vec<(DataClass, &'static str)> {
    if purpose.basis != Basis::Consent {
        let classes = purpose.classes.iter();
        let why = "nothing is read for a purpose without a switch";
        return classes.map(|class| (*class, why)).collect();
    }
    let Some(formula) = purpose.formula else {
        return Vec::new();
    };
    let declared = formula.declaration();
    let reads = |class: profile::DataClass| declared.data_classes.contains(&class);
    let mut all = Vec::new();
    if purpose.classes.contains(&DataClass::Balances) && !reads(profile::DataClass::Balances) {
        all.push((DataClass::Balances, "its formula reads none"));
    }
    let ninety_days = matches!(declared.span, Span::Days(days) if days <= 90);
    if purpose.classes.contains(&DataClass::TransactionsFull) && ninety_days {
        let why = "its formula reads no more than transactions_90d";
        all.push((DataClass::TransactionsFull, why));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const EXAMPLE: &str = include_str!("../../guichet.example.toml");

    fn of(edit: impl Fn(String) -> String) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet.toml");
        std::fs::write(&path, edit(EXAMPLE.to_owned())).unwrap();
        forecast(&crate::config::load(Path::new(&path), []).unwrap())
    }

    #[test]
    fn each_purpose_says_its_classes_calls_and_price_and_together_they_share_calls() {
        let text = of(|text| text);
        for line in [
            "| financial_health | balances, transactions_full | balances, transactions | 0.03 |",
            "| well_being | transactions_90d | transactions | 0.02 |",
            "| fraud_prevention | none | none | 0.00 |",
            "| *all of them* | balances, transactions_90d, transactions_full | balances, transactions | 0.03 |",
            "| sandbox-full-aisp | token, accounts | 0.01 |",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(text.trim_end().ends_with("None."), "{text}");
    }

    #[test]
    fn r_110_what_no_formula_reads_is_named() {
        let text = of(|text| {
            text.replace(
                "classes = [\"transactions_90d\"]\nformula = \"well_being\"",
                "classes = [\"balances\", \"transactions_full\"]\nformula = \"well_being\"",
            )
            .replace("    \"budget_advice\",\n", "")
        });
        for line in [
            "- well_being: balances is declared, and its formula reads none.",
            "- well_being: transactions_full is declared, and its formula reads no more than transactions_90d.",
            "- budget_advice: no partner asks for it.",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
