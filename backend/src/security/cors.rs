//! CORS, written by hand because the rule is per journey.
//!
//! A preflight carries no journey, so it is answered for the union of registered origins. The request itself is
//! answered for its own journey's origin alone: the handler that found the journey says which ([`JourneyOrigin`]).
//! An answer that belongs to no journey (a token that never existed) holds no data and is readable by any registered
//! origin, so that the widget can tell the person what happened. Never `*`, never credentials, never `null`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// The one origin that may read an answer: put into the response's extensions by whoever found the journey.
#[derive(Clone, Debug)]
pub struct JourneyOrigin(pub String);

/// Ten minutes: as long as an access token.
const PREFLIGHT_LIFE: &str = "600";

/// Answers preflights and marks answers.
pub async fn cors(State(app): State<App>, request: Request, next: Next) -> Response {
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let registered = origin
        .as_deref()
        .is_some_and(|origin| app.config().any_partner_has(origin));
    if preflight {
        let mut response = StatusCode::NO_CONTENT.into_response();
        if registered {
            allow(response.headers_mut(), origin.as_deref());
            let headers = response.headers_mut();
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("GET, POST, PUT, DELETE"),
            );
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static("authorization, content-type, accept-language"),
            );
            headers.insert(
                header::ACCESS_CONTROL_MAX_AGE,
                HeaderValue::from_static(PREFLIGHT_LIFE),
            );
        }
        vary(response.headers_mut());
        return response;
    }
    let mut response = next.run(request).await;
    let own = response
        .extensions()
        .get::<JourneyOrigin>()
        .map(|own| own.0.clone());
    let readable = match (&own, &origin) {
        (Some(own), Some(origin)) => own == origin && registered,
        (None, Some(_)) => registered,
        (_, None) => false,
    };
    if readable {
        allow(response.headers_mut(), origin.as_deref());
        response.headers_mut().insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("retry-after, x-request-id"),
        );
    }
    vary(response.headers_mut());
    response
}

fn allow(headers: &mut HeaderMap, origin: Option<&str>) {
    if let Some(value) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
    }
}

fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}
