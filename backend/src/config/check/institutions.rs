//! The list of institutions: where it comes from.

use std::path::PathBuf;

use super::super::bank::Glob;
use super::super::institutions::{Data, Institutions, Unconnected};
use super::super::raw::{RawInstitutions, RawUnconnected};
use super::super::{ConfigError, Operation};
use super::Place;
use toml::Spanned;

pub(super) fn institutions(
    place: &Place<'_>,
    raw: RawInstitutions,
) -> Result<Institutions, ConfigError> {
    let beside = |file: PathBuf| match place.file.parent() {
        Some(folder) => folder.join(file),
        None => file,
    };
    let data = match (raw.extend, raw.replace) {
        (None, None) => Data::Shipped,
        (Some(file), None) => Data::Extended(beside(file)),
        (None, Some(file)) => Data::Replaced(beside(file.into_inner())),
        (Some(_), Some(file)) => {
            return Err(place.error(
                &file,
                "institutions.extend and institutions.replace exclude each other",
                "one of them: extend adds to the list that ships, replace stands alone",
            ));
        }
    };
    Ok(Institutions {
        data,
        unconnected: match raw.without_connector {
            RawUnconnected::Show => Unconnected::Show,
            RawUnconnected::Hide => Unconnected::Hide,
        },
        down: raw.down.iter().map(|text| Glob::new(text)).collect(),
    })
}

/// The base address of logos, without a slash at the end: the widget adds `/<institution id>.png`.
pub(super) fn logos(
    place: &Place<'_>,
    raw: Option<Spanned<String>>,
    operation: Operation,
) -> Result<Option<String>, ConfigError> {
    let Some(raw) = raw else { return Ok(None) };
    let text = raw.get_ref().trim_end_matches('/');
    let secure = text.starts_with("https://")
        || operation == Operation::Sandbox && text.starts_with("http://");
    let plain =
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\".contains(c));
    if secure && plain {
        Ok(Some(text.to_owned()))
    } else {
        Err(place.error(
            &raw,
            "logos is not an https address without query and fragment",
            "logos = \"https://logos.example/banks\": images are <logos>/<institution id>.png",
        ))
    }
}
