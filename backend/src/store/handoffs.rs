//! Handoff codes: one use, 60 s, bound to a journey and to the verifier's hash at the time they were made.

use super::{Store, hold};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets;

/// Sixty seconds.
pub const HANDOFF_LIFE: Seconds = 60;

/// What became of a handoff code that was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoffUse {
    /// This caller, and nobody else, used it.
    Won,
    /// It was good and its minute is over: another can be earned.
    Expired,
    /// It was used, replaced, or is not this journey's and browser's.
    Invalid,
}

impl Store {
    /// A new code for a journey; earlier ones that were not used are void.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn new_handoff(
        &self,
        journey: &str,
        wc: &str,
        now: Seconds,
    ) -> Result<String, Fault> {
        let code = secrets::token()?;
        let mut transaction = self.begin().await?;
        hold::journey(&mut transaction, journey).await?;
        sqlx::query("UPDATE handoffs SET used_at = $1 WHERE journey = $2 AND used_at IS NULL")
            .bind(now)
            .bind(journey)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO handoffs (hash, journey, wc, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(secrets::sha256_text(&code))
            .bind(journey)
            .bind(wc)
            .bind(now + HANDOFF_LIFE)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(code)
    }

    /// Uses a code. Of several at once exactly one hears [`HandoffUse::Won`].
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn use_handoff(
        &self,
        code: &str,
        journey: &str,
        wc: &str,
        now: Seconds,
    ) -> Result<HandoffUse, Fault> {
        let hash = secrets::sha256_text(code);
        let used = sqlx::query(
            "UPDATE handoffs SET used_at = $1 \
             WHERE hash = $2 AND journey = $3 AND wc = $4 AND used_at IS NULL AND expires_at > $5",
        )
        .bind(now)
        .bind(&hash)
        .bind(journey)
        .bind(wc)
        .bind(now)
        .execute(&self.pool)
        .await?;
        if used.rows_affected() == 1 {
            return Ok(HandoffUse::Won);
        }
        let unused: Option<(i64,)> = sqlx::query_as(
            "SELECT expires_at FROM handoffs WHERE hash = $1 AND journey = $2 AND wc = $3 AND used_at IS NULL",
        )
        .bind(&hash)
        .bind(journey)
        .bind(wc)
        .fetch_optional(&self.pool)
        .await?;
        Ok(if unused.is_some() {
            HandoffUse::Expired
        } else {
            HandoffUse::Invalid
        })
    }
}
