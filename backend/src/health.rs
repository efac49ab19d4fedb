//! Whether the backend lives, whether it can work, and what it counts.

use std::any::Any;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::problem::Fault;

/// `/health/live` and `/health/ready`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
}

/// `/metrics`, on the main socket or on one of its own.
pub fn metrics_routes() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

async fn live() -> &'static str {
    "live\n"
}

async fn ready(State(app): State<App>) -> Response {
    match app.store().ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        )
            .into_response(),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics().text()).into_response()
}

/// One panic ends one request, with a refusal and without its message.
pub fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Fault::Corrupt("a handler panicked").into_response()
}

#[cfg(feature = "test-clock")]
pub use test_clock::routes as test_clock_routes;

#[cfg(feature = "test-clock")]
mod test_clock {
    use std::net::SocketAddr;

    use axum::extract::{ConnectInfo, State};
    use axum::routing::post;
    use axum::{Json, Router};
    use contract::Code;
    use serde::{Deserialize, Serialize};

    use crate::app::App;
    use crate::body::Body;
    use crate::problem::Fault;

    /// How far to move.
    #[derive(Deserialize)]
    struct Advance {
        advance_seconds: i64,
    }

    /// The time now.
    #[derive(Serialize)]
    struct Now {
        now: i64,
    }

    /// `POST /test/clock`, from this machine only. Never in a release.
    pub fn routes() -> Router<App> {
        Router::new().route("/test/clock", post(advance))
    }

    async fn advance(
        State(app): State<App>,
        ConnectInfo(peer): ConnectInfo<SocketAddr>,
        Body(advance): Body<Advance>,
    ) -> Result<Json<Now>, Fault> {
        if !peer.ip().is_loopback() {
            return Err(Fault::Refused(Code::NotFound, ""));
        }
        app.clock().advance(advance.advance_seconds);
        crate::sweep::sweep(&app).await;
        Ok(Json(Now { now: app.now() }))
    }
}
