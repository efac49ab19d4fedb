//! The institutions: which bank a choice means, and the directory files that the widget searches.

pub mod files;
mod resolve;
mod sources;

pub use files::routes;
pub use resolve::{Place, Resolved};
pub use sources::{DataError, sources};

use std::collections::HashMap;

use directory::compile::InstitutionSource;

use crate::config::Config;
use files::Files;

/// All institutions of the operator's data, by id, and the files made from them.
#[derive(Debug)]
pub struct Catalogue {
    institutions: HashMap<String, InstitutionSource>,
    files: Files,
}

impl Catalogue {
    /// Builds the catalogue. Takes a few seconds: the files are compressed once, here.
    ///
    /// # Errors
    /// What is wrong with the data.
    pub fn build(config: &Config) -> Result<Self, DataError> {
        let sources = sources(config)?;
        let files = Files::compile(&sources, config)?;
        let institutions = sources
            .into_iter()
            .map(|source| (source.id.clone(), source))
            .collect();
        Ok(Self {
            institutions,
            files,
        })
    }
}
