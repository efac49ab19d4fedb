//! A bank of the sandbox: an active institution without regions, or a region of one that has them.

pub mod behaviour;
pub mod directory;
pub mod lie;

use serde::Serialize;

pub use behaviour::Behaviour;
pub use directory::Banks;
pub use lie::Lie;

/// One bank with its own issuer and host path.
#[derive(Debug, Clone, Serialize)]
pub struct Bank {
    /// The institution's or the region's id; the first segment of every path of this bank.
    pub id: String,
    /// The name as the person knows it, with the region where there is one.
    pub name: String,
    /// The institution's id.
    pub institution: String,
    /// Code banque: positions 5 to 9 of its IBANs.
    pub bank_code: String,
    /// ISO 9362 code, where the data has one.
    pub bic: Option<String>,
    /// `#rrggbb`, dark enough for white text.
    pub colour: String,
    /// One or two letters for the tile.
    pub monogram: String,
    /// What this bank does its own way.
    #[serde(flatten)]
    pub behaviour: Behaviour,
    /// What it lies about, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lie: Option<Lie>,
}
