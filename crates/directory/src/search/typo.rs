//! How far two words are apart: Damerau–Levenshtein, with slips of the finger cheaper.

use super::query::Token;
use crate::index::Word;

/// Longest word compared, in bytes. Nobody types further with a typo and no hit yet.
const LONGEST: usize = 32;
/// A neighbouring key, two letters swapped, a letter doubled or half of a double left out.
const SLIP: u8 = 4;
/// Any other letter wrong, missing or too many.
const EDIT: u8 = 5;
/// Too far to count.
const FAR: u8 = 64;

/// How near two words are that are not the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// One slip of the finger.
    Slip,
    /// One wrong letter.
    Typo,
    /// Two wrong letters, or one in the beginning of a longer word.
    Typos,
}

/// How near a token is to a word, or to its beginning: one typo from 4 letters on, two from 8.
pub(super) fn nearness(token: &Token, word: Word<'_>) -> Option<Nearness> {
    let (query, text) = (token.text.as_bytes(), word.text.as_bytes());
    let edits = allowed(query.len(), text.len())?;
    // Each edit takes away at most one letter that the word does not have.
    if (token.letters & !word.letters).count_ones() > edits {
        return None;
    }
    if text.len() <= query.len() + edits as usize
        && (word.letters & !token.letters).count_ones() > edits + 1
    {
        return None;
    }
    near(query, text, edits)
}

/// How near a token is to a whole word or to a label written as one word. The walk is the dear part:
/// most are already out by length or letters.
pub(crate) fn nearness_whole(token: &Token, text: &str, letters: u32) -> Option<Nearness> {
    let edits = allowed(token.text.len(), text.len())?;
    may_be_near(token, text.len(), letters)
        .then(|| near(token.text.as_bytes(), text.as_bytes(), edits))
        .flatten()
}

/// Whether a token may be near a whole text of this many bytes with these letters.
pub(super) fn may_be_near(token: &Token, length: usize, letters: u32) -> bool {
    allowed(token.text.len(), length).is_some_and(|edits| {
        let differ = (token.letters ^ letters).count_ones();
        length <= token.text.len() + edits as usize && differ <= 2 * edits
    })
}

/// How many typos a query of this length may have, if any; `None` too when the lengths are too far
/// apart for it.
fn allowed(query: usize, word: usize) -> Option<u32> {
    let edits = match (query, word) {
        (7.., 8..) | (8.., 7..) => 2,
        (4.., 3..) => 1,
        _ => return None,
    };
    (query <= word + edits && query <= LONGEST).then_some(if edits == 2 { 2 } else { 1 })
}

fn near(query: &[u8], word: &[u8], edits: u32) -> Option<Nearness> {
    let limit = if edits == 2 { 2 * EDIT } else { EDIT };
    // Of a longer word only the beginning can be near.
    let reach = word
        .len()
        .min(query.len() + edits as usize + 1)
        .min(LONGEST);
    let (whole, beginning) = distances(query, &word[..reach], limit);
    match whole {
        _ if whole <= SLIP && reach == word.len() => Some(Nearness::Slip),
        _ if whole <= EDIT && reach == word.len() => Some(Nearness::Typo),
        // Two edits in a word that may have one are too many, however cheap.
        _ if whole <= limit && reach == word.len() => Some(Nearness::Typos),
        _ if beginning <= EDIT && query.len() >= 5 => Some(Nearness::Typos),
        _ => None,
    }
}

/// The cost from `query` to the whole word, and to its nearest beginning; [`FAR`] above `limit`. Both
/// texts are at most [`LONGEST`].
///
/// A letter too many or missing costs a slip at least, so only cells so near the diagonal that these
/// stay within the limit are looked at.
fn distances(query: &[u8], word: &[u8], limit: u8) -> (u8, u8) {
    let band = usize::from(limit / SLIP);
    let mut rows = [[FAR; LONGEST + 2]; 3];
    for (at, cell) in rows[0].iter_mut().take(band + 1).enumerate() {
        *cell = u8::try_from(at).unwrap_or(FAR).saturating_mul(EDIT);
    }
    for (i, &typed) in query.iter().enumerate() {
        let (before, last, now) = ((i + 2) % 3, i % 3, (i + 1) % 3);
        let previous = i.checked_sub(1).map(|at| query[at]);
        let from = (i + 1).saturating_sub(band).max(1);
        let to = (i + 1 + band).min(word.len());
        // What is left and right of the band is of three rows ago.
        rows[now][from - 1] = if from == 1 {
            rows[last][0].saturating_add(EDIT).min(FAR)
        } else {
            FAR
        };
        rows[now][to + 1] = FAR;
        let mut best = rows[now][from - 1];
        for j in from - 1..to {
            let wanted = word[j];
            let before_wanted = j.checked_sub(1).map(|at| word[at]);
            let change = if typed == wanted {
                0
            } else if neighbours(typed, wanted) {
                SLIP
            } else {
                EDIT
            };
            let extra = if previous == Some(typed) { SLIP } else { EDIT };
            let missing = if before_wanted == Some(wanted) {
                SLIP
            } else {
                EDIT
            };
            let mut cost = (rows[last][j] + change)
                .min(rows[last][j + 1] + extra)
                .min(rows[now][j] + missing);
            if previous == Some(wanted) && before_wanted == Some(typed) && typed != wanted {
                cost = cost.min(rows[before][j - 1] + SLIP);
            }
            rows[now][j + 1] = cost.min(FAR);
            best = best.min(cost);
        }
        if best > limit {
            return (FAR, FAR);
        }
    }
    let end = &rows[query.len() % 3];
    let from = query.len().saturating_sub(band);
    let to = (query.len() + band).min(word.len());
    let whole = if to == word.len() { end[to] } else { FAR };
    let beginning = end.get(from..=to).unwrap_or_default().iter().min();
    (whole, beginning.copied().unwrap_or(FAR))
}

