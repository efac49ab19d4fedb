//! `GET /accounts/{id}/balances`.

use reqwest::Method;

use super::call::{Call, address};
use super::money::{cents, currency, day};
use super::wire::HalBalances;
use crate::clock::{self, Seconds};
use crate::store::accounts::UpstreamAccount;
use crate::store::data::StoredBalance;
use crate::upstream::http::Http;
use crate::upstream::{Access, UpstreamFault};

pub(in crate::upstream) async fn balances(
    http: &Http,
    access: Access<'_>,
    account: &UpstreamAccount,
    now: Seconds,
) -> Result<Vec<StoredBalance>, UpstreamFault> {
    let url = address(access, &["accounts", &account.resource, "balances"])?;
    let call = Call {
        method: Method::GET,
        url,
        body: None,
    };
    let answer: HalBalances = http
        .json(
            access.bank,
            access.payer,
            "balances",
            call.request(http, access, now)?,
        )
        .await?;
    answer
        .balances
        .into_iter()
        .map(|balance| {
            Ok(StoredBalance {
                cents: cents(&balance.balance_amount)?,
                currency: currency(&balance.balance_amount)?,
                on: balance
                    .reference_date
                    .as_deref()
                    .map_or_else(|| Ok(clock::day(now)), day)?,
                kind: balance.balance_type,
            })
        })
        .collect()
}
