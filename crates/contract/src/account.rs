//! Accounts as the person sees them before anything is linked: label, type and masked tail, no more.

use serde::{Deserialize, Serialize};

use crate::AccountId;

/// Personal or business space: at many banks two doors with two sets of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Space {
    /// Accounts of a private person (STET `PRIV`).
    #[default]
    Personal,
    /// Accounts of a profession or company (STET `ORGA`).
    Business,
}

impl Space {
    /// The other door.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Personal => Self::Business,
            Self::Business => Self::Personal,
        }
    }
}

/// The kind under which accounts are grouped on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountGroup {
    /// Current accounts (STET `CACC`).
    Current,
    /// Deferred-debit cards (STET `CARD`): a view of purchases that a current account pays once a month.
    Card,
    /// Anything else that the bank opened.
    Other,
}

/// What the person is to the account (STET `psuStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The only holder.
    Holder,
    /// One of several: the others' operations show too.
    CoHolder,
    /// Acts for the holder.
    Attorney,
    /// Acts for a minor.
    Custodian,
    /// The bank did not say.
    Unknown,
}

/// Why an account is shown and cannot be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// It belongs to somebody for whom the person holds a power of attorney.
    Attorney,
    /// It belongs to a minor.
    Minor,
}

/// Whether an account can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// It can.
    Open,
    /// It cannot, and the screen says why.
    Withheld(Withheld),
}

/// The last digits of an account's number, at most four: enough to recognise, not enough to use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tail(pub String);

/// One account in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Account {
    /// Ours; stable over renewals of the same connection.
    pub id: AccountId,
    /// The group it is listed under.
    pub group: AccountGroup,
    /// Personal or business.
    pub space: Space,
    /// What the person is to it.
    pub role: Role,
    /// The bank's own wording, shown as text.
    pub label: String,
    /// Last digits, where the bank gives a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tail: Option<Tail>,
    /// Whether it can be ticked.
    pub offer: Offer,
}
