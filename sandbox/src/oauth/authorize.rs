//! The authorization endpoint: checks the request and shows the bank's first page.

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{
    client::CLIENT_ID,
    dishonest,
    error::OAuthError,
    params::Params,
    request::{AuthRequest, Refusal},
};
use crate::{
    app::{App, AtBank, Shared, lock},
    bank::{Bank, behaviour::PushedRequests},
    lang::Lang,
    pages::{answer, identify, trouble},
};

/// `GET {issuer}/authorize`.
pub async fn start(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let request = match read(&app, &bank, query.as_deref().unwrap_or_default()) {
        Ok(request) => request,
        Err(Refusal::Page(error)) => {
            let lang = Lang::choose(None, &headers);
            return (
                StatusCode::BAD_REQUEST,
                trouble::page(&bank, lang, &error.error_description),
            )
                .into_response();
        }
        Err(Refusal::Callback {
            error,
            redirect_uri,
            state,
        }) => {
            return answer::error(&app, &bank, &redirect_uri, state.as_deref(), &error);
        }
    };
    if let Some(elsewhere) = dishonest::forward(&app, &bank, &request) {
        return elsewhere;
    }
    let lang = Lang::choose(request.locales.as_deref(), &headers);
    let visit = lock(&app.visits).open(request, app.clock.now());
    identify::page(&bank, lang, &visit).into_response()
}

fn read(app: &App, bank: &Bank, query: &str) -> Result<AuthRequest, Refusal> {
    let params = Params::parse(query.as_bytes()).map_err(Refusal::Page)?;
    match bank.behaviour.par {
        PushedRequests::Absent => AuthRequest::check(app, bank, &params),
        PushedRequests::Required => pushed(app, bank, &params).map_err(Refusal::Page),
    }
}

fn pushed(app: &App, bank: &Bank, params: &Params) -> Result<AuthRequest, OAuthError> {
    let Some(uri) = params.get("request_uri") else {
        return Err(OAuthError::invalid_request(
            "this bank wants the request pushed first (RFC 9126)",
        ));
    };
    if params.require("client_id")? != CLIENT_ID {
        return Err(OAuthError::invalid_request("this client is not registered"));
    }
    lock(&app.visits)
        .take_pushed(uri, &bank.id, app.clock.now())
        .ok_or_else(|| OAuthError::invalid_request("this request was used before or is too old"))
}
