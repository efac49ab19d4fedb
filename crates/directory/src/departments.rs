//! The 101 French departments: numbers, names, and the towns and regions that people say instead.
//!
//! Source of numbers and names: the official geographical code (INSEE, COG). Towns are the prefecture
//! first, then larger ones, chosen by hand: they help to suggest a region and decide nothing.

use std::fmt;

use crate::{
    fold::Folder,
    index::{is_stop_word, letters},
    search::{GLUED, Spelling, Token, nearness_whole},
};

/// One line per department, `number|name|towns…`, under lines `=administrative region|short form`.
const TABLE: &str = include_str!("../data/departments-fr.txt");

/// A French department.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Department(u8);

/// What a line of the table is.
enum Line {
    /// An administrative region and its short form.
    Area(&'static str),
    /// A department.
    Department(&'static str),
}

fn lines() -> impl Iterator<Item = Line> {
    TABLE.lines().map(|line| {
        line.strip_prefix('=')
            .map_or(Line::Department(line), Line::Area)
    })
}

/// Every department, in the table's order, which is by administrative region.
pub fn departments() -> impl Iterator<Item = Department> {
    let count = lines()
        .filter(|line| matches!(line, Line::Department(_)))
        .count();
    (0..u8::try_from(count).unwrap_or(u8::MAX)).map(Department)
}

impl Department {
    fn part(self, number: usize) -> &'static str {
        lines()
            .filter_map(|line| {
                if let Line::Department(line) = line {
                    Some(line)
                } else {
                    None
                }
            })
            .nth(usize::from(self.0))
            .and_then(|line| line.split('|').nth(number))
            .unwrap_or_default()
    }

    /// Its number as on a number plate: "33", "2A", "974".
    pub fn number(self) -> &'static str {
        self.part(0)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.part(1)
    }

    /// The department with this number.
    pub fn of_number(number: &str) -> Option<Self> {
        departments().find(|one| one.number().eq_ignore_ascii_case(number))
    }

    /// The department of a postcode (five digits). Corsica's 20… splits at 20200; the overseas ones
    /// take three digits. Saint-Martin and Saint-Barthélemy (977, 978) still have Guadeloupe's.
    pub fn of_postcode(postcode: &str) -> Option<Self> {
        if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match postcode.get(..2)? {
            "20" if postcode < "20200" => Self::of_number("2A"),
            "20" => Self::of_number("2B"),
            "97" | "98" => Self::of_number(postcode.get(..3)?),
            two => Self::of_number(two),
        }
    }

    /// Its bit in a set of departments.
    pub(crate) fn bit(self) -> u128 {
        1 << self.0
    }

    /// Any one of a set.
    pub(crate) fn any_of(set: u128) -> Option<Self> {
        (set != 0).then(|| Self(u8::try_from(set.trailing_zeros()).unwrap_or_default()))
    }
}

/// "Gironde (33)".
impl fmt::Display for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.number())
    }
}

impl fmt::Debug for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

/// The numbers of all departments; a position is a bit. For reading many: looking one up in the
/// table takes a walk.
pub(crate) fn numbers() -> Vec<&'static str> {
    lines()
        .filter_map(|line| match line {
            Line::Department(line) => line.split('|').next(),
            Line::Area(_) => None,
        })
        .collect()
}

/// For each word of a query: the departments that it names, alone or with the other words. A place
/// counts only when all its words are there ("clermont" is nowhere, "clermont ferrand" is 63), but
/// the last word typed may be unfinished from three letters on.
pub(crate) fn places(tokens: &[Token], spelling: Spelling) -> Vec<Places> {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.bit != GLUED).collect();
    let mut marks = Marks {
        found: vec![Places::default(); words.len()],
        words,
        spelling,
        folder: Folder::default(),
    };
    let mut areas: Vec<(&'static str, u128)> = Vec::new();
    let mut bit = 1_u128;
    for line in lines() {
        match line {
            Line::Area(names) => areas.push((names, 0)),
            Line::Department(line) => {
                if let Some((_, all)) = areas.last_mut() {
                    *all |= bit;
                }
                line.split('|').for_each(|place| marks.mark(place, bit));
                bit <<= 1;
            }
        }
    }
    for (names, bits) in areas {
        names.split('|').for_each(|place| marks.mark(place, bits));
    }
    for (word, found) in marks.words.iter().zip(&mut marks.found) {
        found.named |= Department::of_postcode(&word.text).map_or(0, Department::bit);
    }
    marks.found
}

