//! Civil dates without a clock: a day, a month, a span of days.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date(i32);

impl Date {
    /// The day that is `days` after 1970-01-01 (before it when negative).
    pub fn from_epoch_days(days: i32) -> Self {
        Self(days)
    }

    /// The day of a Unix time in seconds, in UTC.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        let days = seconds.div_euclid(86_400);
        Self(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// A day by year, month 1–12 and day of the month; `None` when there is no such day.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::new(year, month)?;
        (1..=month.days()).contains(&day).then(|| month.day(day))
    }

    /// Reads `2026-11-22`; what follows the tenth character (a time of day) is ignored.
    ///
    /// # Errors
    /// [`NotADate`] when the text does not begin with a day that exists.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        let (date, rest) = text.split_at_checked(10).ok_or(NotADate)?;
        if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
            return Err(NotADate);
        }
        let mut parts = date.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADate);
        };
        if (year.len(), month.len(), day.len()) != (4, 2, 2)
            || !date.bytes().all(|b| b == b'-' || b.is_ascii_digit())
        {
            return Err(NotADate);
        }
        let number = |text: &str| text.parse::<u16>().map_err(|_| NotADate);
        let small = |text: &str| number(text).and_then(|n| u8::try_from(n).map_err(|_| NotADate));
        Self::from_ymd(i32::from(number(year)?), small(month)?, small(day)?).ok_or(NotADate)
    }

    /// Days since 1970-01-01.
    pub fn epoch_days(self) -> i32 {
        self.0
    }

    /// Year, month 1–12, day 1–31. (Howard Hinnant's `civil_from_days`.)
    #[expect(
        clippy::missing_panics_doc,
        reason = "the three conversions cannot fail, as each says"
    )]
    pub fn ymd(self) -> (i32, u8, u8) {
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (
            i32::try_from(year).expect("an i32 of days spans 5.9 million years"),
            u8::try_from(month).expect("1 to 12 by construction"),
            u8::try_from(day).expect("1 to 31 by construction"),
        )
    }

    /// The month that holds this day.
    pub fn month(self) -> Month {
        let (year, month, _) = self.ymd();
        Month { year, month }
    }

    /// This day moved by so many days.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day; negative when it is later.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        Self::parse(&text)
    }
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    /// A month by year and number 1–12.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (-9_999..=9_999).contains(&year))
            .then_some(Self { year, month })
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.day(1)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.day(self.days())
    }

    /// The month so many months later (earlier when negative).
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a remainder of twelve fits")]
    pub fn plus(self, months: i32) -> Self {
        let count = (self.year * 12 + i32::from(self.month) - 1).saturating_add(months);
        let month = u8::try_from(count.rem_euclid(12) + 1).expect("1 to 12 by construction");
        Self {
            year: count.div_euclid(12),
            month,
        }
    }

    /// The day of this month with that number, or its last day when the month is shorter.
    pub fn day_or_last(self, day: u8) -> Date {
        self.day(day.clamp(1, self.days()))
    }

    fn days(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Howard Hinnant's `days_from_civil`; `day` is one of this month's.
    fn day(self, day: u8) -> Date {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
        let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
            + day_of_year
            - 719_468;
        Date(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        if text.len() == 7 {
            Date::parse(&format!("{text}-01")).map(Date::month)
        } else {
            Err(NotADate)
        }
    }
}

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Period {
    /// Whether the day lies in the span.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether every day of the month lies in the span.
    pub fn covers(self, month: Month) -> bool {
        self.from <= month.first() && month.last() <= self.to
    }
}

/// The text is not a day (or month) that exists, in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date is written YYYY-MM-DD")
    }
}

impl std::error::Error for NotADate {}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn known_days() {
        assert_eq!(date("1970-01-01").epoch_days(), 0);
        assert_eq!(date("2000-03-01").epoch_days(), 11_017);
        assert_eq!(date("2026-11-22T18:08:00Z"), date("2026-11-22"));
        assert_eq!(Date::from_unix_seconds(-1), date("1969-12-31"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-01",
            "26-11-2022",
            "2026-11-22x",
            "",
            "2026/11/22",
        ] {
            assert_eq!(Date::parse(text), Err(NotADate), "{text}");
        }
        assert!(Date::parse("2024-02-29").is_ok());
        assert!(Date::parse("2100-02-29").is_err());
    }

    #[test]
    fn months_add_across_years_and_clamp_their_last_day() {
        let january = date("2027-01-31").month();
        assert_eq!(january.plus(-2).to_string(), "2026-11");
        assert_eq!(january.plus(1).day_or_last(31), date("2027-02-28"));
        assert_eq!(january.plus(12).last(), date("2028-01-31"));
    }

    proptest::proptest! {
        #[test]
        fn a_day_survives_its_own_text(days in -700_000_i32..2_900_000) {
            let day = Date::from_epoch_days(days);
            let (year, month, number) = day.ymd();
            proptest::prop_assert_eq!(Date::from_ymd(year, month, number), Some(day));
            if (0..=9_999).contains(&year) {
                proptest::prop_assert_eq!(Date::parse(&day.to_string()), Ok(day));
            }
        }
    }
}
