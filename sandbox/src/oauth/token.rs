//! The token endpoint: codes and refresh tokens.

use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    client, dishonest,
    error::OAuthError,
    grants::{ACCESS_LIFE, Tokens},
    params::Params,
};
use crate::{
    app::{AtBank, Shared, lock},
    bank::Bank,
    journal::{Kind, Note},
};

/// `POST {issuer}/token`.
pub async fn exchange(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let params = match Params::parse(&body) {
        Ok(params) => params,
        Err(error) => return error.into_response(),
    };
    let kind = if params.get("grant_type") == Some("refresh_token") {
        Kind::Refresh
    } else {
        Kind::Token
    };
    if let Some(answer) = dishonest::instead_of_tokens(&bank).await {
        return answer;
    }
    let outcome = client::authenticate(&headers, &params).and_then(|()| {
        let now = app.clock.now();
        let mut grants = lock(&app.grants);
        match params.require("grant_type")? {
            "authorization_code" => {
                let (code, uri) = (params.require("code")?, params.require("redirect_uri")?);
                grants.redeem(&bank.id, code, uri, params.require("code_verifier")?, now)
            }
            "refresh_token" => grants.refresh(&bank.id, params.require("refresh_token")?, now),
            _ => Err(OAuthError::new(
                "unsupported_grant_type",
                "authorization_code or refresh_token",
            )),
        }
    });
    let note = Note {
        kind: Some(kind),
        grant: outcome.as_ref().ok().map(|tokens| tokens.grant),
        ..Note::default()
    };
    let answer = outcome.map_or_else(IntoResponse::into_response, |tokens| {
        body_of(&bank, &tokens)
    });
    (Extension(note), answer).into_response()
}

fn body_of(bank: &Bank, tokens: &Tokens) -> Response {
    let body = json!({
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": ACCESS_LIFE.whole_seconds(),
        "refresh_token": tokens.refresh,
        "scope": tokens.scope,
    });
    dishonest::worse(bank, &body)
}
