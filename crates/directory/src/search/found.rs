//! First half of a search: the query against each different word of the directory.

use super::{
    query::{GLUED, Query, Token},
    typo::{self, Nearness},
};
use crate::index::{Weight, Words, letter};

/// Which words of the query a word of the directory answers, one bit each.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// Word for word.
    pub exact: u8,
    /// By its beginning.
    pub start: u8,
    /// But for a slip of the finger.
    pub slip: u8,
    /// But for a wrong letter.
    pub typo: u8,
    /// But for two wrong letters.
    pub typos: u8,
}

impl Found {
    /// Bits answered by the directory's spelling.
    pub fn spelled(self) -> u8 {
        self.exact | self.start
    }

    /// Bits answered at all.
    pub fn any(self) -> u8 {
        self.spelled() | self.slip | self.typo | self.typos
    }

    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self {
            exact: self.exact | other.exact,
            start: self.start | other.start,
            slip: self.slip | other.slip,
            typo: self.typo | other.typo,
            typos: self.typos | other.typos,
        }
    }

    /// Without the query written as one word: names added up answer it only word by word.
    pub fn word_by_word(self) -> Self {
        let each = !GLUED;
        Self {
            exact: self.exact & each,
            start: self.start & each,
            slip: self.slip & each,
            typo: self.typo & each,
            typos: self.typos & each,
        }
    }

    /// Counts a near word.
    pub fn add(&mut self, nearness: Nearness, bit: u8) {
        match nearness {
            Nearness::Slip => self.slip |= bit,
            Nearness::Typo => self.typo |= bit,
            Nearness::Typos => self.typos |= bit,
        }
    }
}

/// What is kept of a word of the directory while labels are summed up.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// What it answers.
    pub found: Found,
    /// Bits of the query's words that go on behind it: they may be several words in one.
    pub opens: u8,
    /// What it weighs.
    pub weight: Weight,
    /// Its first byte.
    pub initial: u8,
    /// How many bytes it has, 255 for more.
    pub length: u8,
    /// Which letters occur.
    pub letters: u32,
    /// Whether it answers nothing, nor begins what does. Asked of every word of every label.
    pub silent: bool,
}

/// Whether typos are forgiven in this round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As it is in the directory.
    Strict,
    /// Typos are forgiven.
    Forgiving,
}

/// Compares the query with every word. Also says which words of the query none answers as spelled.
pub(super) fn look_up(query: &Query, words: &Words, spelling: Spelling) -> (Vec<Seen>, u8) {
    let mut known = 0;
    let initials = initials(query);
    let seen = words
        .iter()
        .map(|word| {
            let mut found = Found::default();
            let mut opens = 0;
            let initial = word.text.bytes().next().unwrap_or_default();
            // Most words already differ in the first letter.
            let begins = letter(initial) & initials != 0;
            let tokens = match spelling {
                Spelling::Strict if !begins => &[],
                Spelling::Strict | Spelling::Forgiving => query.tokens.as_slice(),
            };
            for token in tokens {
                if begins && opened(token, word.text) {
                    opens |= token.bit;
                }
                let fit = if begins {
                    spelled(token, word.text)
                } else {
                    None
                };
                match fit {
                    Some(Fit::Whole) => found.exact |= token.bit,
                    Some(Fit::Start) => found.start |= token.bit,
                    None if spelling == Spelling::Forgiving => {
                        if let Some(nearness) = typo::nearness(token, word) {
                            found.add(nearness, token.bit);
                        }
                    }
                    None => {}
                }
            }
            known |= found.spelled();
            Seen {
                found,
                opens,
                weight: word.weight,
                initial,
                length: u8::try_from(word.text.len()).unwrap_or(u8::MAX),
                letters: word.letters,
                silent: found.any() | opens == 0,
            }
        })
        .collect();
    let asked = query.tokens.iter().fold(0, |all, token| all | token.bit);
    (seen, asked & !known)
}

/// The letters that a word begins with if it is spelled as the query, or begins what is: one bit each.
fn initials(query: &Query) -> u32 {
    let texts = query.tokens.iter().flat_map(Token::spellings);
    texts.fold(0, |all, text| {
        let mut bytes = text.bytes();
        let first = bytes.next().unwrap_or_default();
        // An article may be run into it.
        let second = match first {
            b'd' | b'l' => bytes.next().map_or(0, letter),
            _ => 0,
        };
        all | letter(first) | second
    })
}

/// Whether a token begins with the word and goes on.
fn opened(token: &Token, word: &str) -> bool {
    token
        .spellings()
        .any(|text| text.len() > word.len() && text.starts_with(word))
}

/// How a token fits a word without a typo.
enum Fit {
    Whole,
    Start,
}

fn spelled(token: &Token, word: &str) -> Option<Fit> {
    token
        .spellings()
        .find_map(|text| match word.strip_prefix(text) {
            Some("") => Some(Fit::Whole),
            Some(_) => Some(Fit::Start),
            None => elided(text, word).then_some(Fit::Whole),
        })
}

/// Whether the text is the word with its article run into it: "depargne", "lafrique".
fn elided(text: &str, word: &str) -> bool {
    word.len() >= 5
        && matches!(
            word.as_bytes()[0],
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h'
        )
        && text.strip_prefix(['d', 'l']) == Some(word)
}

#[cfg(test)]
mod tests {
    use super::elided;

    #[test]
    fn an_article_run_into_the_word_is_no_typo() {
        assert!(elided("depargne", "epargne") && elided("darmor", "armor"));
        // Lille is a town, not "l'Ille".
        assert!(!elided("lille", "ille"));
        assert!(!elided("dbanque", "banque") && !elided("xepargne", "epargne"));
    }
}
