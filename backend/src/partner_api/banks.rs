//! `GET /v1/users/{user}/banks`: connections that the person sent.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::clock;
use crate::problem::Fault;
use crate::store::connections::{ConnectionStatus, EndedBy};

/// Connections.
#[derive(Debug, Serialize, ToSchema)]
pub struct Banks {
    banks: Vec<BankConnection>,
}

/// One connection.
#[derive(Debug, Serialize, ToSchema)]
pub struct BankConnection {
    /// Its id.
    connection: String,
    institution: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// The bank's name, with its region.
    name: String,
    status: Status,
    /// RFC 3339: when the bank wants the person to confirm again.
    sca_due: String,
    /// RFC 3339: when the person sent the result.
    sent_at: String,
}

/// Whether a connection still gives data.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It does.
    Open,
    /// The bank wants the person again: what is held stays, nothing new comes until a journey of mode `renew`.
    ScaWanted,
    /// It does not any more.
    Closed,
    /// It does not any more, because the person took it back at the bank.
    RevokedAtBank,
}

/// A user's banks. What was not sent is not listed.
#[utoipa::path(get, path = "/v1/users/{user}/banks", tag = "partner", params(("user" = String, Path)), responses(
    (status = 200, description = "Connections", body = Banks)))]
pub async fn list(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
) -> Result<Json<Banks>, Fault> {
    client.owns(&app, &user).await?;
    let connections = app.store().connections_of(&client.0, &user).await?;
    let banks = connections
        .into_iter()
        .filter_map(|connection| {
            let sent_at = connection.sent_at?;
            Some(BankConnection {
                name: app.catalogue().name(&connection.choice),
                institution: connection.choice.institution.0,
                region: connection.choice.region.map(|region| region.0),
                status: match connection.status {
                    ConnectionStatus::Open if connection.sca_wanted_at.is_some() => {
                        Status::ScaWanted
                    }
                    ConnectionStatus::Open => Status::Open,
                    ConnectionStatus::Closed if connection.ended_by == EndedBy::Bank => {
                        Status::RevokedAtBank
                    }
                    ConnectionStatus::Quarantined
                    | ConnectionStatus::Closing
                    | ConnectionStatus::Closed => Status::Closed,
                },
                sca_due: clock::rfc3339(connection.sca_due),
                sent_at: clock::rfc3339(sent_at),
                connection: connection.id,
            })
        })
        .collect();
    Ok(Json(Banks { banks }))
}
