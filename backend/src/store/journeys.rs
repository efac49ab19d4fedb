//! Journeys: opened once per user, partner and mode; changed by compare-and-swap on their version.

use contract::Mode;

use sqlx::{Any, Executor};

use super::{Store, from_column, ledger, outbox, to_column};
use crate::clock::Seconds;
use crate::journey::{IDLE_LIFE, Journey, State};
use crate::ledger::Entry;
use crate::problem::Fault;
use crate::secrets::{self, Keys};
use crate::webhooks::message::of_end;

/// How often a change is tried again when others changed the row first.
const TRIES: usize = 64;

type Row = (
    String,
    String,
    String,
    String,
    i64,
    String,
    String,
    i64,
    i64,
    Option<i64>,
);

const COLUMNS: &str =
    "id, partner, user_id, mode, version, wc, state, created_at, touched_at, ended_at";

fn journey(row: Row) -> Result<Journey, Fault> {
    let (id, partner, user, mode, version, wc, state, created_at, touched_at, ended_at) = row;
    Ok(Journey {
        id,
        partner,
        user,
        mode: from_column(&mode, "journeys.mode")?,
        version,
        wc,
        state: from_column(&state, "journeys.state")?,
        created_at,
        touched_at,
        ended_at,
    })
}

/// A journey about to be opened.
#[derive(Debug)]
pub struct NewJourney<'a> {
    /// Which partner.
    pub partner: &'a str,
    /// Which user.
    pub user: &'a str,
    /// What for.
    pub mode: Mode,
    /// The verifier's hash.
    pub wc: &'a str,
    /// How it begins.
    pub state: State,
}

impl Store {
    /// Opens a journey, or finds the open one of the same user, partner and mode.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Random`] or [`Fault::Corrupt`].
    pub async fn open_journey(
        &self,
        new: &NewJourney<'_>,
        now: Seconds,
    ) -> Result<(Journey, Opening), Fault> {
        let mode = to_column(&new.mode, "journeys.mode")?;
        for _ in 0..TRIES {
            let inserted: Option<Row> = sqlx::query_as(&format!(
                "INSERT INTO journeys (id, partner, user_id, mode, version, wc, phase, state, created_at, touched_at) \
                 VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING {COLUMNS}"
            ))
            .bind(secrets::uuid()?)
            .bind(new.partner)
            .bind(new.user)
            .bind(&mode)
            .bind(new.wc)
            .bind(new.state.phase.word())
            .bind(to_column(&new.state, "journeys.state")?)
            .bind(now)
            .bind(now)
            .fetch_optional(&self.pool)
            .await?;
            if let Some(row) = inserted {
                return Ok((journey(row)?, Opening::New));
            }
            let found: Option<Row> = sqlx::query_as(&format!(
                "SELECT {COLUMNS} FROM journeys WHERE partner = $1 AND user_id = $2 AND mode = $3 AND ended_at IS NULL"
            ))
            .bind(new.partner)
            .bind(new.user)
            .bind(&mode)
            .fetch_optional(&self.pool)
            .await?;
            if let Some(row) = found {
                return Ok((journey(row)?, Opening::Joined));
            }
            // It ended between the two statements: open anew.
        }
        Err(Fault::Contended)
    }

