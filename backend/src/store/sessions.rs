//! Access tokens of the widget and session cookies of the backend's own pages.

use super::{Store, hold};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets;

/// How a browser shows which journey it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// `Authorization: Bearer`, in memory of a partner's page: ten minutes, renewed by `wv`.
    Bearer,
    /// `__Host-s`, on the backend's own pages: half an hour, renewed by each resume.
    Cookie,
    /// `__Host-m`, on the page where a person takes back what they share: half an hour.
    Manage,
}

impl SessionKind {
    const fn column(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Cookie => "cookie",
            Self::Manage => "manage",
        }
    }

    /// How long a session of this kind lasts, in seconds.
    pub const fn life(self) -> Seconds {
        match self {
            Self::Bearer => 600,
            Self::Cookie | Self::Manage => 1800,
        }
    }
}

/// What a token or cookie is worth now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Good for this journey.
    Good(String),
    /// Ran out.
    Expired(String),
    /// Another tab took the journey over.
    Elsewhere(String),
    /// Never existed.
    Unknown,
}

impl Store {
    /// A new session of a journey; the older ones of its kind die with it.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn new_session(
        &self,
        journey: &str,
        kind: SessionKind,
        now: Seconds,
    ) -> Result<String, Fault> {
        let token = secrets::token()?;
        let mut transaction = self.begin().await?;
        hold::journey(&mut transaction, journey).await?;
        sqlx::query("UPDATE sessions SET replaced_at = $1 WHERE journey = $2 AND kind = $3 AND replaced_at IS NULL")
            .bind(now)
            .bind(journey)
            .bind(kind.column())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sessions (hash, journey, kind, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(secrets::sha256_text(&token))
        .bind(journey)
        .bind(kind.column())
        .bind(now + kind.life())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// Ends every session of a journey, of either kind: another browser holds it now.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn end_sessions(&self, journey: &str, now: Seconds) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE sessions SET replaced_at = $1 WHERE journey = $2 AND replaced_at IS NULL",
        )
        .bind(now)
        .bind(journey)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends one session.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn end_session(&self, token: &str, now: Seconds) -> Result<(), Fault> {
        sqlx::query("UPDATE sessions SET replaced_at = $1 WHERE hash = $2 AND replaced_at IS NULL")
            .bind(now)
            .bind(secrets::sha256_text(token))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What a presented token is worth.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn session(
        &self,
        token: &str,
        kind: SessionKind,
        now: Seconds,
    ) -> Result<Standing, Fault> {
        let row: Option<(String, i64, Option<i64>)> = sqlx::query_as(
            "SELECT journey, expires_at, replaced_at FROM sessions WHERE hash = $1 AND kind = $2",
        )
        .bind(secrets::sha256_text(token))
        .bind(kind.column())
        .fetch_optional(&self.pool)
        .await?;
        Ok(match row {
            None => Standing::Unknown,
            Some((journey, _, Some(_))) => Standing::Elsewhere(journey),
            Some((journey, expires_at, None)) if expires_at <= now => Standing::Expired(journey),
            Some((journey, _, None)) => Standing::Good(journey),
        })
    }
}
