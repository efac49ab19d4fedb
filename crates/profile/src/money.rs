//! Money: whole cents and the currency they are in. No floating point anywhere.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// An amount in hundredths of its currency's unit. Sums saturate: a wrong total is impossible to reach with
/// real accounts (92 million billion euros), and a panic in the middle of a person's journey is worse.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The size of the amount, without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The mean over `parts` months (or any count), rounded towards zero; zero parts give zero.
    #[must_use]
    pub fn per(self, parts: usize) -> Self {
        i64::try_from(parts)
            .ok()
            .and_then(|parts| self.0.checked_div(parts))
            .map_or(Self::ZERO, Self)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A share of a whole in basis points: 3,500 is 35 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i64);

impl BasisPoints {
    /// `part` of `whole`; `None` when the whole is not positive, because such a share means nothing.
    pub fn share(part: Cents, whole: Cents) -> Option<Self> {
        if whole.0 <= 0 {
            return None;
        }
        let share = i128::from(part.0) * 10_000 / i128::from(whole.0);
        Some(Self(i64::try_from(share).unwrap_or(if share < 0 {
            i64::MIN
        } else {
            i64::MAX
        })))
    }
}

/// An ISO 4217 code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Reads a code such as `EUR`; lower case is accepted.
    ///
    /// # Errors
    /// [`NotACurrency`] when the text is not three ASCII letters.
    pub fn parse(code: &str) -> Result<Self, NotACurrency> {
        match code.as_bytes() {
            &[a, b, c] if code.bytes().all(|letter| letter.is_ascii_alphabetic()) => Ok(Self([
                a.to_ascii_uppercase(),
                b.to_ascii_uppercase(),
                c.to_ascii_uppercase(),
            ])),
            _ => Err(NotACurrency),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|&letter| write!(f, "{}", char::from(letter)))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;
    fn try_from(code: String) -> Result<Self, NotACurrency> {
        Self::parse(&code)
    }
}

/// The text is not a three-letter currency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACurrency;

impl fmt::Display for NotACurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is three letters, such as EUR")
    }
}

impl std::error::Error for NotACurrency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_letters_and_nothing_else() {
        assert_eq!(Currency::parse("eur"), Ok(Currency::EUR));
        assert_eq!(Currency::parse("EURO"), Err(NotACurrency));
        assert_eq!(Currency::parse("E1R"), Err(NotACurrency));
        assert_eq!(
            Currency::parse("€"),
            Err(NotACurrency),
            "three bytes, one sign"
        );
    }

    #[test]
    fn a_share_of_nothing_is_no_share() {
        assert_eq!(
            BasisPoints::share(Cents(35), Cents(100)),
            Some(BasisPoints(3_500))
        );
        assert_eq!(BasisPoints::share(Cents(35), Cents(0)), None);
        assert_eq!(BasisPoints::share(Cents(35), Cents(-5)), None);
        assert_eq!(
            BasisPoints::share(Cents(i64::MAX), Cents(1)),
            Some(BasisPoints(i64::MAX))
        );
    }

    #[test]
    fn sums_saturate_rather_than_wrap() {
        assert_eq!(Cents(i64::MAX) + Cents(1), Cents(i64::MAX));
        assert_eq!(Cents(i64::MIN).abs(), Cents(i64::MAX));
        assert_eq!(Cents(100).per(3), Cents(33));
        assert_eq!(Cents(100).per(0), Cents::ZERO);
    }
}
