//! Retention: what has run out is told apart from what never was for an hour more, and is deleted then.

use super::Store;
use crate::clock::Seconds;
use crate::problem::Fault;

/// An hour in which a tab that comes late still hears "expired" rather than "unknown", in seconds.
pub const KEPT: Seconds = 3600;

/// 400 days, in seconds: a bill of last year can be looked into.
const COUNTED: Seconds = 400 * 86_400;

/// Thirty days, in seconds: how long a message that was delivered or given up can be looked for.
const TOLD: Seconds = 30 * 86_400;

/// Each takes one moment: rows that ran out before it go.
const STATEMENTS: [&str; 4] = [
    "DELETE FROM sessions WHERE expires_at <= $1",
    "DELETE FROM handoffs WHERE expires_at <= $1",
    "DELETE FROM webviews WHERE expires_at <= $1",
    // Tickets, states and verifiers are columns of their attempt.
    "DELETE FROM attempts WHERE expires_at <= $1",
];

impl Store {
    /// Deletes access tokens, sessions, journey tokens, handoff codes and attempts that ran out an hour ago, and
    /// refresh tokens that ran out: until then a used one is what shows a replay. Counts of calls go after 400 days.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn purge(&self, now: Seconds) -> Result<(), Fault> {
        for statement in STATEMENTS {
            sqlx::query(statement)
                .bind(now - KEPT)
                .execute(&self.pool)
                .await?;
        }
        sqlx::query("DELETE FROM webhook_messages WHERE next_at IS NULL AND at <= $1")
            .bind(now - TOLD)
            .execute(&self.pool)
            .await?;
        for statement in [
            "DELETE FROM calls WHERE at <= $1",
            "DELETE FROM deliveries WHERE at <= $1",
        ] {
            sqlx::query(statement)
                .bind(now - COUNTED)
                .execute(&self.pool)
                .await?;
        }
        sqlx::query("DELETE FROM refresh_tokens WHERE expires_at <= $1")
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
