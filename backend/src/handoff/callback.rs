//! `GET /callback` and `GET /callback/{bank}`: the bank's answer, accepted at most once and only from the browser
//! that left.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Code, ConnectionId, Outcome};

use super::answer::{Answer, Verdict};
use super::depart::sealed_row;
use super::{cookie, home};
use crate::app::App;
use crate::closing;
use crate::config::{Bank, Callback, IssParameter};
use crate::journey::{Journey, Phase, Returned};
use crate::journey_api::locale;
use crate::pages;
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::Store;
use crate::store::attempts::{Attempt, AttemptStatus};
use crate::store::connections::NewConnection;

const DAY: i64 = 86_400;

/// The callback of banks that name themselves.
pub async fn shared(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    respond(&app, &headers, query.as_deref().unwrap_or_default(), None).await
}

/// The callback of one bank that does not.
pub async fn per_bank(
    State(app): State<App>,
    Path(bank): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    respond(
        &app,
        &headers,
        query.as_deref().unwrap_or_default(),
        Some(&bank),
    )
    .await
}

async fn respond(app: &App, headers: &HeaderMap, query: &str, path: Option<&str>) -> Response {
    match accept(app, headers, query, path).await {
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
        // Never completed here, and nothing is called. What becomes of a code that came to the wrong browser
        // (quarantine, revocation) has its place here.
        return Err(refused(Event::WrongBrowser));
    }
    let now = app.now();
    if !app.store().consume(&attempt.id, now).await? {
        return again_or_stale(app, &attempt).await;
    }
    let outcome = match &answer.verdict {
        Verdict::Error(error) => Err(bank.connector.errors.outcome(error)),
        Verdict::Code(code) => exchange(app, &bank, &attempt, code).await?,
    };
    settle(app, &attempt, outcome).await
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

/// Exchanges the code at once; the access it gives is kept, sealed. Its name is the connection's.
async fn exchange(
    app: &App,
    bank: &Bank,
    attempt: &Attempt,
    code: &str,
) -> Result<Result<ConnectionId, Outcome>, Fault> {
    let sealed = attempt
        .verifier
        .as_deref()
        .ok_or(Fault::Corrupt("attempts.verifier"))?;
    let verifier = app.keys().open(&sealed_row(&attempt.id), sealed)?;
    let tokens = match app
        .upstream()
        .exchange(bank, code, &verifier, &attempt.redirect_uri)
        .await
    {
        Ok(tokens) => tokens,
        Err(fault) => return Ok(Err(fault.outcome())),
    };
    let journey = app
        .store()
        .journey(&attempt.journey)
        .await?
        .ok_or(Fault::Refused(Code::JourneyGone, ""))?;
    let id = Store::connection_name()?;
    let new = NewConnection {
        id: &id,
        journey: &journey.id,
        partner: &journey.partner,
        user: &journey.user,
        connector: &attempt.connector,
        bank: &attempt.bank,
        choice: &attempt.choice,
        tokens: &tokens,
        sca_due: app.now() + bank.connector.sca_days * DAY,
    };
    app.store()
        .new_connection(app.keys(), &new, app.now())
        .await?;
    Ok(Ok(ConnectionId(id)))
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
        (Ok(_), true) if journey.hands_over() => home::to_hosted(app, &journey).await,
        (_, true) => home::with_code(app, &journey).await,
    }
}

fn waits_for(journey: &Journey, attempt: &Attempt) -> bool {
    journey.state.phase == Phase::AtBank && journey.state.choice.as_ref() == Some(&attempt.choice)
}
