//! STET amounts (`AmountType`) as integer cents, and its dates.

use super::wire::Amount;
use crate::upstream::UpstreamFault;

/// Cents of an amount such as `-12.5`: up to 13 digits, and decimals of which only two may say anything.
pub(super) fn cents(amount: &Amount) -> Result<i64, UpstreamFault> {
    parse(&amount.amount).ok_or(UpstreamFault::Nonsense("an amount"))
}

/// Three capital letters.
pub(super) fn currency(amount: &Amount) -> Result<String, UpstreamFault> {
    let text = &amount.currency;
    let right = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if right {
        Ok(text.clone())
    } else {
        Err(UpstreamFault::Nonsense("a currency"))
    }
}

/// The day of a date or date-time.
pub(super) fn day(text: &str) -> Result<String, UpstreamFault> {
    profile::Date::parse(text)
        .map(|_| text[..10].to_owned())
        .map_err(|_| UpstreamFault::Nonsense("a date"))
}

fn parse(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 13
        || decimals.len() > 5
        || !plain(whole)
        || !plain(decimals)
    {
        return None;
    }
    let (two, rest) = decimals.split_at(decimals.len().min(2));
    if rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let cents: i64 = format!("{two:0<2}").parse().ok()?;
    Some(sign * (whole.parse::<i64>().ok()? * 100 + cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_become_cents_or_nothing() {
        assert_eq!(parse("123.45"), Some(12_345));
        assert_eq!(parse("-0.5"), Some(-50));
        assert_eq!(parse("12002"), Some(1_200_200));
        assert_eq!(parse("1.23000"), Some(123));
        assert_eq!(parse("1.234"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse("-"), None);
        assert_eq!(parse("1,5"), None);
        assert_eq!(parse("+1"), None);
        assert_eq!(parse("12345678901234"), None);
    }
}
