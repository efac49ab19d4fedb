//! What is wrong with an operator's data, where, and what would be right.

use std::fmt;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Id of the institution, `institution/region` for a region, or its place in the list.
    place: String,
    /// The field.
    field: String,
    /// What is wrong, and what to write.
    what: String,
}

impl Error {
    /// An error in a field of the institution or region at `place`.
    pub(super) fn new(place: &str, field: &str, what: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            field: field.to_owned(),
            what: what.into(),
        }
    }

    /// The text is not JSON, or no array.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let what = format!("not a JSON array of institutions: {error}");
        Self {
            place: String::new(),
            field: String::new(),
            what,
        }
    }

    /// Id of the institution (`institution/region` for a region), or its place in the list; empty
    /// when the text as a whole is wrong.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The field that is wrong; empty when the text as a whole is.
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return f.write_str(&self.what);
        }
        write!(
            f,
            "institution {}, field `{}`: {}",
            self.place, self.field, self.what
        )
    }
}

impl std::error::Error for Error {}
