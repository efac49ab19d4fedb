//! From a code to tokens, at once, sealed before anything else happens with them. Tokens that do not serve are
//! given back.

use contract::{Code, ConnectionId};

use super::depart::sealed_row;
use crate::app::App;
use crate::closing;
use crate::config::Bank;
use crate::journey::Journey;
use crate::metering::Payer;
use crate::problem::Fault;
use crate::store::Store;
use crate::store::attempts::Attempt;
use crate::store::connections::{ConnectionStatus, NewConnection, Tokens};
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
    let journey = app
        .store()
        .journey(&attempt.journey)
        .await?
        .ok_or(Fault::Refused(Code::JourneyGone, ""))?;
    let exchanged = app
        .upstream()
        .exchange(
            bank,
            Payer::journey(&journey),
            code,
            &verifier,
            &attempt.redirect_uri,
        )
        .await;
    match exchanged {
        Ok(tokens) => Ok(Ok(
            keep(app, bank, attempt, &journey, &tokens, status).await?
        )),
        Err(unusable) => {
            if let Some(tokens) = &unusable.granted {
                give_back(app, bank, attempt, &journey, tokens).await?;
            }
            Ok(Err(unusable.fault))
        }
    }
}

/// The authorisation at the bank is there, though its tokens are refused: kept in quarantine, where they serve for
/// nothing but being revoked, so that a crash or a bank that does not listen is made good by the sweeper.
async fn give_back(
    app: &App,
    bank: &Bank,
    attempt: &Attempt,
    journey: &Journey,
    tokens: &Tokens,
) -> Result<(), Fault> {
    let ConnectionId(id) = keep(
        app,
        bank,
        attempt,
        journey,
        tokens,
        ConnectionStatus::Quarantined,
    )
    .await?;
    closing::close(app, &id).await?;
    Ok(())
}

async fn keep(
    app: &App,
    bank: &Bank,
    attempt: &Attempt,
    journey: &Journey,
    tokens: &Tokens,
    status: ConnectionStatus,
) -> Result<ConnectionId, Fault> {
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
        tokens,
        sca_due: app.now() + bank.connector.sca_days * DAY,
    };
    app.store()
        .new_connection(app.keys(), &new, app.now())
        .await?;
    Ok(ConnectionId(id))
}
