//! What a partner's server calls, in the shape of `POST /clients/token`, `POST /v1/users` and
//! `POST /v1/users/{id}/webviews`. Nothing comes out that no consent covers.

pub mod accounts;
pub mod banks;
mod client;
pub mod consents;
mod cover;
pub mod institutions;
pub mod profile;
pub mod receipts;
pub mod shapes;
pub mod token;
pub mod transactions;
pub mod usage;
pub mod users;
pub mod webviews;

use axum::Router;
use axum::routing::{delete, get, post};

pub use client::Client;

use crate::app::App;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/clients/token", post(token::clients_token))
        .route("/oauth/token", post(token::oauth_token))
        .route("/v1/institutions", get(institutions::list))
        .route("/v1/users", post(users::create))
        .route("/v1/users/{user}", delete(users::erase))
        .route("/v1/users/{user}/consents", get(consents::list))
        .route("/v1/users/{user}/receipts", get(receipts::list))
        .route("/v1/users/{user}/receipts/{receipt}", get(receipts::one))
        .route("/v1/users/{user}/webviews", post(webviews::create))
        .route("/v1/users/{user}/banks", get(banks::list))
        .route(
            "/v1/users/{user}/banks/{connection}/accounts",
            get(accounts::list),
        )
        .route(
            "/v1/users/{user}/accounts/{account}/transactions",
            get(transactions::list),
        )
        .route("/v1/users/{user}/profile", get(profile::all))
        .route("/v1/users/{user}/profile/{purpose}", get(profile::one))
        .route("/v1/usage", get(usage::show))
        .route("/v1/openapi.json", get(crate::openapi::serve))
}
