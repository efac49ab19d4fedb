//! From what a person chose to the bank that is meant.

use contract::{Choice, Code, Whereabouts};
use directory::Status;
use directory::compile::InstitutionSource;

use super::Catalogue;
use crate::config::{Bank, Banks};
use crate::problem::Fault;

/// What a choice means.
#[derive(Debug)]
pub enum Resolved {
    /// One bank.
    Bank(Place),
    /// The institution works by region, and which one is open.
    RegionOpen,
}

/// One bank, with its name.
#[derive(Clone, Debug)]
pub struct Place {
    /// How it is reached.
    pub bank: Bank,
    /// Its name, with its region.
    pub name: String,
}

impl Catalogue {
    /// The bank that a choice means.
    ///
    /// Regions that share one authorisation server need no answer: the server is the same.
    ///
    /// # Errors
    /// [`Code::InstitutionUnknown`] when the directory does not hold it (any more), [`Code::InstitutionNotConnected`]
    /// when no connector serves it.
    pub fn resolve(&self, banks: &Banks, choice: &Choice) -> Result<Resolved, Fault> {
        let unknown = || {
            Fault::Refused(
                Code::InstitutionUnknown,
                "institution and region as the directory names them",
            )
        };
        let not_connected = || Fault::Refused(Code::InstitutionNotConnected, "");
        let source = self
            .institutions
            .get(choice.institution.as_str())
            .ok_or_else(unknown)?;
        if source.status != Status::Active {
            return Err(unknown());
        }
        let id = match &choice.region {
            Some(region)
                if source
                    .regions
                    .iter()
                    .any(|known| known.id == region.as_str()) =>
            {
                region.as_str()
            }
            Some(_) => return Err(unknown()),
            None => match source.regions.as_slice() {
                [] => source.id.as_str(),
                [only] => only.id.as_str(),
                several if shares_a_server(source, banks) => several[0].id.as_str(),
                several
                    if several
                        .iter()
                        .any(|region| banks.find(&region.id, &source.country).is_some()) =>
                {
                    return Ok(Resolved::RegionOpen);
                }
                _ => return Err(not_connected()),
            },
        };
        let bank = banks.find(id, &source.country).ok_or_else(not_connected)?;
        Ok(Resolved::Bank(Place {
            bank,
            name: self.name(choice),
        }))
    }

    /// The name of the bank a choice means, with its region.
    pub fn name(&self, choice: &Choice) -> String {
        let Some(source) = self.institutions.get(choice.institution.as_str()) else {
            return choice.institution.0.clone();
        };
        let region = choice.region.as_ref().and_then(|id| {
            source
                .regions
                .iter()
                .find(|region| region.id == id.as_str())
        });
        match region {
            Some(region) => format!("{} {}", source.name, region.name),
            None => source.name.clone(),
        }
    }

    /// What a screen says about where the journey is heading.
    pub fn whereabouts(&self, choice: &Choice) -> Whereabouts {
        Whereabouts {
            choice: choice.clone(),
            bank: self.name(choice),
        }
    }

    /// All institutions of a country, for the partner API.
    pub fn of_country(&self, country: &str) -> Vec<&InstitutionSource> {
        let mut found: Vec<&InstitutionSource> = self
            .institutions
            .values()
            .filter(|source| source.country == country && source.status == Status::Active)
            .collect();
        found.sort_by_key(|source| (source.popularity.unwrap_or(u32::MAX), &source.name));
        found
    }
}

fn shares_a_server(source: &InstitutionSource, banks: &Banks) -> bool {
    if source.regions_share_a_server() {
        return true;
    }
    let mut issuers = source.regions.iter().map(|region| {
        banks
            .find(&region.id, &source.country)
            .map(|bank| bank.issuer())
    });
    match issuers.next() {
        Some(Some(first)) => issuers.all(|issuer| issuer.as_ref() == Some(&first)),
        _ => false,
    }
}
