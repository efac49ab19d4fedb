//! Token revocation, RFC 7009.

use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{client, error::OAuthError, params::Params};
use crate::{
    app::{AtBank, Shared, lock},
    bank::behaviour::Revocation,
    journal::Note,
};

/// `POST {issuer}/revoke`. Either token ends the whole authorisation (RFC 7009 §2.1).
///
/// # Errors
/// `invalid_client` or `invalid_request`; 404 at banks without the endpoint.
pub async fn revoke(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OAuthError> {
    if bank.behaviour.revocation == Revocation::Absent {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    let params = Params::parse(&body)?;
    client::authenticate(&headers, &params)?;
    let grant = lock(&app.grants).revoke(&bank.id, params.require("token")?);
    Ok((
        Extension(Note {
            grant,
            ..Note::default()
        }),
        StatusCode::OK,
    )
        .into_response())
}
