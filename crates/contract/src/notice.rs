//! Legal words. They come from the backend, versioned and hashed, so that a ledger can rebuild the screen.

use serde::{Deserialize, Serialize};

/// A text the person is shown before an act that has legal weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Notice {
    /// The version of the wording, as the configuration names it.
    pub version: String,
    /// The language it is written in: `fr`.
    pub locale: String,
    /// SHA-256 of the text's JSON, base64url without padding.
    pub hash: String,
    /// The words.
    pub text: NoticeText,
}

/// The words of a notice: a first layer that everybody reads, and details that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NoticeText {
    /// The first layer, a sentence each.
    pub lines: Vec<String>,
    /// The second layer.
    pub details: Vec<Detail>,
}

/// One paragraph of the second layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Detail {
    /// What it is about.
    pub heading: String,
    /// The words.
    pub text: String,
}
