//! Prices and budgets: decimals, kinds of calls that exist.

use toml::Spanned;

use super::super::raw::{RawBudget, RawPrices};
use super::super::{Amount, Budget, ConfigError, Prices};
use super::Place;
use crate::metering::price::KINDS;

/// From where on a budget warns, where the operator does not say.
const USUAL_WARNING: u8 = 80;

pub(super) fn prices(place: &Place<'_>, raw: RawPrices) -> Result<Prices, ConfigError> {
    let currency = match raw.currency {
        None => "EUR".to_owned(),
        Some(code) if code.get_ref().len() == 3 && upper(code.get_ref()) => code.into_inner(),
        Some(code) => {
            return Err(place.error(
                &code,
                "this is not the code of a currency",
                "three capital letters (ISO 4217): currency = \"EUR\"",
            ));
        }
    };
    let mut calls = std::collections::BTreeMap::new();
    for (kind, price) in raw.calls {
        if !KINDS.contains(&kind.get_ref().as_str()) {
            return Err(place.error(
                &kind,
                format!("there is no kind of call {:?}", kind.get_ref()),
                format!("one of: {}", KINDS.join(", ")),
            ));
        }
        calls.insert(kind.into_inner(), amount(place, &price)?);
    }
    Ok(Prices { currency, calls })
}

pub(super) fn budget(place: &Place<'_>, raw: &RawBudget) -> Result<Budget, ConfigError> {
    let warn_percent = match &raw.warn_percent {
        None => USUAL_WARNING,
        Some(percent) if (1..=100).contains(percent.get_ref()) => *percent.get_ref(),
        Some(percent) => {
            return Err(place.error(percent, "warn_percent is no share", "1 to 100"));
        }
    };
    Ok(Budget {
        month: amount(place, &raw.month)?,
        warn_percent,
    })
}

fn upper(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn amount(place: &Place<'_>, raw: &Spanned<String>) -> Result<Amount, ConfigError> {
    Amount::parse(raw.get_ref()).ok_or_else(|| {
        place.error(
            raw,
            "this is not an amount",
            "a decimal in quotes, at most six places: \"0.0125\"",
        )
    })
}
