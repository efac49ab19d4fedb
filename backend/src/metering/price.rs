//! Amounts of money as calls have them: small. Millionths of the currency, written as decimals.

use std::collections::BTreeMap;
use std::fmt;

/// What can be priced: the kinds of calls, as metrics and usage name them. A page of a list is a call.
pub const KINDS: [&str; 9] = [
    "par",
    "token",
    "refresh",
    "revoke",
    "consents",
    "identity",
    "accounts",
    "balances",
    "transactions",
];

/// An amount, in millionths of the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub i64);

impl Amount {
    /// Reads a decimal with at most six places: `0.0125`. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > 6 || !digits(whole) || !digits(part) {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<6}").parse().ok()?;
        whole.checked_mul(1_000_000)?.checked_add(part).map(Self)
    }
}

impl fmt::Display for Amount {
    /// With two places, and more where they say something.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / 1_000_000,
            self.0.unsigned_abs() % 1_000_000,
        );
        let part = format!("{part:06}");
        let (cents, rest) = part.split_at(2);
        write!(f, "{sign}{whole}.{cents}{}", rest.trim_end_matches('0'))
    }
}

/// What each kind of call costs. One that is not named costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// ISO 4217.
    pub currency: String,
    /// By kind.
    pub calls: BTreeMap<String, Amount>,
}

impl Prices {
    /// The price of a kind of call.
    pub fn of(&self, kind: &str) -> Amount {
        self.calls.get(kind).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_to_the_millionth() {
        for (text, millionths, written) in [
            ("0", 0, "0.00"),
            ("1", 1_000_000, "1.00"),
            ("0.0125", 12_500, "0.0125"),
            ("100.5", 100_500_000, "100.50"),
            ("0.000001", 1, "0.000001"),
        ] {
            let amount = Amount::parse(text).unwrap();
            assert_eq!(amount, Amount(millionths));
            assert_eq!(amount.to_string(), written);
        }
        for wrong in [
            "",
            ".",
            ".5",
            "-1",
            "1,5",
            "0.0000001",
            "1e3",
            " 1",
            "99999999999999999999",
        ] {
            assert_eq!(Amount::parse(wrong), None, "{wrong}");
        }
    }
}
