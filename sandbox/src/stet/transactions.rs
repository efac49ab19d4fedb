//! `GET /accounts/{id}/transactions`, newest first.

use axum::{
    Extension,
    extract::{OriginalUri, Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};
use url::form_urlencoded;

use super::{
    balances::readable,
    fault::Fault,
    hal,
    page::page,
    wire::{HalTransactions, Link, Transaction},
};
use crate::{
    app::{AtBank, Shared},
    bank::Bank,
    ledger::{Ledger, ninety_days_before},
    oauth::{grant::Grant, request::DataClass},
};

/// Transactions on a page.
const PAGE: usize = 100;

/// STET's filters. `dateFrom` and `dateTo` are 1.4's names at most banks, `entryDateFrom` and
/// `entryDateTo` those of the BNP Paribas CIB document; both are taken, as dates or as date-times.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Filters {
    #[serde(alias = "entryDateFrom")]
    date_from: Option<String>,
    #[serde(alias = "entryDateTo")]
    date_to: Option<String>,
    after_entry_reference: Option<String>,
    page: Option<usize>,
}

/// Answers one page.
pub async fn list(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    Extension(grant): Extension<Grant>,
    Path((_, id)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    Query(filters): Query<Filters>,
) -> Result<Response, Fault> {
    let now = app.clock.now();
    let account = readable(&app, &bank, &grant, DataClass::Transactions, &id)?;
    let ledger = Ledger::new(app.seed, &account.wallet, account.life, now.date());
    let from = first_day(&bank, &grant, &filters, ledger.start(), now)?;
    // STET: the upper bound is exclusive.
    let to = match &filters.date_to {
        Some(text) => day(text)?.previous_day().unwrap_or(Date::MIN),
        None => now.date(),
    };
    let mut entries = ledger.entries(from, to);
    if let Some(after) = &filters.after_entry_reference {
        entries.retain(|entry| entry.reference > *after);
    }
    entries.reverse();
    let number = filters.page.unwrap_or(1);
    let page = page(entries, number, PAGE, uri.path(), &filters.query())
        .ok_or_else(|| Fault::bad("no such page"))?;
    let mut links = page.links;
    let list = format!("/{}{}/accounts", bank.id, super::ROOT);
    links.insert("balances", Link::to(format!("{list}/{id}/balances")));
    links.insert("parent-list", Link::to(list));
    Ok(hal(HalTransactions {
        transactions: page.items.into_iter().map(Transaction::new).collect(),
        links,
    }))
}

/// Where the list begins. Without a lower bound it is trimmed to what may be read; asking for more is
/// refused, because a silent gap would look like an empty account.
fn first_day(
    bank: &Bank,
    grant: &Grant,
    filters: &Filters,
    start: Date,
    now: OffsetDateTime,
) -> Result<Date, Fault> {
    let reach = if grant.reaches_far(bank, now) {
        start
    } else {
        ninety_days_before(now.date())
    };
    let Some(text) = &filters.date_from else {
        return Ok(reach);
    };
    let from = day(text)?;
    if reach > start && from < reach {
        let message = "history older than 90 days needs strong customer authentication again";
        return Err(Fault::new(StatusCode::FORBIDDEN, message));
    }
    Ok(from)
}

/// A date, or the date of a date-time.
fn day(text: &str) -> Result<Date, Fault> {
    let date = Date::parse(text, format_description!("[year]-[month]-[day]"));
    date.or_else(|_| OffsetDateTime::parse(text, &Rfc3339).map(OffsetDateTime::date))
        .map_err(|_| Fault::bad("a date is neither yyyy-mm-dd nor RFC 3339"))
}

impl Filters {
    /// The filters again, for the links.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let all = [
            ("dateFrom", &self.date_from),
            ("dateTo", &self.date_to),
            ("afterEntryReference", &self.after_entry_reference),
        ];
        for (name, value) in all {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}
