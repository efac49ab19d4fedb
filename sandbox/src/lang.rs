//! French or English: the bank's pages and the partner's pages speak both.

use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the default: the banks are French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// The first language of `ui_locales` (`OpenID` Connect Core §3.1.2.1), then of `Accept-Language`, that
    /// is spoken here.
    pub fn choose(ui_locales: Option<&str>, headers: &HeaderMap) -> Self {
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let asked = ui_locales.into_iter().flat_map(|list| list.split(' '));
        // Quality values are left aside: browsers list languages in their order of preference.
        let accepted = accepted.into_iter().flat_map(|list| list.split(','));
        asked
            .chain(accepted)
            .find_map(Self::parse)
            .unwrap_or_default()
    }

    fn parse(tag: &str) -> Option<Self> {
        match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::Fr),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The tag for `lang=`.
    pub const fn tag(self) -> &'static str {
        self.say("fr", "en")
    }

    /// The one of two wordings that is in this language.
    pub const fn say<'a>(self, fr: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            header::ACCEPT_LANGUAGE,
            axum::http::HeaderValue::from_static(value),
        )])
    }

    #[test]
    fn ui_locales_wins_over_the_browser() {
        assert_eq!(
            Lang::choose(Some("en-GB fr"), &accept("fr-FR,fr;q=0.9")),
            Lang::En
        );
    }

    #[test]
    fn unknown_languages_are_passed_over() {
        assert_eq!(Lang::choose(Some("de"), &accept("it,en;q=0.5")), Lang::En);
        assert_eq!(Lang::choose(None, &accept("*")), Lang::Fr);
        assert_eq!(Lang::choose(None, &HeaderMap::new()), Lang::Fr);
    }
}
