//! The bank's answer in another browser than the one that left: an app that opened its own, or an attack. Nobody can
//! tell which, so it is never completed here, and never silently (R-028, R-032…R-034).
//!
//! The code is exchanged at once, so that nobody else can; the access it gives is quarantined: no data call is made
//! with it. Then one of three things happens. The browser that started begins afresh. Or the person goes on in the
//! browser that the answer came to, known there by the partner's own login ([`super::again`]). Or the access is
//! closed at the bank: by the person, or by the sweeper within ten minutes.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use contract::{Code, ConnectionId};

use super::answer::Verdict;
use super::callback::waits_for;
use super::exchange::exchange;
use super::{cookie, home};
use crate::app::App;
use crate::closing;
use crate::config::Bank;
use crate::journey::{Phase, Returned};
use crate::pages;
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::attempts::Attempt;
use crate::store::connections::ConnectionStatus;
use crate::upstream::UpstreamFault;

/// Takes the answer out of everybody's reach and goes on to a page that says so.
///
/// An error of the bank is treated alike, so that the tab that started learns that something came back and not what.
pub(super) async fn quarantine(
    app: &App,
    bank: &Bank,
    attempt: &Attempt,
    verdict: &Verdict,
) -> Result<Response, Fault> {
    let fault = || Fault::Suspicious(Code::BadRequest, Event::WrongBrowser);
    let value = secrets::token()?;
    let hash = secrets::sha256_text(&value);
    if !app
        .store()
        .consume_astray(&attempt.id, &hash, app.now())
        .await?
    {
        // It was used, replaced or too late: there is nothing left to take.
        return Err(fault());
    }
    let connection = match verdict {
        Verdict::Code(code) => {
            let exchanged =
                exchange(app, bank, attempt, code, ConnectionStatus::Quarantined).await?;
            exchanged.map_err(UpstreamFault::outcome)
        }
        Verdict::Error(error) => Err(bank.connector.errors.outcome(error)),
    };
    wait(app, attempt, connection.ok()).await?;
    let mut response = home::see_other(&format!("{}/elsewhere", app.own_origin()))?;
    let set =
        HeaderValue::from_str(&cookie::set_stray(&value)).map_err(|_| Fault::Corrupt("cookie"))?;
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(pages::with_fault(response, fault()))
}

/// Lets the journey wait for what the person decides. An access that nobody waits for is closed.
async fn wait(app: &App, attempt: &Attempt, connection: Option<ConnectionId>) -> Result<(), Fault> {
    let at = app.now();
    let latest = app.store().is_latest(attempt).await?;
    let (_, waits) = app
        .store()
        .change_journey(&attempt.journey, at, |journey| {
            if !latest || !waits_for(journey, attempt) {
                return Ok(false);
            }
            journey.state.connection.clone_from(&connection);
            journey.state.phase = Phase::Returned {
                outcome: Returned::Astray,
                at,
            };
            Ok(true)
        })
        .await?;
    if !waits && let Some(connection) = connection {
        closing::close(app, connection.as_str()).await?;
    }
    Ok(())
}
