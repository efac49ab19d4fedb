//! `POST /go`: the person's click, as a top-level form. Nothing else starts an attempt.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use contract::Code;
use serde::Deserialize;

use super::depart::depart;
use super::home;
use crate::app::App;
use crate::caller::Caller;
use crate::journey::Journey;
use crate::journey_api::locale;
use crate::limits::Act;
use crate::pages;
use crate::problem::Fault;
use crate::security::Event;
use crate::store::attempts::{Attempt, AttemptStatus};

/// The form.
#[derive(Deserialize)]
pub struct Ticket {
    ticket: String,
}

/// Leaves for the bank, after the origin was checked and the ticket burnt.
///
/// A page with `Referrer-Policy: no-referrer` sends `Origin: null`, which says nothing: then a page of ours names
/// partner, bank and time and asks for one more click, from here. Any other origin than the journey's is
/// refused.
pub async fn go(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    form: Result<Form<Ticket>, axum::extract::rejection::FormRejection>,
) -> Response {
    let locale = locale(&headers);
    match start(&app, caller, &headers, form.ok().map(|Form(ticket)| ticket)).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale),
    }
}

/// A link, an image, a prefetch: none of them is a click in the journey's page.
pub async fn never(headers: HeaderMap) -> Response {
    let fault = Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused);
    let mut response = pages::refusal(fault, locale(&headers));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn start(
    app: &App,
    caller: Caller,
    headers: &HeaderMap,
    form: Option<Ticket>,
) -> Result<Response, Fault> {
    let refused = || Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused);
    app.limiter().allow_network(Act::Go, caller, app.now())?;
    let Ticket { ticket } = form.ok_or_else(refused)?;
    let attempt = app
        .store()
        .attempt_of_ticket(&ticket, app.now())
        .await?
        .ok_or_else(refused)?;
    let journey = app
        .store()
        .journey(&attempt.journey)
        .await?
        .ok_or_else(refused)?;
    app.limiter().allow_in(Act::Go, &journey, app.now())?;
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    match origin {
        Some(origin) if origin == attempt.origin => leave(app, &attempt, &journey, headers).await,
        Some("null") if attempt.status == AttemptStatus::Ready => {
            let page = pages::confirm(app, &journey, &attempt, &ticket, locale(headers)).await?;
            Ok(page.into_response())
        }
        // From the confirm page, which is ours: its own form cannot be sent by another site unseen.
        Some(origin) if origin == app.own_origin() && from_here(headers) => {
            leave(app, &attempt, &journey, headers).await
        }
        _ => Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused)),
    }
}

/// To the bank, or, for a second click on the same ticket, back to the page: it shows where things stand, and its
/// button leads to the bank again. No cookie, no second request at the bank.
async fn leave(
    app: &App,
    attempt: &Attempt,
    journey: &Journey,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let departed = match attempt.status {
        AttemptStatus::Ready => depart(app, attempt, journey, headers).await?,
        _ => None,
    };
    match departed {
        Some(response) => Ok(response),
        None => Ok(pages::with_fault(
            home::without_code(app, journey)?,
            Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused),
        )),
    }
}

fn from_here(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
        .is_none_or(|site| site == "same-origin")
}
