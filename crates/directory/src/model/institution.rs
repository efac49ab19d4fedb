//! One institution, read from its line when asked.

use std::borrow::Cow;

use super::{
    Availability, Directory, InstitutionIndex, InstitutionRow, Region, RegionIndex, RegionQuestion,
    Segments, Status,
};
use crate::{
    file::{self, institution as field},
    fold::capital,
};

/// One institution of a directory.
#[derive(Clone, Copy)]
pub struct Institution<'d> {
    /// The directory that it belongs to.
    pub(super) directory: &'d Directory,
    /// Its position there.
    pub(super) index: InstitutionIndex,
}

impl<'d> Institution<'d> {
    fn row(self) -> &'d InstitutionRow {
        &self.directory.institutions[self.index.get()]
    }

    fn field(self, number: usize) -> &'d str {
        file::field(self.directory.text(self.row().line), number)
    }

    /// Its position in the directory, which is also its rank.
    pub fn index(self) -> InstitutionIndex {
        self.index
    }

    /// Stable id, as the backend and its configuration know it.
    pub fn id(self) -> Cow<'d, str> {
        match self.field(field::ID) {
            "" => Cow::Owned(file::institution_id(self.directory.country(), self.name())),
            id => Cow::Borrowed(id),
        }
    }

    /// The name people see.
    pub fn name(self) -> &'d str {
        self.field(field::NAME)
    }

    /// Other names: nicknames, abbreviations, old names. Without those that fold to the same.
    pub fn aliases(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::ALIASES))
    }

    /// Business identifier codes. Several institutions can share one.
    pub fn bic(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::BIC))
    }

    /// Bank codes as they stand in an IBAN (France: five digits).
    pub fn bank_codes(self) -> impl Iterator<Item = &'d str> {
        file::list(self.field(field::BANK_CODES))
    }

    /// Where its customers log in.
    pub fn domain(self) -> Option<&'d str> {
        file::optional(self.field(field::DOMAIN))
    }

    /// Brand colour, `#RRGGBB`.
    pub fn brand_color(self) -> Option<String> {
        file::optional(self.field(field::COLOR)).map(|hex| ["#", hex].concat())
    }

    /// The group that owns it.
    pub fn group(self) -> Option<&'d str> {
        file::optional(self.field(field::GROUP))
    }

    /// Which spaces it has.
    pub fn segments(self) -> Segments {
        self.row().flags.segments()
    }

    /// Whether the backend can take a person there.
    pub fn availability(self) -> Availability {
        self.row().flags.availability()
    }

    /// Whether it still exists.
    pub fn status(self) -> Status {
        self.row().flags.status()
    }

    /// Place in the editorial order of popular institutions, from 1; `None` for all others.
    pub fn popularity(self) -> Option<usize> {
        (self.index.get() < self.directory.popular).then_some(self.index.get() + 1)
    }

    /// Who took over its customers.
    pub fn successor(self) -> Option<Institution<'d>> {
        let number: u32 = self.field(field::SUCCESSOR).parse().ok()?;
        ((number as usize) < self.directory.len())
            .then(|| self.directory.institution(InstitutionIndex(number)))
    }

    /// Its regions, by name.
    pub fn regions(self) -> impl ExactSizeIterator<Item = Region<'d>> {
        let end = self.directory.institutions[self.index.get() + 1].first_region;
        (self.row().first_region..end).map(move |at| Region {
            directory: self.directory,
            index: RegionIndex(at),
        })
    }

    /// Whether the region step is needed.
    pub fn region_question(self) -> RegionQuestion {
        match (self.regions().len(), self.row().flags.shared_server()) {
            (0, _) => RegionQuestion::None,
            (1, _) | (_, true) => RegionQuestion::Shared,
            _ => RegionQuestion::Ask,
        }
    }

    /// One to three capital letters for the tile: "CA" for Crédit Agricole, "LCL", "N2" for N26.
    pub fn monogram(self) -> String {
        monogram(self.name())
    }
}

/// An abbreviation of two or three capitals that opens the name ("SG", "LCL"); else the capitals of the first two words
/// that carry a meaning, or the first two characters.
fn monogram(name: &str) -> String {
    let opening = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let own = opening.filter(|word| {
        matches!(word.len(), 2 | 3) && word.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    if let Some(own) = own {
        return own.to_owned();
    }
    let folded = crate::fold(name);
    let mut words = folded
        .split(' ')
        .filter(|word| !crate::index::is_stop_word(word));
    let first = words.next().unwrap_or(&folded);
    let second = words
        .next()
        .map_or_else(|| first.chars().nth(1), |word| word.chars().next());
    first.chars().take(1).chain(second).map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::monogram;

    #[test]
    fn a_monogram_is_two_capitals_or_the_abbreviation_that_opens_the_name() {
        for (name, expected) in [
            ("Crédit Agricole", "CA"),
            ("Caisse d'Épargne", "CE"),
            ("La Banque Postale", "BP"),
            ("N26", "N2"),
            ("SG (Société Générale)", "SG"),
            ("LCL", "LCL"),
            ("BRED", "BR"),
            ("Île-de-France", "IF"),
            ("", ""),
        ] {
            assert_eq!(monogram(name), expected, "{name}");
        }
    }
}
