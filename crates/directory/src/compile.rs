//! From the operator's JSON to what a browser loads, and `find` for the command line.
//!
//! ```
//! use directory::{Availability, Directory, compile};
//!
//! let sources = compile::institutions(compile::FRANCE)?;
//! let file = compile::country_file(&sources, |_, _| Availability::Connected);
//! let directory = Directory::parse(file)?;
//! let hits = directory.search("cmso", &Default::default());
//! assert_eq!(directory.institution(hits[0].institution).id(), "credit-mutuel");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checks; // what a single value has to look like
mod country; // checked institutions -> compact text
mod error; // what is wrong, where, and what to write
mod find; // rows for `cargo xtask find`
mod read; // one JSON object -> one institution
mod source; // institutions as the operator writes them

pub use country::{countries, country_file};
pub use error::Error;
pub use find::{FindError, Row, find, find_in};
pub use source::{InstitutionSource, RegionSource};

/// Institutions of France, the default data.
pub const FRANCE: &str = include_str!("../data/institutions-fr.json");

/// Institutions of the other countries of the EU and EEA and of the United Kingdom, the default data.
pub const EUROPE: &str = include_str!("../data/institutions-eu.json");

/// Reads and checks institutions from JSON: an array in the format of the default data.
///
/// # Errors
/// The first thing that is wrong, with the institution and the field.
pub fn institutions(json: &str) -> Result<Vec<InstitutionSource>, Error> {
    let institutions = read_all(json)?;
    checks::together(&institutions)?;
    Ok(institutions)
}

/// Each institution by itself.
fn read_all(json: &str) -> Result<Vec<InstitutionSource>, Error> {
    let values: Vec<serde_json::Value> =
        serde_json::from_str(json).map_err(|error| Error::json(&error))?;
    values
        .iter()
        .enumerate()
        .map(|(at, value)| read::institution(at, value))
        .collect()
}

/// Adds institutions from JSON to a list, checked together: one with the id of another takes its place.
///
/// # Errors
/// The first thing that is wrong, with the institution and the field.
pub fn extend(
    mut base: Vec<InstitutionSource>,
    json: &str,
) -> Result<Vec<InstitutionSource>, Error> {
    let own = read_all(json)?;
    checks::different(&own)?;
    base.retain(|known| own.iter().all(|one| one.id != known.id));
    base.extend(own);
    checks::together(&base)?;
    Ok(base)
}

/// The default data of all countries, checked.
///
/// # Errors
/// When a file that ships with this crate is wrong, which a test rules out.
pub fn default_institutions() -> Result<Vec<InstitutionSource>, Error> {
    let mut all = institutions(FRANCE)?;
    all.extend(institutions(EUROPE)?);
    checks::together(&all)?;
    Ok(all)
}
