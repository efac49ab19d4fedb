//! The receipt: what a person gave, in the fields of ISO/IEC TS 27560:2023 and those that the GDPR asks for beside (R-116,
//! R-117), as JSON-LD with the terms of the Data Privacy Vocabulary.
//!
//! It is written once, with the consents, into the ledger's entry of that act, and read from there for ever: what the person
//! has, what the partner has and what is on record are the same bytes, and go together when the person is erased.
//! [`seal`] signs it.

pub mod seal; // the signature, and the key that opens it

use contract::{AccountId, DataClass, Notice, ReceiptId, Sensitivity};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::clock::{self, Seconds};
use crate::config::{Aisp, Partner, Privacy, PurposeConfig, class_word};
use crate::journey::Journey;
use crate::ledger::{Given, Record};
use crate::manage;
use crate::problem::Fault;
use crate::sending::group_word;
use crate::store::accounts::StoredAccount;
use crate::view;

/// The version of the fields below, and of `schema.json`.
pub const VERSION: &str = "ISO/IEC TS 27560:2023, guichet 1";

const DAY: Seconds = 86_400;

/// What the terms mean.
const CONTEXT: &str = include_str!("receipt/context.json");

/// What every receipt conforms to: JSON Schema, draft 2020-12.
pub const SCHEMA: &str = include_str!("receipt/schema.json");

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What the terms mean.
    #[serde(rename = "@context")]
    pub context: Value,
    /// Its name as a URN.
    #[serde(rename = "@id")]
    pub id: String,
    /// What it is, by DPV's name.
    #[serde(rename = "@type")]
    pub kind: String,
    /// The version of its fields.
    pub schema_version: String,
    /// Its name.
    pub receipt_id: String,
    /// The record that it is the receipt of.
    pub record: Header,
    /// What the data is used for, a purpose each.
    pub processing: Vec<Processing>,
    /// Who they are.
    pub parties: Vec<Party>,
    /// What happened.
    pub events: Vec<Event>,
}

/// The record's own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The version of its fields.
    pub schema_version: String,
    /// Its name: the journey in which it was written.
    pub record_id: String,
    /// The person, as the partner's server knows them: an id that says nothing else.
    pub pii_principal_id: String,
    /// Which party is the authority.
    pub authority_party: String,
}

/// One purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Processing {
    /// The words that were on the screen.
    pub privacy_notice: Words,
    /// Their language.
    pub language: String,
    /// What for.
    pub purpose: Purpose,
    /// By which article of the GDPR.
    pub lawful_basis: String,
    /// Which data.
    pub pii_information: Vec<Pii>,
    /// Of which accounts.
    pub accounts: Vec<Account>,
    /// Who decides on it, by party.
    pub pii_controllers: Vec<String>,
    /// Where the data comes from.
    pub collection_method: String,
    /// What is done with it.
    pub processing_method: Vec<String>,
    /// Where it lies.
    pub storage_locations: Vec<String>,
    /// Where it is worked on.
    pub processing_locations: Vec<String>,
    /// What it does not leave.
    pub geographic_restrictions: Vec<String>,
    /// How long it is kept at most: ISO 8601. Taken back, it goes at once.
    pub retention_period: String,
    /// Whose law applies.
    pub jurisdiction: String,
    /// Who else is given it.
    pub recipient_third_parties: Vec<String>,
    /// Where it is taken back.
    pub withdrawal_method: String,
    /// What the person may ask for, by article.
    pub privacy_rights: Vec<String>,
}

/// Words that were shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Their version.
    pub version: String,
    /// The hash by which the ledger keeps them.
    pub hash: String,
    /// The words, a paragraph each.
    pub text: Vec<String>,
}

/// A purpose by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Its name in requests.
    pub purpose_id: String,
    /// Its name on the screen.
    pub title: String,
}

/// One class of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pii {
    /// Which.
    pub pii_type: String,
    /// Whether the purpose could do without it. It never could: what is not needed is not asked for.
    pub pii_optional: bool,
    /// What it may reveal of GDPR art. 9; nothing, where such transactions are left out.
    pub special_pii_category: Vec<String>,
}

/// An account, as its holder tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Our name for it.
    pub account_id: String,
    /// `current`, `card` or `other`.
    pub account_type: String,
    /// The end of its number; empty where the bank gives none.
    pub last_digits: String,
}

