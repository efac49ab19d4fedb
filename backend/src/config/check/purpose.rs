//! Purposes: unique, with words, and with data that their basis allows.

use contract::{Basis, DataClass, PurposeId};
use toml::Spanned;

use super::super::raw::{RawPurpose, RawWords};
use super::super::{ConfigError, PurposeConfig, PurposeWords};
use super::Place;

pub(super) fn all(
    place: &Place<'_>,
    raw: Vec<RawPurpose>,
) -> Result<Vec<PurposeConfig>, ConfigError> {
    let mut purposes: Vec<PurposeConfig> = Vec::with_capacity(raw.len());
    for purpose in raw {
        if purposes
            .iter()
            .any(|known| known.id.as_str() == purpose.id.get_ref())
        {
            return Err(place.error(
                &purpose.id,
                "two purposes have this id",
                "an id of its own for each purpose",
            ));
        }
        purposes.push(one(place, purpose)?);
    }
    Ok(purposes)
}

fn one(place: &Place<'_>, raw: RawPurpose) -> Result<PurposeConfig, ConfigError> {
    if !(1..=3650).contains(raw.duration_days.get_ref()) {
        return Err(place.error(
            &raw.duration_days,
            "duration_days is not between 1 and 3650",
            "the number of days a yes holds, such as duration_days = 180",
        ));
    }
    if raw.basis == Basis::Consent && raw.classes.get_ref().is_empty() {
        return Err(place.error(
            &raw.classes,
            "a purpose that is asked for needs no data",
            "the data classes it needs, such as classes = [\"balances\", \"transactions_90d\"]",
        ));
    }
    if raw.basis != Basis::Consent
        && raw
            .classes
            .get_ref()
            .iter()
            .any(|class| *class != DataClass::Accounts)
    {
        return Err(place.error(
            &raw.classes,
            "a purpose that is information only names data that would have to be read",
            "classes = [] (or [\"accounts\"]): only basis = \"consent\" has data read for it",
        ));
    }
    Ok(PurposeConfig {
        id: PurposeId(raw.id.into_inner()),
        version: raw.version,
        basis: raw.basis,
        classes: raw.classes.into_inner(),
        sensitivity: raw.sensitivity,
        duration_days: raw.duration_days.into_inner(),
        fr: words(place, raw.fr)?,
        en: words(place, raw.en)?,
    })
}

fn words(place: &Place<'_>, raw: Spanned<RawWords>) -> Result<PurposeWords, ConfigError> {
    let empty = raw.get_ref().title.trim().is_empty()
        || raw
            .get_ref()
            .lines
            .iter()
            .all(|line| line.trim().is_empty());
    if empty {
        return Err(place.error(
            &raw,
            "a purpose has no title or no sentence in this language",
            "title = \"…\" and lines = [\"one plain sentence\"]",
        ));
    }
    let RawWords {
        title,
        lines,
        details,
    } = raw.into_inner();
    Ok(PurposeWords {
        title,
        lines,
        details,
    })
}
