//! Facts about the operation that stand on each receipt (ISO/IEC TS 27560, GDPR art. 13).

use serde::Deserialize;

/// Where data lies, and whose law applies. Places are ISO 3166 codes, `EU` or `EEA`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// The law that applies.
    pub jurisdiction: String,
    /// Where the backend's data lies.
    pub storage: Vec<String>,
    /// Where it is worked on.
    pub processing: Vec<String>,
    /// What it does not leave.
    pub area: String,
    /// Where a person can complain about the use of their data.
    pub authority: Authority,
}

/// A supervisory authority (GDPR art. 51).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// How to reach it.
    pub contact: String,
}
