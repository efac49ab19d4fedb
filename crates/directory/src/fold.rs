//! Folding: two spellings of one name become one string.
//!
//! Own tables instead of a Unicode crate: the browser downloads every byte of this.

/// Base letters of U+00C0..=U+00FF. Digits stand for the two-letter foldings in [`pair`].
const LATIN_1: &[u8; 64] = b"aaaaaa1ceeeeiiiidnooooo ouuuuy23aaaaaa1ceeeeiiiidnooooo ouuuuy2y";

/// Base letters of U+0100..=U+017F.
const LATIN_A: &[u8; 128] = b"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkkllllllllllnnnnnnnnnoooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// Accented Greek small letters and capitals with their plain small letter; final sigma too.
const GREEK: &str = "άαέεήηίιϊιΐιόούυϋυΰυώωςσΆαΈεΉηΊιΪιΌοΎυΫυΏω";

/// Stands for what is no plain letter.
const GAP: u8 = 0;

/// What the byte of a plain letter or digit folds to: nearly all that is folded is of these.
const PLAIN: [u8; 256] = {
    let (mut table, mut byte) = ([GAP; 256], 0_u8);
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// The letters that a folded digit of the Latin tables stands for.
fn pair(digit: u8) -> &'static str {
    match digit {
        b'1' => "ae",
        b'2' => "th",
        b'3' => "ss",
        b'4' => "ij",
        _ => "oe",
    }
}

/// Lower case, no accents, words (runs of letters and digits) separated by one space.
///
/// `"Caisse d'Épargne"` becomes `"caisse d epargne"`. Folding twice changes nothing. Latin with all
/// European diacritics, Greek and Cyrillic are lower-cased; other scripts stay as they are.
///
/// ```
/// assert_eq!(directory::fold("  Kjøbenhavn – Straße "), "kjobenhavn strasse");
/// ```
pub fn fold(text: &str) -> String {
    let mut folder = Folder::default();
    folder.fold(text);
    String::from_utf8(folder.folded().to_vec()).unwrap_or_default()
}

/// Folds one text after the other into the same room.
#[derive(Default)]
pub(crate) struct Folder {
    room: Vec<u8>,
    end: usize,
}

impl Folder {
    /// Folds a text.
    pub fn fold(&mut self, text: &str) {
        // Nothing folds to more bytes than it has.
        if self.room.len() < text.len() {
            self.room.resize(text.len(), 0);
        }
        self.end = fold_into(text, &mut self.room);
    }

    /// What the last one folded to.
    pub fn folded(&self) -> &[u8] {
        &self.room[..self.end]
    }
}

/// Writes the folded `text` to `room`, which has to be as long as it, and says where it ends. Bytes, because most letters
/// are one, and most stand in runs: those go over without a look at where characters begin.
fn fold_into(text: &str, room: &mut [u8]) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end, mut gap) = (0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        let letters = if PLAIN[usize::from(byte)] != GAP {
            None
        } else if byte < 0x80 {
            at += 1;
            gap = true;
            continue;
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            at += c.len_utf8();
            // A combining accent belongs to the letter before it: macOS types "é" as two characters.
            if matches!(c, '\u{300}'..='\u{36f}') {
                continue;
            }
            let Some(letters) = letter(c) else {
                gap = true;
                continue;
            };
            Some(letters)
        };
        if gap && end > 0 {
            room[end] = b' ';
            end += 1;
        }
        gap = false;
        let mut one = [0; 4];
        let letters = match letters {
            None => {
                let mut run = 0;
                for (slot, &byte) in room[end..].iter_mut().zip(&bytes[at..]) {
                    let plain = PLAIN[usize::from(byte)];
                    if plain == GAP {
                        break;
                    }
                    *slot = plain;
                    run += 1;
                }
                at += run;
                end += run;
                continue;
            }
            Some(Letters::One(letter)) => letter.encode_utf8(&mut one),
            Some(Letters::Several(several)) => several,
        };
        room[end..end + letters.len()].copy_from_slice(letters.as_bytes());
        end += letters.len();
    }
    end
}

