//! What stands on receipts: places are codes that a machine can read too.

use toml::Spanned;

use super::super::raw::RawPrivacy;
use super::super::{ConfigError, Privacy};
use super::Place;

pub(super) fn privacy(place: &Place<'_>, raw: RawPrivacy) -> Result<Privacy, ConfigError> {
    Ok(Privacy {
        jurisdiction: code(place, &raw.jurisdiction)?,
        storage: codes(place, &raw.storage)?,
        processing: codes(place, &raw.processing)?,
        area: code(place, &raw.area)?,
        authority: raw.authority,
    })
}

fn codes(
    place: &Place<'_>,
    raw: &Spanned<Vec<Spanned<String>>>,
) -> Result<Vec<String>, ConfigError> {
    if raw.get_ref().is_empty() {
        return Err(place.error(raw, "no country is named", "a list such as [\"FR\"]"));
    }
    raw.get_ref().iter().map(|one| code(place, one)).collect()
}

fn code(place: &Place<'_>, raw: &Spanned<String>) -> Result<String, ConfigError> {
    let text = raw.get_ref();
    let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if two_letters || text == "EEA" {
        return Ok(text.clone());
    }
    Err(place.error(
        raw,
        "this is not the code of a country",
        "two capital letters (ISO 3166), EU or EEA: \"FR\"",
    ))
}
