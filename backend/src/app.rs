//! The application: what every handler shares, and the routes.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::assets::Assets;
use crate::catalogue::Catalogue;
use crate::clock::{Clock, Seconds};
use crate::config::Config;
use crate::limits::Limiter;
use crate::metrics::Metrics;
use crate::secrets::Keys;
use crate::security::{self, Event};
use crate::store::Store;
use crate::upstream::Upstream;
use crate::webhooks::Post;
use crate::{handoff, health, journey_api, manage, pages, partner_api, problem, receipt};

/// The largest request body: a purposes answer over forty accounts is a few kilobytes.
const LARGEST_BODY: usize = 64 * 1024;

/// Everything a handler may need. Cheap to copy; holds no state that a second replica would miss.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The operator's decisions.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// The keys.
    pub keys: Keys,
    /// The way to the banks.
    pub upstream: Upstream,
    /// The counters.
    pub metrics: Arc<Metrics>,
    /// The institutions.
    pub catalogue: Catalogue,
    /// The widget's files.
    pub assets: Assets,
    /// The way to partners' servers.
    pub post: Post,
    /// Who asked how often. Each process counts for itself: what another replica would miss is a few requests.
    pub limiter: Limiter,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The operator's decisions.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock itself.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Now, in seconds since 1970.
    pub fn now(&self) -> Seconds {
        self.0.clock.now()
    }

    /// The keys.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The way to the banks.
    pub fn upstream(&self) -> &Upstream {
        &self.0.upstream
    }

    /// The counters.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The institutions.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The widget's files.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The way to partners' servers.
    pub fn post(&self) -> &Post {
        &self.0.post
    }

    /// Who asked how often.
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// The backend's own origin, as text.
    pub fn own_origin(&self) -> &str {
        self.0.config.server.public_url.as_str()
    }

    /// Notes a security event, tied to a request by its id and to nothing else.
    pub fn security(&self, event: Event, request: &str) {
        self.metrics().security(event);
        tracing::warn!(target: "security", event = event.name(), request, "security event");
    }
}

/// The whole service as one router.
pub fn router(app: &App) -> Router {
    let journeys = journey_api::routes(app)
        .layer(from_fn_with_state(app.clone(), security::cors))
        .layer(from_fn(security::no_store));
    let partner = partner_api::routes().layer(from_fn(security::no_store));
    let pages = pages::routes()
        .merge(handoff::routes())
        .merge(manage::routes())
        .layer(from_fn_with_state(app.clone(), security::page_headers));
    let mut router = Router::new()
        .merge(journeys)
        .merge(partner)
        .merge(pages)
        .merge(crate::assets::routes())
        .merge(crate::catalogue::routes())
        .merge(receipt::seal::routes())
        .merge(health::routes());
    if app.config().server.metrics.is_none() {
        router = router.merge(health::metrics_routes());
    }
    #[cfg(feature = "test-clock")]
    {
        router = router.merge(health::test_clock_routes());
    }
    router
        .layer(CatchPanicLayer::custom(health::after_panic))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(from_fn_with_state(app.clone(), problem::report))
        .with_state(app.clone())
}

/// Metrics alone, for a socket of their own.
pub fn metrics_router(app: &App) -> Router {
    health::metrics_routes().with_state(app.clone())
}
