//! What formulas found, sealed, and what the person said of it.

use std::collections::HashSet;

use contract::{AccountId, PurposeId};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

use super::hold::{self, Held};
use super::{Store, from_column, to_column};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets::Keys;

/// The answer of a purpose's formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredInsights {
    /// Which purpose.
    pub purpose: PurposeId,
    /// How many transactions the person said are misread: they counted as unknown.
    pub corrections: u32,
    /// What was found.
    pub insights: profile::Insights,
    /// When it was computed.
    pub computed_at: Seconds,
}

fn row_name(connection: &str, purpose: &str) -> String {
    format!("insights:{connection}:{purpose}")
}

impl Store {
    /// Puts the answers of a reading in the place of those that lie under a connection's name: the one that was read, or the
    /// one that it took over. An access that was closed meanwhile keeps nothing, and what was sent stays what it was.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn set_insights(
        &self,
        keys: &Keys,
        connection: &str,
        under: &str,
        insights: &[StoredInsights],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Closed {
            return Ok(());
        }
        let (sent_at,): (Option<Seconds>,) =
            sqlx::query_as("SELECT sent_at FROM connections WHERE id = $1")
                .bind(under)
                .fetch_one(&mut *transaction)
                .await?;
        if sent_at.is_some() {
            return Ok(());
        }
        sqlx::query("DELETE FROM insights WHERE connection = $1")
            .bind(under)
            .execute(&mut *transaction)
            .await?;
        insert(&mut transaction, keys, under, insights).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes what lies under a connection's name.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn forget_insights(&self, under: &str) -> Result<(), Fault> {
        sqlx::query("DELETE FROM insights WHERE connection = $1")
            .bind(under)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Adds answers to those that are there; an access that was closed meanwhile keeps nothing.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn add_insights(
        &self,
        keys: &Keys,
        connection: &str,
        insights: &[StoredInsights],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Open {
            insert(&mut transaction, keys, connection, insights).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// What was found for a connection, by purpose.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn insights(
        &self,
        keys: &Keys,
        connection: &str,
    ) -> Result<Vec<StoredInsights>, Fault> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT purpose, body FROM insights WHERE connection = $1 ORDER BY purpose",
        )
        .bind(connection)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(purpose, body)| {
                let body = keys.open(&row_name(connection, &purpose), &body)?;
                from_column(&body, "insights.body")
            })
            .collect()
    }

    /// Notes that a transaction is misread. Whether it is new.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn correct(
        &self,
        account: &AccountId,
        transaction: &str,
        now: Seconds,
    ) -> Result<bool, Fault> {
        let done = sqlx::query(
            "INSERT INTO corrections (account, transaction_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(account.as_str())
        .bind(transaction)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The transactions of an account that are misread.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn corrections(&self, account: &AccountId) -> Result<HashSet<String>, Fault> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT transaction_id FROM corrections WHERE account = $1")
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}

pub(super) async fn insert(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    connection: &str,
    insights: &[StoredInsights],
) -> Result<(), Fault> {
    for one in insights {
        let purpose = one.purpose.as_str();
        let body = to_column(one, "insights.body")?;
        sqlx::query(
            "INSERT INTO insights (connection, purpose, body, computed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(connection)
        .bind(purpose)
        .bind(keys.seal(&row_name(connection, purpose), &body)?)
        .bind(one.computed_at)
        .execute(&mut **transaction)
        .await?;
    }
    Ok(())
}
