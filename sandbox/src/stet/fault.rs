//! STET's error body. A handler says what is wrong; the gate adds the time and the path.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    status: StatusCode,
    message: String,
    /// What a 401 asks for (RFC 6750 §3.1, RFC 9470).
    challenge: &'static str,
}

/// STET `ErrorModel`.
#[derive(Debug, Serialize)]
struct ErrorModel<'a> {
    timestamp: String,
    status: u16,
    error: &'a str,
    message: &'a str,
    path: &'a str,
}

impl Fault {
    /// A refusal with this status and STET `message`, at most 140 characters.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            challenge: "Bearer error=\"invalid_token\"",
        }
    }

    /// The request is malformed.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// The token is missing, unknown, expired or revoked (RFC 6750 §3.1).
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "invalid_token: missing, expired or revoked",
        )
    }

    /// The token is good, and the person has to confirm again (RFC 9470).
    pub fn person_wanted() -> Self {
        Self {
            challenge: "Bearer error=\"insufficient_user_authentication\"",
            ..Self::new(
                StatusCode::UNAUTHORIZED,
                "the person has to authenticate again",
            )
        }
    }

    /// CFONB's NGAC, "not granted account": the consent does not cover it.
    pub fn not_granted() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "NGAC: not granted by the PSU's consent",
        )
    }

    /// No such account in this authorisation.
    pub fn no_account() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no such account")
    }

    /// The whole answer to a call of `path`.
    pub fn answer(&self, path: &str, now: OffsetDateTime) -> Response {
        let body = Json(ErrorModel {
            timestamp: now.format(&Rfc3339).unwrap_or_default(),
            status: self.status.as_u16(),
            error: self.status.canonical_reason().unwrap_or("Error"),
            message: &self.message,
            path,
        });
        let mut response = (self.status, body).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(self.challenge);
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl IntoResponse for Fault {
    /// Rides in the extensions to the gate, which writes the body.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
