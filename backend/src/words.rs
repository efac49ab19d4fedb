//! Legal words: what the person reads before an act that has legal weight.
//!
//! Purposes' words come from the configuration, the AISP's identity from the connector; the sentences around
//! them are here, one file per language. A partner has no free text in any of them.

mod en;
mod fr;
mod notice;

use contract::{Detail, Locale, Notice, Purpose};

use crate::config::{Aisp, Partner, PurposeConfig};
use notice::sealed;

/// Version of the sentences in `fr` and `en`: raise it with each change of meaning.
pub const WORDS_VERSION: &str = "2026-11-5";

/// Whether the holder's name is read at the bank, to be compared with the one that the partner expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// It is.
    Read,
    /// Nobody asked for it.
    LeftAlone,
}

/// What the button leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A new access.
    Connecting,
    /// The same one, confirmed again.
    Renewing,
    /// The same one, confirmed again for more.
    Adding,
}

/// What the sentences are filled with.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// For whom.
    pub partner: &'a Partner,
    /// By whom.
    pub aisp: &'a Aisp,
    /// The bank's name, with its region.
    pub bank: &'a str,
    /// Days until the bank asks again.
    pub sca_days: i64,
    /// How often a day data is read again without the person.
    pub times_a_day: u8,
}

/// The sentences of one language.
struct Sentences {
    handoff_lines: &'static [&'static str],
    /// In their place where an access is renewed.
    renewal_lines: &'static [&'static str],
    /// How often data is read: the text of the detail `{often}`.
    read_once: &'static str,
    read_again: &'static str,
    handoff_details: &'static [(&'static str, &'static str)],
    /// Added where the partner expects somebody by name: the holder's will be read.
    handoff_identity: (&'static str, &'static str),
    holder_other: &'static str,
    holder_unknown: &'static str,
    holder_lines: &'static [&'static str],
    accounts_lines: &'static [&'static str],
    /// In their place where accounts are added to those that are shared.
    adding_lines: &'static [&'static str],
    accounts_details: &'static [(&'static str, &'static str)],
    enforcement: &'static str,
    /// Where something is added to a connection: what is shared over it.
    already: &'static str,
    withdraw: &'static str,
}

fn sentences(locale: Locale) -> &'static Sentences {
    match locale {
        Locale::Fr => &fr::SENTENCES,
        Locale::En => &en::SENTENCES,
    }
}

impl Subject<'_> {
    fn fill(&self, template: &str) -> String {
        let aisp = self.aisp;
        [
            ("{partner}", self.partner.name.as_str()),
            ("{aisp}", &aisp.legal_name),
            ("{status}", &aisp.status),
            ("{number}", &aisp.register_number),
            ("{contact}", &aisp.contact),
            ("{complaint}", &aisp.complaint),
            ("{bank}", self.bank),
            ("{days}", &self.sca_days.to_string()),
        ]
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
    }

    fn notice(&self, locale: Locale, lines: &[&str], details: &[(&str, &str)]) -> Notice {
        let lines = lines.iter().map(|line| self.fill(line)).collect();
        let details = details
            .iter()
            .map(|(heading, text)| Detail {
                heading: self.fill(heading),
                text: self.fill(text),
            })
            .collect();
        sealed(WORDS_VERSION, locale, lines, details)
    }

    /// Before leaving for the bank: who, for whom, what, how long; then the rest in layers.
    pub fn handoff(&self, identity: Identity, occasion: Occasion, locale: Locale) -> Notice {
        let words = sentences(locale);
        let often = match self.times_a_day {
            0 => words.read_once.to_owned(),
            times => words.read_again.replace("{times}", &times.to_string()),
        };
        let mut details = words.handoff_details.to_vec();
        for (_, text) in &mut details {
            if *text == "{often}" {
                *text = &often;
            }
        }
        if identity == Identity::Read {
            details.push(words.handoff_identity);
        }
        let lines = match occasion {
            Occasion::Connecting | Occasion::Adding => words.handoff_lines,
            Occasion::Renewing => words.renewal_lines,
        };
        self.notice(locale, lines, &details)
    }

    /// Before an account is read whose holder is not surely the person expected: both names, as far as they are shown,
    /// and what going on means.
    pub fn holder(&self, holder: Option<&str>, expected: &str, locale: Locale) -> Notice {
        let words = sentences(locale);
        let names = match holder {
            Some(holder) => words.holder_other.replace("{holder}", holder),
            None => words.holder_unknown.to_owned(),
        };
        let names = names.replace("{expected}", expected);
        let lines: Vec<&str> = std::iter::once(names.as_str())
            .chain(words.holder_lines.iter().copied())
            .collect();
        self.notice(locale, &lines, &[])
    }

    /// Before accounts are saved: what saving means.
    pub fn accounts(&self, occasion: Occasion, locale: Locale) -> Notice {
        let words = sentences(locale);
        let lines = match occasion {
            Occasion::Connecting | Occasion::Renewing => words.accounts_lines,
            Occasion::Adding => words.adding_lines,
        };
        self.notice(locale, lines, words.accounts_details)
    }

    /// Where the bank cannot hold the detail.
    pub fn enforcement(&self, locale: Locale) -> String {
        self.fill(sentences(locale).enforcement)
    }

    /// How to take it back.
    pub fn withdraw(&self, locale: Locale) -> String {
        self.fill(sentences(locale).withdraw)
    }

    /// A purpose as it is offered.
    pub fn purpose(&self, purpose: &PurposeConfig, locale: Locale) -> Purpose {
        let words = purpose.words(locale);
        let lines = words.lines.iter().map(|line| self.fill(line)).collect();
        let details = words
            .details
            .iter()
            .map(|detail| Detail {
                heading: self.fill(&detail.heading),
                text: self.fill(&detail.text),
            })
            .collect();
        Purpose {
            id: purpose.id.clone(),
            title: words.title.clone(),
            notice: sealed(&purpose.version, locale, lines, details),
            basis: purpose.basis,
            classes: purpose.classes.clone(),
            sensitivity: purpose.sensitivity,
        }
    }
}

