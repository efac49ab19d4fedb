//! Purposes: unique, with words, and with data that their basis allows.

use contract::{Basis, DataClass, PurposeId, Sensitivity};
use profile::Formula;
use toml::Spanned;

use super::super::raw::{RawPurpose, RawWords};
use super::super::{ConfigError, PurposeConfig, PurposeWords, class_word};
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
    let formula = formula(place, &raw)?;
    Ok(PurposeConfig {
        formula,
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

/// A formula is given what it declares or the start stops: with less it would answer something else than its
/// documentation says.
fn formula(place: &Place<'_>, raw: &RawPurpose) -> Result<Option<Formula>, ConfigError> {
    let Some(name) = &raw.formula else {
        return Ok(None);
    };
    let known = || {
        let ids: Vec<&str> = Formula::ALL.iter().map(|formula| formula.id()).collect();
        format!("one of {}, or no formula at all", ids.join(", "))
    };
    let formula = profile::purposes::find(name.get_ref())
        .ok_or_else(|| place.error(name, "there is no such formula", known()))?;
    if raw.basis != Basis::Consent {
        return Err(place.error(
            name,
            "a purpose that is information only names a formula",
            "no formula: only basis = \"consent\" has data read for it",
        ));
    }
    let needed: Vec<String> = formula
        .declaration()
        .data_classes
        .iter()
        .filter(|needed| !covers(raw.classes.get_ref(), **needed))
        .map(|needed| format!("\"{}\"", class_word(as_configured(*needed))))
        .collect();
    if !needed.is_empty() {
        return Err(place.error(
            &raw.classes,
            format!("the formula {} needs more than these classes", formula.id()),
            format!("{} as well", needed.join(" and ")),
        ));
    }
    if !formula.declaration().reads.is_empty() && raw.sensitivity != Sensitivity::Special {
        return Err(place.error(
            name,
            format!(
                "the formula {} reads special categories of data",
                formula.id()
            ),
            "sensitivity = \"special\": it is asked apart (R-112)",
        ));
    }
    Ok(Some(formula))
}

/// The list of accounts is read in any case, and all the history holds the last 90 days.
fn covers(classes: &[DataClass], needed: profile::DataClass) -> bool {
    let has = |class| classes.contains(&class);
    match needed {
        profile::DataClass::Accounts => true,
        profile::DataClass::Balances => has(DataClass::Balances),
        profile::DataClass::Transactions90d => {
            has(DataClass::Transactions90d) || has(DataClass::TransactionsFull)
        }
        profile::DataClass::TransactionsFull => has(DataClass::TransactionsFull),
    }
}

/// What a formula declares, as the configuration knows it.
const fn as_configured(class: profile::DataClass) -> DataClass {
    match class {
        profile::DataClass::Accounts => DataClass::Accounts,
        profile::DataClass::Balances => DataClass::Balances,
        profile::DataClass::Transactions90d => DataClass::Transactions90d,
        profile::DataClass::TransactionsFull => DataClass::TransactionsFull,
    }
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
