//! Response headers of the API and of the backend's own pages.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use contract::Code;

use super::Event;
use crate::app::App;
use crate::config::Operation;
use crate::journey_api::locale;
use crate::pages;
use crate::problem::Fault;

/// API answers are nobody's to keep.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// What every page and every redirect of the backend's own carries.
pub async fn page_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = if is_embedded(request.headers()) {
        let fault = Fault::Suspicious(Code::OriginRefused, Event::ForeignRequest);
        pages::refusal(fault, locale(request.headers()))
    } else {
        next.run(request).await
    };
    let sandbox = app.config().server.operation == Operation::Sandbox;
    // Chromium applies form-action to the redirect after a form as well, so a trial's plain-http banks are named.
    let form_action = if sandbox {
        "'self' https: http:"
    } else {
        "'self' https:"
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
         img-src 'self'; form-action {form_action}; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
         require-trusted-types-for 'script'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    fixed(headers, "x-content-type-options", "nosniff");
    // A form of a page that sends no referrer at all carries `Origin: null`, which `/go` and `/finish` refuse.
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    fixed(
        headers,
        "referrer-policy",
        if is_page {
            "same-origin"
        } else {
            "no-referrer"
        },
    );
    fixed(headers, "cross-origin-opener-policy", "same-origin");
    fixed(headers, "cross-origin-resource-policy", "same-origin");
    fixed(
        headers,
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=()",
    );
    fixed(headers, "cache-control", "no-store");
    if app.config().server.public_url.is_https() {
        fixed(
            headers,
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        );
    }
    response
}

/// Whether a browser says that the answer would be drawn inside another page. `frame-ancestors` keeps it from being
/// drawn; this keeps anything from happening, and tells the operator.
fn is_embedded(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_some_and(|place| {
        [
            b"iframe".as_slice(),
            b"frame",
            b"embed",
            b"object",
            b"fencedframe",
        ]
        .contains(&place.as_bytes())
    })
}

fn fixed(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.insert(
        HeaderName::from_static(name),
        HeaderValue::from_static(value),
    );
}
