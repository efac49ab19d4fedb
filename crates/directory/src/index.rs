//! Words and labels: what a search walks over.
//!
//! Every name is folded once and cut into words; each different word is kept once. A query is first
//! compared with the words, then each label only adds up what its words found.

mod builder;
mod words;

pub(crate) use builder::Builder;
pub(crate) use words::{Weight, Word, Words, is_stop_word, letter, letters, weight_of};

use crate::{RegionIndex, hit::Text};

/// What a label is to its institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The name people see.
    Name,
    /// Another name.
    Alias,
    /// The address of its site.
    Domain,
}

/// Whose name a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The institution's own.
    Institution,
    /// One of its regions'.
    Region,
    /// An institution's that is now part of it.
    Former,
}

/// Whose name it is, with the region that it decides.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    /// Whose name.
    pub owner: Owner,
    /// The region that it decides.
    pub region: Option<RegionIndex>,
}

impl Source {
    /// The institution's own names.
    pub fn institution() -> Self {
        Self {
            owner: Owner::Institution,
            region: None,
        }
    }

    /// A region's names.
    pub fn region(region: RegionIndex) -> Self {
        Self {
            owner: Owner::Region,
            region: Some(region),
        }
    }

    /// Names of an institution that is gone, and the region that carries it on.
    pub fn former(region: Option<RegionIndex>) -> Self {
        Self {
            owner: Owner::Former,
            region,
        }
    }
}

/// One name under which something is found.
pub(crate) struct Label {
    /// The name as written.
    pub text: Text,
    /// Its first word in [`Index::label_words`]; the next label's is the end.
    first_word: u32,
    /// The region that it decides, or `u32::MAX`.
    region: u32,
    /// What it is.
    pub class: Class,
    /// Whose it is.
    pub owner: Owner,
}

impl Label {
    /// The region that it decides.
    pub fn region(&self) -> Option<RegionIndex> {
        (self.region != u32::MAX).then_some(RegionIndex(self.region))
    }
}

/// Words and labels of a directory.
pub(crate) struct Index {
    /// Each different word once.
    pub words: Words,
    /// Grouped by institution; a last one ends the ranges.
    labels: Vec<Label>,
    /// Word numbers, label after label.
    label_words: Vec<u32>,
}

impl Index {
    /// The labels in a range of positions.
    pub fn labels(&self, first: u32, end: u32) -> impl Iterator<Item = (&Label, &[u32])> {
        let range = first as usize..end as usize;
        self.labels[range.start..=range.end].windows(2).map(|pair| {
            let words = pair[0].first_word as usize..pair[1].first_word as usize;
            (&pair[0], &self.label_words[words])
        })
    }

    /// Bytes held on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.labels.capacity() * size_of::<Label>()
            + self.label_words.capacity() * size_of::<u32>()
            + self.words.heap_bytes()
    }
}
