//! The few lines of style that the backend's own pages share.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The sheet: `style-src 'self'`, so it is a file of its own.
pub async fn style() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("pages.css"),
    )
        .into_response()
}
