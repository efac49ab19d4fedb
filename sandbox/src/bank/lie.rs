//! Banks that lie: what a dishonest, broken or taken-over bank could do to the client that trusts it. The table is
//! [`Lie`]; the place where each is told asks for it by name. None is told unless the command line says so.

use std::{collections::BTreeMap, str::FromStr, sync::Mutex};

use serde::{Serialize, Serializer};

use super::Bank;
use crate::{app::lock, origin::Origin, person::Person};

/// The honest bank whose name and pages the liars use. It takes requests that were not pushed, so that anyone who has
/// the parameters can send a person there.
pub const ACCOMPLICE: &str = "lcl";

/// How long [`Lie::Silent`] keeps a caller waiting: longer than anyone's patience.
pub const SILENCE: std::time::Duration = std::time::Duration::from_mins(2);

/// How large [`Lie::Huge`]'s answer is. An honest page of transactions is a hundredth of it.
pub const HUGE: usize = 32 * 1024 * 1024;

/// The name of every account under [`Lie::Markup`]: an element, an attribute, an address, and a mark that turns text
/// around.
pub const MARKUP: &str =
    "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>\u{202e}'\"";

/// Whose accounts a bank shows under [`Lie::OtherConsent`].
pub const SOMEBODY_ELSE: Person = Person::Household;

/// One lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lie {
    /// `iss` of every answer is the accomplice's (mix-up, RFC 9700 §4.4).
    IssSwapped,
    /// `iss` is left out though the metadata promises it (RFC 9207 §2.4).
    IssMissing,
    /// Codes come in its own name, errors in the accomplice's.
    ErrorMixUp,
    /// The person is sent on to the accomplice with this request's `state` and `code_challenge` (mix-up, the classic).
    Forwards,
    /// Everybody after the first person is given the first person's answer.
    Replays,
    /// More scope is granted than was asked for.
    WiderScope,
    /// The token is of a type that was not asked for.
    OtherTokenType,
    /// The token was made for another client: the bank's own API refuses it.
    OtherClient,
    /// The token endpoint redirects, with 307, to another origin.
    TokenRedirects(Origin),
    /// The token endpoint never answers in time.
    Silent,
    /// The token endpoint's answer is [`HUGE`].
    Huge,
    /// The authorisation is that of [`SOMEBODY_ELSE`], whoever confirmed.
    OtherConsent,
    /// The list of accounts goes on at another origin.
    LinksLeave(Origin),
    /// The accounts' names are [`MARKUP`].
    Markup,
    /// No lie, but rare: the token answer does not say when the token ends (RFC 6749 §5.1 lets it).
    NoExpiry,
    /// No lie, but rare: the token's type is written in the other case (RFC 6749 §5.1: it has none).
    InvertedCase,
}

impl Lie {
    /// Its name on the command line and in `/banks.json`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::IssSwapped => "iss-swapped",
            Self::IssMissing => "iss-missing",
            Self::ErrorMixUp => "error-mix-up",
            Self::Forwards => "forwards",
            Self::Replays => "replays",
            Self::WiderScope => "wider-scope",
            Self::OtherTokenType => "other-token-type",
            Self::OtherClient => "other-client",
            Self::TokenRedirects(_) => "token-redirects",
            Self::Silent => "silent",
            Self::Huge => "huge",
            Self::OtherConsent => "other-consent",
            Self::LinksLeave(_) => "links-leave",
            Self::Markup => "markup",
            Self::NoExpiry => "no-expiry",
            Self::InvertedCase => "inverted-case",
        }
    }
}

impl Serialize for Lie {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl FromStr for Lie {
    type Err = String;

    /// A name; for the lies that lead away, a colon and the origin they lead to.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, away) = match text.split_once(':') {
            Some((name, away)) => (name, Some(away.parse::<Origin>()?)),
            None => (text, None),
        };
        match (name, away) {
            ("token-redirects", Some(away)) => Ok(Self::TokenRedirects(away)),
            ("links-leave", Some(away)) => Ok(Self::LinksLeave(away)),
            (_, None) => [
                Self::IssSwapped,
                Self::IssMissing,
                Self::ErrorMixUp,
                Self::Forwards,
                Self::Replays,
                Self::WiderScope,
                Self::OtherTokenType,
                Self::OtherClient,
                Self::Silent,
                Self::Huge,
                Self::OtherConsent,
                Self::Markup,
                Self::NoExpiry,
                Self::InvertedCase,
            ]
            .into_iter()
            .find(|lie| lie.name() == name)
            .ok_or_else(|| format!("no such lie: {text}")),
            (_, Some(_)) => Err(format!("this lie leads nowhere: {text}")),
        }
    }
}

/// Which bank tells which lie: `BANK=LIE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Liar {
    /// The bank's id.
    pub bank: String,
    /// What it does.
    pub lie: Lie,
}

impl FromStr for Liar {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (bank, lie) = text
            .split_once('=')
            .ok_or_else(|| format!("not BANK=LIE: {text}"))?;
        Ok(Self {
            bank: bank.to_owned(),
            lie: lie.parse()?,
        })
    }
}

/// The first answer of each bank that replays it.
#[derive(Debug, Default)]
pub struct Replayed(Mutex<BTreeMap<String, String>>);

impl Replayed {
    /// What this bank answers instead of `location`.
    pub fn instead(&self, bank: &Bank, location: String) -> String {
        if bank.lie != Some(Lie::Replays) {
            return location;
        }
        lock(&self.0)
            .entry(bank.id.clone())
            .or_insert(location)
            .clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_liar_is_a_bank_and_a_lie() {
        let liar: Liar = "cic=iss-swapped".parse().unwrap();
        assert_eq!((liar.bank.as_str(), liar.lie), ("cic", Lie::IssSwapped));
        let away: Liar = "cic=links-leave:http://127.0.0.1:9".parse().unwrap();
        assert_eq!(
            away.lie,
            Lie::LinksLeave("http://127.0.0.1:9".parse().unwrap())
        );
        for wrong in [
            "cic",
            "cic=honest",
            "cic=huge:http://a.example",
            "cic=links-leave",
            "cic=token-redirects:nowhere",
        ] {
            assert!(wrong.parse::<Liar>().is_err(), "{wrong}");
        }
    }
}
