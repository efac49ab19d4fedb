//! The middleware that names each request, writes problem bodies and logs.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contract::Problem;

use super::Fault;
use crate::app::App;
use crate::caller::Caller;
use crate::pages::Rendered;
use crate::secrets;
use crate::security::Noted;

/// The name of one request: in the log, in the problem body, in `X-Request-Id`.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Names the request, runs it, writes the body of a problem, counts and logs.
///
/// The log gets method, route *pattern*, status, duration and the fault's kind. It never gets the path, the query,
/// a header or a body: those can hold codes, tokens and names.
pub async fn report(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = secrets::uuid().unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let caller = Caller::of(&app, &request);
    request.extensions_mut().insert(caller);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();

    let mut response = next.run(request).await;

    if let Some(fault) = response.extensions().get::<Arc<Fault>>().cloned() {
        if response.extensions().get::<Rendered>().is_none() {
            response = with_body(&response, &fault, &id);
        }
        log_fault(&app, &fault, &id);
    }
    if let Some(Noted(event)) = response.extensions().get().copied() {
        app.security(event, &id);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    log_request(&app, &method, &route, response.status(), started, &id);
    response
}

/// Puts the problem's body into a response that has none, and keeps the headers that others set.
fn with_body(bare: &Response, fault: &Fault, id: &str) -> Response {
    let mut response = body(fault, id);
    for (name, value) in bare.headers() {
        if name != header::CONTENT_LENGTH
            && name != header::CONTENT_TYPE
            && name != header::CACHE_CONTROL
        {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

fn body(fault: &Fault, id: &str) -> Response {
    let status = fault.status_code();
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        code: fault.code(),
        detail: fault.detail(),
        request_id: Some(id.to_owned()),
    };
    let json = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, kind, json).into_response()
}

fn log_fault(app: &App, fault: &Fault, id: &str) {
    match fault {
        Fault::Suspicious(_, event) => app.security(*event, id),
        Fault::Store(error) => tracing::error!(request = id, error = %error, "the database failed"),
        Fault::Upstream(error) => {
            tracing::warn!(request = id, error = %error, "the bank did not answer as it should");
        }
        Fault::Contended | Fault::Random | Fault::Sealed(_) | Fault::Corrupt(_) => {
            tracing::error!(request = id, fault = ?fault, "internal fault");
        }
        Fault::Refused(..) | Fault::RateLimited(_) | Fault::Malformed(_) => {}
    }
}

fn log_request(
    app: &App,
    method: &Method,
    route: &str,
    status: StatusCode,
    started: Instant,
    id: &str,
) {
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    app.metrics()
        .request(method, route, status, started.elapsed());
    tracing::info!(request = id, %method, route, status = status.as_u16(), millis, "request");
}
