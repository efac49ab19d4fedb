//! Why there is no token, as JSON for the partner's developer: which call failed, and how.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// Why there is no token, as JSON: which call failed, and how.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// What went wrong.
    pub error: &'static str,
    /// At which call; `start` and `page` are before the first.
    pub step: &'static str,
    /// What the backend answered, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

impl Failure {
    /// The program was started without the client's secret.
    pub const NO_SECRET: Self = Self {
        error: "no_client_secret",
        step: "start",
        status: None,
    };
    /// The page's address asks for something that is on no list.
    pub const BAD_QUERY: Self = Self {
        error: "bad_query",
        step: "page",
        status: None,
    };
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = if self.step == "page" {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::BAD_GATEWAY
        };
        (status, Json(self)).into_response()
    }
}
