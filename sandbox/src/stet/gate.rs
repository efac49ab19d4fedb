//! What every API call must pass: correlation id, signature, token; then the bank's mood of the day.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{fault::Fault, nonsense, signature};
use crate::{
    app::{App, AtBank, Shared, lock},
    bank::{Bank, behaviour::RequestSignature},
    journal::Note,
    oauth::grant::Grant,
    person::{Mood, SLOWNESS},
};

/// No STET request needs more.
const LARGEST_BODY: usize = 64 * 1024;

/// Checks the call, puts its [`Grant`] into the request, and writes the body of any error.
pub async fn pass(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let correlation = parts.headers.get("x-request-id").cloned();
    let mut response = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => run(&app, &bank, parts, body, next).await,
        Err(_) => {
            Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large").into_response()
        }
    };
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        let note = response.extensions_mut().remove::<Note>();
        let allow = response.headers_mut().remove(header::ALLOW);
        response = fault.answer(uri.path(), app.clock.now());
        response.extensions_mut().insert(note.unwrap_or_default());
        response
            .headers_mut()
            .extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    if let Some(correlation) = correlation {
        response.headers_mut().insert("x-request-id", correlation);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn run(app: &App, bank: &Bank, mut parts: Parts, body: Bytes, next: Next) -> Response {
    let grant = match admit(app, bank, &parts, &body) {
        Ok(grant) => grant,
        Err(fault) => return fault.into_response(),
    };
    let (id, mood, calls) = (grant.id, grant.person.mood(), grant.calls);
    parts.extensions.insert(grant);
    if mood == Mood::Slow {
        tokio::time::sleep(SLOWNESS).await;
    }
    let mut response = match mood {
        Mood::Down => {
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "the service is down").into_response()
        }
        Mood::Nonsense => nonsense::answer(calls),
        Mood::Well | Mood::Slow => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    let note = response
        .extensions_mut()
        .remove::<Note>()
        .unwrap_or_default();
    response.extensions_mut().insert(Note {
        grant: Some(id),
        ..note
    });
    response
}

fn admit(app: &App, bank: &Bank, parts: &Parts, body: &[u8]) -> Result<Grant, Fault> {
    if parts
        .headers
        .get("x-request-id")
        .is_none_or(HeaderValue::is_empty)
    {
        return Err(Fault::bad("X-Request-ID is missing"));
    }
    if bank.behaviour.signature == RequestSignature::Required {
        signature::verify(app.signer.as_ref(), parts, body)?;
    }
    let header = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = header
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(Fault::unauthorized)?;
    let now = app.clock.now();
    let grant = lock(&app.grants).call(&bank.id, token, now);
    let grant = grant.ok_or_else(Fault::unauthorized)?;
    if grant.wants_person(now) {
        return Err(Fault::person_wanted());
    }
    Ok(grant)
}
