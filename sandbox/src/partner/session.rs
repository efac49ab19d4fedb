//! The partner's own session, here a cookie: a real partner has one already.

use axum::http::{HeaderMap, header};

use super::choice::Who;
use crate::secret;

/// Who is asking.
pub struct Session(String);

impl Session {
    const COOKIE: &str = "demo_user";

    /// The session of a request, or a new one.
    pub fn of(headers: &HeaderMap) -> Self {
        let cookies = headers
            .get(header::COOKIE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let mut pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
        let found = pairs
            .find(|(name, _)| *name == Self::COOKIE)
            .map(|(_, id)| id);
        let sound = |id: &&str| {
            id.len() == 43
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        };
        Self(
            found
                .filter(sound)
                .map_or_else(secret::random, str::to_owned),
        )
    }

    /// The id of the person in the partner's own database.
    pub fn user(&self, who: Who) -> String {
        match who {
            Who::First => self.0.clone(),
            Who::Second => format!("{}-second", self.0),
        }
    }

    /// The headers that keep the session. A real site adds `Secure`.
    pub fn keep(&self) -> [(header::HeaderName, String); 2] {
        let cookie = format!(
            "{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
            Self::COOKIE,
            self.0
        );
        [
            (header::SET_COOKIE, cookie),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ]
    }
}
