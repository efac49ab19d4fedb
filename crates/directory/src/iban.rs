//! International bank account numbers: recognised, checked, and never shown.

use std::fmt;

/// Whether the data has this country.
pub(crate) fn knows(country: &str) -> bool {
    LENGTHS.iter().any(|(known, _)| *known == country)
}

/// Length of an IBAN by country, for the countries of the data. Source: SWIFT IBAN registry.
const LENGTHS: [(&str, usize); 31] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
];

/// Countries whose IBANs carry the first four letters of the bank's BIC behind the check digits.
/// Source: SWIFT IBAN registry.
const BIC_INSIDE: [&str; 7] = ["BG", "GB", "IE", "LV", "MT", "NL", "RO"];

/// Shortest text taken for an IBAN rather than for a name, so that "FR76" can still be searched.
const SHORTEST: usize = 10;

/// A checked account number. It cannot be printed: it is used to find a bank and then forgotten.
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(String);

/// Why a text is not an IBAN that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IbanError {
    /// Does not look like one: search for it instead.
    NotAnIban,
    /// Looks like one, of a country that the data does not have.
    UnknownCountry,
    /// Too short or too long for its country.
    WrongLength {
        /// Characters that its country's have.
        expected: usize,
        /// Characters that were typed.
        typed: usize,
    },
    /// The check digits do not fit: a character is wrong.
    WrongCheckDigits,
}

impl fmt::Display for IbanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnIban => f.write_str("not an IBAN"),
            Self::UnknownCountry => {
                f.write_str("an IBAN of a country that is not in the directory")
            }
            Self::WrongLength { expected, typed } => {
                write!(
                    f,
                    "an IBAN of {typed} characters where its country has {expected}"
                )
            }
            Self::WrongCheckDigits => f.write_str("an IBAN whose check digits are wrong"),
        }
    }
}

impl std::error::Error for IbanError {}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iban(…)")
    }
}

impl Iban {
    /// Reads an IBAN as typed or pasted: spaces, dots and hyphens do not matter, nor does case, nor a
    /// leading "IBAN".
    ///
    /// # Errors
    /// Says whether the text is no IBAN at all, or one with a mistake in it.
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        let mut iban: String = text
            .chars()
            .filter(|c| {
                !c.is_whitespace() && !matches!(c, '.' | '-' | ':' | '\u{200b}' | '\u{feff}')
            })
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if iban.starts_with("IBAN") {
            iban.drain(..4);
        }
        let bytes = iban.as_bytes();
        let looks = bytes.len() >= SHORTEST
            && bytes[..2].iter().all(u8::is_ascii_uppercase)
            && bytes[2..4].iter().all(u8::is_ascii_digit)
            && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            // A name glued to a number ("ca33…") is not one: every country has digits in plenty.
            && bytes[4..].iter().filter(|b| b.is_ascii_digit()).count() >= 4;
        if !looks {
            return Err(IbanError::NotAnIban);
        }
        let expected = LENGTHS
            .iter()
            .find(|(country, _)| iban.starts_with(country))
            .map(|(_, length)| *length);
        let expected = expected.ok_or(IbanError::UnknownCountry)?;
        if bytes.len() != expected {
            return Err(IbanError::WrongLength {
                expected,
                typed: bytes.len(),
            });
        }
        if remainder(bytes) != 1 {
            return Err(IbanError::WrongCheckDigits);
        }
        Ok(Self(iban))
    }

    /// ISO 3166 code of its country: whose directory to look into.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// What in it names the bank.
    pub(crate) fn bank(&self) -> Bank<'_> {
        if self.country() == "FR" {
            Bank::Code(self.0.get(4..9).unwrap_or_default())
        } else if BIC_INSIDE.contains(&self.country()) {
            Bank::BicPrefix(self.0.get(4..8).unwrap_or_default())
        } else {
            Bank::Unknown
        }
    }
}

