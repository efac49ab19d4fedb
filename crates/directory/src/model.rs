//! What a directory holds: institutions, their regions, and the few things they can be.

mod institution;
mod kinds;
mod region;

pub use institution::Institution;
pub use kinds::{Availability, RegionQuestion, Segment, Segments, Status};
pub use region::Region;

use crate::{file::Flags, hit::Text, index::Index};

/// The institutions of one country, parsed and ready to be searched.
///
/// Indices are ranks: active institutions come first, by popularity and then by name.
pub struct Directory {
    /// The compact text; everything else points into it.
    pub(crate) text: String,
    /// Where the country code sits in the text.
    pub(crate) country: Text,
    /// One row per institution, and a last one that only ends the ranges.
    pub(crate) institutions: Vec<InstitutionRow>,
    /// Every region, grouped by institution.
    pub(crate) regions: Vec<RegionRow>,
    /// How many institutions at the front carry a popularity.
    pub(crate) popular: usize,
    /// Words and labels.
    pub(crate) index: Index,
}

/// Where an institution is found in the text and in the other tables.
pub(crate) struct InstitutionRow {
    /// The line.
    pub line: Text,
    /// Its first region; the next row's is the end.
    pub first_region: u32,
    /// Its first label in the index; the next row's is the end.
    pub first_label: u32,
    /// Segments, availability, status, region question.
    pub flags: Flags,
}

/// Where a region is found in the text.
pub(crate) struct RegionRow {
    /// The line.
    pub line: Text,
    /// The institution it belongs to.
    pub institution: InstitutionIndex,
    /// The departments it serves, one bit each (see `departments`). Incomplete by nature.
    pub departments: u128,
    /// Availability.
    pub flags: Flags,
}

/// Position of an institution in its directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionIndex(pub(crate) u32);

/// Position of a region in its directory (not within its institution).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionIndex(pub(crate) u32);

impl InstitutionIndex {
    /// As a position in a list.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

impl RegionIndex {
    /// As a position in a list.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

impl Directory {
    /// ISO 3166 code of the country.
    pub fn country(&self) -> &str {
        self.text(self.country)
    }

    /// The characters that a [`Text`] of this directory points at; `""` for one of another.
    pub fn text(&self, text: Text) -> &str {
        self.text.get(text.range()).unwrap_or_default()
    }

    /// How many institutions there are, inactive ones included.
    pub fn len(&self) -> usize {
        self.institutions.len() - 1
    }

    /// Whether there is no institution at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every institution in rank order: active by popularity and name, then the inactive ones.
    pub fn institutions(&self) -> impl ExactSizeIterator<Item = Institution<'_>> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(|at| Institution {
            directory: self,
            index: InstitutionIndex(at),
        })
    }

    /// The institution at `index`. Indices come from this directory's own answers.
    pub fn institution(&self, index: InstitutionIndex) -> Institution<'_> {
        debug_assert!(index.get() < self.len());
        Institution {
            directory: self,
            index,
        }
    }

    /// The region at `index`. Indices come from this directory's own answers.
    pub fn region(&self, index: RegionIndex) -> Region<'_> {
        debug_assert!(index.get() < self.regions.len());
        Region {
            directory: self,
            index,
        }
    }

    /// The institution with this id, for the `institution` attribute and remembered choices.
    pub fn by_id(&self, id: &str) -> Option<Institution<'_>> {
        self.institutions()
            .find(|institution| institution.id() == id)
    }

    /// Bytes held on the heap, the raw text included.
    pub fn heap_bytes(&self) -> usize {
        self.text.capacity()
            + self.institutions.capacity() * size_of::<InstitutionRow>()
            + self.regions.capacity() * size_of::<RegionRow>()
            + self.index.heap_bytes()
    }
}
