//! Consents: append-only. There is no statement here that changes or deletes one, and the database has a trigger.

use contract::{AccountId, DataClass, PurposeId};

use super::hold::{self, Held};
use super::{Store, from_column, ledger, to_column};
use crate::clock::Seconds;
use crate::ledger::Entry;
use crate::problem::Fault;
use crate::secrets::{self, Keys};

/// One tuple of a consent: user × connection × (account, account type, purpose, data class) × time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The receipt it is on.
    pub receipt: String,
    /// Whose user.
    pub partner: String,
    /// Which user.
    pub user: String,
    /// Through which connection.
    pub connection: String,
    /// Which account.
    pub account: AccountId,
    /// Its kind at that moment: `current`, `card`, `other`.
    pub account_type: String,
    /// What for.
    pub purpose: PurposeId,
    /// Which data.
    pub class: DataClass,
    /// Version of the words that were shown.
    pub notice_version: String,
    /// Their language.
    pub notice_locale: String,
    /// Their hash.
    pub notice_hash: String,
    /// When it was given.
    pub at: Seconds,
    /// Until when it holds.
    pub until: Seconds,
}

type Row = (
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
);

impl Store {
    /// Writes what was given, records it in the ledger and marks the connection as sent, in one commit. Writing the
    /// same receipt again changes nothing.
    ///
    /// # Errors
    /// [`Fault::Corrupt`] when the access is closed: nothing is given for one; [`Fault::Store`] or [`Fault::Random`].
    pub async fn give_consents(
        &self,
        keys: &Keys,
        connection: &str,
        receipt: &str,
        consents: &[Consent],
        entries: &[Entry],
        now: Seconds,
    ) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Closed {
            return Err(Fault::Corrupt("connections.status"));
        }
        let before: Option<(i64,)> =
            sqlx::query_as("SELECT at FROM consents WHERE receipt = $1 LIMIT 1")
                .bind(receipt)
                .fetch_optional(&mut *transaction)
                .await?;
        if before.is_none() {
            for consent in consents {
                sqlx::query(
                    "INSERT INTO consents (id, receipt, partner, user_id, connection, account, account_type, purpose, \
                     data_class, basis, act, notice_version, notice_locale, notice_hash, at, until) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'consent', 'given', $10, $11, $12, $13, $14)",
                )
                .bind(secrets::uuid()?)
                .bind(&consent.receipt)
                .bind(&consent.partner)
                .bind(&consent.user)
                .bind(&consent.connection)
                .bind(consent.account.as_str())
                .bind(&consent.account_type)
                .bind(consent.purpose.as_str())
                .bind(to_column(&consent.class, "consents.data_class")?)
                .bind(&consent.notice_version)
                .bind(&consent.notice_locale)
                .bind(&consent.notice_hash)
                .bind(consent.at)
                .bind(consent.until)
                .execute(&mut *transaction)
                .await?;
            }
        }
        sqlx::query("UPDATE connections SET sent_at = $1 WHERE id = $2 AND sent_at IS NULL")
            .bind(now)
            .bind(connection)
            .execute(&mut *transaction)
            .await?;
        ledger::append(&mut transaction, keys, entries).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Everything given for a connection.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn consents(
        &self,
        partner: &str,
        user: &str,
        connection: &str,
    ) -> Result<Vec<Consent>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT receipt, account, account_type, purpose, data_class, notice_version, notice_locale, notice_hash, \
             at, until FROM consents WHERE partner = $1 AND user_id = $2 AND connection = $3 AND act = 'given'",
        )
        .bind(partner)
        .bind(user)
        .bind(connection)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Consent {
                    receipt: row.0,
                    partner: partner.to_owned(),
                    user: user.to_owned(),
                    connection: connection.to_owned(),
                    account: AccountId(row.1),
                    account_type: row.2,
                    purpose: PurposeId(row.3),
                    class: from_column(&row.4, "consents.data_class")?,
                    notice_version: row.5,
                    notice_locale: row.6,
                    notice_hash: row.7,
                    at: row.8,
                    until: row.9,
                })
            })
            .collect()
    }
}
