//! `GET /v1/users/{user}/consents`: what the person gave, tuple by tuple, and what became of it.

use axum::Json;
use axum::extract::{Path, State};
use contract::{Code, DataClass};
use serde::Serialize;
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::clock;
use crate::problem::Fault;
use crate::store::connections::ConnectionStatus;
use crate::store::consents::Consent;

/// Consents.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consents {
    consents: Vec<GivenConsent>,
}

/// One purpose on one account.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenConsent {
    /// The receipt it is on.
    receipt: String,
    connection: String,
    purpose: String,
    account: String,
    /// `current`, `card` or `other`, when it was given.
    account_type: String,
    /// What may be read for it.
    classes: Vec<DataClass>,
    status: ConsentStatus,
    /// RFC 3339.
    given_at: String,
    /// RFC 3339: its own end, if it is not taken back before.
    until: String,
    /// RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<String>,
    /// The words that were on the screen.
    notice: NoticeShown,
}

/// Which words were shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeShown {
    version: String,
    locale: String,
    /// SHA-256 of the text's canonical JSON (RFC 8785), base64url.
    hash: String,
}

/// Whether a consent holds. Only `in_force` lets anything be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStatus {
    /// It does.
    InForce,
    /// The person took it back.
    Withdrawn,
    /// Its time is over, or the access was closed.
    Ended,
}

/// What a user gave over connections that were sent, oldest first.
#[utoipa::path(get, path = "/v1/users/{user}/consents", tag = "partner", params(("user" = String, Path)), responses(
    (status = 200, description = "Consents, also those that are no more", body = Consents),
    (status = 403, description = "`not_sent`", body = contract::Problem)))]
pub async fn list(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
) -> Result<Json<Consents>, Fault> {
    client.owns(&app, &user).await?;
    let mut consents: Vec<GivenConsent> = Vec::new();
    let mut sent = false;
    for connection in app.store().connections_of(&client.0, &user).await? {
        if connection.sent_at.is_none() {
            continue;
        }
        sent = true;
        let open = connection.status == ConnectionStatus::Open;
        let given = app
            .store()
            .consents(&client.0, &user, &connection.id)
            .await?;
        for consent in given {
            let same = |one: &&mut GivenConsent| {
                one.receipt == consent.receipt
                    && one.purpose == consent.purpose.as_str()
                    && one.account == consent.account.as_str()
            };
            match consents.iter_mut().find(same) {
                Some(one) => one.classes.push(consent.class),
                None => consents.push(shape(consent, open, app.now())),
            }
        }
    }
    if !sent {
        return Err(Fault::Refused(
            Code::NotSent,
            "the person has not sent the result",
        ));
    }
    consents.sort_by(|a, b| {
        (&a.given_at, &a.purpose, &a.account).cmp(&(&b.given_at, &b.purpose, &b.account))
    });
    Ok(Json(Consents { consents }))
}

fn shape(consent: Consent, open: bool, now: i64) -> GivenConsent {
    let status = match consent.withdrawn {
        Some(_) => ConsentStatus::Withdrawn,
        None if open && consent.holds(now) => ConsentStatus::InForce,
        None => ConsentStatus::Ended,
    };
    GivenConsent {
        receipt: consent.receipt,
        connection: consent.connection,
        purpose: consent.purpose.0,
        account: consent.account.0,
        account_type: consent.account_type,
        classes: vec![consent.class],
        status,
        given_at: clock::rfc3339(consent.at),
        until: clock::rfc3339(consent.until),
        withdrawn_at: consent.withdrawn.map(clock::rfc3339),
        notice: NoticeShown {
            version: consent.notice_version,
            locale: consent.notice_locale,
            hash: consent.notice_hash,
        },
    }
}
