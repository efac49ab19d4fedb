//! The compact text that a browser loads: one line per institution, one per region below it.
//!
//! ```text
//! guichet-directory 1 FR 15
//! Crédit Agricole⇥<flags>⇥aliases⇥BIC⇥bank codes⇥domain⇥colour⇥group⇥id⇥successor
//! ⇥Alpes Provence⇥<flags>⇥aliases⇥departments⇥BIC⇥bank codes⇥domain⇥id
//! ```
//!
//! The first line holds version, country and how many institutions carry a popularity. Fields are
//! separated by tabs and left off at the end when empty, lists by `|`. An id is there only where the
//! name does not give it. Lines stand in rank order, so a position needs no number and a successor
//! is a line's number among institutions.

use crate::{Availability, Segments, Status, fold};

/// Opens every file. A reader refuses any other version.
pub(crate) const MAGIC: &str = "guichet-directory 1";
/// Separates fields.
pub(crate) const FIELD: char = '\t';
/// Separates the items of a list.
pub(crate) const ITEM: char = '|';
/// A region's domain when it is the institution's.
pub(crate) const SAME: &str = "=";

/// Field numbers of an institution's line.
pub(crate) mod institution {
    pub const NAME: usize = 0;
    pub const FLAGS: usize = 1;
    pub const ALIASES: usize = 2;
    pub const BIC: usize = 3;
    pub const BANK_CODES: usize = 4;
    pub const DOMAIN: usize = 5;
    pub const COLOR: usize = 6;
    pub const GROUP: usize = 7;
    pub const ID: usize = 8;
    pub const SUCCESSOR: usize = 9;
}

/// Field numbers of a region's line; field 0 is empty and tells the two kinds of line apart.
pub(crate) mod region {
    pub const NAME: usize = 1;
    pub const FLAGS: usize = 2;
    pub const ALIASES: usize = 3;
    pub const DEPARTMENTS: usize = 4;
    pub const BIC: usize = 5;
    pub const BANK_CODES: usize = 6;
    pub const DOMAIN: usize = 7;
    pub const ID: usize = 8;
}

/// The field with this number, or `""` when the line ends before it.
pub(crate) fn field(line: &str, number: usize) -> &str {
    line.split(FIELD).nth(number).unwrap_or_default()
}

/// The items of a list; none for an empty field.
pub(crate) fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(ITEM).filter(|item| !item.is_empty())
}

/// An empty field is nothing.
pub(crate) fn optional(field: &str) -> Option<&str> {
    (!field.is_empty()).then_some(field)
}

/// The id an institution has when the file does not say: its folded name, with the country before
/// it outside France, as the data's own ids are made.
pub(crate) fn institution_id(country: &str, name: &str) -> String {
    let slug = fold(name).replace(' ', "-");
    if country == "FR" {
        slug
    } else {
        [&fold(country), "-", &slug].concat()
    }
}

/// The id a region has when the file does not say.
pub(crate) fn region_id(institution: &str, name: &str) -> String {
    [institution, "-", &fold(name).replace(' ', "-")].concat()
}

/// One character for what an institution is: two bits each for segments, availability and status,
/// one for a shared authorisation server; written as an offset from `'0'` so that the file stays text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    /// Reads the character; `None` when it is not one that a writer makes.
    pub(crate) fn read(field: &str) -> Option<Self> {
        match field.as_bytes() {
            [byte] => byte.checked_sub(b'0').filter(|bits| *bits < 0x4b).map(Self),
            _ => None,
        }
    }

    /// Which spaces it has.
    pub(crate) fn segments(self) -> Segments {
        match self.0 & 3 {
            1 => Segments::Retail,
            2 => Segments::Business,
            3 => Segments::Both,
            _ => Segments::Unknown,
        }
    }

    /// Whether the backend can take a person there.
    pub(crate) fn availability(self) -> Availability {
        match self.0 >> 2 & 3 {
            0 => Availability::Connected,
            1 => Availability::NoConnector,
            _ => Availability::Down,
        }
    }

    /// Whether it still exists.
    pub(crate) fn status(self) -> Status {
        match self.0 >> 4 & 3 {
            0 => Status::Active,
            1 => Status::Merged,
            _ => Status::Closed,
        }
    }

    /// Whether its regions share one authorisation server.
    pub(crate) fn shared_server(self) -> bool {
        self.0 & 0x40 != 0
    }
}

#[cfg(feature = "compile")]
impl Flags {
    /// Packs what an institution is.
    pub(crate) fn pack(
        segments: Segments,
        availability: Availability,
        status: Status,
        shared_server: bool,
    ) -> Self {
        let segments = match segments {
            Segments::Unknown => 0,
            Segments::Retail => 1,
            Segments::Business => 2,
            Segments::Both => 3,
        };
        let availability = match availability {
            Availability::Connected => 0,
            Availability::NoConnector => 1,
            Availability::Down => 2,
        };
        let status = match status {
            Status::Active => 0,
            Status::Merged => 1,
            Status::Closed => 2,
        };
        Self(segments | availability << 2 | status << 4 | u8::from(shared_server) << 6)
    }

    /// As the file has it.
    pub(crate) fn character(self) -> char {
        char::from(b'0' + self.0)
    }
}
