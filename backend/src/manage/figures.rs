//! Numbers in braces, written out as the language does, for a page that has no script. What is in braces is said at
//! [`contract::Line`]; the widget writes the same by the browser's `Intl`.

use contract::Locale;

use super::words::words;

/// Between thousands, as French print has it.
const NARROW: char = '\u{202f}';
const SPACE: char = '\u{a0}';

/// A text with its numbers written out.
pub(super) fn figured(locale: Locale, text: &str) -> String {
    let mut written = String::new();
    for (place, piece) in text.split(['{', '}']).enumerate() {
        let braced = (place % 2 == 1).then(|| number(locale, piece)).flatten();
        written.push_str(braced.as_deref().unwrap_or(piece));
    }
    written
}

fn number(locale: Locale, piece: &str) -> Option<String> {
    let (value, unit) = piece.split_once(' ')?;
    let about = value.strip_prefix('~');
    let value: i64 = about.unwrap_or(value).parse().ok()?;
    Some(match unit {
        "%" => {
            let percent = grouped(locale, rounded(value));
            match locale {
                Locale::Fr => format!("{percent}{SPACE}%"),
                Locale::En => format!("{percent}%"),
            }
        }
        "day" => words(locale).day(value),
        _ if about.is_some() => with_currency(locale, &grouped(locale, rounded(value)), unit),
        _ => money(locale, value, unit),
    })
}

/// An amount in cents: `1 234,50 €`, `€1,234.50`.
pub(super) fn money(locale: Locale, cents: i64, currency: &str) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let all = cents.unsigned_abs();
    let whole = grouped(locale, i64::try_from(all / 100).unwrap_or(i64::MAX));
    let comma = match locale {
        Locale::Fr => ',',
        Locale::En => '.',
    };
    with_currency(
        locale,
        &format!("{sign}{whole}{comma}{:02}", all % 100),
        currency,
    )
}

/// A hundredth, to the nearest; halves away from nothing.
fn rounded(hundredths: i64) -> i64 {
    (hundredths.saturating_add(50 * hundredths.signum())) / 100
}

fn with_currency(locale: Locale, amount: &str, currency: &str) -> String {
    let sign = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        other => other,
    };
    match (locale, amount.strip_prefix('-')) {
        (Locale::Fr, _) => format!("{amount}{SPACE}{sign}"),
        (Locale::En, Some(amount)) => format!("-{sign}{amount}"),
        (Locale::En, None) => format!("{sign}{amount}"),
    }
}

fn grouped(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = match locale {
        Locale::Fr => NARROW,
        Locale::En => ',',
    };
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the spaces that cannot be typed told apart.
    fn seen(locale: Locale, text: &str) -> String {
        figured(locale, text).replace([NARROW, SPACE], "_")
    }

    #[test]
    fn numbers_in_braces_are_written_as_the_widget_writes_them() {
        let text = "reste {~137049 EUR}, {-137050 EUR}, {3549 %}.";
        assert_eq!(seen(Locale::Fr, text), "reste 1_370_€, -1_370,50_€, 35_%.");
        assert_eq!(seen(Locale::En, text), "reste €1,370, -€1,370.50, 35%.");
        assert_eq!(
            seen(Locale::En, "{5 CHF}, {123456789 EUR}"),
            "CHF0.05, €1,234,567.89"
        );
        assert_eq!(seen(Locale::Fr, "{1787356800 day}"), "22_août_2026");
        assert_eq!(figured(Locale::En, "no {number} here"), "no number here");
    }
}
