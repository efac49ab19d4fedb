//! The phrases that rules are made of, as a trie walked along a folded label.

use crate::label::Folded;

/// A phrase of the rule table; they are numbered in alphabetical order.
pub(crate) type AtomId = u16;

/// Where in a label a phrase was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The phrase.
    pub atom: AtomId,
    /// Its first byte in the folded text.
    pub from: usize,
    /// The byte after its last one.
    pub to: usize,
    /// How well it fits.
    pub fit: Fit,
}

/// How well a phrase fits the place it was found in, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It begins and ends with words.
    Whole,
    /// It begins with a word, but the next word is glued to it.
    GluedAfter,
    /// The word before is glued to it.
    GluedBefore,
    /// The label ends in the middle of it, as if the bank had cut it.
    Cut,
}

/// Shorter phrases must end where a word ends: `bar` is no `barbier`.
const GLUED_AFTER_MIN: usize = 7;
/// Shorter phrases must begin where a word begins: `pharmacie` may follow `la` without a space, `hotel` may not.
const GLUED_BEFORE_MIN: usize = 8;
/// Shorter phrases that do not fit words must lie inside one: `action st` is not `actions`.
const ACROSS_WORDS_MIN: usize = 10;
/// Whole phrases shorter than this are written in their own words or as initials.
const SHORT_MAX: usize = 6;
/// So many letters of a cut phrase must be there.
const CUT_MIN: usize = 5;
/// Banks cut at 27 to 35 characters, some at 24: a shorter label is not cut.
const CUT_LABEL_MIN: usize = 22;
/// A beginning shared by more phrases than this says too little.
const CUT_PHRASES_MAX: u16 = 24;

/// One step of the walk. Few bytes, and children side by side: a walk ends after two or three steps, most of its time
/// is spent waiting for memory.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The letters that go on from here, as bits.
    letters: u64,
    /// The first of as many children, in the order of their letters.
    children: u32,
    /// The phrase that ends here.
    atom: Option<AtomId>,
    /// The first and last phrase that go through here.
    below: (AtomId, AtomId),
}

impl Node {
    /// The child for a letter of a folded text.
    fn child(&self, letter: u8) -> Option<u32> {
        let bit = bit(letter);
        let before = (self.letters & (bit - 1)).count_ones();
        (self.letters & bit != 0).then_some(self.children + before)
    }
}

/// A folded letter as one of 36 bits, digits first, so that the order is that of the bytes.
fn bit(letter: u8) -> u64 {
    let place = match letter {
        b'a'..=b'z' => letter - b'a' + 10,
        _ => letter.wrapping_sub(b'0') & 15,
    };
    1 << place
}

/// All phrases.
#[derive(Debug)]
pub(crate) struct Atoms {
    /// The root is the first.
    nodes: Vec<Node>,
    /// By phrase: whether anything may follow it in the same word.
    open: Vec<bool>,
    /// By phrase: where its own words begin, as bits.
    breaks: Vec<u64>,
    /// By phrase: its letters.
    lengths: Vec<usize>,
}

impl Atoms {
    /// Builds the trie of phrases that are folded, sorted and distinct; `open` says which of them may be continued.
    pub fn new(phrases: &[Vec<u8>], open: Vec<bool>, breaks: Vec<u64>) -> Self {
        let lengths = phrases.iter().map(Vec::len).collect();
        let mut atoms = Self {
            nodes: vec![Node::default()],
            open,
            breaks,
            lengths,
        };
        if !phrases.is_empty() {
            let last = AtomId::try_from(phrases.len() - 1)
                .expect("the rule table has fewer than 65,536 phrases");
            atoms.grow(0, phrases, (0, last), 0);
        }
        atoms
    }

    /// Fills a node that the phrases of `below` go through, which share their first `depth` bytes.
    fn grow(&mut self, node: usize, phrases: &[Vec<u8>], below: (AtomId, AtomId), depth: usize) {
        let (first, last) = below;
        let letter = |phrase: AtomId| phrases[usize::from(phrase)].get(depth).copied();
        let atom = letter(first).is_none().then_some(first);
        let mut letters = 0;
        let mut parts: Vec<(AtomId, AtomId)> = Vec::new();
        for phrase in first + u16::from(atom.is_some())..=last {
            match parts.last_mut() {
                Some(part) if letter(part.0) == letter(phrase) => part.1 = phrase,
                _ => {
                    parts.push((phrase, phrase));
                    letters |= letter(phrase).map_or(0, bit);
                }
            }
        }
        let children = self.nodes.len();
        self.nodes[node] = Node {
            letters,
            children: u32::try_from(children)
                .expect("65,536 phrases of a few dozen bytes make fewer than 2^32 nodes"),
            atom,
            below,
        };
        self.nodes.resize(children + parts.len(), Node::default());
        for (place, part) in parts.into_iter().enumerate() {
            self.grow(children + place, phrases, part, depth + 1);
        }
    }

    /// Finds every phrase in the label, into `found`.
    pub fn find(&self, folded: &Folded, found: &mut Vec<Found>) {
        let mut word_end = folded.text.len();
        for from in (0..folded.text.len()).rev() {
            // A phrase glued behind another word needs so much room in that word.
            if folded.starts[from] || word_end - from >= GLUED_BEFORE_MIN {
                self.walk(folded, from, found);
            }
            if folded.starts[from] {
                word_end = from;
            }
        }
    }

