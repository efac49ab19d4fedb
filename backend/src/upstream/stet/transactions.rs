//! `GET /accounts/{id}/transactions`: pages followed to the end, booked ones kept, the other party left out.

use reqwest::Method;

use super::call::{Call, address, follow};
use super::money::{cents, currency, day};
use super::wire::{HalTransactions, Indicator, TransactionResource};
use crate::clock::Seconds;
use crate::store::accounts::UpstreamAccount;
use crate::upstream::http::Http;
use crate::upstream::{Access, ListedTransaction, UpstreamFault, without_counterparty};

/// Ten years of a busy account, a hundred a page.
const MOST_PAGES: usize = 500;

pub(in crate::upstream) async fn transactions(
    http: &Http,
    access: Access<'_>,
    account: &UpstreamAccount,
    from: Option<&str>,
    now: Seconds,
) -> Result<Vec<ListedTransaction>, UpstreamFault> {
    let mut url = address(access, &["accounts", &account.resource, "transactions"])?;
    if let Some(from) = from {
        url.query_pairs_mut().append_pair("dateFrom", from);
    }
    let mut all = Vec::new();
    for _ in 0..MOST_PAGES {
        let call = Call {
            method: Method::GET,
            url: url.clone(),
            body: None,
        };
        let page: HalTransactions = http
            .json(
                access.bank,
                access.payer,
                "transactions",
                call.request(http, access, now)?,
            )
            .await?;
        for transaction in page
            .transactions
            .into_iter()
            .filter(|one| one.status == "BOOK")
        {
            all.push(listed(&transaction)?);
        }
        match page.links.next {
            None => {
                // A bank may send more than it was asked for: what is older is not kept.
                all.retain(|one| from.is_none_or(|from| one.booked.as_str() >= from));
                // Banks list newest first, or not at all in order: oldest first, ties as they came, reversed.
                all.reverse();
                all.sort_by(|a, b| a.booked.cmp(&b.booked));
                return Ok(all);
            }
            Some(link) => url = follow(access, &url, &link.href)?,
        }
    }
    Err(UpstreamFault::Nonsense(
        "the list of transactions does not end",
    ))
}

fn listed(transaction: &TransactionResource) -> Result<ListedTransaction, UpstreamFault> {
    let cents = cents(&transaction.transaction_amount)?;
    Ok(ListedTransaction {
        label: without_counterparty(&transaction.remittance_information),
        cents: match transaction.credit_debit_indicator {
            Indicator::Credit => cents,
            Indicator::Debit => -cents,
        },
        currency: currency(&transaction.transaction_amount)?,
        booked: day(&transaction.booking_date)?,
    })
}