/// Somebody who has a part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What the rest of the receipt calls it.
    pub party_id: String,
    /// Its legal name.
    pub name: String,
    /// Its postal address.
    pub address: String,
    /// How to reach it.
    pub contact: String,
    /// What kind of body it is.
    pub party_type: String,
    /// What part it has, by DPV's name.
    pub party_role: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// To which purpose.
    pub purpose_id: String,
    /// When: ISO 8601, UTC.
    pub event_time: String,
    /// How long it holds: ISO 8601.
    pub validity_duration: String,
    /// By whom.
    pub entity_id: String,
    /// How.
    pub event_type: String,
    /// What it led to.
    pub event_state: String,
}

/// What was sent, to be written down.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The receipt's name.
    pub receipt: &'a ReceiptId,
    /// What was given.
    pub given: &'a [Given],
    /// The words of it.
    pub notices: &'a [Notice],
    /// The accounts there are.
    pub accounts: &'a [StoredAccount],
    /// When.
    pub at: Seconds,
}

const PARTNER: &str = "partner";
const AISP: &str = "aisp";
const AUTHORITY: &str = "authority";

/// GDPR art. 7(3), 15, 16, 17, 18, 20, 22 and 77.
const RIGHTS: [&str; 8] = ["A7-3", "A15", "A16", "A17", "A18", "A20", "A22", "A77"];

/// What transactions may reveal (GDPR art. 9), as far as this backend looks for it.
const SPECIAL: [&str; 5] = [
    "health",
    "religious_or_philosophical_beliefs",
    "trade_union_membership",
    "political_opinions",
    "sex_life",
];

/// Writes the receipt.
///
/// # Errors
/// [`Fault::Corrupt`] when partner or purposes are gone from the configuration.
pub fn document(app: &App, journey: &Journey, sent: &Sent<'_>) -> Result<Document, Fault> {
    let partner = view::partner(app, journey)?;
    let place = view::place(app, journey)?;
    let mut processing = Vec::with_capacity(sent.given.len());
    for (given, notice) in sent.given.iter().zip(sent.notices) {
        let purpose = app
            .config()
            .purpose(given.purpose.as_str())
            .ok_or(Fault::Corrupt("journeys.state"))?;
        processing.push(use_of(
            app,
            journey,
            sent,
            (given, purpose, notice),
            partner,
        ));
    }
    Ok(Document {
        context: serde_json::from_str(CONTEXT).map_err(|_| Fault::Corrupt("the context"))?,
        id: format!("urn:uuid:{}", sent.receipt.as_str()),
        kind: "dpv:ConsentReceipt".to_owned(),
        schema_version: VERSION.to_owned(),
        receipt_id: sent.receipt.0.clone(),
        record: Header {
            schema_version: VERSION.to_owned(),
            record_id: journey.id.clone(),
            pii_principal_id: journey.user.clone(),
            authority_party: AUTHORITY.to_owned(),
        },
        processing,
        parties: parties(partner, &place.bank.connector.aisp, &app.config().privacy),
        events: sent
            .given
            .iter()
            .map(|given| Event {
                purpose_id: given.purpose.0.clone(),
                event_time: clock::rfc3339(sent.at),
                validity_duration: days(given.until - sent.at),
                entity_id: journey.user.clone(),
                event_type: "dpv:ExplicitlyExpressedConsent".to_owned(),
                event_state: "dpv:ConsentGiven".to_owned(),
            })
            .collect(),
    })
}

