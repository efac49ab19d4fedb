//! STET's JSON, with the names of the specification.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    account::{Account, Kind, Usage},
    ledger::{Booking, Cents, Direction, Entry},
};

/// `_links`.
pub type Links = BTreeMap<&'static str, Link>;

/// `GenericLink`.
#[derive(Debug, Serialize)]
pub struct Link {
    href: String,
}

/// `HalAccounts`.
#[derive(Debug, Serialize)]
pub struct HalAccounts {
    pub accounts: Vec<AccountResource>,
    #[serde(rename = "_links")]
    pub links: Links,
}

/// `AccountResource`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountResource {
    resource_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bic_fi: Option<String>,
    account_id: AccountIdentification,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    linked_account: Option<String>,
    usage: &'static str,
    cash_account_type: &'static str,
    product: &'static str,
    currency: &'static str,
    psu_status: &'static str,
    #[serde(rename = "_links")]
    links: Links,
}

/// `AccountIdentification`: an IBAN, or `other` for a card.
#[derive(Debug, Serialize, Deserialize)]
pub struct AccountIdentification {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<GenericIdentification>,
}

/// `GenericIdentification`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GenericIdentification {
    pub identification: String,
    /// `TPAN`, a card's token: STET leaves the list open, and the number itself (`CPAN`) is not for AISPs.
    #[serde(default)]
    pub scheme_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// The body of `PUT /consents`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    #[serde(default)]
    pub balances: Vec<AccountIdentification>,
    #[serde(default)]
    pub transactions: Vec<AccountIdentification>,
    pub trusted_beneficiaries: bool,
    pub psu_identity: bool,
}

/// `HalBalances`.
#[derive(Debug, Serialize)]
pub struct HalBalances {
    pub balances: Vec<BalanceResource>,
    #[serde(rename = "_links")]
    pub links: Links,
}

/// `BalanceResource`.
#[derive(Debug, Serialize)]
#[allow(clippy::struct_field_names, reason = "the specification's names")]
#[serde(rename_all = "camelCase")]
pub struct BalanceResource {
    pub name: String,
    pub balance_amount: Amount,
    /// `CLBD`, `XPCD`, `VALU` or `OTHR`.
    pub balance_type: &'static str,
    #[serde(with = "iso_date")]
    pub reference_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_committed_transaction: Option<String>,
}

/// `AmountType`.
#[derive(Debug, Serialize)]
pub struct Amount {
    currency: &'static str,
    amount: Cents,
}

/// `HalTransactions`.
#[derive(Debug, Serialize)]
pub struct HalTransactions {
    pub transactions: Vec<Transaction>,
    #[serde(rename = "_links")]
    pub links: Links,
}

/// `Transaction`. STET 1.4 has no field for the other party: it stands in a second line of
/// `remittanceInformation`, as in the BNP Paribas CIB document's example (`/BENM/…`).
#[derive(Debug, Serialize)]
#[allow(clippy::struct_field_names, reason = "the specification's names")]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    resource_id: String,
    entry_reference: String,
    transaction_amount: Amount,
    credit_debit_indicator: &'static str,
    status: &'static str,
    #[serde(with = "iso_date")]
    booking_date: Date,
    #[serde(with = "iso_date")]
    value_date: Date,
    #[serde(with = "iso_date")]
    transaction_date: Date,
    remittance_information: Vec<String>,
}

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

impl Amount {
    /// An amount in euros.
    pub const fn euros(amount: Cents) -> Self {
        Self {
            currency: "EUR",
            amount,
        }
    }
}

impl Link {
    /// A link to `href`, relative to the bank's host.
    pub fn to(href: impl Into<String>) -> Self {
        Self { href: href.into() }
    }
}

impl AccountResource {
    /// `account` with the links that the consent allows.
    pub fn new(account: &Account, bic: Option<&str>, links: Links) -> Self {
        let (account_id, linked_account, cash_account_type) = match &account.kind {
            Kind::DeferredCard { token, linked } => (by_token(token), Some(linked.clone()), "CARD"),
            Kind::Current { iban } => (by_iban(iban), None, "CACC"),
            // Never listed; were it, it would be a cash account without a number.
            Kind::Savings => (
                AccountIdentification {
                    iban: None,
                    other: None,
                },
                None,
                "CACC",
            ),
        };
        Self {
            resource_id: account.resource_id.clone(),
            bic_fi: bic.map(str::to_owned),
            account_id,
            name: account.name.clone(),
            linked_account,
            usage: match account.usage {
                Usage::Private => "PRIV",
                Usage::Organisation => "ORGA",
            },
            cash_account_type,
            product: account.product,
            currency: "EUR",
            psu_status: account.status.stet(),
            links,
        }
    }
}

fn by_iban(iban: &str) -> AccountIdentification {
    AccountIdentification {
        iban: Some(iban.to_owned()),
        other: None,
    }
}

fn by_token(token: &str) -> AccountIdentification {
    let other = GenericIdentification {
        identification: token.to_owned(),
        scheme_name: "TPAN".to_owned(),
        issuer: None,
    };
    AccountIdentification {
        iban: None,
        other: Some(other),
    }
}

impl Transaction {
    /// `entry` as STET shows it.
    pub fn new(entry: Entry) -> Self {
        let (indicator, party) = match entry.direction {
            Direction::Credit => ("CRDT", "/ORDP/"),
            Direction::Debit => ("DBIT", "/BENM/"),
        };
        let other = entry.counterparty.map(|name| format!("{party}{name}"));
        Self {
            resource_id: entry.reference.clone(),
            entry_reference: entry.reference,
            transaction_amount: Amount::euros(entry.amount),
            credit_debit_indicator: indicator,
            status: match entry.booking {
                Booking::Booked => "BOOK",
                Booking::Pending => "PDNG",
            },
            booking_date: entry.date,
            value_date: entry.value_date,
            transaction_date: entry.date,
            remittance_information: std::iter::once(entry.label).chain(other).collect(),
        }
    }
}
