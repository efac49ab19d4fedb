//! Closing an access: the bank is told where it can be, and tokens, account list and data are deleted either way.

use contract::Revocation;

use crate::app::App;
use crate::problem::Fault;
use crate::store::connections::ConnectionStatus;

/// Closes a connection. Closing one that is closed tells again what became of it.
///
/// Tokens are kept while the bank is being told, so that a crash in between can be made good by the sweeper; after
/// one attempt they go, whatever the bank said.
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
    app.store().begin_closing(id).await?;
    let revocation = match (
        connection.tokens(app.keys())?,
        app.config()
            .banks
            .reached(&connection.connector, &connection.bank),
    ) {
        (Some(tokens), Some(bank)) => app.upstream().revoke(&bank, &tokens).await,
        // The operator took the connector away: the bank cannot be told any more.
        (Some(_), None) => Revocation::Failed,
        (None, _) => Revocation::NothingToRevoke,
    };
    app.store()
        .close_connection(id, revocation, app.now())
        .await
}
