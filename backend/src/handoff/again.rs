//! `POST /again`: an expired handoff code is not the end. The browser that holds the attempt's cookie earns another.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use contract::Code;
use serde::Deserialize;

use super::{cookie, home};
use crate::app::App;
use crate::journey::{Journey, Phase};
use crate::journey_api::locale;
use crate::pages;
use crate::problem::Fault;
use crate::security::Event;

/// The form.
#[derive(Deserialize)]
pub struct Which {
    journey: String,
}

/// A fresh handoff code, without a second SCA.
pub async fn again(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Which>, axum::extract::rejection::FormRejection>,
) -> Response {
    match earn(&app, &headers, form.ok().map(|Form(which)| which)).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn earn(app: &App, headers: &HeaderMap, form: Option<Which>) -> Result<Response, Fault> {
    let refused = |event| Fault::Suspicious(Code::HandoffInvalid, event);
    let Which { journey } = form.ok_or_else(|| refused(Event::HandoffRefused))?;
    let journey = app
        .store()
        .journey(&journey)
        .await?
        .ok_or_else(|| refused(Event::HandoffRefused))?;
    check_origin(app, headers, &journey)?;
    let attempts = app.store().departed_attempts(&journey.id).await?;
    if !attempts
        .iter()
        .any(|attempt| cookie::holds(headers, attempt))
    {
        return Err(refused(Event::WrongBrowser));
    }
    match journey.state.phase {
        Phase::Returned { .. } | Phase::HandBack => home::with_code(app, &journey).await,
        // Nothing waits (any more): the page asks where things stand.
        _ => home::without_code(app, &journey),
    }
}

/// A form of the journey's own page, or of a page that hides where it is.
pub(super) fn check_origin(app: &App, headers: &HeaderMap, journey: &Journey) -> Result<(), Fault> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    let own = app.own_origin();
    let known = matches!(origin, Some("null"))
        || origin == Some(journey.origin(own))
        || origin == Some(own);
    if known {
        Ok(())
    } else {
        Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused))
    }
}
