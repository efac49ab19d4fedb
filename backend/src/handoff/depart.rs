//! From a ticket that was good to the bank's own page.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use contract::{Code, DataClass, Outcome};

use super::{cookie, home};
use crate::app::App;
use crate::journey::{Journey, Phase, Returned};
use crate::journey_api::locale;
use crate::metering::Payer;
use crate::problem::Fault;
use crate::secrets;
use crate::security::Event;
use crate::store::attempts::{Attempt, Departure};
use crate::upstream::AuthorizationRequest;

/// Burns the ticket, keeps what the answer will be checked against, and sends the person to the bank. None when
/// another click burnt it first.
pub(super) async fn depart(
    app: &App,
    attempt: &Attempt,
    journey: &Journey,
    headers: &HeaderMap,
) -> Result<Option<Response>, Fault> {
    let refused = || Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused);
    let bank = app
        .config()
        .banks
        .reached(&attempt.connector, &attempt.bank)
        .ok_or_else(refused)?;
    let (state, verifier, browser) = (secrets::token()?, secrets::token()?, secrets::token()?);
    let departure = Departure {
        cookie_hash: secrets::sha256_text(&browser),
        state_hash: secrets::sha256_text(&state),
        verifier: app.keys().seal(&sealed_row(&attempt.id), &verifier)?,
    };
    if !app
        .store()
        .depart(&attempt.id, &departure, app.now())
        .await?
    {
        return Ok(None);
    }
    leave(app, attempt).await?;
    let request = AuthorizationRequest {
        state: &state,
        verifier: &verifier,
        redirect_uri: &attempt.redirect_uri,
        space: attempt.choice.space,
        locale: journey
            .state
            .asked
            .locale
            .unwrap_or_else(|| locale(headers))
            .tag(),
        classes: &classes(app, journey),
    };
    let mut response = match app
        .upstream()
        .authorization(&bank, Payer::journey(journey), &request)
        .await
    {
        Ok(address) => home::see_other(&address)?,
        Err(fault) => unreachable_bank(app, attempt, fault.outcome()).await?,
    };
    let set = HeaderValue::from_str(&cookie::set(&attempt.id, &browser))
        .map_err(|_| Fault::Corrupt("cookie"))?;
    response.headers_mut().append(header::SET_COOKIE, set);
    Ok(Some(response))
}

/// The row a PKCE verifier is sealed for.
pub(super) fn sealed_row(attempt: &str) -> String {
    format!("attempt:{attempt}")
}

async fn leave(app: &App, attempt: &Attempt) -> Result<(), Fault> {
    app.store()
        .change_journey(&attempt.journey, app.now(), |journey| {
            let fits =
                journey.state.choice.as_ref() == Some(&attempt.choice) && journey.wc == attempt.wc;
            if !fits || !matches!(journey.state.phase, Phase::Choosing | Phase::AtBank) {
                return Err(Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused));
            }
            journey.state.phase = Phase::AtBank;
            Ok(())
        })
        .await?;
    Ok(())
}

/// The bank does not take the request: the attempt is over before it began, and the person goes back.
async fn unreachable_bank(
    app: &App,
    attempt: &Attempt,
    outcome: Outcome,
) -> Result<Response, Fault> {
    app.store().consume(&attempt.id, app.now()).await?;
    let at = app.now();
    let (journey, ()) = app
        .store()
        .change_journey(&attempt.journey, at, |journey| {
            if journey.state.phase == Phase::AtBank {
                journey.state.phase = Phase::Returned {
                    outcome: Returned::Nothing(outcome),
                    at,
                };
            }
            Ok(())
        })
        .await?;
    home::with_code(app, &journey).await
}

/// What given purposes need, where they were asked before the bank: it fixes the scope.
fn classes(app: &App, journey: &Journey) -> Vec<DataClass> {
    let given = journey.state.given.iter().flatten();
    let mut classes: Vec<DataClass> = given
        .filter_map(|one| app.config().purpose(one.purpose.as_str()))
        .flat_map(|purpose| purpose.classes.iter().copied())
        .collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
