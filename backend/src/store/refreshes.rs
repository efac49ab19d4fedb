//! When a connection is refreshed, and what a refresh read.

use sqlx::{Any, Transaction};

use super::connections::Connection;
use super::consents::{Consent, given};
use super::hold::{self, Held};
use super::insights::StoredInsights;
use super::{Store, data, insights, outbox};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::refresh::Fresh;
use crate::secrets::Keys;
use crate::webhooks::message::{Kind, of_clock};

/// Whether it is due: by its plan, or, before it has one, counted from when it was sent.
const DUE: &str = "status = 'open' AND sent_at IS NOT NULL AND sca_wanted_at IS NULL AND COALESCE(refresh_at, sent_at + $2) <= $1";

impl Store {
    /// Connections that are due, a few of them.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn due_refreshes(&self, every: Seconds, now: Seconds) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(&format!(
            "SELECT id FROM connections WHERE {DUE} ORDER BY refresh_at, id LIMIT 16"
        ))
        .bind(now)
        .bind(every)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Takes a connection that is due, until the lease is over. Of several replicas exactly one hears true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn claim_refresh(
        &self,
        id: &str,
        every: Seconds,
        now: Seconds,
        lease: Seconds,
    ) -> Result<bool, Fault> {
        let claimed = sqlx::query(&format!(
            "UPDATE connections SET refresh_at = $3 WHERE id = $4 AND {DUE}"
        ))
        .bind(now)
        .bind(every)
        .bind(now + lease)
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(claimed.rows_affected() == 1)
    }

    /// Plans the next one.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn refresh_next(&self, id: &str, at: Seconds) -> Result<(), Fault> {
        sqlx::query("UPDATE connections SET refresh_at = $1 WHERE id = $2")
            .bind(at)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The bank wants the person again: nothing is read until they were there.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn sca_wanted(&self, connection: &Connection, at: Seconds) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        let noted = sqlx::query(
            "UPDATE connections SET sca_wanted_at = $1 WHERE id = $2 AND sca_wanted_at IS NULL",
        )
        .bind(at)
        .bind(&connection.id)
        .execute(&mut *transaction)
        .await?;
        if noted.rows_affected() == 1 {
            let message = of_clock(Kind::ConnectionExpired, connection, at);
            outbox::post(&mut transaction, &message).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// How often data was read without the person since then.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn unattended_runs(&self, id: &str, since: Seconds) -> Result<i64, Fault> {
        let (runs,): (i64,) = sqlx::query_as(
            "SELECT COUNT(DISTINCT run) FROM calls WHERE connection = $1 AND at > $2 AND presence = 'unattended' \
             AND kind IN ('balances', 'transactions')",
        )
        .bind(id)
        .bind(since)
        .fetch_one(&self.pool)
        .await?;
        Ok(runs)
    }

    /// Keeps what a refresh read, all of it or nothing: not when access was closed, or the consents are others by now.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn keep_fresh(
        &self,
        keys: &Keys,
        connection: &Connection,
        consents: &[Consent],
        fresh: &[Fresh],
    ) -> Result<bool, Fault> {
        let mut transaction = self.begin().await?;
        if !unchanged(&mut transaction, connection, consents).await? {
            return Ok(false);
        }
        for one in fresh {
            if let Some(balances) = &one.balances {
                data::put_balances(&mut transaction, keys, &one.account, balances).await?;
            }
            if let Some(transactions) = &one.transactions {
                data::put_transactions(&mut transaction, keys, &one.account, transactions).await?;
            }
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Puts a refresh's answers in the place of the old ones, under the same condition.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn renew_insights(
        &self,
        keys: &Keys,
        connection: &Connection,
        consents: &[Consent],
        answers: &[StoredInsights],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if unchanged(&mut transaction, connection, consents).await? {
            sqlx::query("DELETE FROM insights WHERE connection = $1")
                .bind(&connection.id)
                .execute(&mut *transaction)
                .await?;
            insights::insert(&mut transaction, keys, &connection.id, answers).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// Holds the connection, and says whether what was given over it is still what it was.
async fn unchanged(
    transaction: &mut Transaction<'static, Any>,
    connection: &Connection,
    consents: &[Consent],
) -> Result<bool, Fault> {
    if hold::connection(transaction, &connection.id).await? == Held::Closed {
        return Ok(false);
    }
    let whose = (
        connection.partner.as_str(),
        connection.user.as_str(),
        connection.id.as_str(),
    );
    let now = given(&mut **transaction, "", whose).await?;
    let same = |one: &Consent| now.iter().any(|other| other == one);
    Ok(consents.iter().all(same))
}
