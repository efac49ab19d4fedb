//! The file's shapes, before anything is believed. Places of values are kept, so that an error can name its line.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use contract::{AccountsAt, Basis, DataClass, Outcome, PurposesAt, Sensitivity, Space};
use secrecy::SecretString;
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConfig {
    pub server: RawServer,
    #[serde(default)]
    pub storage: RawStorage,
    #[serde(default)]
    pub limits: super::Limits,
    pub privacy: RawPrivacy,
    #[serde(default)]
    pub prices: RawPrices,
    #[serde(default)]
    pub refresh: RawRefresh,
    #[serde(default)]
    pub aisps: BTreeMap<String, RawAisp>,
    #[serde(default)]
    pub purposes: Vec<RawPurpose>,
    #[serde(default)]
    pub partners: Vec<RawPartner>,
    #[serde(default)]
    pub connectors: Vec<RawConnector>,
    #[serde(default)]
    pub institutions: RawInstitutions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInstitutions {
    pub extend: Option<PathBuf>,
    pub replace: Option<Spanned<PathBuf>>,
    #[serde(default)]
    pub without_connector: RawUnconnected,
    #[serde(default)]
    pub down: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawUnconnected {
    #[default]
    Show,
    Hide,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawServer {
    pub listen: SocketAddr,
    pub metrics: Option<SocketAddr>,
    pub public_url: Spanned<String>,
    pub assets: Option<PathBuf>,
    pub client_address_header: Option<Spanned<String>>,
    pub logos: Option<Spanned<String>>,
    #[serde(default = "france")]
    pub country: String,
    #[serde(default)]
    pub sandbox: bool,
}

fn france() -> String {
    "FR".to_owned()
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStorage {
    pub database: Option<Spanned<String>>,
    pub key_file: Option<PathBuf>,
    pub key: Option<SecretString>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAisp {
    pub legal_name: String,
    pub status: String,
    pub register_number: String,
    pub contact: String,
    pub complaint: String,
    pub address: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrivacy {
    pub jurisdiction: Spanned<String>,
    pub storage: Spanned<Vec<Spanned<String>>>,
    pub processing: Spanned<Vec<Spanned<String>>>,
    pub area: Spanned<String>,
    pub authority: super::Authority,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPurpose {
    pub id: Spanned<String>,
    pub version: String,
    pub basis: Basis,
    pub classes: Spanned<Vec<DataClass>>,
    pub formula: Option<Spanned<String>>,
    #[serde(default = "ordinary")]
    pub sensitivity: Sensitivity,
    pub duration_days: Spanned<i64>,
    pub fr: Spanned<RawWords>,
    pub en: Spanned<RawWords>,
}

fn ordinary() -> Sensitivity {
    Sensitivity::Ordinary
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    pub title: String,
    pub lines: Vec<String>,
    #[serde(default)]
    pub details: Vec<contract::Detail>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPartner {
    pub id: Spanned<String>,
    pub name: String,
    pub help: Option<String>,
    pub legal_name: String,
    pub address: String,
    pub contact: String,
    #[serde(default)]
    pub recipients: Vec<String>,
    pub budget: Option<RawBudget>,
    pub webhook: Option<RawWebhook>,
    pub client_id: Spanned<String>,
    pub client_secret: SecretString,
    pub application_id: String,
    pub api_key: SecretString,
    pub origins: Spanned<Vec<Spanned<String>>>,
    pub return_urls: Spanned<Vec<RawReturnUrl>>,
    pub purposes: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub space: Space,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPrices {
    pub currency: Option<Spanned<String>>,
    #[serde(default)]
    pub calls: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRefresh {
    pub times_a_day: Option<Spanned<u8>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBudget {
    pub month: Spanned<String>,
    pub warn_percent: Option<Spanned<u8>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWebhook {
    pub url: Spanned<String>,
    pub secret: Spanned<SecretString>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReturnUrl {
    pub id: String,
    pub url: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConnector {
    pub id: Spanned<String>,
    pub dialect: RawDialect,
    pub banks: Spanned<Vec<String>>,
    #[serde(default)]
    pub countries: Vec<String>,
    pub issuer: Spanned<String>,
    #[serde(default = "default_authorize")]
    pub authorize: Spanned<String>,
    #[serde(default = "default_token")]
    pub token: Spanned<String>,
    pub par: Option<Spanned<String>>,
    pub revoke: Option<Spanned<String>>,
    pub api: Spanned<String>,
    pub client_id: String,
    pub client_secret: SecretString,
    #[serde(default = "aisp_scope")]
    pub scope: String,
    #[serde(default)]
    pub class_scopes: BTreeMap<DataClass, String>,
    pub iss: Spanned<bool>,
    pub callback: Option<RawCallback>,
    #[serde(default = "at_widget")]
    pub accounts: AccountsAt,
    #[serde(default = "after")]
    pub purposes: PurposesAt,
    pub model: RawModel,
    pub revocation: Spanned<RawRevocation>,
    #[serde(default = "sca_days")]
    pub sca_days: i64,
    #[serde(default)]
    pub personal: BTreeMap<String, String>,
    #[serde(default)]
    pub business: BTreeMap<String, String>,
    #[serde(default)]
    pub errors: BTreeMap<String, Outcome>,
    pub signature: Option<Spanned<RawSignature>>,
    pub aisp: Option<Spanned<String>>,
}

fn aisp_scope() -> String {
    "aisp".to_owned()
}

fn default_authorize() -> Spanned<String> {
    Spanned::new(0..0, "{issuer}/authorize".to_owned())
}

fn default_token() -> Spanned<String> {
    Spanned::new(0..0, "{issuer}/token".to_owned())
}

fn at_widget() -> AccountsAt {
    AccountsAt::Widget
}

fn after() -> PurposesAt {
    PurposesAt::After
}

fn sca_days() -> i64 {
    180
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawDialect {
    Stet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawCallback {
    Shared,
    PerBank,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawModel {
    Mixed,
    FullAisp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawRevocation {
    Token,
    EmptyConsent,
    None,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSignature {
    pub key_id: String,
    pub key_file: PathBuf,
}
