//! The test people: who identifies at the bank decides what happens next.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::lang::Lang;

/// A test person. The same people are customers of every bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Person {
    /// A current account, a joint one, and savings that are not listed.
    Ordinary,
    /// Forty accounts.
    Forty,
    /// One account.
    One,
    /// Joint account with a deferred-debit card, savings, a parent's and a child's account.
    Household,
    /// No account at all.
    None,
    /// Two business accounts and no personal one.
    Business,
    /// The trusted device refuses by itself.
    Refuses,
    /// The trusted device never answers.
    TimesOut,
    /// The bank answers 503 to every API call.
    Down,
    /// The bank answers 200 and nonsense.
    Nonsense,
    /// The bank takes five seconds for every API call.
    Slow,
    /// Takes the authorisation back at the bank one hour later.
    Revokes,
    /// The authorisation ends after 30 days instead of 180.
    EndsEarly,
}

/// What the trusted device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// Asks the person.
    Asks,
    /// Refuses at once.
    Refuses,
    /// Lets the time run out at once.
    Expires,
}

/// How the API answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As STET says.
    Well,
    /// 503, always.
    Down,
    /// 200 with something that is not STET.
    Nonsense,
    /// Well, after [`SLOWNESS`].
    Slow,
}

/// What the slow person waits before each API answer.
pub const SLOWNESS: std::time::Duration = std::time::Duration::from_secs(5);

/// How an authorisation ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// After so long since SCA, because it expires.
    Expires(Duration),
    /// After so long since SCA, because the person took it back at the bank.
    Revoked(Duration),
}

impl Person {
    /// All test people in the order of the bank's page.
    pub const ALL: [Self; 13] = [
        Self::Ordinary,
        Self::Household,
        Self::One,
        Self::Forty,
        Self::None,
        Self::Business,
        Self::Refuses,
        Self::TimesOut,
        Self::Down,
        Self::Nonsense,
        Self::Slow,
        Self::Revokes,
        Self::EndsEarly,
    ];

    /// The id, as in `name=person value=<id>`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Forty => "forty",
            Self::One => "one",
            Self::Household => "household",
            Self::None => "none",
            Self::Business => "business",
            Self::Refuses => "refuses",
            Self::TimesOut => "times-out",
            Self::Down => "down",
            Self::Nonsense => "nonsense",
            Self::Slow => "slow",
            Self::Revokes => "revokes",
            Self::EndsEarly => "ends-early",
        }
    }

    /// An invented name, as a bank prints it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordinary => "MME CAMILLE MOREL",
            Self::Forty => "M. GASPARD QUARANTE",
            Self::One => "MME LOUISE SEULIN",
            Self::Household => "M. ANTOINE FOYER",
            Self::None => "M. RENE VIDAL",
            Self::Business => "MME SOFIA ARTISAN",
            Self::Refuses => "M. NOE REFUS",
            Self::TimesOut => "MME AGATHE LENTIN",
            Self::Down => "M. PAUL PANNE",
            Self::Nonsense => "MME ZOE CONFUSE",
            Self::Slow => "M. HUGO ESCARGOT",
            Self::Revokes => "MME ALICE RETRAIT",
            Self::EndsEarly => "M. LEO COURTOIS",
        }
    }

    /// One line on what this person is for.
    pub const fn what(self, lang: Lang) -> &'static str {
        match self {
            Self::Ordinary => lang.say(
                "Un compte courant et un compte joint",
                "A current account and a joint account",
            ),
            Self::Forty => lang.say("Quarante comptes", "Forty accounts"),
            Self::One => lang.say("Un seul compte", "A single account"),
            Self::Household => lang.say(
                "Compte joint, carte à débit différé, livret, comptes d’un parent et d’un enfant",
                "Joint account, deferred-debit card, savings, a parent’s and a child’s account",
            ),
            Self::None => lang.say("Aucun compte", "No account"),
            Self::Business => {
                lang.say("Comptes professionnels seulement", "Business accounts only")
            }
            Self::Refuses => lang.say(
                "Le téléphone refuse tout seul",
                "The phone refuses by itself",
            ),
            Self::TimesOut => lang.say("Le téléphone ne répond jamais", "The phone never answers"),
            Self::Down => lang.say("La banque est en panne (503)", "The bank is down (503)"),
            Self::Nonsense => lang.say(
                "La banque répond n’importe quoi",
                "The bank answers nonsense",
            ),
            Self::Slow => lang.say(
                "La banque met cinq secondes à répondre",
                "The bank takes five seconds to answer",
            ),
            Self::Revokes => lang.say(
                "Retire son accord à la banque une heure après",
                "Takes the access back one hour later",
            ),
            Self::EndsEarly => lang.say(
                "L’accès s’arrête après 30 jours au lieu de 180",
                "Access ends after 30 days, not 180",
            ),
        }
    }

    /// What the trusted device does.
    pub const fn device(self) -> Device {
        match self {
            Self::Refuses => Device::Refuses,
            Self::TimesOut => Device::Expires,
            _ => Device::Asks,
        }
    }

    /// How the API answers.
    pub const fn mood(self) -> Mood {
        match self {
            Self::Down => Mood::Down,
            Self::Nonsense => Mood::Nonsense,
            Self::Slow => Mood::Slow,
            _ => Mood::Well,
        }
    }

    /// How the authorisation ends. 180 days is RTS 2018/389 art. 10a(2)(b).
    pub const fn ending(self) -> Ending {
        match self {
            Self::Revokes => Ending::Revoked(Duration::hours(1)),
            Self::EndsEarly => Ending::Expires(Duration::days(30)),
            _ => Ending::Expires(Duration::days(180)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_forms_send() {
        for person in Person::ALL {
            let json = serde_json::to_value(person).unwrap();
            assert_eq!(json, person.id());
        }
    }
}
