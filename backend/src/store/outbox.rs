//! Messages for partners' servers, until they are delivered or given up.

use sqlx::{Any, Transaction};

use super::Store;
use super::connections::Connection;
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::webhooks::message::{Kind, Message, of_clock};

/// A message that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// Whose server.
    pub partner: String,
    /// Its body.
    pub body: String,
    /// How often it was tried.
    pub attempts: i64,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server heard it.
    Delivered,
    /// It was tried for days.
    GivenUp,
    /// The partner has no server to tell.
    Unwanted,
}

impl Outcome {
    const fn word(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
            Self::Unwanted => "unwanted",
        }
    }
}

/// Adds a message; one of the same act is there already.
pub(super) async fn post(
    transaction: &mut Transaction<'static, Any>,
    message: &Message,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO webhook_messages (id, partner, user_id, kind, body, at, attempts, next_at, outcome) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 'waiting') ON CONFLICT DO NOTHING",
    )
    .bind(&message.id)
    .bind(&message.partner)
    .bind(&message.user)
    .bind(message.kind.word())
    .bind(&message.body)
    .bind(message.at)
    .bind(message.at)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

impl Store {
    /// Messages that are to be tried now, the oldest few.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn due_messages(&self, now: Seconds) -> Result<Vec<Due>, Fault> {
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "SELECT id, partner, body, attempts FROM webhook_messages WHERE next_at <= $1 ORDER BY at, id LIMIT 16",
        )
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        let due = |(id, partner, body, attempts)| Due {
            id,
            partner,
            body,
            attempts,
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Takes a message for one try. Of several replicas exactly one hears true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn claim_message(
        &self,
        due: &Due,
        now: Seconds,
        lease: Seconds,
    ) -> Result<bool, Fault> {
        let claimed = sqlx::query(
            "UPDATE webhook_messages SET next_at = $1, attempts = attempts + 1 \
             WHERE id = $2 AND attempts = $3 AND next_at <= $4",
        )
        .bind(now + lease)
        .bind(&due.id)
        .bind(due.attempts)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(claimed.rows_affected() == 1)
    }

    /// Plans the next try.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn message_again(&self, id: &str, at: Seconds) -> Result<(), Fault> {
        sqlx::query("UPDATE webhook_messages SET next_at = $1 WHERE id = $2")
            .bind(at)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends a message.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn message_done(&self, id: &str, outcome: Outcome) -> Result<(), Fault> {
        sqlx::query("UPDATE webhook_messages SET next_at = NULL, outcome = $1 WHERE id = $2")
            .bind(outcome.word())
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Open connections whose bank will want the person again before a moment, and of which the partner was not told.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn expiring_connections(&self, before: Seconds) -> Result<Vec<Connection>, Fault> {
        self.connections_where(
            "status = 'open' AND sent_at IS NOT NULL AND expiring_told_at IS NULL AND sca_due <= $1 LIMIT 100",
            before,
        )
        .await
    }

    /// Tells the partner so, once.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn tell_expiring(&self, connection: &Connection, now: Seconds) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        let told = sqlx::query(
            "UPDATE connections SET expiring_told_at = $1 WHERE id = $2 AND expiring_told_at IS NULL",
        )
        .bind(now)
        .bind(&connection.id)
        .execute(&mut *transaction)
        .await?;
        if told.rows_affected() == 1 {
            let message = of_clock(Kind::ConnectionExpiring, connection, now);
            post(&mut transaction, &message).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