/// What in an IBAN names the bank.
pub(crate) enum Bank<'i> {
    /// A bank code that the data has (France).
    Code(&'i str),
    /// The first four letters of its BIC.
    BicPrefix(&'i str),
    /// A national code that the data does not have.
    Unknown,
}

/// ISO 7064 mod 97-10: the first four characters go to the end, letters count from 10.
fn remainder(iban: &[u8]) -> u32 {
    iban[4..]
        .iter()
        .chain(&iban[..4])
        .fold(0, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
        })
}

#[cfg(test)]
mod tests {
    use super::{Iban, IbanError};

    /// Published example numbers of the IBAN registry.
    const EXAMPLES: [&str; 31] = [
        "AT611904300234573201",
        "BE68539007547034",
        "BG80BNBG96611020345678",
        "CY17002001280000001200527600",
        "CZ6508000000192000145399",
        "DE89370400440532013000",
        "DK5000400440116243",
        "EE382200221020145685",
        "ES9121000418450200051332",
        "FI2112345600000785",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "GR1601101250000000012300695",
        "HR1210010051863000160",
        "HU42117730161111101800000000",
        "IE29AIBK93115212345678",
        "IS140159260076545510730339",
        "IT60X0542811101000000123456",
        "LI21088100002324013AA",
        "LT121000011101001000",
        "LU280019400644750000",
        "LV80BANK0000435195001",
        "MT84MALT011000012345MTLCAST001S",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "PL61109010140000071219812874",
        "PT50000201231234567890154",
        "RO49AAAA1B31007593840000",
        "SE4550000000058398257466",
        "SI56263300012039086",
        "SK3112000000198742637541",
    ];

    #[test]
    fn the_registry_s_examples_are_all_right() {
        for example in EXAMPLES {
            assert_eq!(
                Iban::parse(example)
                    .map(|iban| iban.country().to_owned())
                    .as_deref(),
                Ok(&example[..2])
            );
        }
    }

    #[test]
    fn any_one_wrong_character_is_noticed() {
        for example in EXAMPLES {
            for at in 4..example.len() {
                let old = example.as_bytes()[at];
                let new = match (old, old.is_ascii_digit()) {
                    (b'7', _) => '3',
                    (_, true) => '7',
                    (b'K', _) => 'R',
                    (_, false) => 'K',
                };
                let wrong = format!("{}{new}{}", &example[..at], &example[at + 1..]);
                assert_eq!(
                    Iban::parse(&wrong),
                    Err(IbanError::WrongCheckDigits),
                    "{example} at {at}"
                );
            }
        }
    }

    #[test]
    fn it_may_be_typed_in_any_common_way() {
        for typed in [
            "FR14 2004 1010 0505 0001 3M02 606",
            "fr14 2004 1010 0505 0001 3m02 606",
            "IBAN: FR14-2004-1010-0505-0001-3M02-606",
            " FR14\u{a0}2004\u{a0}1010\u{a0}0505\u{a0}0001\u{a0}3M02\u{a0}606\n",
        ] {
            assert!(Iban::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn mistakes_have_names() {
        assert_eq!(Iban::parse("boursorama"), Err(IbanError::NotAnIban));
        assert_eq!(Iban::parse("FR76"), Err(IbanError::NotAnIban));
        assert_eq!(
            Iban::parse("crédit agricole 33000"),
            Err(IbanError::NotAnIban)
        );
        assert_eq!(
            Iban::parse("ZZ14200410100505"),
            Err(IbanError::UnknownCountry)
        );
        let short = IbanError::WrongLength {
            expected: 27,
            typed: 26,
        };
        assert_eq!(Iban::parse("FR1420041010050500013M0260"), Err(short));
    }

    #[test]
    fn its_digits_are_never_printed() {
        let iban = Iban::parse(EXAMPLES[10]).expect("an example");
        assert_eq!(format!("{iban:?}"), "Iban(…)");
    }
}
