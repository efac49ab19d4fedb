//! Second half of a search: what the words of one label answer together.

use super::{
    found::{Found, Seen, Spelling, look_up},
    glue::{self, GlueFit},
    query::{GLUED, INITIALS, Query, Token},
    typo,
};
use crate::{
    hit::Match,
    index::{Weight, Words},
};

/// What a search has at hand for every label.
pub(super) struct Lookup<'a> {
    /// What was typed.
    pub query: &'a Query,
    /// The directory's words.
    pub words: &'a Words,
    /// What each of them answers.
    pub seen: Vec<Seen>,
    /// Bits of the query that no single word answers as spelled.
    pub orphans: u8,
    /// Whether typos are forgiven.
    pub spelling: Spelling,
}

/// How much of a label is said by the query.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cover {
    /// Some word that tells it apart is not said.
    Part,
    /// Each word that tells it apart is said, with typos perhaps.
    Touched,
    /// Each word that tells it apart is said, letter by letter.
    Full,
    /// Each of its words but the joining ones is said, letter by letter.
    Complete,
}

/// What a label answers.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    /// What its words answer, together.
    pub found: Found,
    /// How much of it is said.
    pub cover: Cover,
    /// Whether it begins as the query does.
    begins: bool,
}

/// A label as one word: enough to rule most of them out before anything is compared.
#[derive(Default)]
struct Written {
    /// Bits of the query's words that one of its words begins.
    opens: u8,
    /// In bytes.
    length: usize,
    /// Which letters occur.
    letters: u32,
}

/// Which positions of a label are answered, one bit each, and which of them tell it apart.
#[derive(Default)]
struct Places {
    exact: u32,
    spelled: u32,
    near: u32,
    core: u32,
    generic: u32,
}

impl Places {
    /// The words that tell the label apart: where all say little, all of them.
    fn core(&self) -> u32 {
        if self.core == 0 {
            self.generic
        } else {
            self.core
        }
    }

    /// How much of the label is said.
    fn cover(&self) -> Cover {
        let core = self.core();
        match core | self.generic {
            0 => Cover::Part,
            all if all & !self.exact == 0 => Cover::Complete,
            _ if core & !self.exact == 0 => Cover::Full,
            _ if core & !self.near == 0 => Cover::Touched,
            _ => Cover::Part,
        }
    }
}

/// Whether the words answered are the first ones of those that tell the label apart.
fn begins(core: u32, spelled: u32) -> bool {
    let (hit, missed) = (core & spelled, core & !spelled);
    hit != 0 && (missed == 0 || hit < missed & missed.wrapping_neg())
}

/// Positions are counted in a word's bits; nothing has more words.
const LONGEST_LABEL: usize = 32;

impl<'a> Lookup<'a> {
    /// Compares a query with each word of the directory.
    pub fn new(query: &'a Query, words: &'a Words, spelling: Spelling) -> Self {
        let (seen, orphans) = look_up(query, words, spelling);
        Self {
            query,
            words,
            seen,
            orphans,
            spelling,
        }
    }

    /// Adds up the words of a label. `buffer` is scratch.
    pub fn sum(&self, label: &[u32], buffer: &mut String) -> Sum {
        let label = &label[..label.len().min(LONGEST_LABEL)];
        let mut written = Written::default();
        let mut silent = true;
        for number in label {
            let seen = &self.seen[*number as usize];
            silent &= seen.silent;
            written.opens |= seen.opens;
            written.length += usize::from(seen.length);
            written.letters |= seen.letters;
        }
        // Most labels have nothing of the query.
        if silent && !self.may_be_misspelled(label.len(), &written) {
            return Sum {
                found: Found::default(),
                cover: Cover::Part,
                begins: false,
            };
        }
        let mut places = Places::default();
        let mut found = Found::default();
        for (at, number) in label.iter().enumerate() {
            let seen = &self.seen[*number as usize];
            found = found.with(seen.found);
            places.exact |= u32::from(seen.found.exact != 0) << at;
            places.spelled |= u32::from(seen.found.spelled() != 0) << at;
            places.near |= u32::from(seen.found.any() != 0) << at;
            match seen.weight {
                Weight::Core => places.core |= 1 << at,
                Weight::Generic => places.generic |= 1 << at,
                Weight::Stop => {}
            }
        }
        let from_first =
            label.len() > 1 && self.glue(label, &written, &mut found, &mut places, buffer);
        let core = places.core();
        Sum {
            found,
            cover: places.cover(),
            begins: from_first || begins(core, places.spelled),
        }
    }

    /// Tries the words that the label does not answer against neighbouring words of it run together.
    /// Says whether the query is the label from its first letter on: "la ban" is, of "La Banque…".
    fn glue(
        &self,
        label: &[u32],
        written: &Written,
        found: &mut Found,
        places: &mut Places,
        buffer: &mut String,
    ) -> bool {
        let mut from_first = false;
        for token in &self.query.tokens {
            if token.bit & found.spelled() != 0 || token.text.len() < 2 {
                continue;
            }
            let glue = (written.opens & token.bit != 0)
                .then(|| glue::glue(token, label, &self.seen, self.words))
                .flatten();
            if let Some(glue) = glue {
                from_first |= glue.from == 0 && token.bit == GLUED;
                let covered = (glue.from..glue.end).fold(0, |bits, at| bits | 1 << at);
                match glue.fit {
                    GlueFit::Whole => found.exact |= token.bit,
                    GlueFit::Start => found.start |= token.bit,
                }
                places.exact |= covered;
                places.spelled |= covered;
                places.near |= covered;
            } else if self.may_be_glued_wrong(token, label.len()) {
                if !typo::may_be_near(token, written.length, written.letters) {
                    continue;
                }
                glue::write(label, self.words, buffer);
                if let Some(nearness) = typo::nearness_whole(token, buffer, written.letters) {
                    found.add(nearness, token.bit);
                    places.near = u32::MAX;
                }
            }
        }
        from_first
    }

