//! `GET /end-user-identity`: the name of the person who identified at the bank (R-091: only where it is needed).

use reqwest::Method;

use super::call::{Call, address};
use super::consents::identity_alone;
use super::wire::EndUserIdentity;
use crate::clock::Seconds;
use crate::config::ConsentModel;
use crate::upstream::http::Http;
use crate::upstream::{Access, UpstreamFault};

/// A bank that holds the detail of consents must be told first that the name may be read.
pub(in crate::upstream) async fn holder(
    http: &Http,
    access: Access<'_>,
    now: Seconds,
) -> Result<String, UpstreamFault> {
    if access.bank.connector.model == ConsentModel::Mixed {
        identity_alone(http, access, now).await?;
    }
    let call = Call {
        method: Method::GET,
        url: address(access, &["end-user-identity"])?,
        body: None,
    };
    let identity: EndUserIdentity = http
        .json(
            access.bank,
            access.payer,
            "identity",
            call.request(http, access, now)?,
        )
        .await?;
    Ok(identity.connected_psu)
}
