//! Compact text in, directory out.

use std::fmt;

use crate::{
    Directory, InstitutionIndex, Status, departments,
    file::{self, Flags, institution, region},
    hit::{Text, insert_by},
    index::{Builder, Class, Source},
    model::{InstitutionRow, RegionRow},
};

/// Why a text is not a directory. The browser then asks for the file again, or says that the list of
/// banks could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The first line is not that of a version this reader knows.
    Version,
    /// The line with this number, from 1, is malformed.
    Line(usize),
    /// More text than 32-bit positions can address.
    TooLarge,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => f.write_str("not a directory of a version known here"),
            Self::Line(number) => write!(f, "line {number} of the directory is malformed"),
            Self::TooLarge => f.write_str("the directory is too large"),
        }
    }
}

impl std::error::Error for ParseError {}

impl Directory {
    /// Reads a country's compact text and builds its index. Pass a `String` to avoid a copy.
    ///
    /// # Errors
    /// When the text is not one that this version's `compile::country_file` writes.
    pub fn parse(text: impl Into<String>) -> Result<Self, ParseError> {
        let text = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(ParseError::TooLarge);
        }
        let mut directory = Self::rows(text)?;
        directory.build_index();
        Ok(directory)
    }

    /// Finds the lines and reads what ranges and flags need.
    fn rows(text: String) -> Result<Self, ParseError> {
        let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
        let mut words = head
            .strip_prefix(file::MAGIC)
            .ok_or(ParseError::Version)?
            .split(' ')
            .skip(1);
        let country = words
            .next()
            .filter(|code| code.len() == 2)
            .ok_or(ParseError::Version)?;
        let country = file::MAGIC.len() + 1..file::MAGIC.len() + 1 + country.len();
        let popular = words
            .next()
            .and_then(|count| count.parse().ok())
            .ok_or(ParseError::Version)?;

        let numbers = departments::numbers();
        // A little over what there will be, and given back in the end: counting the lines is a walk of its own.
        let mut institutions: Vec<InstitutionRow> = Vec::with_capacity(body.len() / 64 + 2);
        let mut regions = Vec::new();
        let mut start = head.len() + 1;
        for (number, line) in body.lines().enumerate() {
            let bad = ParseError::Line(number + 2);
            let at = Text::new(start..start + line.len());
            start += line.len() + 1;
            if line.starts_with(file::FIELD) {
                let owner = institutions.len().checked_sub(1).ok_or(bad)?;
                regions.push(RegionRow {
                    line: at,
                    institution: InstitutionIndex(small(owner)),
                    departments: file::list(file::field(line, region::DEPARTMENTS))
                        .filter_map(|number| numbers.iter().position(|known| *known == number))
                        .fold(0, |all, bit| all | 1 << bit),
                    flags: Flags::read(file::field(line, region::FLAGS)).ok_or(bad)?,
                });
            } else {
                institutions.push(InstitutionRow {
                    line: at,
                    first_region: small(regions.len()),
                    first_label: 0,
                    flags: Flags::read(file::field(line, institution::FLAGS)).ok_or(bad)?,
                });
            }
        }
        let popular = institutions.len().min(popular);
        institutions.push(InstitutionRow {
            line: Text::new(0..0),
            first_region: small(regions.len()),
            first_label: 0,
            flags: Flags::read("0").ok_or(ParseError::Version)?,
        });
        institutions.shrink_to_fit();
        let index = Builder::for_text(0).finish();
        Ok(Self {
            text,
            country: Text::new(country),
            institutions,
            regions,
            popular,
            index,
        })
    }

    /// Fills the index: the labels of each institution, its regions, and those that it absorbed.
    fn build_index(&mut self) {
        let absorbed = self.absorbed();
        let mut builder = Builder::for_text(self.text.len());
        let mut first_labels = Vec::with_capacity(self.institutions.len());
        for one in self.institutions() {
            first_labels.push(builder.len());
            // One that is gone is found through its successor; without one it is found and explained.
            if one.status() != Status::Active && self.final_successor(one.index()).is_some() {
                continue;
            }
            builder.begin();
            let line = self.institutions[one.index().get()].line;
            self.add_labels(&mut builder, line, Source::institution());
            for region in one.regions() {
                let line = self.regions[region.index().get()].line;
                self.add_labels(&mut builder, line, Source::region(region.index()));
            }
            let from = absorbed.partition_point(|(successor, _)| *successor < one.index());
            for (_, former) in absorbed[from..]
                .iter()
                .take_while(|(to, _)| *to == one.index())
            {
                let region = self.region_called(one.index(), *former);
                let line = self.institutions[former.get()].line;
                self.add_labels(&mut builder, line, Source::former(region));
            }
        }
        first_labels.push(builder.len());
        for (row, first) in self.institutions.iter_mut().zip(first_labels) {
            row.first_label = first;
        }
        self.index = builder.finish();
    }

    /// Adds the name, the other names and the domain of one line.
    fn add_labels(&self, builder: &mut Builder, line: Text, source: Source) {
        let text = self.text(line);
        let is_region = text.starts_with(file::FIELD);
        let (name, aliases, domain) = if is_region {
            (region::NAME, region::ALIASES, region::DOMAIN)
        } else {
            (institution::NAME, institution::ALIASES, institution::DOMAIN)
        };
        let start = line.range().start;
        let mut add = |begin: usize, end: usize, number: usize| {
            let class = match number {
                _ if number == name => Class::Name,
                _ if number == aliases => Class::Alias,
                _ if number == domain => Class::Domain,
                _ => return,
            };
            if begin == end {
                return;
            }
            let item = text.get(begin..end).unwrap_or_default();
            if item != file::SAME || class != Class::Domain {
                builder.add(item, Text::new(start + begin..start + end), class, source);
            }
        };
        let (mut number, mut begin) = (0, 0);
        // One walk for fields and the items in them: each country's every line takes it.
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            // Tab and bar: nearly all bytes are neither, and above one of them.
            if byte != FIELD && byte != ITEM {
                continue;
            }
            add(begin, at, number);
            begin = at + 1;
            if byte == FIELD {
                number += 1;
                if number > domain {
                    return;
                }
            }
        }
        add(begin, text.len(), number);
    }

    /// Every institution that is gone, behind the one that its customers are with now, in the order of
    /// the latter.
    fn absorbed(&self) -> Vec<(InstitutionIndex, InstitutionIndex)> {
        let mut absorbed = Vec::new();
        for one in self
            .institutions()
            .filter(|one| one.status() != Status::Active)
        {
            if let Some(successor) = self.final_successor(one.index()) {
                insert_by(&mut absorbed, (successor, one.index()), |(successor, _)| {
                    *successor
                });
            }
        }
        absorbed
    }

    /// The end of the chain of successors, if it ends at an active institution.
    pub(crate) fn final_successor(&self, from: InstitutionIndex) -> Option<InstitutionIndex> {
        let mut at = self.institution(from);
        // A chain longer than the list is a circle.
        for _ in 0..self.len() {
            at = at.successor()?;
            if at.status() == Status::Active {
                return Some(at.index());
            }
        }
        None
    }

    /// The one region of `successor` that carries on the name of `former`, unless the successor as a
    /// whole does: then former customers may be in any region.
    pub(crate) fn region_called(
        &self,
        successor: InstitutionIndex,
        former: InstitutionIndex,
    ) -> Option<crate::RegionIndex> {
        let (successor, former) = (self.institution(successor), self.institution(former));
        let name = crate::fold(former.name());
        if successor.aliases().any(|alias| crate::fold(alias) == name) {
            return None;
        }
        let mut found = successor.regions().filter(|region| {
            region
                .aliases()
                .chain([region.name()])
                .any(|label| crate::fold(label) == name)
        });
        found
            .next()
            .filter(|_| found.next().is_none())
            .map(crate::Region::index)
    }
}

/// Between fields, and between the items of a list.
const FIELD: u8 = file::FIELD as u8;
const ITEM: u8 = file::ITEM as u8;

/// A count that fits: the text was checked to be shorter than 4 GB, and nothing outnumbers its bytes.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
