//! A connector: how a set of banks is reached. Outbound addresses come from here and from nowhere else.

use std::collections::BTreeMap;

use contract::{Capabilities, DataClass, Outcome};
use secrecy::SecretString;

use super::bank::Glob;

/// One connector, a template over the banks it serves.
#[derive(Debug)]
pub struct Connector {
    /// Its name in the database and in the log.
    pub id: String,
    /// Which interface the banks speak.
    pub dialect: Dialect,
    /// Which banks it serves, by institution or region id.
    pub banks: Vec<Glob>,
    /// Only those of these countries, ISO 3166; of all when empty.
    pub countries: Vec<String>,
    /// The issuer and the addresses, with `{bank}` in them.
    pub endpoints: Endpoints,
    /// Our name at these banks.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
    /// The scope that is always asked for, words separated by spaces.
    pub scope: String,
    /// Scope words added for data classes where purposes are asked before the bank.
    pub class_scopes: BTreeMap<DataClass, String>,
    /// Whether these banks name themselves in the answer.
    pub iss: IssParameter,
    /// Which callback address they were given.
    pub callback: Callback,
    /// Who chooses accounts, and when purposes are asked.
    pub capabilities: Capabilities,
    /// Whether the bank holds the detail of a consent.
    pub model: ConsentModel,
    /// How access is closed.
    pub revocation: RevocationWay,
    /// Days until the bank wants SCA again: 180 in RTS 2018/389 art. 10a.
    pub sca_days: i64,
    /// Extra parameters of the authorization request for the personal space.
    pub personal: BTreeMap<String, String>,
    /// The same for the business space.
    pub business: BTreeMap<String, String>,
    /// How error codes of these banks read, where they differ from the usual ones.
    pub errors: ErrorMap,
    /// The HTTP signature, where the banks ask for one.
    pub signing: Option<Signing>,
    /// Who provides the service at these banks.
    pub aisp: Aisp,
}

impl Connector {
    /// Whether it serves banks of a country.
    pub fn is_in(&self, country: &str) -> bool {
        self.countries.is_empty() || self.countries.iter().any(|one| one == country)
    }
}

/// Which interface banks speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// STET 1.4, the French banks'.
    Stet,
}

/// Addresses of a bank, as templates over `{issuer}` and `{bank}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// RFC 8414 issuer.
    pub issuer: String,
    /// Authorization endpoint.
    pub authorize: String,
    /// Token endpoint.
    pub token: String,
    /// Pushed authorization requests (RFC 9126), where offered.
    pub par: Option<String>,
    /// Token revocation (RFC 7009), where offered.
    pub revoke: Option<String>,
    /// Base of the STET API.
    pub api: String,
}

/// Whether a bank names itself in the authorization response (RFC 9207).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssParameter {
    /// It does: the value is compared exactly, a missing one is refused.
    Sent,
    /// It cannot: each bank has a callback path of its own instead.
    Absent,
}

/// Which callback address a bank was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callback {
    /// `/callback`, for banks that send `iss`.
    Shared,
    /// `/callback/{bank}`.
    PerBank,
}

/// STET's consent models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentModel {
    /// A2: the bank takes `PUT /consents` and enforces it.
    Mixed,
    /// A1: the bank holds no detail; this backend alone keeps to it, and the screen says so.
    FullAisp,
}

/// How access is closed at a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationWay {
    /// Token revocation, RFC 7009.
    Token,
    /// An empty `PUT /consents`.
    EmptyConsent,
    /// The bank has no way to be told.
    None,
}

/// Error codes of a bank that mean something else than usual.
#[derive(Clone, Debug, Default)]
pub struct ErrorMap(pub BTreeMap<String, Outcome>);

impl ErrorMap {
    /// The outcome of an `error` parameter. `error_description` is never looked at.
    pub fn outcome(&self, error: &str) -> Outcome {
        if let Some(outcome) = self.0.get(error) {
            return *outcome;
        }
        match error {
            "access_denied" => Outcome::Cancelled,
            "unmet_authentication_requirements" => Outcome::Refused,
            "login_required" => Outcome::TimedOut,
            "temporarily_unavailable" => Outcome::BankDown,
            _ => Outcome::Unknown,
        }
    }
}

/// The key of the HTTP signature.
#[derive(Debug)]
pub struct Signing {
    /// `keyId`: for STET, the address of the certificate.
    pub key_id: String,
    /// The RSA private key.
    pub key: ring::signature::RsaKeyPair,
}

/// The account information service provider: whoever is registered for this connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aisp {
    /// Legal name.
    pub legal_name: String,
    /// `registered AISP` or the like, in words.
    pub status: String,
    /// Number in the register.
    pub register_number: String,
    /// How to reach it.
    pub contact: String,
    /// Where a complaint goes.
    pub complaint: String,
    /// Postal address.
    pub address: String,
}