/// Row (upper four bits) and column of each letter on a French keyboard.
const KEYS: [u8; 26] = {
    let rows: [&[u8]; 3] = [b"azertyuiop", b"qsdfghjklm", b"wxcvbn"];
    let mut keys = [0; 26];
    let mut row = 0;
    while row < rows.len() {
        let mut column = 0;
        while column < rows[row].len() {
            #[expect(clippy::cast_possible_truncation, reason = "3 rows of 10 keys")]
            let key = (row << 4 | column) as u8;
            keys[(rows[row][column] - b'a') as usize] = key;
            column += 1;
        }
        row += 1;
    }
    keys
};

/// Whether two letters are side by side on a French keyboard (AZERTY), rows set off by half a key.
fn neighbours(a: u8, b: u8) -> bool {
    if !a.is_ascii_lowercase() || !b.is_ascii_lowercase() {
        return false;
    }
    let [a, b] = [a, b].map(|letter| KEYS[usize::from(letter - b'a')]);
    (a >> 4).abs_diff(b >> 4) <= 1 && (a & 15).abs_diff(b & 15) <= 1
}

#[cfg(test)]
mod tests {
    use super::{Nearness, near, neighbours};

    fn of(query: &str, word: &str) -> Option<Nearness> {
        let edits = super::allowed(query.len(), word.len())?;
        near(query.as_bytes(), word.as_bytes(), edits)
    }

    #[test]
    fn slips_are_cheaper_than_other_typos() {
        assert_eq!(of("fortuneo", "fortunoe"), Some(Nearness::Slip)); // swapped
        assert_eq!(of("nickzl", "nickel"), Some(Nearness::Slip)); // z is beside e
        assert_eq!(of("nikkel", "nikel"), Some(Nearness::Slip)); // doubled
        assert_eq!(of("carefour", "carrefour"), Some(Nearness::Slip)); // half of a double
        assert_eq!(of("nikel", "nickel"), Some(Nearness::Typo));
        assert_eq!(of("nipkel", "nickel"), Some(Nearness::Typo));
    }

    #[test]
    fn one_typo_from_four_letters_on_two_from_eight() {
        assert_eq!(of("lcm", "lcl"), None);
        assert_eq!(of("cmos", "cmso"), Some(Nearness::Slip));
        assert_eq!(of("nocjel", "nickel"), None);
        assert_eq!(of("boursarame", "boursorama"), Some(Nearness::Typos));
        assert_eq!(of("bxursxrxma", "boursorama"), None);
    }

    #[test]
    fn a_word_not_finished_may_have_a_typo() {
        assert_eq!(of("bousro", "boursorama"), Some(Nearness::Typos));
        assert_eq!(of("xyzro", "boursorama"), None);
    }

    #[test]
    fn keys_touch_within_and_between_rows() {
        assert!(neighbours(b'a', b'z') && neighbours(b'a', b'q') && neighbours(b'g', b'b'));
        assert!(!neighbours(b'a', b'p') && !neighbours(b'a', b'w') && !neighbours(b'1', b'2'));
    }

    /// All cells, not only those near the diagonal: the same definition, walked without thought.
    fn unbounded(query: &[u8], word: &[u8]) -> Vec<u8> {
        use super::{EDIT, FAR, SLIP};
        let mut rows: Vec<Vec<u8>> = vec![
            (0..=word.len())
                .map(|at| u8::try_from(at).unwrap() * EDIT)
                .collect(),
        ];
        for (i, &typed) in query.iter().enumerate() {
            let mut row = vec![rows[i][0] + EDIT];
            for (j, &wanted) in word.iter().enumerate() {
                let change = match typed == wanted {
                    true => 0,
                    false if neighbours(typed, wanted) => SLIP,
                    false => EDIT,
                };
                let twice = |doubled: bool| if doubled { SLIP } else { EDIT };
                let extra = twice(i > 0 && query[i - 1] == typed);
                let missing = twice(j > 0 && word[j - 1] == wanted);
                let mut cost = (rows[i][j] + change)
                    .min(rows[i][j + 1] + extra)
                    .min(row[j] + missing);
                let crossed = i > 0 && j > 0 && query[i - 1] == wanted && word[j - 1] == typed;
                if crossed && typed != wanted {
                    cost = cost.min(rows[i - 1][j - 1] + SLIP);
                }
                row.push(cost.min(FAR));
            }
            rows.push(row);
        }
        rows.pop().unwrap()
    }

    proptest::proptest! {
        #[test]
        fn staying_near_the_diagonal_misses_nothing_within_the_limit(
            query in "[aezr]{4,9}", word in "[aezr]{3,11}", wide in proptest::bool::ANY,
        ) {
            let limit = if wide { 2 * super::EDIT } else { super::EDIT };
            let within = |cost: u8| (cost <= limit).then_some(cost);
            let (whole, beginning) = super::distances(query.as_bytes(), word.as_bytes(), limit);
            let all = unbounded(query.as_bytes(), word.as_bytes());
            proptest::prop_assert_eq!(within(whole), within(*all.last().unwrap()));
            proptest::prop_assert_eq!(within(beginning), within(*all.iter().min().unwrap()));
        }
    }
}