/// Where something is added: what is shared already, and that it stays.
pub fn already(accounts: &str, purposes: &str, locale: Locale) -> String {
    let text = sentences(locale).already.replace("{accounts}", accounts);
    text.replace("{purposes}", purposes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(notice: &Notice) {
        let all = notice.text.lines.iter().chain(
            notice
                .text
                .details
                .iter()
                .flat_map(|d| [&d.heading, &d.text]),
        );
        for text in all {
            assert!(
                !text.contains('{') && !text.contains('}'),
                "unfilled: {text}"
            );
        }
    }

    #[test]
    fn r_081_the_handoff_says_who_for_whom_what_how_long_how_to_withdraw_complaint_and_cost() {
        let aisp = Aisp {
            legal_name: "Exemple Agrégation SAS".into(),
            status: "AISP".into(),
            register_number: "99999".into(),
            contact: "aide@exemple.fr".into(),
            complaint: "reclamation@exemple.fr".into(),
            address: "1 rue de l'Exemple".into(),
        };
        let partner = Partner {
            id: "p".into(),
            name: "Assurances Martin".into(),
            help: None,
            legal_name: "Assurances Martin SA".into(),
            address: "2 rue de l'Exemple".into(),
            contact: "donnees@martin.example".into(),
            recipients: vec![],
            budget: None,
            webhook: None,
            client_id: "c".into(),
            client_secret: "s".into(),
            application_id: "a".into(),
            api_key: "k".into(),
            origins: vec![],
            return_urls: vec![],
            purposes: vec![],
            space: contract::Space::Personal,
        };
        let subject = Subject {
            partner: &partner,
            aisp: &aisp,
            bank: "LCL",
            sca_days: 180,
            times_a_day: 1,
        };
        for locale in [Locale::Fr, Locale::En] {
            let notice = subject.handoff(Identity::LeftAlone, Occasion::Connecting, locale);
            checked(&notice);
            let named = subject.handoff(Identity::Read, Occasion::Connecting, locale);
            checked(&named);
            assert_eq!(
                named.text.details.len(),
                notice.text.details.len() + 1,
                "R-081: a name that will be read is told before"
            );
            let again = subject.handoff(Identity::LeftAlone, Occasion::Renewing, locale);
            checked(&again);
            assert_eq!(again.text.lines.len(), 4);
            assert_ne!(again.hash, notice.hash);
            // How often: what the operator set, in words.
            let often = |times_a_day| {
                let subject = Subject {
                    times_a_day,
                    ..subject
                };
                subject.handoff(Identity::LeftAlone, Occasion::Connecting, locale)
            };
            let says = |notice: &Notice, what: &str| {
                let mut details = notice.text.details.iter();
                details.any(|detail| detail.text.contains(what))
            };
            let (once, four) = match locale {
                Locale::Fr => ("lues une fois", "4 fois par jour au plus"),
                Locale::En => ("read once", "at most 4 times a day"),
            };
            assert!(says(&often(0), once) && !says(&often(0), four));
            assert!(says(&often(4), four) && !says(&often(4), once));
            for holder in [Some("C••• M•••"), None] {
                let asked = subject.holder(holder, "M••• A•••", locale);
                checked(&asked);
                let first = &asked.text.lines[0];
                assert!(first.contains("M••• A•••") && first.contains("Assurances Martin"));
                assert!(holder.is_none_or(|holder| first.contains(holder)));
            }
            for occasion in [Occasion::Connecting, Occasion::Adding] {
                checked(&subject.accounts(occasion, locale));
            }
            assert_eq!(notice.text.lines.len(), 4);
            let text = serde_json::to_string(&notice.text).unwrap();
            let free = match locale {
                Locale::Fr => "gratuit",
                Locale::En => "free",
            };
            let needed = [
                "Exemple Agrégation SAS",
                "99999",
                "Assurances Martin",
                "LCL",
                "180",
                "aide@exemple.fr",
                free,
            ];
            for needed in needed.iter().chain(&["reclamation@exemple.fr"]) {
                assert!(text.contains(needed), "{locale:?} lacks {needed}");
            }
        }
    }
}
