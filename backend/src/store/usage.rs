//! Calls to banks and deliveries to partners, counted.

use super::{Store, to_column};
use crate::clock::Seconds;
use crate::metering::Payer;
use crate::metering::price::Amount;
use crate::problem::Fault;
use crate::secrets;

/// A call about to be made.
#[derive(Debug)]
pub struct MeteredCall<'a> {
    /// When.
    pub at: Seconds,
    /// On which day, UTC.
    pub day: String,
    /// What kind.
    pub kind: &'static str,
    /// On whose account.
    pub payer: Payer<'a>,
    /// What it costs.
    pub price: Amount,
}

/// Calls of one day, one kind, for the same purposes.
#[derive(Debug, PartialEq, Eq)]
pub struct Used {
    /// Which day, UTC.
    pub day: String,
    /// What kind.
    pub kind: String,
    /// For which purposes: a JSON array.
    pub purposes: String,
    /// How many.
    pub calls: i64,
    /// What they cost together.
    pub cost: Amount,
}

/// How often something happened, and when last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How often.
    pub count: i64,
    /// When last.
    pub last: Seconds,
}

impl Store {
    /// Writes a call down.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn meter(&self, call: &MeteredCall<'_>) -> Result<(), Fault> {
        let payer = &call.payer;
        sqlx::query(
            "INSERT INTO calls (id, at, day, partner, user_id, connection, account, purposes, kind, run, presence, price) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(secrets::uuid()?)
        .bind(call.at)
        .bind(&call.day)
        .bind(payer.partner)
        .bind(payer.user)
        .bind(payer.connection)
        .bind(payer.account)
        .bind(to_column(&payer.purposes, "calls.purposes")?)
        .bind(call.kind)
        .bind(payer.run)
        .bind(payer.presence.word())
        .bind(call.price.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What a partner's calls of these days cost together, both days included.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn spent(&self, partner: &str, from: &str, to: &str) -> Result<Amount, Fault> {
        let (spent,): (i64,) = sqlx::query_as(
            "SELECT CAST(COALESCE(SUM(price), 0) AS BIGINT) FROM calls WHERE partner = $1 AND day >= $2 AND day <= $3",
        )
        .bind(partner)
        .bind(from)
        .bind(to)
        .fetch_one(&self.pool)
        .await?;
        Ok(Amount(spent))
    }

    /// A partner's calls of these days, both included, of one user or of all.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn used(
        &self,
        partner: &str,
        user: Option<&str>,
        from: &str,
        to: &str,
    ) -> Result<Vec<Used>, Fault> {
        let rows: Vec<(String, String, String, i64, i64)> = sqlx::query_as(
            "SELECT day, kind, purposes, COUNT(*), CAST(SUM(price) AS BIGINT) FROM calls \
             WHERE partner = $1 AND day >= $2 AND day <= $3 AND ($4 = '' OR user_id = $4) \
             GROUP BY day, kind, purposes ORDER BY day, kind, purposes",
        )
        .bind(partner)
        .bind(from)
        .bind(to)
        .bind(user.unwrap_or_default())
        .fetch_all(&self.pool)
        .await?;
        let shape = |(day, kind, purposes, calls, cost)| Used {
            day,
            kind,
            purposes,
            calls,
            cost: Amount(cost),
        };
        Ok(rows.into_iter().map(shape).collect())
    }

    /// Each time data was read at the bank over a connection: by the journey or refresh it was in, for which purposes (a JSON
    /// array), and when.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn reads(&self, connection: &str) -> Result<Vec<(String, String, Seconds)>, Fault> {
        Ok(sqlx::query_as(
            "SELECT run, purposes, MAX(at) FROM calls \
             WHERE connection = $1 AND kind IN ('balances', 'transactions') GROUP BY run, purposes",
        )
        .bind(connection)
        .fetch_all(&self.pool)
        .await?)
    }

    /// Writes down that a partner's server fetched something.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Random`].
    pub async fn delivered(
        &self,
        user: &str,
        connection: &str,
        what: &str,
        at: Seconds,
    ) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO deliveries (id, at, user_id, connection, what) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(secrets::uuid()?)
        .bind(at)
        .bind(user)
        .bind(connection)
        .bind(what)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How often a partner's server fetched what is about a connection, by what it was.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn deliveries(&self, connection: &str) -> Result<Vec<(String, Times)>, Fault> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT what, COUNT(*), MAX(at) FROM deliveries WHERE connection = $1 GROUP BY what",
        )
        .bind(connection)
        .fetch_all(&self.pool)
        .await?;
        let times = |(what, count, last)| (what, Times { count, last });
        Ok(rows.into_iter().map(times).collect())
    }
}
