//! The element's attributes, parsed once and bounded: what cannot be read is as if it were not there.

use contract::{InstitutionId, Locale, Mode, Surface};
use web_sys::HtmlElement;

use super::names;

/// What the partner's page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The backend's origin, without a slash at the end.
    pub backend: String,
    /// Where the journey token comes from.
    pub token: TokenSource,
    /// The language of labels and legal words.
    pub locale: Locale,
    /// The bank to begin with.
    pub institution: Option<InstitutionId>,
    /// The person's postcode, as the partner knows it: ranks regions and never leaves the browser. Empty when unknown.
    pub postcode: String,
    /// Where the steps after the bank are drawn.
    pub surface: Surface,
    /// What the element is for: the journey token must be made for the same.
    pub mode: Mode,
    /// Set when this page is the backend's own.
    pub on_backend: bool,
}

/// Where the journey token comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenSource {
    /// The partner's own endpoint: asked again when a token has expired.
    Endpoint(String),
    /// An attribute of the page, or the address of the backend's own page.
    Given(String),
    /// Nowhere.
    Missing,
}

impl Config {
    /// Reads the attributes of an element.
    #[must_use]
    pub fn read(host: &HtmlElement, backend: String) -> Self {
        let page = crate::leptos::prelude::window()
            .location()
            .origin()
            .unwrap_or_default();
        let preferred = crate::leptos::prelude::document()
            .document_element()
            .and_then(|root| root.get_attribute("lang"));
        Self::parse(
            |name| host.get_attribute(name),
            backend,
            &page,
            preferred.as_deref(),
        )
    }

    /// The same without a page: `get` gives an attribute's value, `page` is the page's origin, `lang` its language.
    pub fn parse(
        get: impl Fn(&str) -> Option<String>,
        backend: String,
        page: &str,
        lang: Option<&str>,
    ) -> Self {
        let text = |name| {
            get(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let token = match (text(names::TOKEN_URL), text(names::TOKEN)) {
            (Some(url), _) => TokenSource::Endpoint(url),
            (None, Some(token)) => TokenSource::Given(token),
            (None, None) => TokenSource::Missing,
        };
        Self {
            on_backend: backend == page,
            backend,
            token,
            locale: text(names::LOCALE)
                .as_deref()
                .or(lang)
                .and_then(Locale::parse)
                .unwrap_or_default(),
            institution: text(names::INSTITUTION)
                .filter(|id| is_id(id))
                .map(InstitutionId),
            postcode: text(names::POSTCODE)
                .filter(|code| directory::Department::of_postcode(code).is_some())
                .unwrap_or_default(),
            surface: match text(names::SURFACE).as_deref() {
                Some("hosted") => Surface::Hosted,
                _ => Surface::Inline,
            },
            mode: match text(names::MODE).as_deref() {
                Some("manage") => Mode::Manage,
                Some("renew") => Mode::Renew,
                _ => Mode::Connect,
            },
        }
    }
}

/// Whether a text has the form of a directory id.
fn is_id(text: &str) -> bool {
    text.len() <= 80
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(attributes: &[(&str, &str)], lang: Option<&str>) -> Config {
        let get = |name: &str| {
            attributes
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Config::parse(
            get,
            "https://connect.example".into(),
            "https://partner.example",
            lang,
        )
    }

    #[test]
    fn a_bare_element_speaks_the_pages_language_or_french() {
        assert_eq!(parse(&[], None).locale, Locale::Fr);
        assert_eq!(parse(&[], Some("en-GB")).locale, Locale::En);
        assert_eq!(parse(&[("locale", "fr")], Some("en")).locale, Locale::Fr);
    }

    #[test]
    fn token_url_wins_over_token_because_it_can_be_asked_again() {
        let config = parse(&[("token", "t"), ("token-url", "/bank/token")], None);
        assert_eq!(config.token, TokenSource::Endpoint("/bank/token".into()));
    }

    #[test]
    fn r_064_an_attribute_that_makes_no_sense_is_as_if_it_were_not_there() {
        let config = parse(
            &[
                ("institution", "<img onerror>"),
                ("surface", "moon"),
                ("mode", "moon"),
                ("locale", "tlh"),
                ("token", "  "),
            ],
            None,
        );
        assert_eq!(
            (config.institution, config.surface, config.locale),
            (None, Surface::Inline, Locale::Fr)
        );
        assert_eq!(config.token, TokenSource::Missing);
        assert_eq!(config.mode, Mode::Connect);
    }

    #[test]
    fn a_postcode_is_french_or_nothing() {
        let postcode = |code: &str| parse(&[("postcode", code)], None).postcode;
        assert_eq!(postcode(" 33000 "), "33000");
        assert_eq!(postcode("97400"), "97400");
        assert_eq!(["3300", "SW1A 1AA", "00000", "<b>"].map(postcode), [""; 4]);
    }

    #[test]
    fn the_three_modes_are_told_apart() {
        let mode = |name: &str| parse(&[("mode", name)], None).mode;
        assert_eq!(
            ["connect", "manage", "renew"].map(mode),
            [Mode::Connect, Mode::Manage, Mode::Renew]
        );
        assert_eq!(parse(&[], None).mode, Mode::Connect);
    }
}
