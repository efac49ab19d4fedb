//! Which institutions there are, and what a person sees of those that cannot be chosen.

use std::path::PathBuf;

use super::bank::Glob;

/// The operator's word on the institutions.
#[derive(Debug, Default)]
pub struct Institutions {
    /// Where the list comes from.
    pub data: Data,
    /// What becomes of those that no connector serves.
    pub unconnected: Unconnected,
    /// Those that do not answer at present, by institution or region id.
    pub down: Vec<Glob>,
}

/// Where the list of institutions comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Data {
    /// The data that ships.
    #[default]
    Shipped,
    /// That data and a file: an entry of the file takes the place of the one with its id.
    Extended(PathBuf),
    /// A file alone.
    Replaced(PathBuf),
}

/// What becomes of institutions that no connector serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unconnected {
    /// They are listed as not connected and cannot be chosen.
    #[default]
    Show,
    /// They are left out of the list.
    Hide,
}
