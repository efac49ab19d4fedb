//! `GET /elsewhere` and `POST /elsewhere`: the page of a browser that the bank's answer came to by mistake, or that
//! waited for an answer which came to another one.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, Outcome};
use serde::Deserialize;

use super::{cookie, home};
use crate::app::App;
use crate::journey::{Closing, Journey, Phase, Returned};
use crate::journey_api::locale;
use crate::pages::{self, Elsewhere};
use crate::problem::Fault;
use crate::security::Event;
use crate::settle;
use crate::store::attempts::Attempt;
use crate::upstream::Psu;

/// What the person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    /// Go on here: to the partner's page, whose own login says who this is.
    GoOn,
    /// It was somebody else, or is not wanted any more: close the access at the bank now.
    Close,
    /// In the browser that started: what came elsewhere is closed, and the way to the bank is open again.
    Restart,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Decision {
    act: Act,
    /// The journey to begin afresh; the others are known by the cookie.
    #[serde(default)]
    journey: String,
}

/// What happened, and what can be done about it from here.
pub async fn page(State(app): State<App>, headers: HeaderMap) -> Response {
    match show(&app, &headers).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn show(app: &App, headers: &HeaderMap) -> Result<Response, Fault> {
    let locale = locale(headers);
    match came_here(app, headers).await? {
        Some((journey, _)) if is_astray(&journey) => {
            pages::elsewhere(app, &journey, Elsewhere::CameHere, locale).await
        }
        _ => Ok(pages::nothing_waits(locale).into_response()),
    }
}

/// The journey and attempt whose answer came to this browser.
pub(super) async fn came_here(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<(Journey, Attempt)>, Fault> {
    let Some(value) = cookie::stray(headers) else {
        return Ok(None);
    };
    let Some(attempt) = app.store().attempt_of_stray(&value).await? else {
        return Ok(None);
    };
    let journey = app.store().journey(&attempt.journey).await?;
    // Another attempt since then: what came for this one is closed.
    if !app.store().is_latest(&attempt).await? {
        return Ok(None);
    }
    Ok(journey.map(|journey| (journey, attempt)))
}

/// Whether an answer of another browser waits.
pub(super) fn is_astray(journey: &Journey) -> bool {
    matches!(
        journey.state.phase,
        Phase::Returned {
            outcome: Returned::Astray,
            ..
        }
    )
}

/// Does what the person decided. Only a form of our own page is heard.
pub async fn decide(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Decision>, axum::extract::rejection::FormRejection>,
) -> Response {
    match act(&app, &headers, form.ok().map(|Form(decision)| decision)).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn act(
    app: &App,
    headers: &HeaderMap,
    decision: Option<Decision>,
) -> Result<Response, Fault> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    if origin != Some(app.own_origin()) {
        return Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused));
    }
    let refused = || Fault::Suspicious(Code::BadRequest, Event::WrongBrowser);
    let decision = decision.ok_or_else(refused)?;
    let journey = match decision.act {
        Act::GoOn | Act::Close => came_here(app, headers).await?.map(|(journey, _)| journey),
        Act::Restart => left_from_here(app, headers, &decision.journey).await?,
    }
    .ok_or_else(refused)?;
    match decision.act {
        Act::GoOn => home::to_partner(app, &journey),
        Act::Close => {
            close(app, &journey, Closing::Failed(Outcome::Cancelled)).await?;
            home::see_other(&format!("{}/elsewhere", app.own_origin()))
        }
        Act::Restart => {
            close(app, &journey, Closing::ChoseAgain).await?;
            home::without_code(app, &journey)
        }
    }
}

/// The journey, if this browser left for the bank in it.
async fn left_from_here(
    app: &App,
    headers: &HeaderMap,
    id: &str,
) -> Result<Option<Journey>, Fault> {
    let attempts = app.store().departed_attempts(id).await?;
    if !attempts
        .iter()
        .any(|attempt| cookie::holds(headers, attempt))
    {
        return Ok(None);
    }
    app.store().journey(id).await
}

async fn close(app: &App, journey: &Journey, why: Closing) -> Result<(), Fault> {
    app.store()
        .change_journey(&journey.id, app.now(), |journey| {
            if is_astray(journey) {
                journey.state.phase = Phase::Closing { why };
            }
            Ok(())
        })
        .await?;
    settle::settle(app, &journey.id, &Psu::default()).await?;
    Ok(())
}
