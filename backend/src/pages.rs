//! The backend's own pages: the hosted element's shell, one page that asks for a click, one that says no, and those of
//! an answer that came to another browser. None of them holds anything about a person but what [`who`] has to name.

mod confirm;
mod connect;
mod elsewhere;
mod frame;
mod refusal;
mod style;
mod who;

use axum::Router;
use axum::routing::get;

pub use confirm::confirm;
pub use connect::address;
pub use elsewhere::{Elsewhere, elsewhere, nothing_waits};
pub use frame::frame;
pub use refusal::{Rendered, refusal, with_fault};
pub use who::whose;

use crate::app::App;

/// The routes of pages that stand by themselves.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/connect", get(connect::connect))
        .route("/pages.css", get(style::style))
}
