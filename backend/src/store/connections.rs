//! Connections: lasting authorisations, with their tokens sealed.

use contract::{Choice, Revocation};
use serde::{Deserialize, Serialize};

use super::{Store, from_column, to_column};
use crate::clock::Seconds;
use crate::metering::{Payer, Presence};
use crate::problem::Fault;
use crate::secrets::{self, Keys};

/// A bank's tokens. They never leave the backend.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token, where the bank gave one.
    pub refresh: Option<String>,
    /// When the access token ends, as far as the bank said.
    pub expires_at: Option<Seconds>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionStatus {
    /// The answer came to another browser than the one that left: the tokens are kept so that nobody else can have
    /// them, and serve for nothing but being revoked, until the person is known.
    Quarantined,
    /// Access is there.
    Open,
    /// It is being closed: tokens are kept only until the bank was told.
    Closing,
    /// It is closed; tokens are gone.
    Closed,
}

impl ConnectionStatus {
    fn parse(text: &str) -> Result<Self, Fault> {
        match text {
            "quarantined" => Ok(Self::Quarantined),
            "open" => Ok(Self::Open),
            "closing" => Ok(Self::Closing),
            "closed" => Ok(Self::Closed),
            _ => Err(Fault::Corrupt("connections.status")),
        }
    }

    const fn column(self) -> &'static str {
        match self {
            Self::Quarantined => "quarantined",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
        }
    }
}

/// A lasting authorisation at a bank.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name.
    pub id: String,
    /// The journey that made it.
    pub journey: String,
    /// Whose user.
    pub partner: String,
    /// Which user.
    pub user: String,
    /// Through which connector it was made.
    pub connector: String,
    /// At which bank.
    pub bank: String,
    /// What the person chose.
    pub choice: Choice,
    /// Where it stands.
    pub status: ConnectionStatus,
    /// Its tokens, sealed.
    sealed: Option<String>,
    /// When it was made: the moment of the second factor.
    pub created_at: Seconds,
    /// When the bank wants the person to confirm again.
    pub sca_due: Seconds,
    /// When the result was sent to the partner.
    pub sent_at: Option<Seconds>,
    /// Since when the bank wants the person again, and gives nothing more until then.
    pub sca_wanted_at: Option<Seconds>,
    /// Who ended it, once it is closed.
    pub ended_by: EndedBy,
}

/// Who ended an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// It was ended here, if it was.
    Here,
    /// The person, at the bank.
    Bank,
    /// It lives on in the connection that it renewed.
    Renewal,
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
    Option<String>,
    i64,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

const COLUMNS: &str = "id, journey, partner, user_id, connector, bank, choice, status, tokens, created_at, sca_due, sent_at, \
     sca_wanted_at, ended_by";

fn connection(row: Row) -> Result<Connection, Fault> {
    let (
        id,
        journey,
        partner,
        user,
        connector,
        bank,
        choice,
        status,
        sealed,
        created_at,
        sca_due,
        sent_at,
        sca_wanted_at,
        ended_by,
    ) = row;
    Ok(Connection {
        id,
        journey,
        partner,
        user,
        connector,
        bank,
        choice: from_column(&choice, "connections.choice")?,
        status: ConnectionStatus::parse(&status)?,
        sealed,
        created_at,
        sca_due,
        sent_at,
        sca_wanted_at,
        ended_by: match ended_by.as_deref() {
            Some("bank") => EndedBy::Bank,
            Some("renewal") => EndedBy::Renewal,
            _ => EndedBy::Here,
        },
    })
}

/// A connection about to be kept.
#[derive(Debug)]
pub struct NewConnection<'a> {
    /// Its name, chosen beforehand: the tokens are sealed for it.
    pub id: &'a str,
    /// The journey that made it.
    pub journey: &'a str,
    /// Whose user.
    pub partner: &'a str,
    /// Which user.
    pub user: &'a str,
    /// Through which connector.
    pub connector: &'a str,
    /// At which bank.
    pub bank: &'a str,
    /// What the person chose.
    pub choice: &'a Choice,
    /// Where it stands from the start: open, or quarantined.
    pub status: ConnectionStatus,
    /// The tokens.
    pub tokens: &'a Tokens,
    /// When the bank wants SCA again.
    pub sca_due: Seconds,
}

