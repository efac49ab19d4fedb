//! `POST /v1/users`: one user per real person, idempotent on the partner's own id.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::body::Body;
use crate::erasure;
use crate::problem::Fault;
use crate::store::users::Freshness;

/// An id that the partner uses already; optional.
#[derive(Deserialize, ToSchema)]
pub struct NewUser {
    user_id: Option<String>,
}

/// The user.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// Ours, a UUID: the one to use in addresses.
    user_id: String,
}

/// Makes a user, or finds the one made before for the same id.
#[utoipa::path(post, path = "/v1/users", tag = "partner", request_body = NewUser, responses(
    (status = 200, description = "The user was there", body = User),
    (status = 201, description = "The user was made", body = User)))]
pub async fn create(
    State(app): State<App>,
    client: Client,
    Body(new): Body<NewUser>,
) -> Result<(StatusCode, Json<User>), Fault> {
    if new
        .user_id
        .as_ref()
        .is_some_and(|id| id.is_empty() || id.len() > 200)
    {
        return Err(Fault::Refused(
            Code::BadRequest,
            "user_id: 1 to 200 characters",
        ));
    }
    let (user_id, freshness) = app
        .store()
        .user(&client.0, new.user_id.as_deref(), app.now())
        .await?;
    let status = match freshness {
        Freshness::Made => StatusCode::CREATED,
        Freshness::Found => StatusCode::OK,
    };
    Ok((status, Json(User { user_id })))
}

/// Erases a user: access is closed at the banks, data and accounts are deleted, what the ledger says of them opens no more.
#[utoipa::path(delete, path = "/v1/users/{user}", tag = "partner", params(("user" = String, Path)), responses(
    (status = 204, description = "Nobody has this id any more"),
    (status = 404, description = "`not_found`", body = contract::Problem)))]
pub async fn erase(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
) -> Result<StatusCode, Fault> {
    client.owns(&app, &user).await?;
    erasure::erase(&app, &client.0, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}
