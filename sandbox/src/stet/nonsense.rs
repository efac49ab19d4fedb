//! Answers with status 200 that are not STET, each call another one.

use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

/// The nonsense for the `nth` call of an authorisation.
pub fn answer(nth: u64) -> Response {
    let json = |body: &'static str| {
        (
            [(header::CONTENT_TYPE, "application/hal+json; charset=utf-8")],
            body,
        )
    };
    match nth % 4 {
        1 => json(r#"{"accounts":[{"resourceId":"A1","name":"COMPTE"#).into_response(),
        2 => Html("<!doctype html><title>Maintenance</title><h1>De retour bientôt</h1>")
            .into_response(),
        3 => json(r#"{"status":"OK","data":{"items":[]}}"#).into_response(),
        _ => json(r#"{"accounts":42,"balances":{},"transactions":"none","_links":[]}"#)
            .into_response(),
    }
}
