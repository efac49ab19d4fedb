//! From a checked configuration to an application that can answer.

use std::fmt;
use std::sync::Arc;

use secrecy::ExposeSecret;

use crate::app::{App, Parts};
use crate::assets::Assets;
use crate::catalogue::{Catalogue, DataError};
use crate::clock::Clock;
use crate::config::{Config, KeySource};
use crate::limits::Limiter;
use crate::metering::Meter;
use crate::metrics::Metrics;
use crate::secrets::{KeyError, Keys};
use crate::store::Store;
use crate::upstream::Upstream;
use crate::webhooks::Post;

/// Why the backend does not start.
#[derive(Debug)]
pub enum StartError {
    /// The master key.
    Key(KeyError),
    /// The database.
    Store(sqlx::Error),
    /// The institutions.
    Catalogue(DataError),
    /// The widget's files.
    Assets(std::io::Error),
    /// The HTTP client.
    Http(reqwest::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::Store(error) => write!(f, "the database: {error}"),
            Self::Catalogue(error) => write!(f, "the institutions: {error}"),
            Self::Assets(error) => write!(f, "the widget's files: {error}"),
            Self::Http(error) => write!(f, "the HTTP client: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

/// Opens the database, reads keys and files, and puts the application together.
///
/// # Errors
/// [`StartError`], in words.
pub async fn start(config: Config) -> Result<App, StartError> {
    let clock = Clock::default();
    let metrics = Arc::new(Metrics::default());
    let limiter = Limiter::new(&config.limits);
    let keys = keys(&config)?;
    let store = Store::open(&config.storage.database)
        .await
        .map_err(StartError::Store)?;
    let catalogue = Catalogue::build(&config).map_err(StartError::Catalogue)?;
    let assets = assets(&config).map_err(StartError::Assets)?;
    let meter = Meter::new(store.clone(), clock.clone(), config.prices.clone());
    let upstream =
        Upstream::new(clock.clone(), Arc::clone(&metrics), meter).map_err(StartError::Http)?;
    Ok(App::new(Parts {
        config,
        store,
        clock,
        keys,
        upstream,
        metrics,
        catalogue,
        assets,
        post: Post::new().map_err(StartError::Http)?,
        limiter,
    }))
}

/// The keys that the configuration names.
///
/// # Errors
/// [`StartError::Key`].
pub fn keys(config: &Config) -> Result<Keys, StartError> {
    match &config.storage.key {
        KeySource::File(path) => Keys::from_file(path),
        KeySource::Text(text) => Keys::from_text(text.expose_secret()),
    }
    .map_err(StartError::Key)
}

#[cfg(feature = "embed")]
fn assets(config: &Config) -> std::io::Result<Assets> {
    config
        .server
        .assets
        .as_deref()
        .map_or_else(|| Ok(Assets::embedded()), Assets::from_folder)
}

#[cfg(not(feature = "embed"))]
fn assets(config: &Config) -> std::io::Result<Assets> {
    Assets::from_folder(
        config
            .server
            .assets
            .as_deref()
            .unwrap_or_else(|| std::path::Path::new("dist")),
    )
}
