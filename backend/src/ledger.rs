//! The ledger: what was asked, given and refused, in an order that nobody can change afterwards.
//!
//! It proves; it decides nothing. What a partner may see is decided by the consents
//! ([`partner_api`](crate::partner_api)), which are written in the same commit. Three acts of a person make three
//! records: the handoff button (the service), saving the accounts (PSD2 explicit consent), sending (GDPR consent for each
//! purpose), which are never mixed. Entries are chained by hashes ([`chain`]), sealed under a key per person
//! ([`store::ledger`](crate::store::ledger)), and name each text that was shown by its hash, so that the very screen can
//! be rebuilt.

pub mod chain; // entries linked by hashes, and where they break
mod records; // what each act of a journey says

use std::collections::BTreeMap;

use contract::{AccountId, Basis, DataClass, Notice, PurposeId};
use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::problem::Fault;
use crate::receipt::Document;
use crate::secrets::Keys;
use crate::store::Store;

pub use records::{access, asked, ended, given, nothing, renewed, service};

/// What kind of act an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Something was asked, and its words were on the screen.
    Requested,
    /// The person agreed.
    Given,
    /// The person did not.
    Refused,
    /// The person took it back.
    Withdrawn,
    /// Its own time was over.
    Expired,
    /// The person took the access back at the bank.
    Revoked,
    /// The person confirmed again at the bank.
    Renewed,
}

/// A text that was shown; the ledger keeps it by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its hash.
    pub hash: String,
    /// Its version.
    pub version: String,
    /// Its language.
    pub locale: String,
}

impl From<&Notice> for Shown {
    fn from(notice: &Notice) -> Self {
        Self {
            hash: notice.hash.clone(),
            version: notice.version.clone(),
            locale: notice.locale.clone(),
        }
    }
}

/// A purpose as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which one.
    pub purpose: PurposeId,
    /// Why it is lawful.
    pub basis: Basis,
    /// What it needs.
    pub classes: Vec<DataClass>,
    /// Its words.
    pub notice: Shown,
}

/// A purpose as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Which one.
    pub purpose: PurposeId,
    /// On which accounts.
    pub accounts: Vec<AccountId>,
    /// Which data.
    pub classes: Vec<DataClass>,
    /// Until when.
    pub until: Seconds,
    /// Its words.
    pub notice: Shown,
}

/// Why nothing, or not all, was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Its switch stayed off.
    LeftOff,
    /// The result was seen and not sent.
    NotSent,
    /// The person left.
    Left,
    /// Nobody answered for too long.
    Abandoned,
}

/// What the person pointed at to take it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawn {
    /// One purpose.
    Purpose,
    /// One account, for every purpose.
    Account,
    /// The whole access.
    Access,
}

/// What an entry says. It is sealed under the person's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// The handoff button: the service itself, and reading the list of accounts.
    Service {
        /// In which journey.
        journey: String,
        /// At which bank.
        bank: String,
        /// The words before the button.
        notice: Shown,
    },
    /// The accounts were saved: PSD2 explicit consent.
    Access {
        /// In which journey.
        journey: String,
        /// Through which connection.
        connection: String,
        /// Which accounts.
        accounts: Vec<AccountId>,
        /// What may be read of them at most: what the purposes that are asked need.
        classes: Vec<DataClass>,
        /// Until when: then the bank wants the person again.
        until: Seconds,
        /// The words above the list.
        notice: Shown,
    },
    /// The purposes were on the screen and were answered.
    Purposes {
        /// In which journey.
        journey: String,
        /// Each of them, those without a switch too.
        purposes: Vec<Asked>,
    },
    /// The result was sent: GDPR consent.
    Consent {
        /// In which journey.
        journey: String,
        /// Through which connection.
        connection: String,
        /// On which receipt.
        receipt: String,
        /// Each purpose that was given.
        purposes: Vec<Given>,
        /// The receipt itself, as the person has it.
        document: Box<Document>,
    },
    /// Taken back.
    Withdrawal {
        /// Over which connection.
        connection: String,
        /// What the person pointed at.
        what: Withdrawn,
        /// The purposes it ended, whole or on some accounts.
        purposes: Vec<PurposeId>,
        /// The accounts on which.
        accounts: Vec<AccountId>,
    },
    /// Ended by itself.
    Expiry {
        /// Over which connection.
        connection: String,
        /// The purposes.
        purposes: Vec<PurposeId>,
        /// The accounts.
        accounts: Vec<AccountId>,
    },
    /// The bank says that the access was taken back there.
    Revocation {
        /// Over which connection.
        connection: String,
        /// The purposes that it ended.
        purposes: Vec<PurposeId>,
        /// The accounts.
        accounts: Vec<AccountId>,
    },
    /// The bank's clock was turned; what was given stays as it was.
    Renewal {
        /// In which journey.
        journey: String,
        /// Of which connection.
        connection: String,
        /// Until when: then the bank wants the person again.
        until: Seconds,
    },
    /// These were asked and not given.
    Nothing {
        /// In which journey.
        journey: String,
        /// Why.
        why: Refusal,
        /// Each of them; the words are in the entry of what was asked.
        purposes: Vec<PurposeId>,
    },
}

impl Record {
    /// The texts that it names.
    fn shown(&self) -> Vec<&Shown> {
        match self {
            Self::Service { notice, .. } | Self::Access { notice, .. } => vec![notice],
            Self::Purposes { purposes, .. } => purposes.iter().map(|one| &one.notice).collect(),
            Self::Consent { purposes, .. } => purposes.iter().map(|one| &one.notice).collect(),
            Self::Withdrawal { .. }
            | Self::Expiry { .. }
            | Self::Revocation { .. }
            | Self::Renewal { .. }
            | Self::Nothing { .. } => Vec::new(),
        }
    }
}

/// An entry about to be added.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Names the act: a second entry of the same name is not added, so that a retry writes once.
    pub once: String,
    /// What kind of act.
    pub act: Act,
    /// Whose user.
    pub partner: String,
    /// Which user.
    pub user: String,
    /// When.
    pub at: Seconds,
    /// What it says.
    pub record: Record,
    /// The texts that it names, to be kept.
    pub notices: Vec<Notice>,
}

/// An entry as it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// What kind of act.
    pub act: Act,
    /// When.
    pub at: Seconds,
    /// What it says.
    pub record: Record,
}

/// Everything on record about a user, and the texts that were on the screen, by their hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The entries, oldest first.
    pub entries: Vec<Recorded>,
    /// The texts that they name.
    pub texts: BTreeMap<String, Notice>,
}

/// Reads what is on record about a user: from the ledger alone, so that neither configuration nor words of today have a
/// part in it.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`], also when a text that an entry names is gone.
pub async fn told(store: &Store, keys: &Keys, user: &str) -> Result<Told, Fault> {
    let entries = store.ledger_of(keys, user).await?;
    let mut texts = BTreeMap::new();
    for shown in entries.iter().flat_map(|entry| entry.record.shown()) {
        if !texts.contains_key(&shown.hash) {
            let notice = store
                .notice(&shown.hash)
                .await?
                .ok_or(Fault::Corrupt("notices.hash"))?;
            texts.insert(shown.hash.clone(), notice);
        }
    }
    Ok(Told { entries, texts })
}
