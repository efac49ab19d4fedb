//! Holding a row: whoever changes what hangs on it waits for the others.
//!
//! `PostgreSQL` lets two transactions each overlook the rows that the other one adds, so "void the old ones, add a
//! new one" needs something to queue at. `SQLite` has one writer and no `FOR UPDATE`; an update that changes nothing
//! is understood by both.

use sqlx::{Any, Transaction};

use crate::problem::Fault;

/// Queues at a journey until the transaction's end.
///
/// # Errors
/// [`Fault::Store`].
pub(super) async fn journey(
    transaction: &mut Transaction<'static, Any>,
    id: &str,
) -> Result<(), Fault> {
    sqlx::query("UPDATE journeys SET version = version WHERE id = $1")
        .bind(id)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// Whether a connection may still be added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It is open, and stays so until the transaction's end.
    Open,
    /// It is being closed, or closed, or gone: nothing is to be kept for it.
    Closed,
}

/// Queues at an open connection until the transaction's end.
///
/// # Errors
/// [`Fault::Store`].
pub(super) async fn connection(
    transaction: &mut Transaction<'static, Any>,
    id: &str,
) -> Result<Held, Fault> {
    held(
        transaction,
        "UPDATE connections SET status = status WHERE status = 'open' AND id = $1",
        id,
    )
    .await
}

/// The same, by one of the connection's accounts.
///
/// # Errors
/// [`Fault::Store`].
pub(super) async fn connection_of(
    transaction: &mut Transaction<'static, Any>,
    account: &str,
) -> Result<Held, Fault> {
    held(
        transaction,
        "UPDATE connections SET status = status WHERE status = 'open' \
         AND id = (SELECT connection FROM accounts WHERE id = $1)",
        account,
    )
    .await
}

async fn held(
    transaction: &mut Transaction<'static, Any>,
    statement: &'static str,
    name: &str,
) -> Result<Held, Fault> {
    let held = sqlx::query(statement)
        .bind(name)
        .execute(&mut **transaction)
        .await?;
    Ok(if held.rows_affected() == 1 {
        Held::Open
    } else {
        Held::Closed
    })
}
