//! The way to the bank and back: top-level navigations, no CORS, no script, no HTML after the answer.
//!
//! Three bindings stop session fixation: the origin and one-time ticket at [`go`], the attempt's cookie at
//! [`callback`], the verifier at redeem.

pub mod again;
pub mod answer;
mod astray;
pub mod callback;
mod cookie;
mod depart;
pub mod elsewhere;
mod exchange;
pub mod finish;
pub mod go;
mod home;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The routes. `GET /go` is refused: only a form's POST starts anything.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/go", post(go::go).get(go::never))
        // Whoever only looks at a link (HEAD) must not use up what is in it.
        .route("/callback", get(callback::shared).head(callback::never))
        .route(
            "/callback/{bank}",
            get(callback::per_bank).head(callback::never),
        )
        .route("/again", post(again::again))
        .route("/again/{pass}", get(again::with_pass))
        .route("/elsewhere", get(elsewhere::page).post(elsewhere::decide))
        .route("/finish", post(finish::finish))
}
