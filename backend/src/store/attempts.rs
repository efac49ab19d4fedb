//! Attempts: from a ticket to the one exchange of a code.
//!
//! `ready` (ticket made) → `open` (left for the bank) → `consumed` (came back) ; or `superseded` or `expired`.

use contract::Choice;

use super::{Store, from_column, hold, to_column};
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::secrets;

/// Sixty seconds from the click to the form's arrival.
pub const TICKET_LIFE: Seconds = 60;

/// Fifteen minutes at the bank.
pub const ATTEMPT_LIFE: Seconds = 900;

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptStatus {
    /// A ticket was made for it.
    Ready,
    /// The person is at the bank.
    Open,
    /// An answer of the bank was accepted: exactly once.
    Consumed,
    /// Another attempt, or another choice, took its place.
    Superseded,
    /// Its time ran out.
    Expired,
}

impl AttemptStatus {
    fn parse(text: &str) -> Result<Self, Fault> {
        match text {
            "ready" => Ok(Self::Ready),
            "open" => Ok(Self::Open),
            "consumed" => Ok(Self::Consumed),
            "superseded" => Ok(Self::Superseded),
            "expired" => Ok(Self::Expired),
            _ => Err(Fault::Corrupt("attempts.status")),
        }
    }
}

/// One trip to the bank.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Its name.
    pub id: String,
    /// The journey it belongs to.
    pub journey: String,
    /// Where it stands.
    pub status: AttemptStatus,
    /// The connector it goes through.
    pub connector: String,
    /// The bank it goes to.
    pub bank: String,
    /// What the person chose: bank, region and space are part of an attempt.
    pub choice: Choice,
    /// The origin its ticket must come from.
    pub origin: String,
    /// The registered page the person comes back to, by id.
    pub return_url: String,
    /// The verifier's hash when it began.
    pub wc: String,
    /// SHA-256 of the browser's cookie, once it left.
    pub cookie_hash: Option<String>,
    /// The PKCE verifier, sealed.
    pub verifier: Option<String>,
    /// The issuer that must answer.
    pub issuer: String,
    /// The callback address that was given.
    pub redirect_uri: String,
    /// When it runs out.
    pub expires_at: Seconds,
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
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    i64,
);

const COLUMNS: &str = "id, journey, status, connector, bank, choice, origin, return_url, wc, cookie_hash, verifier, \
                       issuer, redirect_uri, expires_at";

fn attempt(row: Row) -> Result<Attempt, Fault> {
    Ok(Attempt {
        id: row.0,
        journey: row.1,
        status: AttemptStatus::parse(&row.2)?,
        connector: row.3,
        bank: row.4,
        choice: from_column(&row.5, "attempts.choice")?,
        origin: row.6,
        return_url: row.7,
        wc: row.8,
        cookie_hash: row.9,
        verifier: row.10,
        issuer: row.11,
        redirect_uri: row.12,
        expires_at: row.13,
    })
}

/// An attempt about to be made ready.
#[derive(Debug)]
pub struct NewAttempt<'a> {
    /// The journey it belongs to.
    pub journey: &'a str,
    /// The connector it goes through.
    pub connector: &'a str,
    /// The bank it goes to.
    pub bank: &'a str,
    /// What the person chose.
    pub choice: &'a Choice,
    /// The origin its ticket must come from.
    pub origin: &'a str,
    /// The registered page the person comes back to, by id.
    pub return_url: &'a str,
    /// The verifier's hash.
    pub wc: &'a str,
    /// The issuer that must answer.
    pub issuer: &'a str,
    /// The callback address.
    pub redirect_uri: &'a str,
}

/// What an attempt carries once it left for the bank.
#[derive(Debug)]
pub struct Departure {
    /// SHA-256 of the cookie.
    pub cookie_hash: String,
    /// SHA-256 of `state`.
    pub state_hash: String,
    /// The PKCE verifier, sealed for `attempt:<id>`.
    pub verifier: String,
}

impl Store {
    /// Makes a ticket for a new attempt; earlier attempts of the journey are superseded.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn new_attempt(&self, new: &NewAttempt<'_>, now: Seconds) -> Result<String, Fault> {
        let ticket = secrets::token()?;
        let mut transaction = self.begin().await?;
        hold::journey(&mut transaction, new.journey).await?;
        sqlx::query(
            "UPDATE attempts SET status = 'superseded', ended_at = $1 \
             WHERE journey = $2 AND status IN ('ready', 'open')",
        )
        .bind(now)
        .bind(new.journey)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO attempts (id, journey, status, connector, bank, choice, origin, return_url, wc, ticket_hash, \
             ticket_expires, issuer, redirect_uri, created_at, expires_at) \
             VALUES ($1, $2, 'ready', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(secrets::uuid()?)
        .bind(new.journey)
        .bind(new.connector)
        .bind(new.bank)
        .bind(to_column(new.choice, "attempts.choice")?)
        .bind(new.origin)
        .bind(new.return_url)
        .bind(new.wc)
        .bind(secrets::sha256_text(&ticket))
        .bind(now + TICKET_LIFE)
        .bind(new.issuer)
        .bind(new.redirect_uri)
        .bind(now)
        .bind(now + ATTEMPT_LIFE)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(ticket)
    }

