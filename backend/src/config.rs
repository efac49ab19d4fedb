//! The operator's one file: what it may say, and how a wrong one is refused.
//!
//! Reading goes in three steps. [`file`] turns TOML and environment into the shapes of [`raw`], keeping the place of
//! each value; [`check`] turns those into the types below, which cannot hold a wrong value; errors name file, line,
//! what is wrong and what to write.

mod bank;
mod check;
mod connector;
mod error;
mod file;
mod institutions;
mod limits;
mod origin;
mod partner;
mod privacy;
mod purpose;
mod raw;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use crate::metering::budget::Budget;
pub use crate::metering::price::{Amount, Prices};
pub use bank::{Bank, Banks, Glob};
pub use connector::{
    Aisp, Callback, Connector, ConsentModel, Dialect, Endpoints, ErrorMap, IssParameter,
    RevocationWay, Signing,
};
pub use error::ConfigError;
pub use file::load;
pub use institutions::{Data, Institutions, Unconnected};
pub use limits::{Limits, PerMinute};
pub use origin::Origin;
pub use partner::{Partner, ReturnUrl, Webhook};
pub use privacy::{Authority, Privacy};
pub use purpose::{PurposeConfig, PurposeWords, class_word};

/// Everything the operator decided, checked.
#[derive(Debug)]
pub struct Config {
    /// Where the backend listens and under which name it is known.
    pub server: Server,
    /// Where it stores.
    pub storage: Storage,
    /// How often who may ask.
    pub limits: Limits,
    /// What calls to banks cost.
    pub prices: Prices,
    /// How often what was sent is read again without the person.
    pub refresh: Refresh,
    /// What a receipt says beside.
    pub privacy: Privacy,
    /// The companies whose pages show the widget.
    pub partners: Vec<Partner>,
    /// What data may be used for.
    pub purposes: Vec<PurposeConfig>,
    /// The ways to the banks, and the banks they reach.
    pub banks: Banks,
    /// The list of institutions.
    pub institutions: Institutions,
}

/// Where the backend listens and under which name it is known.
#[derive(Debug)]
pub struct Server {
    /// The socket; port 0 asks the system for a free one.
    pub listen: SocketAddr,
    /// Metrics on a socket of their own; none leaves them on the main one.
    pub metrics: Option<SocketAddr>,
    /// The backend's own origin, as browsers and banks know it.
    pub public_url: Origin,
    /// The folder of the widget's files; the embedded ones when absent.
    pub assets: Option<PathBuf>,
    /// The header in which a proxy of the operator's own tells where a request comes from.
    pub client_address_header: Option<axum::http::HeaderName>,
    /// Base address of institutions' logos.
    pub logos: Option<String>,
    /// The country whose file the widget fetches first: ISO 3166.
    pub country: String,
    /// Whether plain HTTP and connectors without an AISP are allowed.
    pub operation: Operation,
}

/// Whether real banks are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Real banks: https everywhere, an AISP's identity on each connector.
    Live,
    /// A trial on one machine: plain HTTP on loopback is allowed.
    Sandbox,
}

/// How often what was sent is read again without the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    /// 0 to 4 times in 24 hours.
    pub times_a_day: u8,
}

/// Where the backend stores.
#[derive(Debug)]
pub struct Storage {
    /// `sqlite://…` or `postgres://…`.
    pub database: String,
    /// Where the master key comes from.
    pub key: KeySource,
}

/// Where the master key comes from.
#[derive(Debug)]
pub enum KeySource {
    /// A file, made with mode 0600 when it is missing.
    File(PathBuf),
    /// The text itself, from the environment.
    Text(secrecy::SecretString),
}

impl Config {
    /// The partner of that id.
    pub fn partner(&self, id: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.id == id)
    }

    /// The purpose of that id.
    pub fn purpose(&self, id: &str) -> Option<&PurposeConfig> {
        self.purposes
            .iter()
            .find(|purpose| purpose.id.as_str() == id)
    }

    /// The purposes of a partner, in the order they are shown.
    pub fn purposes_of(&self, partner: &Partner) -> impl Iterator<Item = &PurposeConfig> {
        partner
            .purposes
            .iter()
            .filter_map(|id| self.purpose(id.as_str()))
    }

    /// Whether any partner registered this origin: what a preflight, which carries no journey, is answered for.
    pub fn any_partner_has(&self, origin: &str) -> bool {
        self.partners
            .iter()
            .any(|partner| partner.has_origin(origin))
    }
}
