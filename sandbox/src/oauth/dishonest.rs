//! What a lying bank's authorization server does instead of what it should.

use axum::{
    Json,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{client::CLIENT_ID, request::AuthRequest};
use crate::{
    app::App,
    bank::{
        Bank, Lie,
        lie::{ACCOMPLICE, HUGE, SILENCE},
    },
    secret,
};

/// Where [`Lie::Forwards`] sends the person: to the accomplice, with what binds the answer to the client's attempt.
pub fn forward(app: &App, bank: &Bank, request: &AuthRequest) -> Option<Response> {
    if bank.lie != Some(Lie::Forwards) {
        return None;
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("response_type", "code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", &request.redirect_uri),
            ("scope", "aisp"),
            ("state", &request.state),
            ("code_challenge", &request.challenge),
            ("code_challenge_method", "S256"),
        ])
        .finish();
    let location = format!("{}/authorize?{query}", app.issuer(ACCOMPLICE));
    Some((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// What the token endpoint does before it looks at a code.
pub async fn instead_of_tokens(bank: &Bank) -> Option<Response> {
    match &bank.lie {
        Some(Lie::TokenRedirects(away)) => {
            let to = [(header::LOCATION, format!("{away}/token"))];
            Some((StatusCode::TEMPORARY_REDIRECT, to).into_response())
        }
        Some(Lie::Silent) => {
            tokio::time::sleep(SILENCE).await;
            Some(StatusCode::GATEWAY_TIMEOUT.into_response())
        }
        _ => None,
    }
}

/// The honest token answer, made worse.
pub fn worse(bank: &Bank, honest: &Value) -> Response {
    let mut body = honest.clone();
    match &bank.lie {
        Some(Lie::WiderScope) => body["scope"] = json!("aisp pisp"),
        Some(Lie::OtherTokenType) => body["token_type"] = json!("N_A"),
        Some(Lie::InvertedCase) => body["token_type"] = json!("bEARER"),
        Some(Lie::NoExpiry) => {
            if let Some(fields) = body.as_object_mut() {
                fields.remove("expires_in");
            }
        }
        Some(Lie::OtherClient) => body["access_token"] = json!(secret::random()),
        _ => {}
    }
    let answer = if bank.lie == Some(Lie::Huge) {
        let mut text = body.to_string();
        text.extend(std::iter::repeat_n(' ', HUGE));
        (
            [(header::CONTENT_TYPE, "application/json")],
            Body::from(text),
        )
            .into_response()
    } else {
        Json(body).into_response()
    };
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}
