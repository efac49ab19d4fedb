//! What a search answers, and why.

use std::ops::Range;

use crate::{Department, InstitutionIndex, RegionIndex};

/// A piece of a directory's text, to be read with `Directory::text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    start: u32,
    len: u32,
}

impl Text {
    /// The piece at these bytes.
    pub(crate) fn new(range: Range<usize>) -> Self {
        // A country file beyond 4 GB is refused by `parse`; saturating keeps this total.
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: small(range.start),
            len: small(range.len()),
        }
    }

    /// Its bytes in the text.
    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// One answer of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The institution; where the one that matched is gone, its successor.
    pub institution: InstitutionIndex,
    /// The region, when the query already decides it.
    pub region: Option<RegionIndex>,
    /// Why it is here, to be told to the person where it is not obvious.
    pub why: Why,
    /// How well the query fits.
    pub fit: Match,
}

/// Why an institution is among the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing was typed: it is one of the popular ones.
    Popular,
    /// Its name.
    Name,
    /// Another name of it: nickname, abbreviation, group.
    Alias(Text),
    /// The name of an institution that is now part of it.
    Formerly(Text),
    /// The first letters of its name.
    Initials,
    /// The address of its site.
    Domain(Text),
    /// The region's name or nickname.
    Region(Text),
    /// A department, or a town in it, that the region serves.
    Department(Department),
    /// A name that differs by a slip of the finger.
    Spelling(Text),
    /// Part of the query fits; the rest is unknown.
    Partly(Text),
    /// The bank code in an IBAN.
    BankCode,
    /// A business identifier code.
    Bic,
}

/// How well a query fits, best first. Ranking goes by this, then popularity, then name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// Exactly the name that people see.
    Name,
    /// Exactly another name, or the name without its generic words.
    Exact,
    /// The start of a name.
    Start,
    /// First letters.
    Initials,
    /// All words are in the name, in whatever order.
    Words,
    /// All words are in its names taken together, or in the places it serves.
    Scattered,
    /// One cheap slip: neighbouring key, swapped or doubled letter.
    Slip,
    /// One wrong letter.
    Typo,
    /// Two wrong letters, or one in a word not finished.
    Typos,
    /// Some words fit and some do not.
    Partly,
}

/// Puts an item into a sorted list, behind its equals. The lists of this crate are short or grow in
/// order, and the standard library's sorts are several kilobytes that every visitor would download.
pub(crate) fn insert_by<T, K: Ord>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) {
    let own = key(&item);
    let at = list.partition_point(|other| key(other) <= own);
    list.insert(at, item);
}
