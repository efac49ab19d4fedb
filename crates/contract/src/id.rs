//! Names for things. Each is its own type, so that one cannot be passed for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text, for a path or an attribute.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

ids! {
    /// One run of the widget for one user of one partner. Opaque and unguessable, but not a secret.
    JourneyId;
    /// A bank or brand, as the directory names it: `credit-agricole`.
    InstitutionId;
    /// A regional entity of an institution: `credit-agricole-aquitaine`.
    RegionId;
    /// A lasting authorisation at an institution.
    ConnectionId;
    /// A payment account seen through a connection; ours, never the bank's own number.
    AccountId;
    /// What data would be used for, as the partner declared it: `financial_health`.
    PurposeId;
    /// The person's copy of what was given.
    ReceiptId;
}

/// A token, ticket, code or verifier: travels in bodies and headers, and never prints itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret's text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself: call this only where it is sent or hashed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