fn use_of(
    app: &App,
    journey: &Journey,
    sent: &Sent<'_>,
    (given, purpose, notice): (&Given, &PurposeConfig, &Notice),
    partner: &Partner,
) -> Processing {
    let Privacy {
        jurisdiction,
        storage,
        processing,
        area,
        ..
    } = app.config().privacy.clone();
    let special = purpose.sensitivity == Sensitivity::Special;
    let mut methods = vec!["dpv:Collect", "dpv:Store", "dpv:Share"];
    methods.extend(purpose.formula.map(|_| "dpv:Profiling"));
    let pii = |class: &DataClass| Pii {
        pii_type: class_word(*class).to_owned(),
        pii_optional: false,
        special_pii_category: match class {
            DataClass::Transactions90d | DataClass::TransactionsFull if special => {
                SPECIAL.map(str::to_owned).to_vec()
            }
            _ => Vec::new(),
        },
    };
    Processing {
        privacy_notice: words(notice),
        language: notice.locale.clone(),
        purpose: Purpose {
            purpose_id: purpose.id.0.clone(),
            title: purpose.words(journey.state.answered_in).title.clone(),
        },
        lawful_basis: format!("eu-gdpr:{}", if special { "A9-2-a" } else { "A6-1-a" }),
        pii_information: given.classes.iter().map(pii).collect(),
        accounts: accounts(&given.accounts, sent.accounts),
        pii_controllers: vec![PARTNER.to_owned()],
        collection_method:
            "from the bank, through its interface for account information (PSD2 art. 67)".to_owned(),
        processing_method: methods.into_iter().map(str::to_owned).collect(),
        storage_locations: storage,
        processing_locations: processing,
        geographic_restrictions: vec![area],
        retention_period: days(given.until - sent.at),
        jurisdiction,
        recipient_third_parties: partner.recipients.clone(),
        withdrawal_method: manage::address(app, None),
        privacy_rights: RIGHTS.map(|right| format!("eu-gdpr:{right}")).to_vec(),
    }
}

fn words(notice: &Notice) -> Words {
    let colon = match notice.locale.as_str() {
        "fr" => "\u{a0}:",
        _ => ":",
    };
    let details = notice.text.details.iter();
    let details = details.map(|detail| format!("{}{colon} {}", detail.heading, detail.text));
    Words {
        version: notice.version.clone(),
        hash: notice.hash.clone(),
        text: notice.text.lines.iter().cloned().chain(details).collect(),
    }
}

fn accounts(given: &[AccountId], known: &[StoredAccount]) -> Vec<Account> {
    let named = |account: &&StoredAccount| given.contains(&account.shown.id);
    let tail = |account: &StoredAccount| account.shown.tail.as_ref().map(|tail| tail.0.clone());
    known
        .iter()
        .filter(named)
        .map(|account| Account {
            account_id: account.shown.id.0.clone(),
            account_type: group_word(account.shown.group).to_owned(),
            last_digits: tail(account).unwrap_or_default(),
        })
        .collect()
}

fn parties(partner: &Partner, aisp: &Aisp, privacy: &Privacy) -> Vec<Party> {
    let party =
        |id: &str, name: &str, address: &str, contact: &str, kind: &str, role: &str| Party {
            party_id: id.to_owned(),
            name: name.to_owned(),
            address: address.to_owned(),
            contact: contact.to_owned(),
            party_type: kind.to_owned(),
            party_role: role.to_owned(),
        };
    let authority = &privacy.authority;
    vec![
        party(
            PARTNER,
            &partner.legal_name,
            &partner.address,
            &partner.contact,
            "company that asks for the data",
            "dpv:DataController",
        ),
        party(
            AISP,
            &aisp.legal_name,
            &aisp.address,
            &aisp.contact,
            &format!("{} ({})", aisp.status, aisp.register_number),
            "dpv:DataController",
        ),
        party(
            AUTHORITY,
            &authority.name,
            &authority.address,
            &authority.contact,
            "supervisory authority (GDPR art. 51)",
            "dpv:DataProtectionAuthority",
        ),
    ]
}

/// A span in whole days, as ISO 8601 writes it.
fn days(seconds: Seconds) -> String {
    format!("P{}D", seconds / DAY)
}

/// The receipts of a user, by name, oldest first as the ledger has them.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn of(app: &App, user: &str) -> Result<Vec<Document>, Fault> {
    let entries = app.store().ledger_of(app.keys(), user).await?;
    let document = |record| match record {
        Record::Consent { document, .. } => Some(*document),
        _ => None,
    };
    Ok(entries
        .into_iter()
        .filter_map(|entry| document(entry.record))
        .collect())
}

/// One receipt of a user.
///
/// # Errors
/// As [`of`].
pub async fn find(app: &App, user: &str, receipt: &str) -> Result<Option<Document>, Fault> {
    let mut all = of(app, user).await?.into_iter();
    Ok(all.find(|one| one.receipt_id == receipt))
}
