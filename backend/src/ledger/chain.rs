//! Entries linked by hashes: changing, removing or reordering one breaks every link after it.

use std::fmt;

use crate::clock::Seconds;
use crate::secrets;

/// A row of the ledger, as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its place, from 1, without gaps.
    pub seq: i64,
    /// SHA-256 of the act's name.
    pub once: String,
    /// Under which name the ledger knows the person.
    pub person: String,
    /// Whose user.
    pub partner: String,
    /// The kind of act.
    pub act: String,
    /// When.
    pub at: Seconds,
    /// What it says, sealed.
    pub body: String,
    /// The hash of the entry before it; empty for the first.
    pub previous: String,
    /// Its own.
    pub hash: String,
}

impl Link {
    /// SHA-256 over all of it but the hash, as a JSON array: a text that cannot be cut in two ways.
    pub fn hashed(&self) -> String {
        let columns = (
            self.seq,
            &self.once,
            &self.person,
            &self.partner,
            &self.act,
            self.at,
            &self.body,
            &self.previous,
        );
        // Numbers and texts: there is nothing in it that JSON cannot say.
        secrets::sha256_hex(&serde_json::to_vec(&columns).unwrap_or_default())
    }
}

/// What a look at the whole ledger found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every link holds.
    Whole {
        /// How many entries.
        entries: i64,
        /// The last one's hash. Who keeps it elsewhere can tell later that nothing before it was changed or cut off.
        head: String,
    },
    /// It does not.
    Broken {
        /// The first entry that is wrong, or missing.
        seq: i64,
        /// What is wrong with it.
        why: Break,
    },
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// It is not there.
    Missing,
    /// It does not name the one before it.
    Unlinked,
    /// It is not what it was.
    Altered,
    /// The ledger's head names another last entry.
    Head,
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole { entries, head } => {
                write!(f, "{entries} entries, chain whole, head {head}")
            }
            Self::Broken { seq, why } => {
                let why = match why {
                    Break::Missing => "is missing",
                    Break::Unlinked => "does not follow the one before it",
                    Break::Altered => "was altered",
                    Break::Head => "is the last one, and the head of the ledger names another",
                };
                write!(f, "chain broken: entry {seq} {why}")
            }
        }
    }
}

/// Walks a chain from its first entry on.
#[derive(Debug, Default)]
pub struct Walk {
    seq: i64,
    hash: String,
}

impl Walk {
    /// The last entry seen.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Takes the next entry; what is wrong with it, if something is.
    ///
    /// # Errors
    /// The first break.
    pub fn step(&mut self, link: &Link) -> Result<(), Chain> {
        let expected = self.seq + 1;
        let broken = |why| Err(Chain::Broken { seq: expected, why });
        if link.seq != expected {
            return broken(Break::Missing);
        }
        if link.previous != self.hash {
            return broken(Break::Unlinked);
        }
        if link.hashed() != link.hash {
            return broken(Break::Altered);
        }
        self.seq = expected;
        self.hash.clone_from(&link.hash);
        Ok(())
    }

    /// Ends the walk at what the head says is the last entry.
    pub fn end(self, seq: i64, hash: &str) -> Chain {
        if seq > self.seq {
            return Chain::Broken {
                seq: self.seq + 1,
                why: Break::Missing,
            };
        }
        if (seq, hash) != (self.seq, self.hash.as_str()) {
            return Chain::Broken {
                seq: self.seq,
                why: Break::Head,
            };
        }
        Chain::Whole {
            entries: self.seq,
            head: self.hash,
        }
    }
}
