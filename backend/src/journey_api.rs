//! What the widget calls. One file per act; types on the wire are [`contract`]'s.

pub mod accounts;
pub mod attempts;
pub mod back;
pub mod choice;
pub mod current;
pub mod data;
pub mod end;
pub mod evidence;
pub mod open;
pub mod purposes;
pub mod redeem;
mod seat;
pub mod send;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

pub use seat::{SESSION_COOKIE, Seat, Seated, cookie as read_cookie, cookie_header, locale};

use crate::app::App;
use crate::limits::{self, Act};

/// The routes: those that find a journey, and those of the journey found.
pub fn routes(app: &App) -> Router<App> {
    let current = Router::new()
        .route("/journeys/current", get(current::view).delete(end::cancel))
        .route("/journeys/current/choice", put(choice::choose))
        .route("/journeys/current/attempts", post(attempts::ticket))
        .route(
            "/journeys/current/redeem",
            post(redeem::redeem).layer(from_fn_with_state(
                (app.clone(), Act::Redeem),
                limits::of_network,
            )),
        )
        .route("/journeys/current/confirm", post(redeem::confirm))
        .route("/journeys/current/accounts", put(accounts::link))
        .route("/journeys/current/purposes", put(purposes::answer))
        .route("/journeys/current/data", get(data::page))
        .route("/journeys/current/evidence", get(evidence::page))
        .route("/journeys/current/corrections", post(evidence::correct))
        .route("/journeys/current/back", post(back::back))
        .route("/journeys/current/send", post(send::send))
        .route("/journeys/current/discard", post(end::discard))
        .layer(from_fn_with_state(app.clone(), seat::seat));
    Router::new()
        .route(
            "/journeys/open",
            post(open::open).layer(from_fn_with_state(
                (app.clone(), Act::Open),
                limits::of_network,
            )),
        )
        .route("/journeys/resume", post(open::resume))
        .merge(current)
}