/// The departments that a word of a query names.
#[derive(Clone, Copy, Default)]
pub(crate) struct Places {
    /// As spelled.
    pub named: u128,
    /// With typos, in it or in the words that belong to it.
    pub near: u128,
}

/// Places found in a query so far.
struct Marks<'q> {
    words: Vec<&'q Token>,
    found: Vec<Places>,
    spelling: Spelling,
    /// The folded place, reused for each: all of them are walked at each key.
    folder: Folder,
}

impl Marks<'_> {
    /// Adds `bits` to the words that name this place, if all its words are among them.
    fn mark(&mut self, place: &str, bits: u128) {
        self.folder.fold(place);
        let place = std::str::from_utf8(self.folder.folded()).unwrap_or_default();
        for spelling in [Spelling::Strict, self.spelling] {
            let parts = || place.split(' ');
            let named = |part: &str| (0..self.words.len()).any(|at| self.says(at, part, spelling));
            if !parts().all(|part| is_stop_word(part) || named(part)) {
                continue;
            }
            for at in 0..self.words.len() {
                if !parts().any(|part| self.says(at, part, spelling)) {
                    continue;
                }
                match spelling {
                    Spelling::Strict => self.found[at].named |= bits,
                    Spelling::Forgiving => self.found[at].near |= bits,
                }
            }
        }
    }

    /// Whether the word at this position of the query is this part of a place's name.
    fn says(&self, at: usize, part: &str, spelling: Spelling) -> bool {
        let word = self.words[at];
        let unfinished = at + 1 == self.words.len() && word.text.len() >= 3 && part.len() > 3;
        word.spellings().any(|text| text == part)
            || unfinished && part.starts_with(&word.text)
            || word.text.len() == 1 && part.strip_prefix('0') == Some(&word.text)
            || spelling == Spelling::Forgiving
                && nearness_whole(word, part, letters(part)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{Department, departments};
    use crate::search::{Spelling, query_tokens};

    #[test]
    fn there_are_101_with_different_numbers() {
        let mut numbers: Vec<&str> = departments().map(Department::number).collect();
        assert_eq!(numbers, super::numbers());
        assert_eq!(numbers.len(), 101);
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 101);
        assert!(departments().all(|one| one.name().len() > 1));
    }

    #[test]
    fn postcodes_of_every_kind_lead_to_a_department() {
        for (postcode, number) in [
            ("33000", "33"),
            ("01000", "01"),
            ("20000", "2A"),
            ("20137", "2A"),
            ("20200", "2B"),
            ("20600", "2B"),
            ("97110", "971"),
            ("97250", "972"),
            ("97300", "973"),
            ("97400", "974"),
            ("97600", "976"),
            ("75116", "75"),
        ] {
            assert_eq!(
                Department::of_postcode(postcode).map(Department::number),
                Some(number),
                "{postcode}"
            );
        }
        for wrong in ["", "3300", "330000", "99000", "00000", "33OOO", "é3000"] {
            assert_eq!(Department::of_postcode(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_place_is_found_by_number_name_town_and_area() {
        let places = |query: &str| super::places(&query_tokens(query), Spelling::Strict);
        let bits = |query: &str| {
            places(query)
                .into_iter()
                .fold(0, |all, word| all | word.named)
        };
        let set = |of: &[&str]| {
            of.iter()
                .filter_map(|number| Department::of_number(number))
                .fold(0, |all, one| all | one.bit())
        };
        assert_eq!(bits("33"), set(&["33"]));
        assert_eq!(bits("gironde"), set(&["33"]));
        assert_eq!(bits("bordeaux"), set(&["33"]));
        assert_eq!(bits("st etienne"), set(&["42"]));
        assert_eq!(bits("clermont"), 0);
        assert_eq!(bits("bretagne"), set(&["22", "29", "35", "56"]));
        assert_eq!(bits("33000"), set(&["33"]));
        assert_eq!(places("ca gironde")[0].named, 0);
    }

    #[test]
    fn it_is_shown_with_its_number() {
        assert_eq!(
            Department::of_number("33")
                .map(|one| one.to_string())
                .as_deref(),
            Some("Gironde (33)")
        );
    }
}
