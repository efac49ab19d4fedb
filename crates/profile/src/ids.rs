//! Identifiers that insights point at. They are shared, not copied: evidence names thousands of transactions.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! shared_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the backend's own id as it is.
            pub fn new(id: &str) -> Self {
                Self(id.into())
            }

            /// The id as the backend knows it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|id| Self(id.into()))
            }
        }
    };
}

shared_id! {
    /// An account, as the backend names it; never an IBAN.
    AccountId
}

shared_id! {
    /// A transaction, as the backend names it; unique within one input.
    TransactionId
}

shared_id! {
    /// A recurring series: derived from its account and counterparty, the same on every run.
    SeriesId
}
