//! Which bank is reached by which connector.

use std::sync::Arc;

use super::connector::{Callback, Connector};

/// A pattern over bank ids: text with at most any number of `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// A pattern; every text is one.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it matches the whole id.
    pub fn matches(&self, id: &str) -> bool {
        fn rest(pattern: &str, text: &str) -> bool {
            match pattern.split_once('*') {
                None => pattern == text,
                Some((head, tail)) => text.strip_prefix(head).is_some_and(|text| {
                    (0..=text.len()).any(|at| text.is_char_boundary(at) && rest(tail, &text[at..]))
                }),
            }
        }
        rest(&self.0, id)
    }
}

/// The connectors in their order, and the trial's operator decision.
#[derive(Debug, Default)]
pub struct Banks {
    /// First match wins.
    pub connectors: Vec<Arc<Connector>>,
}

/// One bank behind one connector, with its addresses filled in.
#[derive(Clone, Debug)]
pub struct Bank {
    /// Region id, or institution id where there are no regions.
    pub id: String,
    /// How it is reached.
    pub connector: Arc<Connector>,
}

impl Banks {
    /// The bank of that id in that country, if a connector serves it.
    pub fn find(&self, id: &str, country: &str) -> Option<Bank> {
        let connector = self.connectors.iter().find(|connector| {
            connector.is_in(country) && connector.banks.iter().any(|glob| glob.matches(id))
        })?;
        Some(Bank {
            id: id.to_owned(),
            connector: Arc::clone(connector),
        })
    }

    /// A bank that was reached before, through the connector that reached it then.
    pub fn reached(&self, connector: &str, id: &str) -> Option<Bank> {
        let connector = self.connectors.iter().find(|known| known.id == connector)?;
        Some(Bank {
            id: id.to_owned(),
            connector: Arc::clone(connector),
        })
    }
}

impl Bank {
    fn fill(&self, template: &str) -> String {
        template
            .replace("{issuer}", &self.issuer_template())
            .replace("{bank}", &self.id)
    }

    fn issuer_template(&self) -> String {
        self.connector.endpoints.issuer.clone()
    }

    /// The issuer: the bank's authorisation server (RFC 8414).
    pub fn issuer(&self) -> String {
        self.fill("{issuer}")
    }

    /// The authorization endpoint.
    pub fn authorize(&self) -> String {
        self.fill(&self.connector.endpoints.authorize)
    }

    /// The token endpoint.
    pub fn token(&self) -> String {
        self.fill(&self.connector.endpoints.token)
    }

    /// The PAR endpoint, where there is one.
    pub fn par(&self) -> Option<String> {
        self.connector
            .endpoints
            .par
            .as_deref()
            .map(|template| self.fill(template))
    }

    /// The revocation endpoint, where there is one.
    pub fn revoke(&self) -> Option<String> {
        self.connector
            .endpoints
            .revoke
            .as_deref()
            .map(|template| self.fill(template))
    }

    /// The base of its API.
    pub fn api(&self) -> String {
        self.fill(&self.connector.endpoints.api)
    }

    /// The path of the callback it was given: exact text, never built from a request.
    pub fn callback_path(&self) -> String {
        match self.connector.callback {
            Callback::Shared => "/callback".to_owned(),
            Callback::PerBank => format!("/callback/{}", self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_whole_ids_only() {
        assert!(Glob::new("*").matches("lcl"));
        assert!(Glob::new("lcl").matches("lcl"));
        assert!(!Glob::new("lcl").matches("lcl-pro"));
        assert!(Glob::new("caisse-epargne-*").matches("caisse-epargne-ile-de-france"));
        assert!(!Glob::new("caisse-epargne-*").matches("caisse-epargne"));
        assert!(Glob::new("*-sud-*").matches("cic-sud-ouest"));
        assert!(!Glob::new("").matches("lcl"));
    }
}
