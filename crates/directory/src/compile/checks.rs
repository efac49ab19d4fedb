//! What a single value has to look like, and what the institutions have to be together.

use std::collections::{HashMap, HashSet};

use super::{Error, InstitutionSource};
use crate::{Department, Status};

/// Overseas territories that are no departments but stand in the data.
const TERRITORIES: [&str; 6] = ["975", "977", "978", "986", "987", "988"];

/// Small letters and digits in groups joined by single hyphens.
pub(super) fn is_id(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// A name that is not empty and holds none of the characters that separate things in the file.
pub(super) fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(|c: char| c.is_control() || c == crate::file::ITEM)
}

/// ISO 9362: four letters or digits, country, two letters or digits, and three more for a branch.
pub(super) fn is_bic(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.len(), 8 | 11)
        && bytes
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bytes[4..6].iter().all(u8::is_ascii_uppercase)
}

/// ISO 3166 alpha-2, by its form.
pub(super) fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Positions 5 to 9 of a French IBAN.
pub(super) fn is_bank_code(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A host name.
pub(super) fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.contains('.') && text.split('.').all(label)
}

/// `#` and six hexadecimal digits.
pub(super) fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The number of a department or of an overseas territory.
pub(super) fn is_department(text: &str) -> bool {
    Department::of_number(text).is_some_and(|one| one.number() == text)
        || TERRITORIES.contains(&text)
}

/// Ids are unique.
pub(super) fn different(institutions: &[InstitutionSource]) -> Result<(), Error> {
    let mut ids = HashSet::new();
    for one in institutions {
        if !ids.insert(one.id.as_str()) {
            return Err(Error::new(
                &one.id,
                "id",
                "is used twice; every institution and region needs its own",
            ));
        }
        for region in &one.regions {
            if !ids.insert(region.id.as_str()) {
                let place = format!("{}/{}", one.id, region.id);
                return Err(Error::new(
                    &place,
                    "id",
                    "is used twice; every institution and region needs its own",
                ));
            }
        }
    }
    Ok(())
}

/// Ids are unique, successors exist and lead to an institution that is open, popularity is an order.
pub(super) fn together(institutions: &[InstitutionSource]) -> Result<(), Error> {
    different(institutions)?;
    let mut places = HashSet::new();
    for one in institutions {
        if let Some(popularity) = one.popularity
            && !places.insert((one.country.as_str(), popularity))
        {
            let what = format!(
                "{popularity} is already another institution's in {}",
                one.country
            );
            return Err(Error::new(&one.id, "popularity", what));
        }
    }
    let by_id: HashMap<&str, &InstitutionSource> = institutions
        .iter()
        .map(|one| (one.id.as_str(), one))
        .collect();
    institutions
        .iter()
        .try_for_each(|one| successor(one, &by_id))
}

/// A chain of successors exists, stays in the country and does not run in a circle.
fn successor(
    one: &InstitutionSource,
    by_id: &HashMap<&str, &InstitutionSource>,
) -> Result<(), Error> {
    let wrong = |what: String| Err(Error::new(&one.id, "successor", what));
    if one.status == Status::Active && one.successor.is_some() {
        return wrong(
            "an active institution has no successor; set `status` to merged or closed".to_owned(),
        );
    }
    if one.status == Status::Merged && one.successor.is_none() {
        return wrong(
            "is missing; a merged institution names the id of the one that absorbed it".to_owned(),
        );
    }
    let mut at = one;
    for _ in 0..=by_id.len() {
        let Some(id) = &at.successor else {
            return Ok(());
        };
        let Some(next) = by_id.get(id.as_str()) else {
            return wrong(format!("no institution has the id {id}"));
        };
        if next.country != one.country {
            return wrong(format!("{id} is in another country"));
        }
        at = next;
    }
    wrong("the successors run in a circle".to_owned())
}
