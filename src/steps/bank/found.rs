//! What a query finds: from the directory's hits to the rows of the list.

use std::borrow::Cow;

use contract::{Choice, Space};
use directory::{
    Availability, Directory, Hit, Iban, IbanError, Options, RegionQuestion, Segment, Why,
};
use journey::Regions;

use crate::{
    banks::Banks,
    text::BankWords,
    ui::{Monogram, Row, RowState},
};

/// At most so many rows: who does not see theirs among them types a letter more, and drawing them at each key is most of what
/// a key costs.
const LIMIT: usize = 24;

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// What kind of finding it is.
    pub verdict: Verdict,
    /// Set until an account number that found something is out of the field.
    pub fresh: bool,
    entries: Vec<Entry>,
}

/// What kind of finding it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was typed.
    #[default]
    Popular,
    /// These fit.
    Fits,
    /// Nothing fits, these come near.
    Near,
    /// Nothing fits and nothing comes near.
    Nothing,
    /// An account number, and whose bank it is.
    Iban,
    /// An account number with a mistake.
    WrongDigits,
    /// An account number that is too short or too long.
    WrongLength,
}

/// A row's institution.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    row: Row,
    target: Target,
}

/// What picking a row means.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The institution's id.
    pub institution: String,
    /// The region's id, where the query decided it.
    pub region: Option<String>,
    /// Whether the region is to be asked.
    pub regions: Regions,
}

/// Searches the directory for what was typed.
pub fn find(banks: &Banks, words: &BankWords, typed: &str, space: Space) -> Found {
    let segment = match space {
        Space::Personal => Segment::Retail,
        Space::Business => Segment::Business,
    };
    banks
        .with(|directory| found(banks, directory, words, typed.trim(), segment))
        .unwrap_or_default()
}

fn found(
    banks: &Banks,
    directory: &Directory,
    words: &BankWords,
    typed: &str,
    segment: Segment,
) -> Found {
    let (verdict, hits) = match Iban::parse(typed) {
        Ok(iban) => match directory.by_iban(&iban) {
            hits if hits.is_empty() => (Verdict::Nothing, hits),
            hits => (Verdict::Iban, hits),
        },
        Err(IbanError::WrongCheckDigits) => (Verdict::WrongDigits, Vec::new()),
        Err(IbanError::WrongLength { .. }) => (Verdict::WrongLength, Vec::new()),
        Err(IbanError::NotAnIban | IbanError::UnknownCountry) => by_name(directory, typed, segment),
    };
    let entries = hits
        .iter()
        .map(|hit| entry(banks, directory, words, hit))
        .collect();
    Found {
        verdict,
        fresh: verdict == Verdict::Iban,
        entries,
    }
}

fn by_name(directory: &Directory, typed: &str, segment: Segment) -> (Verdict, Vec<Hit>) {
    let hits = directory.search(
        typed,
        &Options {
            limit: LIMIT,
            segment: Some(segment),
        },
    );
    if !hits.is_empty() {
        return (
            if typed.is_empty() {
                Verdict::Popular
            } else {
                Verdict::Fits
            },
            hits,
        );
    }
    match directory.near(typed) {
        near if near.is_empty() => (Verdict::Nothing, near),
        near => (Verdict::Near, near),
    }
}

fn entry(banks: &Banks, directory: &Directory, words: &BankWords, hit: &Hit) -> Entry {
    let institution = directory.institution(hit.institution);
    let region = hit.region.map(|at| directory.region(at));
    let name = region.map_or_else(
        || institution.name().to_owned(),
        |r| format!("{} {}", institution.name(), r.name()),
    );
    let availability = region.map_or(institution.availability(), directory::Region::availability);
    let ids = (institution.id(), region.map(directory::Region::id));
    let (state, note) = match availability {
        Availability::NoConnector => (RowState::Closed, words.not_connected),
        Availability::Down => (RowState::Closed, words.down),
        Availability::Connected if banks.is_down([Some(&ids.0), ids.1.as_deref()]) => {
            (RowState::Closed, words.down)
        }
        Availability::Connected => (RowState::Open, ""),
    };
    let former = match hit.why {
        Why::Formerly(name) => (words.formerly)(directory.text(name)),
        _ => String::new(),
    };
    let detail = [former.as_str(), note]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let ask = region.is_none() && institution.region_question() == RegionQuestion::Ask;
    let target = Target {
        institution: ids.0.into_owned(),
        region: ids.1.map(Cow::into_owned),
        regions: if ask { Regions::Ask } else { Regions::Known },
    };
    let monogram = Monogram {
        letters: institution.monogram(),
        color: institution.brand_color(),
        logo: banks.logo(&target.institution),
    };
    let key = target
        .region
        .clone()
        .unwrap_or_else(|| target.institution.clone());
    Entry {
        row: Row {
            key,
            name,
            detail,
            monogram: Some(monogram),
            state,
        },
        target,
    }
}

impl Found {
    /// How many fit.
    pub fn count(&self) -> usize {
        if self.verdict == Verdict::Near {
            0
        } else {
            self.entries.len()
        }
    }

    /// The rows, with the one that was picked marked.
    pub fn rows(&self, chosen: Option<&Choice>) -> Vec<Row> {
        let is_chosen = |target: &Target| {
            chosen.is_some_and(|choice| {
                choice.institution.as_str() == target.institution
                    && choice.region.as_ref().map(contract::RegionId::as_str)
                        == target.region.as_deref()
            })
        };
        let row = |entry: &Entry| {
            let state = if is_chosen(&entry.target) {
                RowState::Chosen
            } else {
                entry.row.state
            };
            Row {
                state,
                ..entry.row.clone()
            }
        };
        self.entries.iter().map(row).collect()
    }

    /// What picking a row means.
    pub fn pick(&self, key: &str) -> Option<Target> {
        self.entries
            .iter()
            .find(|entry| entry.row.key == key)
            .map(|entry| entry.target.clone())
    }
}
