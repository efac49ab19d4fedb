//! `PUT /consents`, the mixed model: what the person designated, always the whole set.

use reqwest::Method;
use serde_json::json;

use super::call::{Call, address};
use crate::clock::Seconds;
use crate::store::accounts::UpstreamAccount;
use crate::upstream::http::Http;
use crate::upstream::{Access, ConsentScope, UpstreamFault};

pub(in crate::upstream) async fn consent(
    http: &Http,
    access: Access<'_>,
    scope: &ConsentScope,
    now: Seconds,
) -> Result<(), UpstreamFault> {
    let names = |accounts: &[UpstreamAccount]| -> Vec<serde_json::Value> {
        accounts
            .iter()
            .map(|account| account.identification.clone())
            .collect()
    };
    // identity is asked for by a consent of its own, and beneficiaries never.
    let body = json!({
        "balances": names(&scope.balances),
        "transactions": names(&scope.transactions),
        "trustedBeneficiaries": false,
        "psuIdentity": false,
    });
    put(http, access, &body, now).await
}

/// Before anything was designated: the holder's name, and no account. The next consent takes it back.
pub(super) async fn identity_alone(
    http: &Http,
    access: Access<'_>,
    now: Seconds,
) -> Result<(), UpstreamFault> {
    let body = json!({
        "balances": [],
        "transactions": [],
        "trustedBeneficiaries": false,
        "psuIdentity": true,
    });
    put(http, access, &body, now).await
}

async fn put(
    http: &Http,
    access: Access<'_>,
    body: &serde_json::Value,
    now: Seconds,
) -> Result<(), UpstreamFault> {
    let body = serde_json::to_vec(body).map_err(|_| UpstreamFault::Nonsense("the consent"))?;
    let call = Call {
        method: Method::PUT,
        url: address(access, &["consents"])?,
        body: Some(&body),
    };
    http.done(
        access.bank,
        access.payer,
        "consents",
        call.request(http, access, now)?,
    )
    .await
}
