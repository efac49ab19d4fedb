//! `POST /finish`: from the hosted page back to the partner's.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use contract::Code;

use super::home;
use crate::app::App;
use crate::journey::Began;
use crate::journey_api::{SESSION_COOKIE, locale, read_cookie};
use crate::pages;
use crate::problem::Fault;
use crate::security::Event;
use crate::store::sessions::{SessionKind, Standing};

/// Back to the partner's page; with a handoff code when a widget waits there for what was sent or decided here.
///
/// A form's navigation carries no custom header, so the origin alone says that it comes from our own page; the
/// session's `Strict` cookie would not be there otherwise.
pub async fn finish(State(app): State<App>, headers: HeaderMap) -> Response {
    match back(&app, &headers).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn back(app: &App, headers: &HeaderMap) -> Result<Response, Fault> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    if origin != Some(app.own_origin()) {
        return Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused));
    }
    let gone = || Fault::Refused(Code::JourneyGone, "");
    let token = read_cookie(headers, SESSION_COOKIE).ok_or_else(gone)?;
    let id = match app
        .store()
        .session(&token, SessionKind::Cookie, app.now())
        .await?
    {
        Standing::Good(id) => id,
        Standing::Elsewhere(_) => return Err(Fault::Refused(Code::Elsewhere, "")),
        Standing::Expired(_) | Standing::Unknown => return Err(gone()),
    };
    let journey = app.store().journey(&id).await?.ok_or_else(gone)?;
    match journey.state.began {
        Began::Inline { .. } => home::with_code(app, &journey).await,
        Began::Hosted => home::to_partner(app, &journey),
    }
}
