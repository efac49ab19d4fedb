//! What the page's address may ask for: closed lists, and ids of a safe shape.

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::lang::Lang;

/// The query of a page, and of the token endpoint that the page's element calls.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Choice {
    /// Which page to come back to.
    #[serde(default)]
    pub page: Page,
    /// The person's language.
    #[serde(default)]
    pub locale: Lang,
    /// `theme` of the element.
    pub theme: Option<Theme>,
    /// `mode` of the element.
    pub mode: Option<Mode>,
    /// `surface` of the element.
    pub surface: Option<Surface>,
    /// `institution` of the element.
    pub institution: Option<Ids>,
    /// Only these purposes, separated by commas; all of the partner's when left out.
    pub purposes: Option<Ids>,
    /// Which of the page's people.
    #[serde(default)]
    pub user: Who,
}

/// A page of this partner, by the id its return URL is registered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// `/`.
    #[default]
    Demo,
    /// `/two`: two elements for two people.
    Two,
    /// `/strict`: nothing but what the documented policy allows.
    Strict,
    /// `/strict-token`: the same with the token in the page.
    StrictToken,
    /// The page of `trunk serve`, on another port, which passes `/bank/token` on to this one.
    Trunk,
}

/// Which of the people on a page with two elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// The one who is signed in.
    #[default]
    First,
    /// Another one.
    Second,
}

/// `theme` of the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// `mode` of the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The journey.
    Connect,
    /// What is shared.
    Manage,
    /// The same bank again.
    Renew,
}

/// `surface` of the element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// In this page.
    Inline,
    /// On the backend's own page.
    Hosted,
}

/// Ids of lowercase letters, digits, `-` and `_`, separated by commas.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Ids(String);

impl TryFrom<String> for Ids {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let safe = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b',')
        };
        if !text.is_empty() && text.len() <= 200 && text.bytes().all(safe) {
            Ok(Self(text))
        } else {
            Err("an id has lowercase letters, digits, - and _ only")
        }
    }
}

impl Ids {
    /// As one attribute or parameter.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// One by one.
    pub fn split(&self) -> Vec<&str> {
        self.0.split(',').filter(|id| !id.is_empty()).collect()
    }
}

impl Choice {
    /// `path` with this choice as its query.
    pub fn at(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("page", &word(self.page));
        query.append_pair("locale", self.locale.tag());
        let optional = [
            ("theme", self.theme.map(word)),
            ("mode", self.mode.map(word)),
            (
                "purposes",
                self.purposes.as_ref().map(|ids| ids.as_str().to_owned()),
            ),
            ("user", (self.user == Who::Second).then(|| word(self.user))),
        ];
        query.extend_pairs(
            optional
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        format!("{path}?{}", query.finish())
    }
}

/// The word that serde gives a closed list's entry.
pub fn word<T: Serialize>(entry: T) -> String {
    serde_json::to_value(entry)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::{extract::Query, http::Uri};

    use super::*;

    fn parse(query: &'static str) -> Option<Choice> {
        let uri = Uri::try_from(format!("http://a/?{query}")).unwrap();
        Query::<Choice>::try_from_uri(&uri)
            .ok()
            .map(|Query(choice)| choice)
    }

    #[test]
    fn a_choice_survives_its_own_address() {
        let choice =
            parse("page=strict-token&locale=en&theme=dark&mode=renew&purposes=a,b_c&user=second")
                .unwrap();
        let again = choice.at("/bank/token");
        assert_eq!(
            again,
            "/bank/token?page=strict-token&locale=en&theme=dark&mode=renew&purposes=a%2Cb_c&user=second"
        );
        assert_eq!(choice.purposes.unwrap().split(), ["a", "b_c"]);
    }

    #[test]
    fn what_is_not_on_the_list_is_refused() {
        assert!(parse("").is_some());
        for wrong in [
            "locale=de",
            "theme=blink",
            "page=https://evil.example",
            "institution=%3Cb%3E",
            "purposes=",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
