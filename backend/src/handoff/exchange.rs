//! From a code to tokens, at once, sealed before anything else happens with them.

use contract::{Code, ConnectionId};

use super::depart::sealed_row;
use crate::app::App;
use crate::config::Bank;
use crate::problem::Fault;
use crate::store::Store;
use crate::store::attempts::Attempt;
use crate::store::connections::{ConnectionStatus, NewConnection};
use crate::upstream::UpstreamFault;

const DAY: i64 = 86_400;

/// Exchanges the code of an attempt that was consumed for it; the access is kept as a connection, whose name is told.
pub(super) async fn exchange(
    app: &App,
    bank: &Bank,
    attempt: &Attempt,
    code: &str,
    status: ConnectionStatus,
) -> Result<Result<ConnectionId, UpstreamFault>, Fault> {
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
        Err(fault) => return Ok(Err(fault)),
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
        status,
        tokens: &tokens,
        sca_due: app.now() + bank.connector.sca_days * DAY,
    };
    app.store()
        .new_connection(app.keys(), &new, app.now())
        .await?;
    Ok(Ok(ConnectionId(id)))
}
