//! `GET /v1/users/{user}/receipts`: what the person has in hand, signed.

use axum::Json;
use axum::extract::{Path, State};
use contract::Code;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::problem::Fault;
use crate::receipt::{self, seal};

/// Receipts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipts {
    /// Each as `GET /v1/users/{user}/receipts/{receipt}` gives it.
    receipts: Vec<Value>,
}

/// All receipts of a user, oldest first.
#[utoipa::path(get, path = "/v1/users/{user}/receipts", tag = "partner", params(("user" = String, Path)), responses(
    (status = 200, description = "Signed receipts; none before the person sent something", body = Receipts),
    (status = 404, description = "`not_found`", body = contract::Problem)))]
pub async fn list(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
) -> Result<Json<Receipts>, Fault> {
    client.owns(&app, &user).await?;
    let all = receipt::of(&app, &user).await?;
    let receipts = all.iter().map(|one| seal::signed(app.keys(), one));
    Ok(Json(Receipts {
        receipts: receipts.collect::<Result<_, _>>()?,
    }))
}

/// One receipt: ISO/IEC TS 27560 fields as JSON-LD, after `/receipt.schema.json`; `jws` is signed by a key of
/// `/.well-known/jwks.json`.
#[utoipa::path(get, path = "/v1/users/{user}/receipts/{receipt}", tag = "partner",
    params(("user" = String, Path), ("receipt" = String, Path)), responses(
    (status = 200, description = "The signed receipt", body = Value),
    (status = 404, description = "`not_found`", body = contract::Problem)))]
pub async fn one(
    State(app): State<App>,
    client: Client,
    Path((user, id)): Path<(String, String)>,
) -> Result<Json<Value>, Fault> {
    client.owns(&app, &user).await?;
    let found = receipt::find(&app, &user, &id).await?;
    let found = found.ok_or(Fault::Refused(
        Code::NotFound,
        "a receipt of GET /v1/users/{user}/receipts",
    ))?;
    Ok(Json(seal::signed(app.keys(), &found)?))
}
