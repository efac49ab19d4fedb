//! From the file's shapes to values that cannot be wrong.

mod connector;
mod institutions;
mod partner;
mod prices;
mod privacy;
mod purpose;

use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use super::raw::{RawConfig, RawRefresh, RawServer, RawStorage};
use super::{Banks, Config, ConfigError, KeySource, Operation, Origin, Refresh, Server, Storage};
use crate::refresh::MOST_A_DAY;

/// Where an error is to point.
pub(super) struct Place<'a> {
    pub file: &'a Path,
    pub text: &'a str,
}

impl Place<'_> {
    /// An error at a value.
    pub(super) fn error<T>(
        &self,
        at: &Spanned<T>,
        what: impl Into<String>,
        write: impl Into<String>,
    ) -> ConfigError {
        self.at(&at.span(), what.into(), write.into())
    }

    fn at(&self, span: &Range<usize>, what: String, write: String) -> ConfigError {
        let line = (span.end > 0).then(|| {
            self.text[..span.start.min(self.text.len())]
                .matches('\n')
                .count()
                + 1
        });
        ConfigError {
            file: self.file.to_owned(),
            line,
            what,
            write,
        }
    }

    /// TOML's own complaint. Its message names types and fields; a value only where it is one of a fixed set.
    pub(super) fn toml_error(&self, error: &toml::de::Error) -> ConfigError {
        let message = error.message().to_owned();
        let write = if message.contains("expected") || message.contains("unknown field") {
            "what the message expects; guichet.example.toml shows every key with its meaning"
                .to_owned()
        } else {
            "the missing or corrected value; guichet.example.toml shows every key with its meaning"
                .to_owned()
        };
        self.at(&error.span().unwrap_or(0..0), message, write)
    }
}

/// Checks everything.
pub(super) fn config(place: &Place<'_>, raw: RawConfig) -> Result<Config, ConfigError> {
    let server = server(place, raw.server)?;
    let purposes = purpose::all(place, raw.purposes)?;
    let partners = partner::all(place, raw.partners, &purposes, server.operation)?;
    let connectors = connector::all(place, raw.connectors, &raw.aisps, server.operation)?;
    Ok(Config {
        server,
        storage: storage(place, raw.storage)?,
        limits: raw.limits,
        prices: prices::prices(place, raw.prices)?,
        refresh: refresh(place, raw.refresh)?,
        privacy: privacy::privacy(place, raw.privacy)?,
        partners,
        purposes,
        banks: Banks { connectors },
        institutions: institutions::institutions(place, raw.institutions)?,
    })
}

fn server(place: &Place<'_>, raw: RawServer) -> Result<Server, ConfigError> {
    let public_url = origin(place, &raw.public_url, "public_url")?;
    let operation = if raw.sandbox {
        Operation::Sandbox
    } else {
        Operation::Live
    };
    if operation == Operation::Live && !public_url.is_https() {
        return Err(place.error(
            &raw.public_url,
            "public_url is plain http and sandbox is not set",
            "public_url = \"https://connect.example\", or sandbox = true on a trial machine",
        ));
    }
    let client_address_header = raw
        .client_address_header
        .map(|name| {
            name.get_ref().parse().map_err(|_| {
                place.error(
                    &name,
                    "client_address_header is not the name of a header",
                    "client_address_header = \"x-real-ip\"",
                )
            })
        })
        .transpose()?;
    Ok(Server {
        client_address_header,
        listen: raw.listen,
        metrics: raw.metrics,
        public_url,
        assets: raw.assets,
        logos: institutions::logos(place, raw.logos, operation)?,
        country: raw.country,
        operation,
    })
}

/// Once a day, where the operator does not say.
fn refresh(place: &Place<'_>, raw: RawRefresh) -> Result<Refresh, ConfigError> {
    let times_a_day = raw.times_a_day.map_or(Ok(1), |times| match *times.get_ref() {
        fine if i64::from(fine) <= MOST_A_DAY => Ok(fine),
        _ => Err(place.error(
            &times,
            "without the person a bank need not answer more than 4 times a day (RTS 2018/389 art. 36(5)(b))",
            "times_a_day = 0 to 4",
        )),
    })?;
    Ok(Refresh { times_a_day })
}

fn storage(place: &Place<'_>, raw: RawStorage) -> Result<Storage, ConfigError> {
    let database = match raw.database {
        None => "sqlite://var/guichet.db".to_owned(),
        Some(database) => {
            let known = ["sqlite:", "postgres:", "postgresql:"];
            if !known
                .iter()
                .any(|scheme| database.get_ref().starts_with(scheme))
            {
                return Err(place.error(
                    &database,
                    "storage.database is neither SQLite nor PostgreSQL",
                    "database = \"sqlite://var/guichet.db\" or \"postgres://user@host/guichet\"",
                ));
            }
            database.into_inner()
        }
    };
    let key = match raw.key {
        Some(text) => KeySource::Text(text),
        None => KeySource::File(raw.key_file.unwrap_or_else(|| "var/guichet.key".into())),
    };
    Ok(Storage { database, key })
}

/// An origin, or an error at its place.
fn origin(place: &Place<'_>, text: &Spanned<String>, field: &str) -> Result<Origin, ConfigError> {
    Origin::parse(text.get_ref()).map_err(|why| {
        place.error(
            text,
            format!("{field}: {why}"),
            format!("{field} as scheme, host and port: \"https://shop.example\""),
        )
    })
}