/// What is read folds to.
enum Letters {
    /// A single letter or digit.
    One(char),
    /// A ligature or a sharp s.
    Several(&'static str),
}

/// The folded letter of a character beyond ASCII, or `None` for anything that separates words.
fn letter(c: char) -> Option<Letters> {
    let table = |entry: u8| match entry {
        b' ' => None,
        b'0'..=b'9' => Some(Letters::Several(pair(entry))),
        _ => Some(Letters::One(char::from(entry))),
    };
    let one = match c {
        '\0'..='\u{bf}' => return None,
        '\u{c0}'..='\u{ff}' => return table(LATIN_1[c as usize - 0xc0]),
        '\u{100}'..='\u{17f}' => return table(LATIN_A[c as usize - 0x100]),
        'Ș' | 'ș' => 's',
        'Ț' | 'ț' => 't',
        'ẞ' => return Some(Letters::Several("ss")),
        '\u{370}'..='\u{3ff}' => greek(c),
        'А'..='Я' => shifted(c, 0x20),
        'Ѐ'..='Џ' => shifted(c, 0x50),
        // General punctuation (dashes, quotes, thin spaces), the euro sign, the BOM.
        '\u{2000}'..='\u{20cf}'
        | '\u{3000}'..='\u{3003}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => {
            return None;
        }
        other => other,
    };
    Some(Letters::One(one))
}

/// Greek without accents, small.
fn greek(c: char) -> char {
    let mut letters = GREEK.chars();
    while let (Some(from), Some(to)) = (letters.next(), letters.next()) {
        if from == c {
            return to;
        }
    }
    if ('Α'..='Ω').contains(&c) {
        shifted(c, 0x20)
    } else {
        c
    }
}

/// The capital of a folded letter; what has none stays. The standard library's tables for this are
/// ten kilobytes that every visitor would download.
pub(crate) fn capital(letter: char) -> char {
    match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        'α'..='ω' | 'а'..='я' => char::from_u32(letter as u32 - 0x20).unwrap_or(letter),
        'ѐ'..='џ' => char::from_u32(letter as u32 - 0x50).unwrap_or(letter),
        other => other,
    }
}

/// The character `by` code points further on; scripts put small letters at a fixed distance.
fn shifted(c: char, by: u32) -> char {
    char::from_u32(c as u32 + by).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_punctuation_go_away() {
        assert_eq!(fold("Caisse d'Épargne"), "caisse d epargne");
        assert_eq!(fold("Caisse d’Épargne"), "caisse d epargne");
        assert_eq!(
            fold("  Provence-Alpes–Côte d'Azur "),
            "provence alpes cote d azur"
        );
        assert_eq!(fold("E\u{301}cureuil"), "ecureuil");
        assert_eq!(fold("«!»"), "");
    }

    #[test]
    fn nothing_folds_to_more_bytes_than_it_has() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert!(fold(&text).len() <= text.len(), "{c}");
        }
    }

    #[test]
    fn every_european_letter_has_a_plain_one() {
        let accented =
            "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿāăąćčďđēėęěğģīįıķĺļľłńņňőœŕřśşšșţťțūůűųŵŷźżžß";
        let folded = fold(accented);
        assert!(folded.bytes().all(|b| b.is_ascii_lowercase()), "{folded}");
        let upper: String = accented
            .chars()
            .filter(|c| !"ßı".contains(*c))
            .flat_map(char::to_uppercase)
            .collect();
        let lower: String = accented.chars().filter(|c| !"ßı".contains(*c)).collect();
        assert_eq!(fold(&upper), fold(&lower));
    }

    #[test]
    fn each_table_entry_is_the_base_of_its_letter() {
        for (letter, base) in [
            ('Ý', "y"),
            ('Ø', "o"),
            ('Ł', "l"),
            ('ŉ', "n"),
            ('ſ', "s"),
            ('Ÿ', "y"),
            ('\u{133}', "ij"),
            ('Ħ', "h"),
            ('Ŧ', "t"),
            ('Ř', "r"),
        ] {
            assert_eq!(fold(&letter.to_string()), base);
        }
    }

    #[test]
    fn capitals_are_those_of_the_standard_library() {
        for letter in fold("azéßαωжяћ9").chars() {
            assert_eq!(
                vec![super::capital(letter)],
                letter.to_uppercase().collect::<Vec<char>>()
            );
        }
    }

    #[test]
    fn greek_and_cyrillic_are_lowered() {
        assert_eq!(fold("Εθνική Τράπεζα"), "εθνικη τραπεζα");
        assert_eq!(fold("Τράπεζα Πειραιώς"), "τραπεζα πειραιωσ");
        assert_eq!(fold("ПроКредит Банк"), "прокредит банк");
    }
}
