//! `GET /callback` and `GET /callback/{bank}`: the bank's answer, accepted at most once and only from the browser
//! that left.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, ConnectionId, Outcome};

use super::answer::{Answer, Verdict};
use super::exchange::exchange;
use super::{astray, cookie, home};
use crate::app::App;
use crate::caller::Caller;
use crate::closing;
use crate::config::{Bank, Callback, IssParameter};
use crate::journey::{Journey, Phase, Returned};
use crate::journey_api::locale;
use crate::limits::Act;
use crate::pages;
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::attempts::{Attempt, AttemptStatus};
use crate::store::connections::ConnectionStatus;
use crate::upstream::UpstreamFault;

/// The callback of banks that name themselves.
pub async fn shared(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    respond(&app, caller, &headers, &query, None).await
}

/// A look at the address by whoever checks links: nothing is consumed, and nothing is told.
pub async fn never() -> Response {
    let allow = [(header::ALLOW, "GET")];
    (StatusCode::METHOD_NOT_ALLOWED, allow).into_response()
}

/// The callback of one bank that does not.
pub async fn per_bank(
    State(app): State<App>,
    Path(bank): Path<String>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    respond(&app, caller, &headers, &query, Some(&bank)).await
}

async fn respond(
    app: &App,
    caller: Caller,
    headers: &HeaderMap,
    query: &str,
    path: Option<&str>,
) -> Response {
    let allowed = app
        .limiter()
        .allow_network(Act::Callback, caller, app.now());
    let answered = match allowed {
        Ok(()) => accept(app, headers, query, path).await,
        Err(fault) => Err(fault),
    };
    match answered {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale(headers)),
    }
}

async fn accept(
    app: &App,
    headers: &HeaderMap,
    query: &str,
    path: Option<&str>,
) -> Result<Response, Fault> {
    let refused = |event| Fault::Suspicious(Code::BadRequest, event);
    let answer = Answer::parse(query).map_err(|_| refused(Event::AnswerMalformed))?;
    let attempt = app
        .store()
        .attempt_of_state(&answer.state)
        .await?
        .ok_or_else(|| refused(Event::StateUnknown))?;
    let journey = app
        .store()
        .journey(&attempt.journey)
        .await?
        .ok_or_else(|| refused(Event::StateUnknown))?;
    app.limiter().allow_in(Act::Callback, &journey, app.now())?;
    let bank = app
        .config()
        .banks
        .reached(&attempt.connector, &attempt.bank)
        .ok_or_else(|| refused(Event::StateUnknown))?;
    if !is_issuer(&bank, &attempt, &answer, path) {
        // never call any token endpoint. The attempt stays open for the true answer.
        return Err(refused(Event::IssuerMismatch));
    }
    if !cookie::holds(headers, &attempt) {
        return astray::quarantine(app, &bank, &attempt, &answer.verdict).await;
    }
    let now = app.now();
    if !app.store().consume(&attempt.id, now).await? {
        return again_or_stale(app, &attempt).await;
    }
    let exchanged = match &answer.verdict {
        Verdict::Error(error) => {
            return settle(app, &attempt, Err(bank.connector.errors.outcome(error))).await;
        }
        Verdict::Code(code) => exchange(app, &bank, &attempt, code, ConnectionStatus::Open).await?,
    };
    let suspicious = exchanged.as_ref().is_err_and(|fault| !fault.is_outage());
    let response = settle(app, &attempt, exchanged.map_err(UpstreamFault::outcome)).await?;
    Ok(if suspicious {
        pages::with_fault(response, refused(Event::CodeRefused))
    } else {
        response
    })
}

/// The issuer is the attempt's: by parameter where the bank sends it, by the path of the callback otherwise.
fn is_issuer(bank: &Bank, attempt: &Attempt, answer: &Answer, path: Option<&str>) -> bool {
    let named = match (bank.connector.iss, &answer.iss) {
        (_, Some(iss)) => secrets::matches(iss, &attempt.issuer),
        (IssParameter::Sent, None) => false,
        (IssParameter::Absent, None) => true,
    };
    let placed = match bank.connector.callback {
        Callback::Shared => path.is_none(),
        Callback::PerBank => path == Some(attempt.bank.as_str()),
    };
    named && placed
}

/// The cookie's holder again: a reload, a prefetch, a double click. The same outcome, and no second exchange.
async fn again_or_stale(app: &App, attempt: &Attempt) -> Result<Response, Fault> {
    let journey = app
        .store()
        .journey(&attempt.journey)
        .await?
        .ok_or(Fault::Refused(Code::JourneyGone, ""))?;
    let latest = app
        .store()
        .departed_attempts(&attempt.journey)
        .await?
        .into_iter()
        .find(|one| one.id == attempt.id);
    match latest.map(|one| one.status) {
        Some(AttemptStatus::Consumed) => home::without_code(app, &journey),
        // replaced by another attempt, or its time ran out. Its code is not exchanged; it dies at the bank.
        _ => Err(Fault::Suspicious(Code::StageMismatch, Event::AnswerStale)),
    }
}

/// Puts the outcome where the browser that started can fetch it. An access that nobody waits for any more is closed.
async fn settle(
    app: &App,
    attempt: &Attempt,
    outcome: Result<ConnectionId, Outcome>,
) -> Result<Response, Fault> {
    let at = app.now();
    let latest = app.store().is_latest(attempt).await?;
    let (journey, waited) = app
        .store()
        .change_journey(&attempt.journey, at, |journey| {
            if !latest || !waits_for(journey, attempt) {
                return Ok(false);
            }
            journey.state.phase = match &outcome {
                Ok(connection) => {
                    journey.state.connection = Some(connection.clone());
                    Phase::Returned {
                        outcome: Returned::Access,
                        at,
                    }
                }
                Err(outcome) => Phase::Returned {
                    outcome: Returned::Nothing(*outcome),
                    at,
                },
            };
            Ok(true)
        })
        .await?;
    match (&outcome, waited) {
        (Ok(connection), false) => {
            closing::close(app, connection.as_str()).await?;
            Err(Fault::Suspicious(Code::StageMismatch, Event::AnswerStale))
        }
        (Err(_), false) => home::without_code(app, &journey),
        // A fresh journey token joined while the person was at the bank: the journey is another page's now, under
        // another verifier. No code is made for a page that did not start this; it asks first, by a click there.
        (_, true) if journey.wc != attempt.wc => home::without_code(app, &journey),
        (Ok(_), true) if journey.hands_over() => home::to_hosted(app, &journey).await,
        (_, true) => home::with_code(app, &journey).await,
    }
}

/// Whether the journey is still where this attempt left it.
pub(super) fn waits_for(journey: &Journey, attempt: &Attempt) -> bool {
    journey.state.phase == Phase::AtBank && journey.state.choice.as_ref() == Some(&attempt.choice)
}
