//! Institutions as the operator writes them, checked.

use crate::{Segments, Status};

/// One institution of the operator's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionSource {
    /// Stable id: small letters, digits and single hyphens.
    pub id: String,
    /// The name people see.
    pub name: String,
    /// Nicknames, abbreviations, old names.
    pub aliases: Vec<String>,
    /// ISO 3166 code.
    pub country: String,
    /// Business identifier codes, 8 or 11 characters.
    pub bic: Vec<String>,
    /// Five-digit bank codes of French IBANs.
    pub bank_codes: Vec<String>,
    /// Where its customers log in.
    pub domain: Option<String>,
    /// Which spaces it has.
    pub segments: Segments,
    /// `#RRGGBB`.
    pub brand_color: Option<String>,
    /// The group that owns it.
    pub group: Option<String>,
    /// Whether it still takes customers.
    pub status: Status,
    /// Id of the institution that took over its customers.
    pub successor: Option<String>,
    /// Place in the editorial order of its country, from 1.
    pub popularity: Option<u32>,
    /// Its authorisation server, when all regions share it.
    pub auth_server: Option<String>,
    /// Its regions.
    pub regions: Vec<RegionSource>,
}

/// One region of an institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionSource {
    /// Stable id, unique among regions and institutions.
    pub id: String,
    /// The name people see, without the institution's.
    pub name: String,
    /// Nicknames, abbreviations, old names.
    pub aliases: Vec<String>,
    /// Numbers of the departments it serves; may be incomplete.
    pub departments: Vec<String>,
    /// Business identifier codes, 8 or 11 characters.
    pub bic: Vec<String>,
    /// Five-digit bank codes of French IBANs.
    pub bank_codes: Vec<String>,
    /// Where its customers log in.
    pub domain: Option<String>,
    /// Its authorisation server.
    pub auth_server: Option<String>,
}

impl InstitutionSource {
    /// Whether all regions are known to share one authorisation server: then nobody need be asked.
    /// Unknown counts as different.
    pub fn regions_share_a_server(&self) -> bool {
        let mut servers = self
            .regions
            .iter()
            .map(|region| region.auth_server.as_ref().or(self.auth_server.as_ref()));
        let Some(Some(first)) = servers.next() else {
            return false;
        };
        servers.all(|server| server == Some(first))
    }
}
