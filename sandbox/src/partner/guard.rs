//! The right host name, and no call from another site.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::Partner;

/// Sends a visitor of `127.0.0.1` or `[::1]` to the registered origin, because those may be the very
/// sites that the backend and the banks are on; refuses calls that a browser says come from elsewhere.
pub async fn check(State(partner): State<Arc<Partner>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if request.method() == Method::GET && by_address(headers) && !is_at(&partner, headers) {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return Redirect::to(&format!("{}{path}", partner.origin)).into_response();
    }
    let site = headers.get("sec-fetch-site");
    if request.method() == Method::POST && site.is_some_and(|site| site != "same-origin") {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn host(headers: &HeaderMap) -> &str {
    headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
}

fn by_address(headers: &HeaderMap) -> bool {
    host(headers).starts_with("127.") || host(headers).starts_with('[')
}

fn is_at(partner: &Partner, headers: &HeaderMap) -> bool {
    partner
        .origin
        .as_str()
        .split_once("://")
        .is_some_and(|(_, authority)| authority == host(headers))
}
