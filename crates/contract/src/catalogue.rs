//! Where the widget finds the directory of institutions. Public, the same for everybody, no journey needed.

use serde::{Deserialize, Serialize};

/// Path of the [`Catalogue`] on the backend; country files lie beside it.
pub const DIRECTORY_PATH: &str = "/directory/index.json";

/// The directory's table of contents: small, revalidated, fetched beside the wasm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Catalogue {
    /// The country whose file is fetched first: ISO 3166.
    pub first: String,
    /// One file per country.
    pub countries: Vec<CountryFile>,
    /// The popular institutions of that country in the form of its file, without regions and other names: what the
    /// first screen shows while the file is on its way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub popular: String,
    /// Ids of institutions and regions that do not answer at present: no immutable file could say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<String>,
    /// Base of institutions' logos, where the operator has one: an image is `<logos>/<institution id>.png`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logos: Option<String>,
}

/// An immutable file, named by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CountryFile {
    /// ISO 3166.
    pub country: String,
    /// Path on the backend.
    pub path: String,
}