    fn walk(&self, folded: &Folded, from: usize, found: &mut Vec<Found>) {
        let at_word = folded.starts[from];
        let mut here = &self.nodes[0];
        for (at, &letter) in folded.text.iter().enumerate().skip(from) {
            let Some(next) = here.child(letter) else {
                return;
            };
            here = &self.nodes[next as usize];
            let end = at + 1;
            if let Some(atom) = here.atom
                && let Some(fit) = self.fit(atom, at_word, folded.starts[end], end - from)
                && self.lies_well(atom, fit, folded, from, end)
            {
                found.push(Found {
                    atom,
                    from,
                    to: end,
                    fit,
                });
            }
        }
        self.cut(here, folded, from, at_word, found);
    }

    /// Whether the words of the label allow the phrase there: `le p'tit` is no `LEP`, `C.P.A.M.` is `CPAM`.
    fn lies_well(&self, atom: AtomId, fit: Fit, folded: &Folded, from: usize, to: usize) -> bool {
        let inner = &folded.starts[from + 1..to];
        if !inner.contains(&true) || to - from >= ACROSS_WORDS_MIN {
            return true;
        }
        let own = self.breaks[usize::from(atom)];
        let as_written = || {
            inner
                .iter()
                .enumerate()
                .all(|(index, &start)| !start || own >> (index + 1) & 1 == 1)
        };
        fit == Fit::Whole
            && (to - from >= SHORT_MAX || inner.iter().all(|&start| start) || as_written())
    }

    fn fit(&self, atom: AtomId, at_word: bool, ends_word: bool, length: usize) -> Option<Fit> {
        let may_continue = length >= GLUED_AFTER_MIN || self.open[usize::from(atom)];
        match (at_word, ends_word) {
            (true, true) => Some(Fit::Whole),
            (true, false) if may_continue => Some(Fit::GluedAfter),
            (false, _) if length >= GLUED_BEFORE_MIN => Some(Fit::GluedBefore),
            _ => None,
        }
    }

    /// The label ends inside the phrases below `node`: each of them may be what the bank cut.
    fn cut(
        &self,
        node: &Node,
        folded: &Folded,
        from: usize,
        at_word: bool,
        found: &mut Vec<Found>,
    ) {
        let to = folded.text.len();
        let (first, last) = node.below;
        let plausible = at_word && to - from >= CUT_MIN && folded.printed >= CUT_LABEL_MIN;
        // A whole phrase that ends here needs no guess about a longer one.
        if plausible && node.atom.is_none() && last - first < CUT_PHRASES_MAX {
            // Three fifths of a phrase are enough to know it by, less is not; nor is its first word alone, which is
            // no trace of a cut: `salaire octobre` is not about `octobre rose`.
            let known = |atom: &AtomId| {
                let (length, breaks) = (to - from, self.breaks[usize::from(*atom)]);
                // The first bit is the first word's own beginning.
                let first_word_alone = (breaks & !1).trailing_zeros() as usize == length;
                length * 5 >= self.lengths[usize::from(*atom)] * 3 && !first_word_alone
            };
            found.extend((first..=last).filter(known).map(|atom| Found {
                atom,
                from,
                to,
                fit: Fit::Cut,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(phrases: &[&str], label: &str) -> Vec<(String, Fit)> {
        let mut sorted: Vec<Vec<u8>> = phrases
            .iter()
            .map(|phrase| phrase.as_bytes().to_vec())
            .collect();
        sorted.sort();
        let atoms = Atoms::new(&sorted, vec![false; sorted.len()], vec![0; sorted.len()]);
        let mut found = Vec::new();
        atoms.find(&Folded::new(label), &mut found);
        found
            .iter()
            .map(|hit| {
                (
                    String::from_utf8(sorted[usize::from(hit.atom)].clone()).unwrap(),
                    hit.fit,
                )
            })
            .collect()
    }

    #[test]
    fn short_phrases_are_whole_words() {
        let phrases = ["bar", "barbier"];
        assert_eq!(
            find(&phrases, "CB LE BAR"),
            [("bar".to_owned(), Fit::Whole)]
        );
        assert_eq!(
            find(&phrases, "BARBIERS"),
            [("barbier".to_owned(), Fit::GluedAfter)]
        );
        assert_eq!(find(&phrases, "BARIL"), []);
    }

    #[test]
    fn glue_on_both_sides_is_seen_through() {
        assert_eq!(
            find(&["pharmacie"], "CB GRANDEPHARMACIEDUPONT"),
            [("pharmacie".to_owned(), Fit::GluedBefore)]
        );
        assert_eq!(
            find(&["sncfconnect"], "SNCF CONNECT"),
            [("sncfconnect".to_owned(), Fit::Whole)]
        );
    }

    #[test]
    fn a_cut_phrase_counts_only_in_a_long_label() {
        assert_eq!(
            find(&["habitation"], "PRLV SEPA MACIF ASSU HABITA"),
            [("habitation".to_owned(), Fit::Cut)]
        );
        assert_eq!(find(&["habitation"], "CB HABITA"), []);
    }

    #[test]
    fn no_phrases_find_nothing() {
        assert_eq!(find(&[], "CB HABITA"), []);
    }
}
