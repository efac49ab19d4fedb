//! `POST /again` and `GET /again/{pass}`: a return that waits is taken on in this browser.
//!
//! An expired handoff code is not the end: the browser that holds the attempt's cookie earns another. And a return
//! that waits for another tab, or that came to another browser than the one that left, is asked for here by a click.
//!
//! Two requests, because a form of the partner's page is a cross-site POST, on which `Lax` cookies are not sent. The
//! first checks where the click came from; the second, a plain navigation, carries the cookies.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use contract::Code;
use serde::{Deserialize, Serialize};

use super::elsewhere::{came_here, is_astray};
use super::{cookie, home};
use crate::app::App;
use crate::clock::Seconds;
use crate::journey::{Journey, Phase, RETURN_LIFE, Returned};
use crate::journey_api::locale;
use crate::pages::{self, Elsewhere};
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;

/// From the first request to the second, in seconds.
const PASS_LIFE: Seconds = 60;

/// What a pass is sealed for.
const PASS: &str = "again";

/// The form.
#[derive(Deserialize)]
pub struct Which {
    journey: String,
}

/// Says that a click in the journey's own page asked for it.
#[derive(Serialize, Deserialize)]
struct Pass {
    journey: String,
    until: Seconds,
    /// SHA-256 of a cookie of the browser that clicked: the pass is worth nothing as a link.
    browser: String,
    /// What the browser said about where it was clicked.
    asked_by: AskedBy,
}

/// Which page a click came from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum AskedBy {
    /// The journey's own, or one of ours.
    OwnPage,
    /// A page that hides where it is: it may be anybody's.
    Hidden,
}

fn refused() -> Fault {
    Fault::Suspicious(Code::HandoffInvalid, Event::HandoffRefused)
}

/// The click.
pub async fn again(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Which>, axum::extract::rejection::FormRejection>,
) -> Response {
    match ask(&app, &headers, form.ok().map(|Form(which)| which)).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn ask(app: &App, headers: &HeaderMap, form: Option<Which>) -> Result<Response, Fault> {
    let Which { journey } = form.ok_or_else(refused)?;
    let journey = app.store().journey(&journey).await?.ok_or_else(refused)?;
    let browser = secrets::token()?;
    let pass = Pass {
        asked_by: asked_by(app, headers, &journey)?,
        journey: journey.id,
        until: app.now() + PASS_LIFE,
        browser: secrets::sha256_text(&browser),
    };
    let pass = serde_json::to_string(&pass).map_err(|_| Fault::Corrupt("pass"))?;
    let pass = app.keys().seal(PASS, &pass)?;
    let mut response = home::see_other(&format!("{}/again/{pass}", app.own_origin()))?;
    let set = cookie::set_pass(&browser, PASS_LIFE);
    let set = HeaderValue::from_str(&set).map_err(|_| Fault::Corrupt("cookie"))?;
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(response)
}

/// A form of the journey's own page, or of a page that hides where it is.
fn asked_by(app: &App, headers: &HeaderMap, journey: &Journey) -> Result<AskedBy, Fault> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    let own = app.own_origin();
    match origin {
        Some("null") => Ok(AskedBy::Hidden),
        Some(origin) if origin == journey.origin(own) || origin == own => Ok(AskedBy::OwnPage),
        _ => Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused)),
    }
}

/// The cookies.
pub async fn with_pass(
    State(app): State<App>,
    Path(pass): Path<String>,
    headers: HeaderMap,
) -> Response {
    match earn(&app, &headers, &pass).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(&headers)),
    }
}

async fn earn(app: &App, headers: &HeaderMap, pass: &str) -> Result<Response, Fault> {
    let pass = app.keys().open(PASS, pass).map_err(|_| refused())?;
    let pass: Pass = serde_json::from_str(&pass).map_err(|_| refused())?;
    if pass.until <= app.now() || !cookie::holds_pass(headers, &pass.browser) {
        return Err(refused());
    }
    let journey = app
        .store()
        .journey(&pass.journey)
        .await?
        .ok_or_else(refused)?;
    // Nobody but the partner's own page may ask for that: an attacker's would ask for the attacker's journey.
    if is_astray(&journey)
        && pass.asked_by == AskedBy::OwnPage
        && rebind(app, headers, &journey).await?
    {
        return onward(app, &journey).await;
    }
    // Once an answer came elsewhere and was taken on there, the browser that left has no part in it any more.
    let here = if !is_astray(&journey) && app.store().came_astray(&journey.id).await? {
        let came = came_here(app, headers).await?;
        came.is_some_and(|(found, _)| found.id == journey.id)
    } else {
        let attempts = app.store().departed_attempts(&journey.id).await?;
        attempts
            .iter()
            .any(|attempt| cookie::holds(headers, attempt))
    };
    if !here {
        return Err(Fault::Suspicious(Code::HandoffInvalid, Event::WrongBrowser));
    }
    match journey.state.phase {
        _ if is_astray(&journey) => {
            pages::elsewhere(app, &journey, Elsewhere::LeftFromHere, locale(headers)).await
        }
        Phase::Returned {
            outcome: Returned::Access,
            ..
        } => onward(app, &journey).await,
        Phase::Returned { .. } | Phase::HandBack => home::with_code(app, &journey).await,
        // Nothing waits (any more): the page asks where things stand.
        _ => home::without_code(app, &journey),
    }
}

/// As the callback goes on with an access: to the page that draws the steps after the bank.
async fn onward(app: &App, journey: &Journey) -> Result<Response, Fault> {
    if journey.hands_over() {
        home::to_hosted(app, journey).await
    } else {
        home::with_code(app, journey).await
    }
}

/// Frees a quarantined access for the browser that the bank's answer came to, if the partner's own login has said
/// meanwhile that the person in it is the journey's: a fresh journey token of the same user opened it here, under a
/// verifier that is not the one the attempt was begun with. The code that follows goes to this browser and is worth
/// nothing without that verifier.
async fn rebind(app: &App, headers: &HeaderMap, journey: &Journey) -> Result<bool, Fault> {
    let Some((_, attempt)) = came_here(app, headers)
        .await?
        .filter(|(found, attempt)| found.id == journey.id && attempt.wc != journey.wc)
    else {
        return Ok(false);
    };
    let now = app.now();
    let (after, freed) = app
        .store()
        .change_journey(&journey.id, now, |current| {
            let alive = current.due_at().is_some_and(|due| due > now);
            if !is_astray(current) || current.wc == attempt.wc || !alive {
                return Ok(false);
            }
            current.state.phase = Phase::Returned {
                outcome: match current.state.connection {
                    Some(_) => Returned::Access,
                    None => Returned::Nothing(contract::Outcome::Unknown),
                },
                at: now,
            };
            Ok(true)
        })
        .await?;
    if freed && let Some(connection) = &after.state.connection {
        // Where this fails the access stays useless, and is closed when somebody asks for it.
        app.store()
            .release_connection(connection.as_str(), now - RETURN_LIFE)
            .await?;
    }
    Ok(freed)
}