    /// The journey of that id.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn journey(&self, id: &str) -> Result<Option<Journey>, Fault> {
        let row: Option<Row> =
            sqlx::query_as(&format!("SELECT {COLUMNS} FROM journeys WHERE id = $1"))
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        row.map(journey).transpose()
    }

    /// The open journeys of a user, one for each mode at most.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn open_journeys(&self, partner: &str, user: &str) -> Result<Vec<Journey>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM journeys WHERE partner = $1 AND user_id = $2 AND ended_at IS NULL"
        ))
        .bind(partner)
        .bind(user)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(journey).collect()
    }

    /// Changes a journey: the closure sees the current state and may refuse. When somebody else's change came first,
    /// it is asked again. Nothing is written when it changes nothing.
    ///
    /// # Errors
    /// What the closure says; [`Fault::Contended`] when others win each time; [`Fault::Store`].
    pub async fn change_journey<T>(
        &self,
        id: &str,
        now: Seconds,
        mut change: impl FnMut(&mut Journey) -> Result<T, Fault>,
    ) -> Result<(Journey, T), Fault> {
        self.change(id, now, None, |journey| Ok((change(journey)?, Vec::new())))
            .await
    }

    /// The same for an act that the ledger records: the closure says how, and both are one commit.
    ///
    /// # Errors
    /// As [`Store::change_journey`]; [`Fault::Sealed`] or [`Fault::Random`].
    pub async fn act_on_journey<T>(
        &self,
        keys: &Keys,
        id: &str,
        now: Seconds,
        change: impl FnMut(&mut Journey) -> Result<(T, Vec<Entry>), Fault>,
    ) -> Result<(Journey, T), Fault> {
        self.change(id, now, Some(keys), change).await
    }

    async fn change<T>(
        &self,
        id: &str,
        now: Seconds,
        keys: Option<&Keys>,
        mut change: impl FnMut(&mut Journey) -> Result<(T, Vec<Entry>), Fault>,
    ) -> Result<(Journey, T), Fault> {
        for _ in 0..TRIES {
            let before = self
                .journey(id)
                .await?
                .ok_or(Fault::Refused(contract::Code::JourneyGone, ""))?;
            let mut after = before.clone();
            let (told, entries) = change(&mut after)?;
            if after == before {
                return Ok((before, told));
            }
            after.version = before.version + 1;
            after.touched_at = now;
            let mut told_of = None;
            if after.ended_at.is_none() && after.state.phase.is_over() {
                after.ended_at = Some(now);
                told_of = of_end(&after, now);
                // Whom the partner expected is of no more use.
                after.state.asked.expected = None;
            }
            let saved = if entries.is_empty() && told_of.is_none() {
                save(&self.pool, &after, before.version).await?
            } else {
                let mut transaction = self.begin().await?;
                let saved = save(&mut *transaction, &after, before.version).await?;
                if saved {
                    if let Some(message) = &told_of {
                        outbox::post(&mut transaction, message).await?;
                    }
                    if let Some(keys) = keys {
                        ledger::append(&mut transaction, keys, &entries).await?;
                    }
                    transaction.commit().await?;
                }
                saved
            };
            if saved {
                return Ok((after, told));
            }
        }
        Err(Fault::Contended)
    }

    /// Notes that the person is still there, without making a new version of the journey. One that has been idle for
    /// too long stays so: it is over, though the sweeper may not have seen it yet.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn touch_journey(&self, id: &str, now: Seconds) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE journeys SET touched_at = $1 \
             WHERE id = $2 AND ended_at IS NULL AND touched_at < $3 AND touched_at > $4",
        )
        .bind(now)
        .bind(id)
        .bind(now)
        .bind(now - IDLE_LIFE)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ids of open journeys whose phase has run out, whoever touched them meanwhile.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn due_journeys(&self, now: Seconds) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT id FROM journeys WHERE ended_at IS NULL AND due_at IS NOT NULL AND due_at <= $1 \
             ORDER BY due_at LIMIT 100",
        )
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Ids of open journeys in a phase (any, when none is named) that nobody touched since a moment.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn stale_journeys(
        &self,
        phase: Option<&str>,
        untouched_since: Seconds,
    ) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT id FROM journeys WHERE ended_at IS NULL AND touched_at <= $1 AND ($2 = '' OR phase = $3) LIMIT 100",
        )
        .bind(untouched_since)
        .bind(phase.unwrap_or_default())
        .bind(phase.unwrap_or_default())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}

/// Saves a journey if it is still the one that was read.
async fn save<'e>(
    database: impl Executor<'e, Database = Any>,
    after: &Journey,
    expected: i64,
) -> Result<bool, Fault> {
    let saved = sqlx::query(
            "UPDATE journeys SET version = $1, wc = $2, phase = $3, state = $4, touched_at = $5, ended_at = $6, \
             due_at = $7 WHERE id = $8 AND version = $9",
        )
        .bind(after.version)
        .bind(&after.wc)
        .bind(after.state.phase.word())
        .bind(to_column(&after.state, "journeys.state")?)
        .bind(after.touched_at)
        .bind(after.ended_at)
        .bind(after.due_at())
        .bind(&after.id)
        .bind(expected)
        .execute(database)
        .await?;
    Ok(saved.rows_affected() == 1)
}

/// Whether a journey was there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Just begun.
    New,
    /// Begun before; this browser joins it.
    Joined,
}