    /// Whether some token may be the whole label written as one word, with typos.
    fn may_be_misspelled(&self, label: usize, written: &Written) -> bool {
        self.spelling == Spelling::Forgiving
            && label > 1
            && self.query.tokens.iter().any(|token| {
                self.may_be_glued_wrong(token, label)
                    && typo::may_be_near(token, written.length, written.letters)
            })
    }

    /// Whether a token is worth comparing, typos forgiven, with a whole label written as one word. The
    /// whole query is not where word by word is fairer: "lbp banque privee" is not "LCL Banque Privée".
    fn may_be_glued_wrong(&self, token: &Token, label: usize) -> bool {
        self.spelling == Spelling::Forgiving
            && token.bit & self.orphans != 0
            && token.text.len() > 5
            && (token.bit != GLUED || label + 1 != self.query.tokens.len())
    }

    /// How well what was found fits a name.
    pub fn fit(&self, sum: Sum) -> Option<Match> {
        let (query, found) = (self.query, sum.found);
        if query.satisfied(found.exact) && sum.cover >= Cover::Full {
            // "lcl banque" is LCL, but after a whole name that does answer to "banque".
            return Some(match (self.says_all(found), sum.cover) {
                (false, _) => Match::Start,
                (true, Cover::Complete) => Match::Name,
                (true, _) => Match::Exact,
            });
        }
        if query.satisfied(found.spelled()) {
            return Some(if sum.begins {
                Match::Start
            } else {
                Match::Words
            });
        }
        self.near_fit(found)
    }

    /// Whether words that say little are answered too.
    pub fn says_all(&self, found: Found) -> bool {
        found.spelled() & self.query.said == self.query.said || found.spelled() & GLUED != 0
    }

    /// How well what was found fits when typos are forgiven.
    pub fn near_fit(&self, found: Found) -> Option<Match> {
        let spelled = found.spelled();
        let levels = [
            (spelled | found.slip, Match::Slip),
            (spelled | found.slip | found.typo, Match::Typo),
            (found.any(), Match::Typos),
        ];
        levels
            .into_iter()
            .find(|(bits, _)| self.query.satisfied(*bits))
            .map(|(_, fit)| fit)
    }

    /// A word that says little but was said and is not answered; where typos are forgiven, a name
    /// that is not touched in all its words.
    pub fn left_over(&self, fit: Match, found: Found, cover: Cover) -> u8 {
        u8::from(fit >= Match::Exact && !self.says_all(found))
            + u8::from(fit >= Match::Slip && cover == Cover::Part)
    }

    /// How the query, written as one word that no name answers, is a name of an institution with that
    /// of a region run onto it: "creditagricoleaquitaine", "caissedepargnenormandie".
    pub fn glued_behind(&self, names: &[&[u32]], region: &[u32]) -> Option<GlueFit> {
        let token = self.query.tokens.last()?;
        if token.bit & self.orphans == 0 || token.text.len() < 5 {
            return None;
        }
        let opens = |name: &&&[u32]| {
            let first = name.first().map(|word| self.seen[*word as usize]);
            first.is_some_and(|word| word.opens & token.bit != 0)
        };
        names.iter().filter(opens).find_map(|name| {
            let both = [name, region].concat();
            glue::glue(token, &both, &self.seen, self.words)
                .filter(|glue| glue.from == 0 && glue.end >= name.len())
                .map(|glue| match glue.fit {
                    GlueFit::Whole if glue.end == both.len() => GlueFit::Whole,
                    _ => GlueFit::Start,
                })
        })
    }

    /// Bits of the query's words that are the first letters of these, two at least.
    pub fn initial_bits(&self, label: &[u32]) -> u8 {
        if label.len() < 2 {
            return 0;
        }
        let initials = self.query.tokens.iter().filter(|token| {
            token.bit != GLUED
                && token.text.len() > 1
                && self.are_initials(&token.text, [label, &[]])
        });
        initials.fold(0, |bits, token| bits | token.bit)
    }

    /// Whether the query is the first letters of the words in a name, joining words counted or not,
    /// and at least so many.
    pub fn initials(&self, labels: [&[u32]; 2], at_least: usize) -> bool {
        let [token] = self.query.tokens.as_slice() else {
            return false;
        };
        (at_least..=INITIALS).contains(&token.text.len()) && self.are_initials(&token.text, labels)
    }

    /// Whether these are the first letters of the words, joining ones counted or not.
    fn are_initials(&self, typed: &str, labels: [&[u32]; 2]) -> bool {
        let numbers = || {
            labels
                .into_iter()
                .flatten()
                .map(|number| self.seen[*number as usize])
        };
        numbers().map(|seen| seen.initial).eq(typed.bytes())
            || numbers()
                .filter(|seen| seen.weight != Weight::Stop)
                .map(|seen| seen.initial)
                .eq(typed.bytes())
    }
}
