//! Closing an access: the bank is told where it can be, and tokens, account list and data are deleted either way.

use contract::Revocation;

use crate::app::App;
use crate::clock::Seconds;
use crate::metering::Presence;
use crate::problem::Fault;
use crate::store::connections::ConnectionStatus;

/// Ten minutes: after that a quarantined access is forgotten even where the bank does not answer.
const QUARANTINE_END: Seconds = 600;

/// Closes a connection. Closing one that is closed tells again what became of it.
///
/// Tokens are kept while the bank is being told, so that a crash in between can be made good by the sweeper; after
/// one attempt they go, whatever the bank said. Only those in quarantine, which belong to nobody, are kept to ask the
/// bank again, until ten minutes are over.
///
/// # Errors
/// [`Fault::Store`].
pub async fn close(app: &App, id: &str) -> Result<Revocation, Fault> {
    let Some(connection) = app.store().connection(id).await? else {
        return Ok(Revocation::NothingToRevoke);
    };
    if connection.status == ConnectionStatus::Closed {
        return app
            .store()
            .close_connection(id, Revocation::NothingToRevoke, app.now())
            .await;
    }
    let quarantined = connection.status == ConnectionStatus::Quarantined;
    if !quarantined {
        app.store().begin_closing(id).await?;
    }
    let revocation = match (
        connection.tokens(app.keys())?,
        app.config()
            .banks
            .reached(&connection.connector, &connection.bank),
    ) {
        (Some(tokens), Some(bank)) => {
            let payer = connection.payer(Presence::Unattended);
            app.upstream().revoke(&bank, payer, &tokens).await
        }
        // The operator took the connector away: the bank cannot be told any more.
        (Some(_), None) => Revocation::Failed,
        (None, _) => Revocation::NothingToRevoke,
    };
    let asked_again = quarantined && app.now() < connection.created_at + QUARANTINE_END;
    if revocation == Revocation::Failed && asked_again {
        return Ok(revocation);
    }
    app.store()
        .close_connection(id, revocation, app.now())
        .await
}
