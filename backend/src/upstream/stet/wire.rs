//! STET's JSON, as far as it is read. Unknown fields are let pass; missing ones make the answer nonsense.

use serde::Deserialize;

/// A link's address.
#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub href: String,
}

/// `_links` of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Links {
    pub next: Option<Link>,
}

/// `HalAccounts`.
#[derive(Debug, Deserialize)]
pub(super) struct HalAccounts {
    pub accounts: Vec<AccountResource>,
    #[serde(rename = "_links", default)]
    pub links: Links,
}

/// `AccountResource`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountResource {
    pub resource_id: String,
    pub account_id: Option<serde_json::Value>,
    pub name: String,
    pub usage: Option<String>,
    pub cash_account_type: String,
    pub currency: String,
    pub psu_status: Option<String>,
}

/// `EndUserIdentity`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EndUserIdentity {
    pub connected_psu: String,
}

/// `AmountType`.
#[derive(Debug, Deserialize)]
pub(super) struct Amount {
    pub currency: String,
    pub amount: String,
}

/// `HalBalances`.
#[derive(Debug, Deserialize)]
pub(super) struct HalBalances {
    pub balances: Vec<BalanceResource>,
}

/// `BalanceResource`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BalanceResource {
    pub balance_amount: Amount,
    pub balance_type: String,
    pub reference_date: Option<String>,
}

/// `HalTransactions`.
#[derive(Debug, Deserialize)]
pub(super) struct HalTransactions {
    pub transactions: Vec<TransactionResource>,
    #[serde(rename = "_links", default)]
    pub links: Links,
}

/// `Transaction`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TransactionResource {
    pub transaction_amount: Amount,
    pub credit_debit_indicator: Indicator,
    pub status: String,
    pub booking_date: String,
    pub remittance_information: Vec<String>,
}

/// `creditDebitIndicator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Indicator {
    #[serde(rename = "CRDT")]
    Credit,
    #[serde(rename = "DBIT")]
    Debit,
}
