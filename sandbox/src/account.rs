//! An account as the bank holds it. What STET shows of it is in [`crate::stet`].

pub mod holdings;
pub mod iban;

use crate::ledger::Life;

/// An account of a person at a bank.
#[derive(Debug, Clone)]
pub struct Account {
    /// STET `resourceId`: opaque, the same after each renewal, different at every bank.
    pub resource_id: String,
    /// What kind of account, with its number.
    pub kind: Kind,
    /// Personal or professional.
    pub usage: Usage,
    /// What the person is to the account.
    pub status: PsuStatus,
    /// STET `name`: the label as French banks print it.
    pub name: String,
    /// STET `product`.
    pub product: &'static str,
    /// What happens on it.
    pub life: Life,
    /// Seeds the transactions; a card shares that of its account.
    pub wallet: String,
}

/// The kind of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `CACC`, by IBAN.
    Current {
        /// Passes mod 97.
        iban: String,
    },
    /// `CARD`: the purchases of a deferred-debit card.
    DeferredCard {
        /// The card's token, never its number.
        token: String,
        /// `resourceId` of the account that is debited at the end of the month.
        linked: String,
    },
    /// Savings. Not a payment account, so PSD2 does not open it and no list shows it.
    Savings,
}

/// STET `usage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// `PRIV`.
    Private,
    /// `ORGA`.
    Organisation,
}

/// STET `psuStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PsuStatus {
    /// Sole holder.
    Holder,
    /// One of several: the others are silent parties.
    CoHolder,
    /// Acts for somebody else by power of attorney.
    Attorney,
    /// Acts for a minor.
    CustodianForMinor,
}

impl Account {
    /// Whether the bank's PSD2 interface shows it.
    pub const fn is_listed(&self) -> bool {
        match self.kind {
            Kind::Current { .. } | Kind::DeferredCard { .. } => true,
            Kind::Savings => false,
        }
    }

    /// The IBAN or the card's token: what a consent names the account by.
    pub fn number(&self) -> Option<&str> {
        match &self.kind {
            Kind::Current { iban } => Some(iban),
            Kind::DeferredCard { token, .. } => Some(token),
            Kind::Savings => None,
        }
    }
}

impl PsuStatus {
    /// The words of STET 1.4.
    pub const fn stet(self) -> &'static str {
        match self {
            Self::Holder => "Account Holder",
            Self::CoHolder => "Co-account Holder",
            Self::Attorney => "Attorney",
            Self::CustodianForMinor => "Custodian For Minor",
        }
    }
}