    /// The attempt a ticket is for, used or not, without using it: the origin is checked before it is burnt.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn attempt_of_ticket(
        &self,
        ticket: &str,
        now: Seconds,
    ) -> Result<Option<Attempt>, Fault> {
        let row: Option<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM attempts WHERE ticket_hash = $1 AND ticket_expires > $2"
        ))
        .bind(secrets::sha256_text(ticket))
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        row.map(attempt).transpose()
    }

    /// Burns the ticket and lets the attempt leave. Of several at once exactly one hears true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn depart(
        &self,
        id: &str,
        departure: &Departure,
        now: Seconds,
    ) -> Result<bool, Fault> {
        let left = sqlx::query(
            "UPDATE attempts SET status = 'open', cookie_hash = $1, state_hash = $2, verifier = $3, opened_at = $4, \
             expires_at = $5 WHERE id = $6 AND status = 'ready' AND ticket_expires > $7",
        )
        .bind(&departure.cookie_hash)
        .bind(&departure.state_hash)
        .bind(&departure.verifier)
        .bind(now)
        .bind(now + ATTEMPT_LIFE)
        .bind(id)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(left.rows_affected() == 1)
    }

    /// The attempt that a `state` belongs to.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn attempt_of_state(&self, state: &str) -> Result<Option<Attempt>, Fault> {
        let row: Option<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM attempts WHERE state_hash = $1"
        ))
        .bind(secrets::sha256_text(state))
        .fetch_optional(&self.pool)
        .await?;
        row.map(attempt).transpose()
    }

    /// The latest attempt of a journey that left for the bank.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn departed_attempts(&self, journey: &str) -> Result<Vec<Attempt>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM attempts WHERE journey = $1 AND opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT 8"
        ))
        .bind(journey)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(attempt).collect()
    }

    /// Accepts the bank's answer: one atomic change. Of several at once exactly one hears true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn consume(&self, id: &str, now: Seconds) -> Result<bool, Fault> {
        let consumed = sqlx::query(
            "UPDATE attempts SET status = 'consumed', verifier = NULL, ended_at = $1 \
             WHERE id = $2 AND status = 'open' AND expires_at > $3",
        )
        .bind(now)
        .bind(id)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(consumed.rows_affected() == 1)
    }

    /// Accepts the bank's answer in another browser than the one that left, which is given a cookie of its own: one
    /// atomic change, and the answer can be used nowhere else any more. Of several at once exactly one hears
    /// true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn consume_astray(
        &self,
        id: &str,
        stray_hash: &str,
        now: Seconds,
    ) -> Result<bool, Fault> {
        let consumed = sqlx::query(
            "UPDATE attempts SET status = 'consumed', verifier = NULL, ended_at = $1, stray_hash = $2 \
             WHERE id = $3 AND status = 'open' AND expires_at > $4",
        )
        .bind(now)
        .bind(stray_hash)
        .bind(id)
        .bind(now)
        .execute(&self.pool)
        .await?;
        Ok(consumed.rows_affected() == 1)
    }

    /// The attempt whose answer came to the browser with this cookie, though it had not left with it.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn attempt_of_stray(&self, cookie: &str) -> Result<Option<Attempt>, Fault> {
        let row: Option<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM attempts WHERE stray_hash = $1"
        ))
        .bind(secrets::sha256_text(cookie))
        .fetch_optional(&self.pool)
        .await?;
        row.map(attempt).transpose()
    }

    /// Whether the answer of the journey's latest attempt came to another browser than the one that left.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn came_astray(&self, journey: &str) -> Result<bool, Fault> {
        let row: Option<(Option<String>,)> = sqlx::query_as(
            "SELECT stray_hash FROM attempts WHERE journey = $1 AND opened_at IS NOT NULL \
             ORDER BY opened_at DESC LIMIT 1",
        )
        .bind(journey)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some_and(|(stray,)| stray.is_some()))
    }

    /// Whether this attempt is still the journey's: nobody began another or chose again since it was consumed.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn is_latest(&self, attempt: &Attempt) -> Result<bool, Fault> {
        let newer: Option<(String,)> = sqlx::query_as(
            "SELECT id FROM attempts WHERE journey = $1 AND id <> $2 AND opened_at IS NOT NULL AND opened_at > \
             (SELECT opened_at FROM attempts WHERE id = $3) LIMIT 1",
        )
        .bind(&attempt.journey)
        .bind(&attempt.id)
        .bind(&attempt.id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(newer.is_none())
    }

    /// Ends whatever attempt of the journey has not come back.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn supersede_attempts(&self, journey: &str, now: Seconds) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE attempts SET status = 'superseded', verifier = NULL, ended_at = $1 \
             WHERE journey = $2 AND status IN ('ready', 'open')",
        )
        .bind(now)
        .bind(journey)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends attempts whose time ran out; tells which journeys were waiting for them.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn expire_attempts(&self, now: Seconds) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "UPDATE attempts SET status = 'expired', verifier = NULL, ended_at = $1 \
             WHERE status = 'open' AND expires_at <= $2 RETURNING journey",
        )
        .bind(now)
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(journey,)| journey).collect())
    }

    /// Whether the journey has an attempt at the bank whose time is not over, or a ticket that may still begin one: a
    /// second press of the button ends the attempt before it, and somebody may look in between.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn has_open_attempt(&self, journey: &str, now: Seconds) -> Result<bool, Fault> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT id FROM attempts WHERE journey = $1 AND ((status = 'open' AND expires_at > $2) \
             OR (status = 'ready' AND ticket_expires > $3)) LIMIT 1",
        )
        .bind(journey)
        .bind(now)
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }
}
