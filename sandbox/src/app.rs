//! What the banks share, and their router.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Router,
    extract::{FromRequestParts, RawPathParams},
    http::{StatusCode, request::Parts},
    middleware,
    routing::{get, post},
};

use crate::{
    bank::{Bank, Banks, lie::Replayed},
    clock::Clock,
    journal::{self, Journal},
    oauth::{authorize, grants::Grants, metadata, pushed, revoke, token, visits::Visits},
    origin::Origin,
    pages, stet,
};

/// What every request at a bank can reach.
#[derive(Debug)]
pub struct App {
    /// All banks.
    pub banks: Banks,
    /// Scheme, host and port of the banks' listener.
    pub base: Origin,
    /// The backend, whose callbacks are registered.
    pub backend: Origin,
    /// Decides all draws.
    pub seed: u64,
    /// Checks HTTP signatures, where the client's key was given.
    pub signer: Option<stet::signature::ClientKey>,
    /// The one source of time.
    pub clock: Clock,
    /// Every call.
    pub journal: Journal,
    /// People on the bank's pages.
    pub visits: Mutex<Visits>,
    /// Authorisations.
    pub grants: Mutex<Grants>,
    /// What the banks that replay answers say.
    pub replayed: Replayed,
}

/// The state as handlers get it.
pub type Shared = Arc<App>;

impl App {
    /// Banks at `base` for the client at `backend`, with nothing in memory yet.
    pub fn new(
        banks: Banks,
        base: Origin,
        backend: Origin,
        seed: u64,
        signer: Option<stet::signature::ClientKey>,
    ) -> Shared {
        Arc::new(Self {
            banks,
            base,
            backend,
            seed,
            signer,
            clock: Clock::default(),
            journal: Journal::default(),
            visits: Mutex::default(),
            grants: Mutex::default(),
            replayed: Replayed::default(),
        })
    }

    /// The issuer of the bank `id`; also the base of its paths.
    pub fn issuer(&self, id: &str) -> String {
        format!("{}/{id}", self.base)
    }
}

/// A lock that outlives a panic of another holder: each change of the state is whole by itself.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All routes of the banks' listener.
pub fn router(app: Shared) -> Router {
    let banks = Router::new()
        .route(
            "/.well-known/oauth-authorization-server/{bank}",
            get(metadata::show),
        )
        .route(
            "/{bank}/.well-known/oauth-authorization-server",
            get(metadata::show),
        )
        .route("/{bank}/par", post(pushed::push))
        .route("/{bank}/authorize", get(authorize::start))
        .route("/{bank}/identify", post(pages::identify::submit))
        .route("/{bank}/confirm", post(pages::confirm::submit))
        .route("/{bank}/choose", post(pages::choose::submit))
        .route("/{bank}/token", post(token::exchange))
        .route("/{bank}/revoke", post(revoke::revoke))
        .merge(stet::routes(&app))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            journal::layer::record,
        ));
    let own = Router::new()
        .route("/", get(pages::index::show))
        .route("/banks.json", get(pages::index::json))
        .route("/bank.css", get(pages::layout::css))
        .route("/log", get(journal::view::show));
    #[cfg(feature = "test-clock")]
    let own = own.route("/clock", post(advance));
    own.merge(banks).with_state(app)
}

#[cfg(feature = "test-clock")]
#[derive(serde::Deserialize)]
struct Advance {
    advance_seconds: i64,
}

/// `POST /clock`: moves the clock of all banks.
#[cfg(feature = "test-clock")]
async fn advance(
    axum::extract::State(app): axum::extract::State<Shared>,
    axum::Json(by): axum::Json<Advance>,
) -> StatusCode {
    app.clock.advance(by.advance_seconds);
    StatusCode::NO_CONTENT
}

/// The bank that the path names; 404 when there is none.
#[derive(Debug, Clone)]
pub struct AtBank(pub Bank);

impl FromRequestParts<Shared> for AtBank {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Self::Rejection> {
        let unknown = (StatusCode::NOT_FOUND, "no such bank");
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| unknown)?;
        let id = params
            .iter()
            .find(|(name, _)| *name == "bank")
            .map(|(_, id)| id)
            .ok_or(unknown)?;
        app.banks.get(id).cloned().map(Self).ok_or(unknown)
    }
}
