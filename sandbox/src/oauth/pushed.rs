//! Pushed authorization requests, RFC 9126.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    client,
    error::OAuthError,
    params::Params,
    request::{AuthRequest, Refusal},
    visits::PUSHED_LIFE,
};
use crate::{
    app::{AtBank, Shared, lock},
    bank::behaviour::PushedRequests,
};

/// `POST {issuer}/par`. Every error is the client's here, none the person's (RFC 9126 §2.3).
///
/// # Errors
/// RFC 6749's, and 404 at banks without the endpoint.
pub async fn push(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OAuthError> {
    if bank.behaviour.par == PushedRequests::Absent {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let params = Params::parse(&body)?;
    client::authenticate(&headers, &params)?;
    if params.get("request_uri").is_some() {
        return Err(OAuthError::invalid_request("request_uri cannot be pushed"));
    }
    let request = AuthRequest::check(&app, &bank, &params).map_err(|refusal| match refusal {
        Refusal::Page(error) | Refusal::Callback { error, .. } => error,
    })?;
    let uri = lock(&app.visits).push(request, app.clock.now());
    let answer = Json(json!({ "request_uri": uri, "expires_in": PUSHED_LIFE.whole_seconds() }));
    Ok((StatusCode::CREATED, [("cache-control", "no-store")], answer).into_response())
}
