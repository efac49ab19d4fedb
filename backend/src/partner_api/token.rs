//! `POST /clients/token` (JSON, nested tokens, as Gator's quickstart has it) and `POST /oauth/token` (RFC 6749).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::Code;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use utoipa::ToSchema;

use super::client::{ACCESS_LIFE, issue};
use crate::app::App;
use crate::body::Body;
use crate::config::Partner;
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::users::Rotation;

/// The four values received at sign-up, and what for.
#[derive(Deserialize, ToSchema)]
pub struct ClientsToken {
    client_id: String,
    client_secret: String,
    application_id: String,
    api_key: String,
    grant_type: Grant,
    /// With `refresh_token` only.
    refresh_token: Option<String>,
}

/// What is traded for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// The credentials themselves.
    ClientCredentials,
    /// A refresh token, once.
    RefreshToken,
}

/// Both tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// A JWT.
    access_token: OneToken,
    /// Hexadecimal, one use; redeem it here with `grant_type` `refresh_token`.
    refresh_token: OneToken,
}

/// One token and its kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct OneToken {
    token: String,
    /// `Bearer`, or `Basic` for the refresh token.
    token_type: &'static str,
}

/// Tokens for a partner's server.
#[utoipa::path(post, path = "/clients/token", tag = "partner", request_body = ClientsToken, responses(
    (status = 200, description = "An access token and a refresh token", body = TokenPair),
    (status = 401, description = "`unauthorized`", body = contract::Problem)))]
pub async fn clients_token(
    State(app): State<App>,
    Body(asked): Body<ClientsToken>,
) -> Result<Json<TokenPair>, Fault> {
    let refused = || Fault::Suspicious(Code::Unauthorized, Event::ClientRefused);
    let partner = authenticate(&app, &asked.client_id, &asked.client_secret).ok_or_else(refused)?;
    // Both are compared whatever the first says.
    let application = secrets::matches(&asked.application_id, &partner.application_id);
    let api_key = secrets::matches(&asked.api_key, partner.api_key.expose_secret());
    if !(application & api_key) {
        return Err(refused());
    }
    let refresh = match (asked.grant_type, &asked.refresh_token) {
        (Grant::ClientCredentials, _) => {
            app.store()
                .first_refresh_token(&partner.id, app.now())
                .await?
        }
        (Grant::RefreshToken, None) => {
            return Err(Fault::Refused(Code::BadRequest, "refresh_token"));
        }
        (Grant::RefreshToken, Some(token)) => {
            match app
                .store()
                .rotate_refresh_token(&partner.id, token, app.now())
                .await?
            {
                Rotation::Next(token) => token,
                Rotation::Replayed => {
                    return Err(Fault::Suspicious(
                        Code::Unauthorized,
                        Event::RefreshReplayed,
                    ));
                }
                Rotation::Unknown => return Err(refused()),
            }
        }
    };
    Ok(Json(TokenPair {
        access_token: OneToken {
            token: issue(&app, &partner.id)?,
            token_type: "Bearer",
        },
        refresh_token: OneToken {
            token: refresh,
            token_type: "Basic",
        },
    }))
}

/// RFC 6749 §5.1.
#[derive(Debug, Serialize, ToSchema)]
pub struct OauthToken {
    access_token: String,
    token_type: &'static str,
    /// In seconds.
    expires_in: i64,
}

/// RFC 6749 §5.2.
#[derive(Debug, Serialize, ToSchema)]
pub struct OauthError {
    error: &'static str,
}

/// The form of a client-credentials request.
#[derive(ToSchema)]
#[allow(dead_code, reason = "documents the form, which is read field by field")]
pub struct OauthForm {
    grant_type: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// The same access token for standard clients: client credentials, by Basic or in the body.
#[utoipa::path(post, path = "/oauth/token", tag = "partner",
    request_body(content = OauthForm, content_type = "application/x-www-form-urlencoded"), responses(
    (status = 200, description = "RFC 6749 §5.1", body = OauthToken),
    (status = 400, description = "RFC 6749 §5.2", body = OauthError),
    (status = 401, description = "`invalid_client`", body = OauthError)))]
pub async fn oauth_token(
    State(app): State<App>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Fault> {
    let field = |name: &str| -> Result<Option<String>, ()> {
        let mut found = form_urlencoded::parse(body.as_bytes()).filter(|(known, _)| known == name);
        let first = found.next().map(|(_, value)| value.into_owned());
        if found.next().is_some() {
            Err(())
        } else {
            Ok(first)
        }
    };
    let fields = (
        field("grant_type"),
        field("client_id"),
        field("client_secret"),
    );
    let (Ok(grant), Ok(id), Ok(secret)) = fields else {
        return Ok(refuse("invalid_request"));
    };
    let basic = headers
        .get(header::AUTHORIZATION)
        .map(|value| basic(value.to_str().unwrap_or_default()));
    let credentials = match (basic, id, secret) {
        (Some(_), _, Some(_)) => return Ok(refuse("invalid_request")),
        (Some(basic), _, None) => basic,
        (None, Some(id), Some(secret)) => Some((id, secret)),
        (None, ..) => None,
    };
    let partner = credentials.and_then(|(id, secret)| authenticate(&app, &id, &secret));
    let Some(partner) = partner else {
        app.security(Event::ClientRefused, "");
        return Ok(refuse("invalid_client"));
    };
    match grant.as_deref() {
        Some("client_credentials") => {
            let token = OauthToken {
                access_token: issue(&app, &partner.id)?,
                token_type: "Bearer",
                expires_in: ACCESS_LIFE,
            };
            Ok(Json(token).into_response())
        }
        Some(_) => Ok(refuse("unsupported_grant_type")),
        None => Ok(refuse("invalid_request")),
    }
}

fn refuse(error: &'static str) -> Response {
    let body = Json(OauthError { error });
    if error == "invalid_client" {
        let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"guichet\"")];
        return (axum::http::StatusCode::UNAUTHORIZED, challenge, body).into_response();
    }
    (axum::http::StatusCode::BAD_REQUEST, body).into_response()
}

/// Id and secret of a Basic header; each is form-encoded inside (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| {
        form_urlencoded::parse(text.as_bytes())
            .next()
            .map(|(name, _)| name.into_owned())
    };
    Some((decode(id)?, decode(secret)?))
}

fn authenticate<'a>(app: &'a App, id: &str, secret: &str) -> Option<&'a Partner> {
    let partner = app
        .config()
        .partners
        .iter()
        .find(|partner| partner.client_id == id)?;
    secrets::matches(secret, partner.client_secret.expose_secret()).then_some(partner)
}
