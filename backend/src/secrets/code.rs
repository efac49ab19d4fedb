//! A code for people: 128 bits that can be read out, typed and copied, in Crockford's base 32 (no I, L, O or U).

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Twenty-six letters of five bits hold 128.
const LENGTH: usize = 26;
const GROUP: usize = 5;

/// The code of sixteen bytes, in groups: `3F8KQ-…`.
pub fn code_text(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    let letters = (0..LENGTH).rev().map(|place| {
        let value = usize::try_from(number >> (5 * place) & 31).unwrap_or_default();
        char::from(LETTERS[value])
    });
    let mut text = String::with_capacity(LENGTH + LENGTH / GROUP);
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % GROUP == 0 && place < LENGTH - 1 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

/// A code as it was typed, in its one spelling; none when it cannot be one. Case, spaces and dashes do not matter, and
/// letters that look like digits are read as these.
pub fn code_read(typed: &str) -> Option<String> {
    let mut letters = String::with_capacity(LENGTH);
    for letter in typed
        .chars()
        .filter(|one| !one.is_whitespace() && *one != '-')
    {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !letter.is_ascii() || !LETTERS.contains(&(letter as u8)) || letters.len() == LENGTH {
            return None;
        }
        letters.push(letter);
    }
    (letters.len() == LENGTH).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let text = code_text([0xa7; 16]);
        let read = code_read(&text).unwrap();
        assert_eq!(read.len(), LENGTH);
        assert_eq!(code_read(&text.to_lowercase()), Some(read.clone()));
        assert_eq!(code_read(&text.replace('-', " ")), Some(read.clone()));
        assert_eq!(
            code_read(&read.replace('1', "l").replace('0', "o")),
            Some(read)
        );
        assert_ne!(code_text([0; 16]), code_text([1; 16]));
        assert_eq!(code_text([0xff; 16]), "7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZZ");
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in [
            "",
            "abc",
            "é",
            &"0".repeat(27),
            "U0000-00000-00000-00000-000000",
        ] {
            assert_eq!(code_read(typed), None, "{typed}");
        }
    }
}
