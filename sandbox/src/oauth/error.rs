//! Errors of the authorization server, RFC 6749 §5.2.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// An error that the client gets as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OAuthError {
    /// The code of the RFC.
    pub error: &'static str,
    /// For the client's developer. Never holds a value that the client sent.
    pub error_description: String,
}

impl OAuthError {
    /// An error with this code.
    pub fn new(error: &'static str, description: &str) -> Self {
        Self {
            error,
            error_description: description.to_owned(),
        }
    }

    /// The request is malformed.
    pub fn invalid_request(description: &str) -> Self {
        Self::new("invalid_request", description)
    }

    /// The code or token is wrong, used, expired or somebody else's.
    pub fn invalid_grant(description: &str) -> Self {
        Self::new("invalid_grant", description)
    }

    /// The client did not prove itself.
    pub fn invalid_client() -> Self {
        Self::new("invalid_client", "unknown client or wrong secret")
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        if self.error == "invalid_client" {
            let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"sandbox\"")];
            return (StatusCode::UNAUTHORIZED, challenge, Json(self)).into_response();
        }
        (
            StatusCode::BAD_REQUEST,
            [(header::CACHE_CONTROL, "no-store")],
            Json(self),
        )
            .into_response()
    }
}
