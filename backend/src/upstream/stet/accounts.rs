//! `GET /accounts`: what the person has there, and what they are to each.

use contract::{AccountGroup, Offer, Role, Space, Tail, Withheld};
use reqwest::Method;

use super::call::{Call, address, follow};
use super::wire::{AccountResource, HalAccounts};
use crate::clock::Seconds;
use crate::store::accounts::UpstreamAccount;
use crate::upstream::http::Http;
use crate::upstream::{Access, ListedAccount, UpstreamFault};

/// A person has tens of accounts, not thousands: more pages than this is a bank gone wrong.
const MOST_PAGES: usize = 20;

/// STET: `name` is at most 70 characters. A longer one is cut, not refused.
const LONGEST_LABEL: usize = 70;

pub(in crate::upstream) async fn accounts(
    http: &Http,
    access: Access<'_>,
    now: Seconds,
) -> Result<Vec<ListedAccount>, UpstreamFault> {
    let mut url = address(access, &["accounts"])?;
    let mut all = Vec::new();
    for _ in 0..MOST_PAGES {
        let call = Call {
            method: Method::GET,
            url: url.clone(),
            body: None,
        };
        let page: HalAccounts = http
            .json(
                access.bank,
                access.payer,
                "accounts",
                call.request(http, access, now)?,
            )
            .await?;
        all.extend(page.accounts.into_iter().map(listed));
        match page.links.next {
            None => return Ok(all),
            Some(link) => url = follow(access, &url, &link.href)?,
        }
    }
    Err(UpstreamFault::Nonsense("the list of accounts does not end"))
}

fn listed(account: AccountResource) -> ListedAccount {
    let role = role(account.psu_status.as_deref());
    let offer = match account.psu_status.as_deref() {
        Some("Custodian For Minor" | "Legal Guardian") => Offer::Withheld(Withheld::Minor),
        Some("Attorney") => Offer::Withheld(Withheld::Attorney),
        _ => Offer::Open,
    };
    ListedAccount {
        group: match account.cash_account_type.as_str() {
            "CACC" => AccountGroup::Current,
            "CARD" => AccountGroup::Card,
            _ => AccountGroup::Other,
        },
        space: match account.usage.as_deref() {
            Some("PRIV") => Some(Space::Personal),
            Some("ORGA") => Some(Space::Business),
            _ => None,
        },
        role,
        label: account
            .name
            .chars()
            .filter(|c| !c.is_control() && !turns_around(*c))
            .take(LONGEST_LABEL)
            .collect(),
        tail: tail(account.account_id.as_ref()),
        offer,
        upstream: UpstreamAccount {
            resource: account.resource_id,
            identification: account.account_id.unwrap_or_default(),
            currency: account.currency,
        },
    }
}

/// Marks that let text read backwards: a label must not look like another.
const fn turns_around(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn role(status: Option<&str>) -> Role {
    match status {
        Some("Account Holder") => Role::Holder,
        Some("Co-account Holder") => Role::CoHolder,
        Some("Attorney") => Role::Attorney,
        Some("Custodian For Minor" | "Legal Guardian") => Role::Custodian,
        _ => Role::Unknown,
    }
}

/// The last four characters of an IBAN. A card's token is no number a person knows, so it has none.
fn tail(identification: Option<&serde_json::Value>) -> Option<Tail> {
    let iban: String = identification?
        .get("iban")?
        .as_str()?
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    (iban.len() >= 15).then(|| Tail(iban[iban.len() - 4..].to_owned()))
}