fn row_name(id: &str) -> String {
    format!("connection:{id}")
}

/// Tokens sealed for a connection.
pub(super) fn seal_tokens(keys: &Keys, id: &str, tokens: &Tokens) -> Result<String, Fault> {
    keys.seal(&row_name(id), &to_column(tokens, "connections.tokens")?)
}

impl Connection {
    /// Who pays for what the connection itself needs.
    pub fn payer(&self, presence: Presence) -> Payer<'_> {
        Payer {
            partner: &self.partner,
            user: &self.user,
            connection: &self.id,
            account: "",
            purposes: &[],
            run: &self.journey,
            presence,
        }
    }

    /// Its tokens for reading what was given; none when they are gone, or serve for nothing but being revoked.
    ///
    /// # Errors
    /// [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub fn tokens_to_read(&self, keys: &Keys) -> Result<Option<Tokens>, Fault> {
        match self.status {
            ConnectionStatus::Open => self.tokens(keys),
            ConnectionStatus::Quarantined
            | ConnectionStatus::Closing
            | ConnectionStatus::Closed => Ok(None),
        }
    }

    /// Its tokens; none when they are gone.
    ///
    /// # Errors
    /// [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub fn tokens(&self, keys: &Keys) -> Result<Option<Tokens>, Fault> {
        self.sealed
            .as_deref()
            .map(|sealed| {
                from_column(
                    &keys.open(&row_name(&self.id), sealed)?,
                    "connections.tokens",
                )
            })
            .transpose()
    }
}

