//! `GET /v1/users/{user}/banks/{connection}/accounts`: consented accounts, with balances where those were consented.

use axum::Json;
use axum::extract::{Path, State};
use contract::{Code, DataClass};
use serde::Serialize;
use utoipa::ToSchema;

use super::Client;
use super::cover::Cover;
use super::shapes::{self, PartnerAccount};
use crate::app::App;
use crate::problem::Fault;

/// Accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accounts {
    accounts: Vec<PartnerAccount>,
}

/// The accounts of a connection that consents in force name.
#[utoipa::path(get, path = "/v1/users/{user}/banks/{connection}/accounts", tag = "partner",
    params(("user" = String, Path), ("connection" = String, Path)), responses(
    (status = 200, description = "Accounts", body = Accounts),
    (status = 403, description = "`not_sent`, `consent_missing` or `consent_ended`", body = contract::Problem)))]
pub async fn list(
    State(app): State<App>,
    client: Client,
    Path((user, connection)): Path<(String, String)>,
) -> Result<Json<Accounts>, Fault> {
    client.owns(&app, &user).await?;
    let found = app
        .store()
        .connections_of(&client.0, &user)
        .await?
        .into_iter()
        .find(|one| one.id == connection);
    let connection = found.ok_or(Fault::Refused(
        Code::NotFound,
        "a connection of GET /v1/users/{user}/banks",
    ))?;
    let cover = Cover::of(&app, &client.0, &user, &connection).await?;
    let mut accounts = Vec::new();
    for account in app.store().accounts(app.keys(), &connection.id).await? {
        let id = &account.shown.id;
        if !cover.names(id) {
            continue;
        }
        let balances = if cover.covers(id, DataClass::Balances) {
            app.store().balances(app.keys(), id).await?
        } else {
            Vec::new()
        };
        accounts.push(shapes::account(&account, &balances));
    }
    if accounts.is_empty() {
        return Err(Fault::Refused(
            Code::ConsentEnded,
            "no consent is in force any more",
        ));
    }
    let store = app.store();
    store
        .delivered(&user, &connection.id, "accounts", app.now())
        .await?;
    Ok(Json(Accounts { accounts }))
}
