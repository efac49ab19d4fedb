//! The database: one file per aggregate, SQL that `SQLite` and `PostgreSQL` both take, and atomic changes only.
//!
//! Nothing here decides anything: it keeps, finds, and lets exactly one of several competitors win.

pub mod accounts;
pub mod attempts;
pub mod connections;
pub mod consents;
pub mod data;
pub mod handoffs;
mod hold;
pub mod insights;
pub mod journeys;
pub mod ledger;
pub mod outbox;
mod purge;
mod refreshes;
pub mod renewals;
pub mod sessions;
pub mod usage;
pub mod users;
pub mod webviews;

use std::path::Path;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyPool, Connection, Executor, Transaction};

use crate::problem::Fault;

static TABLES: Migrator = sqlx::migrate!("./migrations/tables");
static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// How long a statement waits for a lock that another one holds.
const LOCK_WAIT: Duration = Duration::from_secs(20);

/// How long a connection may lie idle before it is asked whether it still works.
const IDLE: Duration = Duration::from_secs(5);

/// Which database it is: the two differ in how a writing transaction begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// What each connection begins with.
    fn settings(self) -> String {
        let wait = LOCK_WAIT.as_millis();
        match self {
            // FULL: a commit that was acknowledged survives a power cut.
            Self::Sqlite => format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                 PRAGMA busy_timeout = {wait}; PRAGMA secure_delete = ON;"
            ),
            // Whatever the server's own defaults are: each change here is one statement that decides by what it
            // finds, or queues at a row first ([`hold`]), so nothing has to be tried again.
            Self::Postgres => format!(
                "SET default_transaction_isolation = 'read committed'; SET synchronous_commit = on; \
                 SET lock_timeout = {wait}; SET idle_in_transaction_session_timeout = {wait};"
            ),
        }
    }
}

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
}

impl Store {
    /// Opens the database at a URL, makes it when it is an `SQLite` file that does not exist, and brings it up to date.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let kind = if url.starts_with("sqlite:") {
            Kind::Sqlite
        } else {
            Kind::Postgres
        };
        let url = match kind {
            Kind::Sqlite => prepare_file(url)?,
            Kind::Postgres => url.to_owned(),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(LOCK_WAIT)
            // Asking before each statement whether the server is still there would double the trips to it.
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > IDLE {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    connection.execute(kind.settings().as_str()).await?;
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        migrate(&TABLES, &pool).await?;
        match kind {
            Kind::Sqlite => migrate(&SQLITE, &pool).await?,
            Kind::Postgres => migrate(&POSTGRES, &pool).await?,
        }
        Ok(Self { pool, kind })
    }

    /// Opens a database that is there: looking at one that is not would find it empty and in order.
    ///
    /// # Errors
    /// What the driver says; that there is no such file.
    pub async fn open_existing(url: &str) -> Result<Self, sqlx::Error> {
        if url.starts_with("sqlite:") && !file_of(url).exists() {
            let missing = std::io::Error::new(
                std::io::ErrorKind::NotFound,
                "there is no database where the configuration names one",
            );
            return Err(missing.into());
        }
        Self::open(url).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn ping(&self) -> Result<(), Fault> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections: the file is whole after that.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that will write. `SQLite` takes the write lock at once: a reader that turns writer half-way
    /// would fail instead of waiting.
    async fn begin(&self) -> Result<Transaction<'static, Any>, Fault> {
        Ok(match self.kind {
            Kind::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            Kind::Postgres => self.pool.begin().await?,
        })
    }
}

async fn migrate(migrator: &Migrator, pool: &AnyPool) -> Result<(), sqlx::Error> {
    // The tables and what only one database can do are two lists in one database: each ignores the other's.
    let mut migrator = Migrator {
        migrations: migrator.migrations.clone(),
        ..Migrator::DEFAULT
    };
    migrator.set_ignore_missing(true);
    migrator
        .run(pool)
        .await
        .map_err(|error| sqlx::Error::Migrate(Box::new(error)))
}

fn prepare_file(url: &str) -> Result<String, sqlx::Error> {
    let path = file_of(url);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(format!("sqlite://{}?mode=rwc", path.display()))
}

/// The file that an `SQLite` URL names.
fn file_of(url: &str) -> &Path {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    Path::new(path.split('?').next().unwrap_or_default())
}

/// Turns a serde value into the text of a column.
fn to_column<T: serde::Serialize>(value: &T, column: &'static str) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::Corrupt(column))
}

/// Reads a column's text back.
fn from_column<T: serde::de::DeserializeOwned>(
    text: &str,
    column: &'static str,
) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Corrupt(column))
}