impl Store {
    /// Keeps a new connection.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn new_connection(
        &self,
        keys: &Keys,
        new: &NewConnection<'_>,
        now: Seconds,
    ) -> Result<(), Fault> {
        let sealed = seal_tokens(keys, new.id, new.tokens)?;
        sqlx::query(
            "INSERT INTO connections (id, journey, partner, user_id, connector, bank, choice, status, tokens, \
             created_at, sca_due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.id)
        .bind(new.journey)
        .bind(new.partner)
        .bind(new.user)
        .bind(new.connector)
        .bind(new.bank)
        .bind(to_column(new.choice, "connections.choice")?)
        .bind(new.status.column())
        .bind(sealed)
        .bind(now)
        .bind(new.sca_due)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The connection of that id.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn connection(&self, id: &str) -> Result<Option<Connection>, Fault> {
        let row: Option<Row> =
            sqlx::query_as(&format!("SELECT {COLUMNS} FROM connections WHERE id = $1"))
                .bind(id)
                .fetch_optional(&self.pool)
                .await?;
        row.map(connection).transpose()
    }

    /// Connections of a user that were sent to the partner, oldest first.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn connections_of(
        &self,
        partner: &str,
        user: &str,
    ) -> Result<Vec<Connection>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM connections WHERE partner = $1 AND user_id = $2 ORDER BY created_at, id"
        ))
        .bind(partner)
        .bind(user)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(connection).collect()
    }

    /// Connections under a condition on one moment.
    pub(super) async fn connections_where(
        &self,
        condition: &'static str,
        moment: Seconds,
    ) -> Result<Vec<Connection>, Fault> {
        let rows: Vec<Row> = sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM connections WHERE {condition}"
        ))
        .bind(moment)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(connection).collect()
    }

    /// The journey of the connection that a user sent last.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn latest_sent(&self, partner: &str, user: &str) -> Result<Option<String>, Fault> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT journey FROM connections WHERE partner = $1 AND user_id = $2 AND sent_at IS NOT NULL \
             ORDER BY sent_at DESC LIMIT 1",
        )
        .bind(partner)
        .bind(user)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(journey,)| journey))
    }

    /// Opens a quarantined connection, if it is not too old for that. Of several at once exactly one hears true.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn release_connection(&self, id: &str, made_after: Seconds) -> Result<bool, Fault> {
        let released = sqlx::query(
            "UPDATE connections SET status = 'open' WHERE id = $1 AND status = 'quarantined' AND created_at > $2",
        )
        .bind(id)
        .bind(made_after)
        .execute(&self.pool)
        .await?;
        Ok(released.rows_affected() == 1)
    }

    /// Connections made by a journey that is not at them any more and that nobody sent: access to be closed. So is one
    /// that is in quarantine for too long, wherever its journey is.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn stray_connections(
        &self,
        made_before: Seconds,
        quarantined_before: Seconds,
    ) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT c.id FROM connections c JOIN journeys j ON j.id = c.journey \
             WHERE c.created_at <= $1 AND (c.status = 'closing' OR (c.status IN ('open', 'quarantined') AND c.sent_at IS NULL \
             AND (j.ended_at IS NOT NULL OR j.phase IN ('choosing', 'at_bank', 'failed'))) \
             OR (c.status = 'quarantined' AND c.created_at <= $2)) LIMIT 100",
        )
        .bind(made_before)
        .bind(quarantined_before)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Puts refreshed tokens in the place of the old ones, unless another replica refreshed first: then false.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn replace_tokens(
        &self,
        keys: &Keys,
        old: &Connection,
        tokens: &Tokens,
    ) -> Result<bool, Fault> {
        let sealed = seal_tokens(keys, &old.id, tokens)?;
        let replaced = sqlx::query(
            "UPDATE connections SET tokens = $1 WHERE id = $2 AND tokens = $3 AND status = 'open'",
        )
        .bind(sealed)
        .bind(&old.id)
        .bind(&old.sealed)
        .execute(&self.pool)
        .await?;
        Ok(replaced.rows_affected() == 1)
    }

    /// Closes a connection that the bank ended: there is nobody left to be told.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn closed_at_bank(&self, id: &str, now: Seconds) -> Result<(), Fault> {
        sqlx::query("UPDATE connections SET ended_by = 'bank' WHERE id = $1 AND status = 'open'")
            .bind(id)
            .execute(&self.pool)
            .await?;
        self.close_connection(id, Revocation::NothingToRevoke, now)
            .await?;
        Ok(())
    }

    /// Marks a connection as being closed; a sent one too, when its access ends.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn begin_closing(&self, id: &str) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE connections SET status = 'closing' WHERE id = $1 AND status IN ('quarantined', 'open')",
        )
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Closes a connection: tokens, data and account list go; what became of the access at the bank stays.
    /// When it was closed before, the answer of then is told again.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn close_connection(
        &self,
        id: &str,
        revocation: Revocation,
        now: Seconds,
    ) -> Result<Revocation, Fault> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE connections SET status = 'closed', tokens = NULL, closed_at = $1, revocation = $2 \
             WHERE id = $3 AND status <> 'closed'",
        )
        .bind(now)
        .bind(to_column(&revocation, "connections.revocation")?)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        for statement in [
            "DELETE FROM transactions WHERE account IN (SELECT id FROM accounts WHERE connection = $1)",
            "DELETE FROM balances WHERE account IN (SELECT id FROM accounts WHERE connection = $1)",
            "DELETE FROM corrections WHERE account IN (SELECT id FROM accounts WHERE connection = $1)",
            "DELETE FROM insights WHERE connection = $1",
            "DELETE FROM accounts WHERE connection = $1",
        ] {
            sqlx::query(statement)
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        let (told,): (Option<String>,) =
            sqlx::query_as("SELECT revocation FROM connections WHERE id = $1")
                .bind(id)
                .fetch_one(&mut *transaction)
                .await?;
        transaction.commit().await?;
        told.map_or(Ok(revocation), |text| {
            from_column(&text, "connections.revocation")
        })
    }

    /// A name for a connection about to be made.
    ///
    /// # Errors
    /// [`Fault::Random`].
    pub fn connection_name() -> Result<String, Fault> {
        secrets::uuid()
    }
}
