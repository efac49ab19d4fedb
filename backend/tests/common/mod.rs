//! A whole backend on free ports, a small STET bank beside it, and a browser's part in between.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test program uses its own part of this"
)]

pub mod bank;
pub mod manage;
pub mod person;
mod postgres;
pub mod program;

use std::net::SocketAddr;

use backend::app::{App, router};
use backend::{config, start};
use tokio::net::TcpListener;

pub use bank::Bank;
pub use person::Person;

/// The partner's page in all tests.
pub const PAGE: &str = "http://localhost:8080";

/// Which store a house has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Limits that no test reaches: for those in which one address and one journey race.
pub fn generous(text: String) -> String {
    [
        "journey = 20",
        "journey = 30",
        "partner = 3000",
        "network = 300",
    ]
    .iter()
    .fold(text, |text, limit| {
        assert!(text.contains(limit), "the example no longer holds {limit}");
        let name = limit.split(' ').next().unwrap();
        text.replace(limit, &format!("{name} = 50000000"))
    })
}

/// The example with one text in the place of another, wherever it stands.
pub fn edited(old: &'static str, new: impl Into<String>) -> impl Fn(String) -> String {
    let new = new.into();
    move |text| {
        assert!(text.contains(old), "the example no longer holds {old}");
        text.replace(old, &new)
    }
}

/// Consents of a year, so that they outlive the bank's 180 days.
pub fn a_year() -> impl Fn(String) -> String {
    edited("duration_days = 180", "duration_days = 365")
}

/// What the backend does by itself, once: the sweeper, and what is read again.
pub async fn loops(app: &App) {
    backend::sweep::sweep(app).await;
    backend::refresh::round(app).await.unwrap();
}

/// A folder for a database that has to survive nothing: in memory where there is such a place, so that nothing waits
/// for the disk, as nothing does in the private `PostgreSQL`.
fn folder() -> tempfile::TempDir {
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("guichet-test-");
    let made = builder.tempdir_in("/dev/shm");
    made.or_else(|_| builder.tempdir()).unwrap()
}

/// A backend that listens, with its bank.
pub struct House {
    pub app: App,
    pub base: String,
    pub bank: Bank,
    pub folder: tempfile::TempDir,
    pub database: String,
}

impl House {
    /// Starts both, on the store of this program; `edit` may change the configuration's text first.
    pub async fn with(edit: impl Fn(String) -> String) -> Self {
        Self::on(crate::STORE, edit).await
    }

    /// The same, on a store that is named.
    pub async fn on(kind: Kind, edit: impl Fn(String) -> String) -> Self {
        let bank = Bank::start().await;
        let folder = folder();
        let database = match kind {
            Kind::Sqlite => format!("sqlite://{}/guichet.db", folder.path().display()),
            Kind::Postgres => postgres::database().await,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let app = Self::app(&folder, &database, &base, &bank, edit).await;
        let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self {
            app,
            base,
            bank,
            folder,
            database,
        }
    }

    /// The example's configuration, as it ships.
    pub async fn new() -> Self {
        Self::with(|text| text).await
    }

    /// Another application over the same database, as after a restart.
    pub async fn restarted(&self) -> App {
        self.restarted_with(|text| text).await
    }

    /// The same, after its operator edited the configuration.
    pub async fn restarted_with(&self, edit: impl Fn(String) -> String) -> App {
        Self::app(&self.folder, &self.database, &self.base, &self.bank, edit).await
    }

    /// The database itself, for what no endpoint shows.
    pub async fn sql(&self) -> sqlx::AnyPool {
        sqlx::AnyPool::connect(&self.database).await.unwrap()
    }

    /// How many rows there are: `SELECT COUNT(*) FROM …`.
    pub async fn rows(&self, of: &str) -> i64 {
        let (rows,): (i64,) = sqlx::query_as(&format!("SELECT COUNT(*) FROM {of}"))
            .fetch_one(&self.sql().await)
            .await
            .unwrap();
        rows
    }

    async fn app(
        folder: &tempfile::TempDir,
        database: &str,
        base: &str,
        bank: &Bank,
        edit: impl Fn(String) -> String,
    ) -> App {
        let text = include_str!("../../guichet.example.toml")
            .replace("http://[::1]:8083", &bank.base)
            .replace("http://127.0.0.1:8082", base)
            .replace("sqlite://var/guichet.db", database)
            .replace(
                "var/guichet.key",
                &folder.path().join("guichet.key").display().to_string(),
            );
        let path = folder.path().join("guichet.toml");
        std::fs::write(&path, edit(text)).unwrap();
        start::start(config::load(&path, []).unwrap())
            .await
            .unwrap()
    }
}
