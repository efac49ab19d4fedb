//! One region, read from its line when asked.

use std::borrow::Cow;

use super::{Availability, Directory, Institution, RegionIndex, RegionRow};
use crate::file::{self, region as field};

/// One region of an institution.
#[derive(Clone, Copy)]
pub struct Region<'d> {
    /// The directory that it belongs to.
    pub(super) directory: &'d Directory,
    /// Its position there.
    pub(super) index: RegionIndex,
}

impl<'d> Region<'d> {
    fn row(self) -> &'d RegionRow {
        &self.directory.regions[self.index.get()]
    }

    fn field(self, number: usize) -> &'d str {
        file::field(self.directory.text(self.row().line), number)
    }

    /// Its position in the directory.
    pub fn index(self) -> RegionIndex {
        self.index
    }

    /// The institution it is a region of.
    pub fn institution(self) -> Institution<'d> {
        self.directory.institution(self.row().institution)
    }

    /// Stable id.
    pub fn id(self) -> Cow<'d, str> {
        match self.field(field::ID) {
            "" => Cow::Owned(file::region_id(&self.institution().id(), self.name())),
            id => Cow::Borrowed(id),
        }
    }

    /// The name people see, without the institution's.
    pub fn name(self) -> &'d str {
        self.field(field::NAME)
    }

    /// Nicknames, abbreviations, old names.
    pub fn aliases(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::ALIASES))
    }

    /// Numbers of the departments it serves. Incomplete: suggest with it, never hide.
    pub fn departments(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::DEPARTMENTS))
    }

    /// Business identifier codes.
    pub fn bic(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::BIC))
    }

    /// Bank codes as they stand in an IBAN.
    pub fn bank_codes(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::BANK_CODES))
    }

    /// Where its customers log in.
    pub fn domain(self) -> Option<&'d str> {
        match self.field(field::DOMAIN) {
            file::SAME => self.institution().domain(),
            other => file::optional(other),
        }
    }

    /// Whether the backend can take a person there.
    pub fn availability(self) -> Availability {
        self.row().flags.availability()
    }
}
