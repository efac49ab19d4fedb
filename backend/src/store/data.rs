//! What was read of an account: balances and transactions, sealed.

use contract::AccountId;
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

use super::hold::{self, Held};
use super::{Store, from_column, to_column};
use crate::problem::Fault;
use crate::secrets::Keys;

/// A balance as the bank gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBalance {
    /// STET `balanceType`: `CLBD`, `XPCD`, `VALU` or `OTHR`.
    pub kind: String,
    /// In cents; negative when overdrawn.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day it is true for, `2026-11-22`.
    pub on: String,
}

/// A booked transaction, without the other party's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTransaction {
    /// Ours, drawn at random: neither the bank's reference nor a count.
    pub id: String,
    /// What the bank prints on the statement.
    pub label: String,
    /// In cents; negative for money out.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day the bank booked it, `2026-11-22`.
    pub booked: String,
}

fn row_name(account: &AccountId) -> String {
    format!("data:{}", account.as_str())
}

impl Store {
    /// Puts balances in the place of the account's old ones. An access that was closed meanwhile keeps nothing.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn set_balances(
        &self,
        keys: &Keys,
        account: &AccountId,
        balances: &[StoredBalance],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection_of(&mut transaction, account.as_str()).await? == Held::Closed {
            return Ok(());
        }
        put_balances(&mut transaction, keys, account, balances).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Puts transactions, oldest first, in the place of the account's old ones. An access that was closed meanwhile keeps nothing.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn set_transactions(
        &self,
        keys: &Keys,
        account: &AccountId,
        transactions: &[StoredTransaction],
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection_of(&mut transaction, account.as_str()).await? == Held::Closed {
            return Ok(());
        }
        put_transactions(&mut transaction, keys, account, transactions).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes what was read of these accounts; the accounts themselves stay.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn forget_data(&self, accounts: &[AccountId]) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        for account in accounts {
            for table in [
                "DELETE FROM balances WHERE account = $1",
                "DELETE FROM transactions WHERE account = $1",
                "DELETE FROM corrections WHERE account = $1",
            ] {
                sqlx::query(table)
                    .bind(account.as_str())
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The account's balances, in the bank's order.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn balances(
        &self,
        keys: &Keys,
        account: &AccountId,
    ) -> Result<Vec<StoredBalance>, Fault> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT body FROM balances WHERE account = $1 ORDER BY place")
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter()
            .map(|(body,)| from_column(&keys.open(&row_name(account), &body)?, "balances.body"))
            .collect()
    }

    /// All that is held of an account's transactions, oldest first.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn every_transaction(
        &self,
        keys: &Keys,
        account: &AccountId,
    ) -> Result<Vec<StoredTransaction>, Fault> {
        self.transactions(keys, account, "", "9999-12-31").await
    }

    /// The account's transactions booked on a day in the range, oldest first.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn transactions(
        &self,
        keys: &Keys,
        account: &AccountId,
        from: &str,
        to: &str,
    ) -> Result<Vec<StoredTransaction>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT body FROM transactions WHERE account = $1 AND booked >= $2 AND booked <= $3 ORDER BY place",
        )
        .bind(account.as_str())
        .bind(from)
        .bind(to)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(body,)| from_column(&keys.open(&row_name(account), &body)?, "transactions.body"))
            .collect()
    }
}

pub(super) async fn put_balances(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    account: &AccountId,
    balances: &[StoredBalance],
) -> Result<(), Fault> {
    sqlx::query("DELETE FROM balances WHERE account = $1")
        .bind(account.as_str())
        .execute(&mut **transaction)
        .await?;
    for (place, balance) in balances.iter().enumerate() {
        sqlx::query("INSERT INTO balances (account, place, body) VALUES ($1, $2, $3)")
            .bind(account.as_str())
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(keys.seal(&row_name(account), &to_column(balance, "balances.body")?)?)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}

pub(super) async fn put_transactions(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    account: &AccountId,
    transactions: &[StoredTransaction],
) -> Result<(), Fault> {
    sqlx::query("DELETE FROM transactions WHERE account = $1")
        .bind(account.as_str())
        .execute(&mut **transaction)
        .await?;
    for (place, row) in transactions.iter().enumerate() {
        sqlx::query(
            "INSERT INTO transactions (account, place, booked, body) VALUES ($1, $2, $3, $4)",
        )
        .bind(account.as_str())
        .bind(i64::try_from(place).unwrap_or(i64::MAX))
        .bind(&row.booked)
        .bind(keys.seal(&row_name(account), &to_column(row, "transactions.body")?)?)
        .execute(&mut **transaction)
        .await?;
    }
    // What was said of one that is gone would point at nothing.
    let said: Vec<(String,)> =
        sqlx::query_as("SELECT transaction_id FROM corrections WHERE account = $1")
            .bind(account.as_str())
            .fetch_all(&mut **transaction)
            .await?;
    for (id,) in said {
        if transactions.iter().all(|row| row.id != id) {
            sqlx::query("DELETE FROM corrections WHERE account = $1 AND transaction_id = $2")
                .bind(account.as_str())
                .bind(id)
                .execute(&mut **transaction)
                .await?;
        }
    }
    Ok(())
}
