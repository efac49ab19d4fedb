//! Builds the index while the lines are read.

use super::{
    Class, Index, Label, Owner, Source, Words,
    words::{Hash, Interner},
};
use crate::{fold::Folder, hit::Text};

/// An index in the making.
pub(crate) struct Builder {
    words: Interner,
    labels: Vec<Label>,
    label_words: Vec<u32>,
    folder: Folder,
    /// Where the present institution's labels begin: only among them can one be said twice.
    begin: usize,
}

impl Builder {
    /// For a text of so many bytes.
    pub fn for_text(bytes: usize) -> Self {
        Self {
            words: Interner::for_text(bytes),
            labels: Vec::new(),
            label_words: Vec::new(),
            folder: Folder::default(),
            begin: 0,
        }
    }

    /// How many labels there are so far.
    pub fn len(&self) -> u32 {
        small(self.labels.len())
    }

    /// The labels that follow belong to the next institution.
    pub fn begin(&mut self) {
        self.begin = self.labels.len();
    }

    /// Adds a name. One that folds to nothing, or that says again what the same owner has already
    /// said, is left out.
    pub fn add(&mut self, name: &str, text: Text, class: Class, source: Source) {
        self.folder.fold(name);
        let folded = self.folder.folded();
        if folded.is_empty() {
            return;
        }
        let first_word = self.label_words.len();
        let said = match class {
            // Everybody's address ends in .fr or .com; only a brand's own ending says something.
            Class::Domain => {
                let end = folded.iter().rposition(|byte| *byte == b' ');
                let end = end.filter(|end| folded.len() - end < 6);
                &folded[..end.unwrap_or(folded.len())]
            }
            Class::Name | Class::Alias => folded,
        };
        // A word's hash is there when its end is found: one walk for both.
        let (mut begin, mut hash) = (0, Hash::START);
        for (at, &byte) in said.iter().enumerate() {
            if byte == b' ' {
                let word = self.words.intern(&said[begin..at], hash);
                self.label_words.push(word);
                (begin, hash) = (at + 1, Hash::START);
            } else {
                hash = hash.and(byte);
            }
        }
        let word = self.words.intern(&said[begin..], hash);
        self.label_words.push(word);
        let region = source.region.map_or(u32::MAX, |region| region.0);
        if self.said(first_word, region, source.owner) {
            self.label_words.truncate(first_word);
            return;
        }
        let first_word = small(first_word);
        self.labels.push(Label {
            text,
            first_word,
            region,
            class,
            owner: source.owner,
        });
    }

    /// Whether the words from `first_word` on are already a label of the same owner.
    fn said(&self, first_word: usize, region: u32, owner: Owner) -> bool {
        let words = &self.label_words[first_word..];
        let mut end = first_word;
        for label in self.labels[self.begin..].iter().rev() {
            let start = label.first_word as usize;
            if label.region == region
                && label.owner == owner
                && self.label_words[start..end] == *words
            {
                return true;
            }
            end = start;
        }
        false
    }

    /// Ends the ranges and gives back spare memory.
    pub fn finish(mut self) -> Index {
        self.labels.push(Label {
            text: Text::new(0..0),
            first_word: small(self.label_words.len()),
            region: u32::MAX,
            class: Class::Name,
            owner: Owner::Institution,
        });
        self.labels.shrink_to_fit();
        self.label_words.shrink_to_fit();
        let words: Words = self.words.finish();
        Index {
            words,
            labels: self.labels,
            label_words: self.label_words,
        }
    }
}

/// A count that fits: `parse` refuses texts of 4 GB.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
