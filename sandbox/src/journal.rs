//! The log of every call the banks got: so that anyone can see what was asked, and what was not.
//! It has no token, no code and no name in it, unless a client gives one away by `Referer`; accounts are there by
//! their opaque id.

pub mod layer; // writes one entry per call
pub mod view; // GET /log

use std::{collections::VecDeque, sync::Mutex};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::app::lock;

/// How many entries are kept; the oldest go first.
const KEPT: usize = 20_000;

/// The log.
#[derive(Debug, Default)]
pub struct Journal(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    last: u64,
    entries: VecDeque<Entry>,
}

/// What a call was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// RFC 8414 metadata.
    Metadata,
    /// A pushed authorization request.
    Par,
    /// The person arrives.
    Authorize,
    /// The person says who they are.
    Identify,
    /// The person confirms, or does not.
    Sca,
    /// The person chooses accounts at the bank.
    Choose,
    /// A code for tokens.
    Token,
    /// A refresh token for tokens.
    Refresh,
    /// A token is given back.
    Revoke,
    /// The list of accounts.
    Accounts,
    /// The detail of the consent.
    Consents,
    /// An account's balances.
    Balances,
    /// An account's transactions.
    Transactions,
    /// The person's name.
    Identity,
}

/// One call.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Counts from 1.
    pub seq: u64,
    /// When, RFC 3339, by the sandbox's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The bank's id.
    pub bank: String,
    /// What it was for.
    pub kind: Kind,
    /// HTTP method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// The parameters that say nothing secret.
    pub query: String,
    /// Which authorisation, by number.
    pub grant: Option<u64>,
    /// `resourceId`, for calls about one account.
    pub account: Option<String>,
    /// Names of the `PSU-*` headers that came: with any, the person is present (RTS art. 36(5)).
    pub psu_headers: Vec<String>,
    /// The page the browser came from, as it says: nothing that came to a bank by this way was hidden from it.
    pub referer: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
    /// The consent of a `PUT`, accounts by `resourceId`.
    pub consent: Option<ConsentNote>,
}

/// What a `PUT /consents` said.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentNote {
    /// Accounts whose balances may be read.
    pub balances: Vec<String>,
    /// Accounts whose transactions may be read.
    pub transactions: Vec<String>,
    /// The person's name.
    pub psu_identity: bool,
    /// The trusted beneficiaries.
    pub trusted_beneficiaries: bool,
}

/// What a handler adds to the entry of its call, in the extensions of its response.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Where the path does not say it.
    pub kind: Option<Kind>,
    /// Which authorisation.
    pub grant: Option<u64>,
    /// What was consented.
    pub consent: Option<ConsentNote>,
}

/// Which entries are wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Filter {
    bank: Option<String>,
    kind: Option<Kind>,
    /// Only entries with a larger `seq`.
    since: Option<u64>,
}

impl Journal {
    /// Adds `entry` under the next number.
    pub fn add(&self, entry: Entry) {
        let mut pages = lock(&self.0);
        pages.last += 1;
        let seq = pages.last;
        pages.entries.push_back(Entry { seq, ..entry });
        if pages.entries.len() > KEPT {
            pages.entries.pop_front();
        }
    }

    /// The entries that `filter` lets through, oldest first.
    pub fn read(&self, filter: &Filter) -> Vec<Entry> {
        lock(&self.0)
            .entries
            .iter()
            .filter(|entry| filter.keeps(entry))
            .cloned()
            .collect()
    }
}

impl Filter {
    fn keeps(&self, entry: &Entry) -> bool {
        self.bank.as_ref().is_none_or(|bank| *bank == entry.bank)
            && self.kind.is_none_or(|kind| kind == entry.kind)
            && self.since.is_none_or(|since| entry.seq > since)
    }
}
