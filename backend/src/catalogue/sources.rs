//! The operator's list of institutions, read and checked before anything is served.

use std::fmt;
use std::path::{Path, PathBuf};

use directory::compile::{self, InstitutionSource};

use crate::config::{Config, Data, Glob};

/// Why the list of institutions is refused.
#[derive(Debug)]
pub enum DataError {
    /// The file cannot be read.
    Read(PathBuf, std::io::Error),
    /// What it says is wrong: which entry, which field, what to write.
    Wrong(Option<PathBuf>, compile::Error),
    /// `institutions.down` names nothing.
    Down(String),
    /// No institution is in `server.country`.
    Country(String),
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(file, error) => write!(f, "{}: it cannot be read: {error}", file.display()),
            Self::Wrong(Some(file), error) => write!(f, "{}: {error}", file.display()),
            Self::Wrong(None, error) => error.fmt(f),
            Self::Down(pattern) => write!(
                f,
                "institutions.down: {pattern} names no institution and no region\n  write: an id as the data has it"
            ),
            Self::Country(country) => write!(
                f,
                "server.country: no institution of {country} is left to show\n  write: a country of the data, or without_connector = \"show\""
            ),
        }
    }
}

impl std::error::Error for DataError {}

/// The institutions that the configuration asks for, checked.
///
/// # Errors
/// [`DataError`]: which file, entry and field, and what to write.
pub fn sources(config: &Config) -> Result<Vec<InstitutionSource>, DataError> {
    let shipped = || compile::default_institutions().map_err(|error| DataError::Wrong(None, error));
    let sources = match &config.institutions.data {
        Data::Shipped => shipped()?,
        Data::Extended(file) => from_file(file, shipped()?)?,
        Data::Replaced(file) => from_file(file, Vec::new())?,
    };
    for pattern in &config.institutions.down {
        if down(std::slice::from_ref(pattern), &sources).is_empty() {
            return Err(DataError::Down(pattern.as_str().to_owned()));
        }
    }
    Ok(sources)
}

fn from_file(
    file: &Path,
    base: Vec<InstitutionSource>,
) -> Result<Vec<InstitutionSource>, DataError> {
    let json =
        std::fs::read_to_string(file).map_err(|error| DataError::Read(file.to_owned(), error))?;
    compile::extend(base, &json).map_err(|error| DataError::Wrong(Some(file.to_owned()), error))
}

/// The ids of institutions and regions that patterns name; an institution is down with the last of its regions.
pub(super) fn down(patterns: &[Glob], sources: &[InstitutionSource]) -> Vec<String> {
    let named = |id: &str| patterns.iter().any(|pattern| pattern.matches(id));
    let mut ids = Vec::new();
    for source in sources {
        let regions = source.regions.iter().filter(|region| named(&region.id));
        let before = ids.len();
        ids.extend(regions.map(|region| region.id.clone()));
        let all = !source.regions.is_empty() && ids.len() - before == source.regions.len();
        if all || named(&source.id) {
            ids.push(source.id.clone());
        }
    }
    ids
}
