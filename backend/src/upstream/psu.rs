//! What banks are told about the person's browser when the person is present (STET `PSU-*` headers, R-085).

use axum::http::HeaderMap;
use axum::http::header;
use axum::http::request::Parts;

use crate::caller::Caller;

/// The person's browser. All absent when nobody is there: then the call counts as unattended.
#[derive(Clone, Default)]
pub struct Psu {
    caller: Caller,
    user_agent: Option<String>,
    accept: Option<String>,
    accept_encoding: Option<String>,
    accept_language: Option<String>,
}

impl std::fmt::Debug for Psu {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Psu(…)")
    }
}

impl Psu {
    /// From a request of the person's browser.
    pub fn of(parts: &Parts) -> Self {
        let headers = &parts.headers;
        Self {
            caller: parts
                .extensions
                .get::<Caller>()
                .copied()
                .unwrap_or_default(),
            user_agent: text(headers, &header::USER_AGENT),
            accept: text(headers, &header::ACCEPT),
            accept_encoding: text(headers, &header::ACCEPT_ENCODING),
            accept_language: text(headers, &header::ACCEPT_LANGUAGE),
        }
    }

    /// The headers, as STET names them.
    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        let mut all: Vec<(&'static str, Option<String>)> = vec![
            (
                "psu-ip-address",
                self.caller.address.map(|address| address.to_string()),
            ),
            ("psu-ip-port", self.caller.port.map(|port| port.to_string())),
            ("psu-user-agent", self.user_agent.clone()),
            ("psu-accept", self.accept.clone()),
            ("psu-accept-encoding", self.accept_encoding.clone()),
            ("psu-accept-language", self.accept_language.clone()),
        ];
        all.retain(|(_, value)| value.is_some());
        all.into_iter()
            .map(|(name, value)| (name, value.unwrap_or_default()))
            .collect()
    }
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
