//! Accounts of a connection. What the person sees of one and how the bank names it are both sealed.

use contract::{Account, AccountId};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

use super::hold::{self, Held};
use super::{Store, from_column, to_column};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets::Keys;

/// How the bank names an account: needed for calls and for `PUT /consents`, shown to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpstreamAccount {
    /// STET `resourceId`.
    pub resource: String,
    /// STET `accountId`, word for word, as a consent repeats it.
    pub identification: serde_json::Value,
    /// ISO 4217.
    pub currency: String,
}

impl UpstreamAccount {
    /// Whether it is the same account: by its number, or by the bank's name for it where it gives no number.
    pub fn is(&self, other: &Self) -> bool {
        if self.identification.is_object() {
            self.identification == other.identification
        } else {
            self.resource == other.resource
        }
    }
}

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    /// What the person sees.
    pub shown: Account,
    /// How the bank names it.
    pub upstream: UpstreamAccount,
}

fn row_name(id: &AccountId) -> String {
    format!("account:{}", id.as_str())
}

impl Store {
    /// Keeps an account list. Accounts that are there already stay as they are, so that two who read the same list
    /// at once do no harm. An access that was closed meanwhile keeps nothing.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn keep_accounts(
        &self,
        keys: &Keys,
        connection: &str,
        accounts: &[StoredAccount],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Closed {
            return Ok(());
        }
        for (place, account) in accounts.iter().enumerate() {
            let name = row_name(&account.shown.id);
            sqlx::query(
                "INSERT INTO accounts (id, connection, place, shown, upstream) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(account.shown.id.as_str())
            .bind(connection)
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(keys.seal(&name, &to_column(&account.shown, "accounts.shown")?)?)
            .bind(keys.seal(&name, &to_column(&account.upstream, "accounts.upstream")?)?)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The accounts of a connection, in the bank's order.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn accounts(
        &self,
        keys: &Keys,
        connection: &str,
    ) -> Result<Vec<StoredAccount>, Fault> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT id, shown, upstream FROM accounts WHERE connection = $1 ORDER BY place",
        )
        .bind(connection)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(id, shown, upstream)| {
                let name = row_name(&AccountId(id));
                Ok(StoredAccount {
                    shown: from_column(&keys.open(&name, &shown)?, "accounts.shown")?,
                    upstream: from_column(&keys.open(&name, &upstream)?, "accounts.upstream")?,
                })
            })
            .collect()
    }

    /// Keeps the accounts that the person designated and forgets the others: what is not designated is not kept.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn link_accounts(
        &self,
        connection: &str,
        linked: &[AccountId],
        now: Seconds,
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        for account in linked {
            sqlx::query("UPDATE accounts SET linked_at = $1 WHERE id = $2 AND connection = $3 AND linked_at IS NULL")
                .bind(now)
                .bind(account.as_str())
                .bind(connection)
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query("DELETE FROM accounts WHERE connection = $1 AND linked_at IS NULL")
            .bind(connection)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The connection of an account, if both are this user's.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn connection_of_account(
        &self,
        partner: &str,
        user: &str,
        account: &str,
    ) -> Result<Option<String>, Fault> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT c.id FROM accounts a JOIN connections c ON c.id = a.connection \
             WHERE a.id = $1 AND c.partner = $2 AND c.user_id = $3",
        )
        .bind(account)
        .bind(partner)
        .bind(user)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(connection,)| connection))
    }
}

/// Puts the bank's name of today in the place of the one it had for an account.
pub(super) async fn put_upstream(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    account: &StoredAccount,
) -> Result<(), Fault> {
    let name = row_name(&account.shown.id);
    let upstream = to_column(&account.upstream, "accounts.upstream")?;
    sqlx::query("UPDATE accounts SET upstream = $1 WHERE id = $2")
        .bind(keys.seal(&name, &upstream)?)
        .bind(account.shown.id.as_str())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
