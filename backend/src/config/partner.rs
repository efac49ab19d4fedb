//! A partner: the company whose page shows the widget.

use contract::{PurposeId, Space};
use secrecy::SecretString;

use super::{Budget, Origin};
use crate::webhooks::sign::Secret;

/// One partner, as the operator registered it.
#[derive(Debug)]
pub struct Partner {
    /// A short name without spaces, used in the database.
    pub id: String,
    /// The name the person knows.
    pub name: String,
    /// A page where the person gets help.
    pub help: Option<String>,
    /// Who it is in law: the controller of the uses (GDPR art. 4(7)).
    pub legal_name: String,
    /// Its postal address.
    pub address: String,
    /// How to reach who answers for data there.
    pub contact: String,
    /// Who else is given the data.
    pub recipients: Vec<String>,
    /// The partner server's credentials.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// Third value of `POST /clients/token`.
    pub application_id: String,
    /// Fourth value of `POST /clients/token`.
    pub api_key: SecretString,
    /// Where its pages live.
    pub origins: Vec<Origin>,
    /// Pages the person may come back to, by id; the first is the default.
    pub return_urls: Vec<ReturnUrl>,
    /// Purposes it may ask for, in the order they are shown.
    pub purposes: Vec<PurposeId>,
    /// What its calls may cost; without limit when absent.
    pub budget: Option<Budget>,
    /// Where its server is told what happened; it is not when absent.
    pub webhook: Option<Webhook>,
    /// The space a new choice starts with.
    pub space: Space,
}

/// A partner's server that is told what happened (Standard Webhooks).
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The exact address.
    pub url: String,
    /// What messages are signed with.
    pub secret: Secret,
}

/// A registered page to come back to: requests name its id, never an address.
#[derive(Clone, Debug)]
pub struct ReturnUrl {
    /// What a request names.
    pub id: String,
    /// The exact address, without a fragment.
    pub url: String,
    /// Its origin.
    pub origin: Origin,
}

impl Partner {
    /// Whether this origin is registered, compared exactly.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.origins
            .iter()
            .any(|registered| registered.as_str() == origin)
    }

    /// A registered return page; the first one when none is named.
    pub fn return_url(&self, id: Option<&str>) -> Option<&ReturnUrl> {
        match id {
            None => self.return_urls.first(),
            Some(id) => self.return_urls.iter().find(|url| url.id == id),
        }
    }
}
