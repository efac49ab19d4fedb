//! `GET /end-user-identity`: the name of the person, only with `psuIdentity`.

use axum::{
    Extension,
    extract::{OriginalUri, State},
    response::Response,
};
use serde_json::json;

use super::{fault::Fault, hal};
use crate::{
    app::{AtBank, Shared},
    oauth::grant::Grant,
};

/// Answers the name.
pub async fn show(
    State(_): State<Shared>,
    AtBank(bank): AtBank,
    Extension(grant): Extension<Grant>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Fault> {
    if !grant.may_identify(&bank) {
        return Err(Fault::not_granted());
    }
    Ok(hal(json!({
        "connectedPsu": grant.person.name(),
        "_links": { "self": { "href": uri.path() } },
    })))
}
