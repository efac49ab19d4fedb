//! The partner's server: all that a partner has to write. Copy it.
//!
//! The page's element asks `POST /bank/token`. Who is asking is known from the partner's own session,
//! here a cookie. Three calls to the backend, with the client's secret, give a token for one journey of
//! that person. Neither the secret nor the access token ever goes to the browser.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use reqwest::RequestBuilder;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::{Partner, choice::Choice, failure::Failure, session::Session};

/// What the backend answers to a new webview.
#[derive(Deserialize)]
pub struct Webview {
    url: String,
    /// One use, ten minutes at most.
    pub token: String,
    expires_at: String,
}

#[derive(Deserialize)]
struct AccessToken {
    access_token: String,
}

#[derive(Deserialize)]
struct User {
    user_id: String,
}

/// The three calls: who the partner is, who the person is, and a token for one journey.
///
/// # Errors
/// Which call failed.
pub async fn webview(partner: &Partner, user: &str, choice: &Choice) -> Result<Webview, Failure> {
    let Partner { backend, http, .. } = partner;
    let secret = partner.client_secret.as_ref().ok_or(Failure::NO_SECRET)?;

    let form = [("grant_type", "client_credentials")];
    let sign_in = http.post(format!("{backend}/oauth/token"));
    let sign_in = sign_in
        .basic_auth(&partner.client_id, Some(secret.expose()))
        .form(&form);
    let AccessToken { access_token } = send("token", sign_in).await?;

    let create = http
        .post(format!("{backend}/v1/users"))
        .bearer_auth(&access_token);
    let User { user_id } = send("user", create.json(&json!({ "user_id": user }))).await?;

    let open = http
        .post(format!("{backend}/v1/users/{user_id}/webviews"))
        .bearer_auth(&access_token);
    let wanted = json!({
        "return_url": choice.page, // the id of a registered URL, never an address
        "locale": choice.locale,
        "theme": choice.theme,
        "mode": choice.mode,
        "purposes": choice.purposes.as_ref().map(|ids| ids.split()),
    });
    send("webview", open.json(&without_nulls(wanted))).await
}

/// `POST /bank/token`: the address in the element's `token-url`.
///
/// # Errors
/// Which call failed, as JSON.
pub async fn token(
    State(partner): State<Arc<Partner>>,
    choice: Result<Query<Choice>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Query(choice) = choice.map_err(|_| Failure::BAD_QUERY)?;
    let session = Session::of(&headers);
    let webview = webview(&partner, &session.user(choice.user), &choice).await?;
    let body = Json(json!({ "token": webview.token, "expires_at": webview.expires_at }));
    Ok((session.keep(), body).into_response())
}

/// `GET /bank/connect`: the plain link inside the element, for browsers without JavaScript.
///
/// # Errors
/// Which call failed, as JSON.
pub async fn hosted(
    State(partner): State<Arc<Partner>>,
    choice: Result<Query<Choice>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Query(choice) = choice.map_err(|_| Failure::BAD_QUERY)?;
    let session = Session::of(&headers);
    let webview = webview(&partner, &session.user(choice.user), &choice).await?;
    Ok((session.keep(), Redirect::to(&webview.url)).into_response())
}

async fn send<T: DeserializeOwned>(
    step: &'static str,
    request: RequestBuilder,
) -> Result<T, Failure> {
    let unreachable = Failure {
        error: "backend_unreachable",
        step,
        status: None,
    };
    let response = request.send().await.map_err(|_| unreachable)?;
    let status = response.status();
    if !status.is_success() {
        return Err(Failure {
            error: "backend_refused",
            step,
            status: Some(status.as_u16()),
        });
    }
    let unreadable = Failure {
        error: "backend_unreadable",
        step,
        status: Some(status.as_u16()),
    };
    response.json().await.map_err(|_| unreadable)
}

fn without_nulls(mut body: serde_json::Value) -> serde_json::Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}
