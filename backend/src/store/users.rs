//! Users of partners, and the partner API's refresh tokens.

use sqlx::{Any, Transaction};

use super::Store;
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets;

/// Thirty days: how long a refresh token can be used.
const REFRESH_LIFE: Seconds = 30 * 86_400;

/// Whatever is about a user, what refers to something else before that.
const ERASED: [&str; 17] = [
    "DELETE FROM handoffs WHERE journey IN (SELECT id FROM journeys WHERE user_id = $1)",
    "DELETE FROM sessions WHERE journey IN (SELECT id FROM journeys WHERE user_id = $1)",
    "DELETE FROM attempts WHERE journey IN (SELECT id FROM journeys WHERE user_id = $1)",
    "DELETE FROM transactions WHERE account IN (SELECT a.id FROM accounts a JOIN connections c ON c.id = a.connection WHERE c.user_id = $1)",
    "DELETE FROM balances WHERE account IN (SELECT a.id FROM accounts a JOIN connections c ON c.id = a.connection WHERE c.user_id = $1)",
    "DELETE FROM corrections WHERE account IN (SELECT a.id FROM accounts a JOIN connections c ON c.id = a.connection WHERE c.user_id = $1)",
    "DELETE FROM insights WHERE connection IN (SELECT id FROM connections WHERE user_id = $1)",
    "DELETE FROM accounts WHERE connection IN (SELECT id FROM connections WHERE user_id = $1)",
    "DELETE FROM receipt_codes WHERE connection IN (SELECT id FROM connections WHERE user_id = $1)",
    "DELETE FROM connections WHERE user_id = $1",
    "DELETE FROM journeys WHERE user_id = $1",
    "DELETE FROM webviews WHERE user_id = $1",
    // What was called stays countable, and leads to nobody.
    "UPDATE calls SET user_id = '', connection = '', account = '', run = '' WHERE user_id = $1",
    "DELETE FROM webhook_messages WHERE user_id = $1",
    "DELETE FROM deliveries WHERE user_id = $1",
    "DELETE FROM persons WHERE user_id = $1",
    "DELETE FROM users WHERE id = $1",
];

/// What became of a refresh token that was presented.
#[derive(Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It was good: here is the next one.
    Next(String),
    /// It was used before: its whole family is dead now.
    Replayed,
    /// It is unknown, expired, or of another partner.
    Unknown,
}

impl Store {
    /// The user of a partner with an id of the partner's own, made when there is none; a new one when no id is given.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn user(
        &self,
        partner: &str,
        external_id: Option<&str>,
        now: Seconds,
    ) -> Result<(String, Freshness), Fault> {
        let id = secrets::uuid()?;
        let made = sqlx::query(
            "INSERT INTO users (id, partner, external_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(partner)
        .bind(external_id)
        .bind(now)
        .execute(&self.pool)
        .await?;
        if made.rows_affected() == 1 {
            return Ok((id, Freshness::Made));
        }
        let (found,): (String,) =
            sqlx::query_as("SELECT id FROM users WHERE partner = $1 AND external_id = $2")
                .bind(partner)
                .bind(external_id)
                .fetch_one(&self.pool)
                .await?;
        Ok((found, Freshness::Found))
    }

    /// The partner's own id of a user, where it gave one.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn external_id(&self, id: &str) -> Result<Option<String>, Fault> {
        let row: Option<(Option<String>,)> =
            sqlx::query_as("SELECT external_id FROM users WHERE id = $1")
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.and_then(|(external,)| external))
    }

    /// Whether this user is this partner's.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn user_exists(&self, partner: &str, id: &str) -> Result<bool, Fault> {
        let found: Option<(String,)> =
            sqlx::query_as("SELECT id FROM users WHERE partner = $1 AND id = $2")
                .bind(partner)
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.is_some())
    }

    /// Deletes a user and everything that leads to one: journeys and what hangs on them, connections, the key of the
    /// ledger. Consents stay, as ids that nothing resolves.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn erase_user(&self, user: &str) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        for statement in ERASED {
            sqlx::query(statement)
                .bind(user)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// A refresh token of a new family.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn first_refresh_token(&self, partner: &str, now: Seconds) -> Result<String, Fault> {
        let family = secrets::uuid()?;
        let mut transaction = self.begin().await?;
        let token = Self::refresh_token(&mut transaction, partner, &family, now).await?;
        transaction.commit().await?;
        Ok(token)
    }

    async fn refresh_token(
        transaction: &mut Transaction<'static, Any>,
        partner: &str,
        family: &str,
        now: Seconds,
    ) -> Result<String, Fault> {
        let token = secrets::hex_token()?;
        sqlx::query("INSERT INTO refresh_tokens (hash, partner, family, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(secrets::sha256_text(&token))
            .bind(partner)
            .bind(family)
            .bind(now + REFRESH_LIFE)
            .execute(&mut **transaction)
            .await?;
        Ok(token)
    }

    /// Trades a refresh token for the next one. One that was used before kills its family: either its owner or
    /// somebody else holds a stolen copy, and nobody can tell which (RFC 9700 §4.14.2).
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn rotate_refresh_token(
        &self,
        partner: &str,
        token: &str,
        now: Seconds,
    ) -> Result<Rotation, Fault> {
        let hash = secrets::sha256_text(token);
        // One transaction: a replay waits for the winner's next token, and kills that one too.
        let mut transaction = self.begin().await?;
        let won: Option<(String,)> = sqlx::query_as(
            "UPDATE refresh_tokens SET used_at = $1 \
             WHERE hash = $2 AND partner = $3 AND used_at IS NULL AND expires_at > $4 RETURNING family",
        )
        .bind(now)
        .bind(&hash)
        .bind(partner)
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some((family,)) = won {
            let next = Self::refresh_token(&mut transaction, partner, &family, now).await?;
            transaction.commit().await?;
            return Ok(Rotation::Next(next));
        }
        let replayed: Option<(String,)> = sqlx::query_as(
            "SELECT family FROM refresh_tokens WHERE hash = $1 AND partner = $2 AND used_at IS NOT NULL",
        )
        .bind(&hash)
        .bind(partner)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((family,)) = replayed else {
            return Ok(Rotation::Unknown);
        };
        sqlx::query("UPDATE refresh_tokens SET used_at = $1 WHERE family = $2 AND used_at IS NULL")
            .bind(now)
            .bind(family)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Rotation::Replayed)
    }
}

/// Whether a user existed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Just made.
    Made,
    /// Already there.
    Found,
}
