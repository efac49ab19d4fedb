//! What `cargo xtask find` prints.

use std::fmt;

use serde::Serialize;

use super::{country_file, default_institutions};
use crate::{Availability, Directory, Hit, Options, ParseError, Why};

/// One answer, ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// From 1.
    pub rank: usize,
    /// Id of the institution.
    pub institution: String,
    /// Id of the region, when the query decides it.
    pub region: Option<String>,
    /// What a person sees: the institution, and the region after a dash.
    pub name: String,
    /// Why it is an answer, in English.
    pub why: String,
}

/// Why there is no answer at all, not even an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindError {
    /// The data does not hold.
    Data(super::Error),
    /// What was compiled cannot be read back.
    Parse(ParseError),
    /// No institutions in this country.
    Country(String),
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => error.fmt(f),
            Self::Parse(error) => error.fmt(f),
            Self::Country(code) => write!(f, "no institutions in {code}"),
        }
    }
}

impl std::error::Error for FindError {}

/// Searches the default data of one country (`"FR"` when in doubt). Nothing that fits gives no rows.
///
/// # Errors
/// When the country is not in the data.
pub fn find(query: &str, country: &str, limit: usize) -> Result<Vec<Row>, FindError> {
    let country = country.to_ascii_uppercase();
    let mut institutions = default_institutions().map_err(FindError::Data)?;
    institutions.retain(|one| one.country == country);
    if institutions.is_empty() {
        return Err(FindError::Country(country));
    }
    let file = country_file(&institutions, |_, _| Availability::Connected);
    Ok(find_in(
        &Directory::parse(file).map_err(FindError::Parse)?,
        query,
        limit,
    ))
}

/// Searches one directory, as the widget does.
pub fn find_in(directory: &Directory, query: &str, limit: usize) -> Vec<Row> {
    let hits = directory.search(
        query,
        &Options {
            limit,
            segment: None,
        },
    );
    hits.iter()
        .enumerate()
        .map(|(at, hit)| row(directory, at + 1, hit))
        .collect()
}

fn row(directory: &Directory, rank: usize, hit: &Hit) -> Row {
    let institution = directory.institution(hit.institution);
    let region = hit.region.map(|region| directory.region(region));
    let name = match region {
        Some(region) => format!("{} – {}", institution.name(), region.name()),
        None => institution.name().to_owned(),
    };
    Row {
        rank,
        institution: institution.id().into_owned(),
        region: region.map(|region| region.id().into_owned()),
        name,
        why: why(directory, hit.why),
    }
}

fn why(directory: &Directory, why: Why) -> String {
    match why {
        Why::Popular => "popular".to_owned(),
        Why::Name => "name".to_owned(),
        Why::Alias(text) => format!("also called {}", directory.text(text)),
        Why::Formerly(text) => format!("formerly {}", directory.text(text)),
        Why::Initials => "initials".to_owned(),
        Why::Domain(text) => format!("site {}", directory.text(text)),
        Why::Region(text) => format!("region {}", directory.text(text)),
        Why::Department(department) => format!("serves {department}"),
        Why::Spelling(text) => format!("close to {}", directory.text(text)),
        Why::Partly(text) => format!("contains {}", directory.text(text)),
        Why::BankCode => "bank code".to_owned(),
        Why::Bic => "BIC".to_owned(),
    }
}
