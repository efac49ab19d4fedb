//! Accounts, balances and transactions as a partner receives them. The result screen shows these very shapes.

use contract::{AccountGroup, AccountId, Role, Space};
use serde::Serialize;
use utoipa::ToSchema;

use crate::store::accounts::StoredAccount;
use crate::store::data::{StoredBalance, StoredTransaction};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartnerAccount {
    /// Ours.
    pub id: String,
    /// Its kind.
    pub group: AccountGroup,
    /// Personal or business.
    pub space: Space,
    /// What the person is to it.
    pub role: Role,
    /// The bank's label.
    pub label: String,
    /// Last digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Only where a consent covers them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<PartnerBalance>,
}

/// A balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartnerBalance {
    /// `CLBD`, `XPCD`, `VALU` or `OTHR`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In cents; negative when overdrawn.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day it is true for.
    pub on: String,
}

/// A transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartnerTransaction {
    /// Ours.
    pub id: String,
    /// The account it is on.
    pub account: String,
    /// What the bank prints, without the other party's name where the bank gives it apart.
    pub label: String,
    /// In cents; negative for money out.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// The day it was booked.
    pub booked: String,
}

/// An account as a partner receives it.
pub fn account(account: &StoredAccount, balances: &[StoredBalance]) -> PartnerAccount {
    PartnerAccount {
        id: account.shown.id.0.clone(),
        group: account.shown.group,
        space: account.shown.space,
        role: account.shown.role,
        label: account.shown.label.clone(),
        tail: account.shown.tail.as_ref().map(|tail| tail.0.clone()),
        currency: account.upstream.currency.clone(),
        balances: balances
            .iter()
            .map(|balance| PartnerBalance {
                kind: balance.kind.clone(),
                cents: balance.cents,
                currency: balance.currency.clone(),
                on: balance.on.clone(),
            })
            .collect(),
    }
}

/// A transaction as a partner receives it.
pub fn transaction(account: &AccountId, row: &StoredTransaction) -> PartnerTransaction {
    PartnerTransaction {
        id: row.id.clone(),
        account: account.0.clone(),
        label: row.label.clone(),
        cents: row.cents,
        currency: row.currency.clone(),
        booked: row.booked.clone(),
    }
}
