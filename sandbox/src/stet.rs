//! STET 1.4, account information: what French banks answer to an AISP.
//!
//! Field names, links and errors are those of the BNP Paribas CIB document (`x-stet-version` 1.4.0.47)
//! and, for `PUT /consents` and the end user's identity, of OBP-API's STET 1.4 routes.

mod accounts; // GET /accounts
mod balances; // GET /accounts/{id}/balances
mod consents; // PUT /consents
pub mod fault; // the error body
mod gate; // what every call must pass
mod identity; // GET /end-user-identity
mod nonsense; // answers that are not STET
mod page; // paging by links
pub mod signature; // HTTP signatures
mod transactions; // GET /accounts/{id}/transactions
mod wire; // the JSON

use std::sync::Arc;

use axum::{
    Json, Router,
    http::header,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, put},
};
use serde::Serialize;

use crate::app::Shared;

/// The path of the API below a bank's base.
pub const ROOT: &str = "/stet/psd2/v1.4";

/// The API's routes at every bank.
pub fn routes(app: &Shared) -> Router<Shared> {
    let at = |path: &str| format!("/{{bank}}{ROOT}{path}");
    Router::new()
        .route(&at("/accounts"), get(accounts::list))
        .route(&at("/consents"), put(consents::replace))
        .route(&at("/accounts/{account}/balances"), get(balances::show))
        .route(
            &at("/accounts/{account}/transactions"),
            get(transactions::list),
        )
        .route(&at("/end-user-identity"), get(identity::show))
        .layer(middleware::from_fn_with_state(Arc::clone(app), gate::pass))
}

/// A 200 in STET's media type.
fn hal<T: Serialize>(body: T) -> Response {
    (
        [(header::CONTENT_TYPE, "application/hal+json; charset=utf-8")],
        Json(body),
    )
        .into_response()
}
