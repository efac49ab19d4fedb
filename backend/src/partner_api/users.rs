//! `POST /v1/users`: one user per real person, idempotent on the partner's own id.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Client;
use crate::app::App;
use crate::body::Body;
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
