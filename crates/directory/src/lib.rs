//! The directory of institutions: find a bank, and its region, from what people really type.
//!
//! Pure: no I/O, no clock, no DOM. The backend turns the operator's JSON into one compact text per
//! country (feature `compile`); the browser parses that text and searches it on every key.
//!
//! Start at [`Directory`]: `parse` a country's text, then `search`, `near`, `rank_regions`,
//! `by_iban`, `by_bic`.

// A slice of a text that could panic would print the text around it, and knowing which characters can be printed takes
// three kilobytes of what a page loads: `get` has no such path.
#![cfg_attr(not(any(test, feature = "compile")), warn(clippy::string_slice))]

mod bic; // business identifier codes: is it one, and which entries does it name
#[cfg(feature = "compile")]
pub mod compile; // operator's JSON in, compact country file out, and `find` for the command line
mod departments; // the 101 French departments, their names and towns
mod file; // the compact text format: line layout shared by reader and writer
mod fold; // case, accents, hyphens and apostrophes away
mod hit; // what a search answers, and why
mod iban; // account numbers recognised and checked; digits never printed
mod index; // words and labels, built once per parse
mod lookup; // IBAN and BIC -> institution and region
mod model; // Directory, Institution, Region and their small enums
mod parse; // compact text -> Directory
mod regions; // the region step: rank, never hide
mod search; // queries against the index

pub use departments::{Department, departments};
pub use fold::fold;
pub use hit::{Hit, Match, Text, Why};
pub use iban::{Iban, IbanError};
pub use model::{
    Availability, Directory, Institution, InstitutionIndex, Region, RegionIndex, RegionQuestion,
    Segment, Segments, Status,
};
pub use parse::ParseError;
pub use regions::RankedRegion;
pub use search::Options;
