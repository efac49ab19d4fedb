//! The backend's own pages: the hosted element's shell, one page that asks for a click, one that says no.
//! None of them holds anything about a person but what [`confirm`] has to name.

mod confirm;
mod connect;
mod refusal;
mod style;

use axum::Router;
use axum::routing::get;

pub use confirm::confirm;
pub use refusal::{Rendered, refusal};

use crate::app::App;

/// The routes of pages that stand by themselves.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/connect", get(connect::connect))
        .route("/pages.css", get(style::style))
}
