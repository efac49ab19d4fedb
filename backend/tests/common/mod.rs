//! A whole backend on free ports, a small STET bank beside it, and a browser's part in between.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test program uses its own part of this"
)]

pub mod bank;
pub mod person;

use std::net::SocketAddr;

use backend::app::{App, router};
use backend::{config, start};
use tokio::net::TcpListener;

pub use bank::Bank;
pub use person::Person;

/// The partner's page in all tests.
pub const PAGE: &str = "http://localhost:8080";

/// A backend that listens, with its bank.
pub struct House {
    pub app: App,
    pub base: String,
    pub bank: Bank,
    pub folder: tempfile::TempDir,
}

impl House {
    /// Starts both; `edit` may change the configuration's text first.
    pub async fn with(edit: impl Fn(String) -> String) -> Self {
        let bank = Bank::start().await;
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let app = Self::app(&folder, &base, &bank, edit).await;
        let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self {
            app,
            base,
            bank,
            folder,
        }
    }

    /// The example's configuration, as it ships.
    pub async fn new() -> Self {
        Self::with(|text| text).await
    }

    /// Another application over the same database, as after a restart.
    pub async fn restarted(&self) -> App {
        Self::app(&self.folder, &self.base, &self.bank, |text| text).await
    }

    async fn app(
        folder: &tempfile::TempDir,
        base: &str,
        bank: &Bank,
        edit: impl Fn(String) -> String,
    ) -> App {
        let text = include_str!("../../guichet.example.toml")
            .replace("http://[::1]:8083", &bank.base)
            .replace("http://127.0.0.1:8082", base)
            .replace(
                "sqlite://var/",
                &format!("sqlite://{}/", folder.path().display()),
            )
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
