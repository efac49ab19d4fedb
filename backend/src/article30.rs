//! A draft of the record of processing activities (GDPR art. 30), from the configuration: what the machine knows stands there,
//! what only people know is asked for in brackets.

use std::collections::BTreeMap;
use std::fmt::Write;

use contract::{Basis, Locale, Sensitivity};

use crate::config::{Aisp, Config, Partner, PurposeConfig, class_word};

/// The draft, as Markdown: one part for each controller.
pub fn draft(config: &Config) -> String {
    let mut text = String::new();
    let aisps: BTreeMap<&str, &Aisp> = config
        .banks
        .connectors
        .iter()
        .map(|connector| (connector.aisp.legal_name.as_str(), &connector.aisp))
        .collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# Record of processing activities (draft)\n");
    for partner in &config.partners {
        for purpose in config.purposes_of(partner) {
            activity(&mut text, config, partner, purpose);
        }
    }
    for aisp in aisps.values() {
        service(&mut text, config, aisp);
    }
    text
}

fn activity(text: &mut String, config: &Config, partner: &Partner, purpose: &PurposeConfig) {
    let words = purpose.words(Locale::En);
    let classes: Vec<&str> = purpose
        .classes
        .iter()
        .map(|class| class_word(*class))
        .collect();
    let basis = match (purpose.basis, purpose.sensitivity) {
        (Basis::Consent, Sensitivity::Ordinary) => "consent, art. 6(1)(a)",
        (Basis::Consent, Sensitivity::Special) => "explicit consent, art. 6(1)(a) and 9(2)(a)",
        (Basis::Contract, _) => "contract, art. 6(1)(b)",
        (Basis::LegalObligation, _) => "legal obligation, art. 6(1)(c)",
    };
    let days = purpose.duration_days;
    let kept = match purpose.basis {
        Basis::Consent => {
            format!("{days} days at most; deleted at once when consent is withdrawn or access ends")
        }
        Basis::Contract | Basis::LegalObligation => format!("{days} days"),
    };
    let recipients = match partner.recipients.as_slice() {
        [] => "nobody else".to_owned(),
        names => names.join(", "),
    };
    let data = if classes.is_empty() {
        "none of the accounts".to_owned()
    } else {
        classes.join(", ")
    };
    let _ = writeln!(text, "## {}: {}\n", partner.legal_name, words.title);
    for (name, value) in [
        ("Controller", format!("{}, {}, {}", partner.legal_name, partner.address, partner.contact)),
        ("Data protection officer", "[name and contact, where there is one]".to_owned()),
        ("Purpose", format!("{} (`{}`, version {})", words.lines.join(" ").replace("{partner}", &partner.name), purpose.id.as_str(), purpose.version)),
        ("Lawful basis", basis.to_owned()),
        ("Data subjects", "customers who connect a bank account; others who appear in their transactions are masked".to_owned()),
        ("Categories of data", data),
        ("Special categories", match purpose.sensitivity {
            Sensitivity::Special => "transactions that may reveal health, religion, trade union membership, political opinions or sex life".to_owned(),
            Sensitivity::Ordinary => "none: such transactions are left out".to_owned(),
        }),
        ("Recipients", recipients),
        ("Transfers to third countries", format!("none: data does not leave {}", config.privacy.area)),
        ("Erasure", kept),
        ("Security (art. 32)", "sealed at rest (ChaCha20-Poly1305), TLS, access by consent only, no bank credentials; see SECURITY.md".to_owned()),
    ] {
        let _ = writeln!(text, "- **{name}**: {value}");
    }
    let _ = writeln!(text);
}

fn service(text: &mut String, config: &Config, aisp: &Aisp) {
    let _ = writeln!(
        text,
        "## {}: account information service\n",
        aisp.legal_name
    );
    for (name, value) in [
        ("Controller", format!("{}, {}, {} ({}, {})", aisp.legal_name, aisp.address, aisp.contact, aisp.status, aisp.register_number)),
        ("Data protection officer", "[name and contact, where there is one]".to_owned()),
        ("Purpose", "to read the accounts that a person designated, and to prove what the person agreed to".to_owned()),
        ("Lawful basis", "contract, art. 6(1)(b) (PSD2 art. 67); accountability, art. 5(2) and 7(1), for the proof".to_owned()),
        ("Categories of data", "account list, tokens of the bank, ledger of consents, count of calls".to_owned()),
        ("Recipients", config.partners.iter().map(|one| one.legal_name.as_str()).collect::<Vec<_>>().join(", ")),
        ("Where", format!("stored in {}, worked on in {}", config.privacy.storage.join(", "), config.privacy.processing.join(", "))),
        ("Erasure", "tokens and data when access ends; the ledger's key by DELETE /v1/users/{id}; counts of calls after 400 days".to_owned()),
    ] {
        let _ = writeln!(text, "- **{name}**: {value}");
    }
    let _ = writeln!(text);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_purpose_of_every_partner_has_all_that_article_30_asks_for() {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("guichet.example.toml");
        let config = crate::config::load(&example, []).unwrap();
        let text = draft(&config);
        let purposes = config.partners[0].purposes.len();
        // Art. 30(1)(a) to (g).
        for name in [
            "Controller",
            "Purpose",
            "Data subjects",
            "Categories of data",
            "Recipients",
            "Transfers to third countries",
            "Erasure",
            "Security (art. 32)",
        ] {
            assert!(
                text.matches(&format!("- **{name}**: ")).count() >= purposes,
                "{name}"
            );
        }
        assert!(
            !text.contains("{partner}")
                && text.contains("Agrégation d'Essai SAS: account information service")
        );
    }
}
