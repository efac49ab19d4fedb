//! What is done to an honest value, and how it is written.

use proptest::prelude::*;
use url::form_urlencoded::byte_serialize;

/// A change of an honest value.
#[derive(Clone, Debug)]
pub enum Twist {
    /// None.
    Exact,
    /// One character is another.
    Turn(usize),
    /// It ends early.
    Cut(usize),
    /// Something follows.
    More(String),
    /// Something precedes.
    Before(String),
    /// The other case.
    Case,
    /// Twice in a row.
    Twice,
    /// Nothing is left.
    Nothing,
    /// Something else altogether.
    Else(String),
    /// Very long: that many characters.
    Long(usize),
}

impl Twist {
    /// The value, changed.
    pub fn of(&self, honest: &str) -> String {
        let length = honest.chars().count().max(1);
        match self {
            Self::Exact => honest.to_owned(),
            Self::Turn(at) => {
                let turned = |(place, letter): (usize, char)| match letter {
                    _ if place != at % length => letter,
                    'A' => 'B',
                    _ => 'A',
                };
                honest.chars().enumerate().map(turned).collect()
            }
            Self::Cut(at) => honest.chars().take(at % length).collect(),
            Self::More(more) => format!("{honest}{more}"),
            Self::Before(before) => format!("{before}{honest}"),
            Self::Case => honest
                .chars()
                .map(|letter| {
                    if letter.is_ascii_lowercase() {
                        letter.to_ascii_uppercase()
                    } else {
                        letter.to_ascii_lowercase()
                    }
                })
                .collect(),
            Self::Twice => format!("{honest}{honest}"),
            Self::Nothing => String::new(),
            Self::Else(text) => text.clone(),
            Self::Long(length) => "x".repeat(*length),
        }
    }
}

/// Printable ASCII, as a header takes it.
pub fn printable() -> BoxedStrategy<String> {
    prop_oneof![
        "[ -~]{1,6}",
        Just(" ".to_owned()),
        Just(";".to_owned()),
        Just("=".to_owned()),
        Just(",".to_owned()),
        Just("%00".to_owned()),
        Just("\t".to_owned()),
    ]
    .boxed()
}

/// Any text, with what has a meaning somewhere.
pub fn text() -> BoxedStrategy<String> {
    prop_oneof![
        printable(),
        any::<String>(),
        prop_oneof![
            Just("\0"),
            Just("\r\nset-cookie: a=b"),
            Just("<script>"),
            Just("../../"),
            Just("' OR 1=1 --"),
            Just("null"),
            Just("\u{202e}"),
            Just("é"),
        ]
        .prop_map(str::to_owned),
    ]
    .boxed()
}

/// A twist with these additions.
pub fn twist(words: BoxedStrategy<String>) -> BoxedStrategy<Twist> {
    prop_oneof![
        3 => Just(Twist::Exact),
        3 => (0..64_usize).prop_map(Twist::Turn),
        2 => (0..64_usize).prop_map(Twist::Cut),
        2 => words.clone().prop_map(Twist::More),
        1 => words.clone().prop_map(Twist::Before),
        1 => Just(Twist::Case),
        1 => Just(Twist::Twice),
        1 => Just(Twist::Nothing),
        1 => words.prop_map(Twist::Else),
        1 => prop_oneof![Just(4096_usize), Just(4097), Just(20_000)].prop_map(Twist::Long),
    ]
    .boxed()
}

/// How a value of a query or form is written.
#[derive(Clone, Copy, Debug)]
pub enum Written {
    /// As a browser does.
    Plain,
    /// Every byte by its number.
    Numbers,
    /// With a percent sign that nothing follows.
    Dangling,
    /// With a byte that is no text.
    NotText,
    /// With a slash in the overlong form that some decoders took for one.
    Overlong,
}

/// A way to write.
pub fn written() -> BoxedStrategy<Written> {
    prop_oneof![
        Just(Written::Plain),
        Just(Written::Numbers),
        Just(Written::Dangling),
        Just(Written::NotText),
        Just(Written::Overlong),
    ]
    .boxed()
}

impl Written {
    /// The value, as it goes over the wire.
    pub fn of(self, value: &str) -> String {
        let plain: String = byte_serialize(value.as_bytes()).collect();
        match self {
            Self::Plain => plain,
            Self::Numbers => value
                .bytes()
                .fold(String::new(), |text, byte| text + &format!("%{byte:02X}")),
            Self::Dangling => plain + "%2",
            Self::NotText => plain + "%FF",
            Self::Overlong => plain + "%C0%AF",
        }
    }
}

/// Names and values of a query or a form, decoded byte by byte; none where a percent sign is not followed by two digits.
/// The oracles' own reading.
pub fn decoded(text: &str) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let unescape = |part: &str| {
        let mut bytes = Vec::new();
        let mut left = part.as_bytes();
        while let [first, rest @ ..] = left {
            left = rest;
            match first {
                b'+' => bytes.push(b' '),
                b'%' => {
                    let digits = std::str::from_utf8(left.get(..2)?).ok()?;
                    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                        return None;
                    }
                    bytes.push(u8::from_str_radix(digits, 16).ok()?);
                    left = &left[2..];
                }
                other => bytes.push(*other),
            }
        }
        Some(bytes)
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((unescape(name)?, unescape(value)?))
        })
        .collect()
}
