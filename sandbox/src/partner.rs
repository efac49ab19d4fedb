//! The demo partner. [`connect`] is the file that a partner's developer copies: everything a partner's
//! server has to do. The pages around it are what a partner's page may look like.

pub mod choice; // what the page's address may ask for
pub mod connect; // the partner's server: three calls to the backend
mod failure; // why there is no token
mod guard; // the right host name, and no call from another site
pub mod pages; // the pages with the element on them
mod session; // who is asking

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, post},
};

use crate::{origin::Origin, secret::Secret};

/// What the partner knows.
pub struct Partner {
    /// The backend that it is a partner of.
    pub backend: Origin,
    /// Its own origin, as registered there.
    pub origin: Origin,
    /// Its id there.
    pub client_id: String,
    /// Its secret there; without one it has pages and no tokens.
    pub client_secret: Option<Secret>,
    /// Calls the backend.
    pub http: reqwest::Client,
}

impl Partner {
    /// A partner at `origin` of the backend at `backend`.
    ///
    /// # Errors
    /// When the HTTP client cannot be made.
    pub fn new(
        backend: Origin,
        origin: Origin,
        client_id: String,
        client_secret: Option<Secret>,
    ) -> reqwest::Result<Arc<Self>> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(10))
            .build()?;
        Ok(Arc::new(Self {
            backend,
            origin,
            client_id,
            client_secret,
            http,
        }))
    }
}

/// All routes of the partner's listener.
pub fn router(partner: Arc<Partner>) -> Router {
    Router::new()
        .route("/", get(pages::demo))
        .route("/two", get(pages::two))
        .route("/strict", get(pages::strict))
        .route("/strict-token", get(pages::strict_token))
        .route("/partner.css", get(pages::css))
        .route("/partner.js", get(pages::script))
        .route("/bank/token", post(connect::token))
        .route("/bank/connect", get(connect::hosted))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&partner),
            guard::check,
        ))
        .with_state(partner)
}
