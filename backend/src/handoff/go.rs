//! `POST /go`: the person's click, as a top-level form. Nothing else starts an attempt.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use contract::Code;
use serde::Deserialize;

use super::depart::depart;
use crate::app::App;
use crate::journey_api::locale;
use crate::pages;
use crate::problem::Fault;
use crate::security::Event;

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
    headers: HeaderMap,
    form: Result<Form<Ticket>, axum::extract::rejection::FormRejection>,
) -> Response {
    let locale = locale(&headers);
    match start(&app, &headers, form.ok().map(|Form(ticket)| ticket)).await {
        Ok(response) => response,
        Err(fault) => pages::refusal(fault, locale),
    }
}

async fn start(app: &App, headers: &HeaderMap, form: Option<Ticket>) -> Result<Response, Fault> {
    let refused = || Fault::Suspicious(Code::TicketInvalid, Event::TicketRefused);
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
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    match origin {
        Some(origin) if origin == attempt.origin => depart(app, &attempt, &journey, headers).await,
        Some("null") => pages::confirm(app, &journey, &attempt, &ticket, locale(headers))
            .map(IntoResponse::into_response),
        // From the confirm page, which is ours: its own form cannot be sent by another site unseen.
        Some(origin) if origin == app.own_origin() && from_here(headers) => {
            depart(app, &attempt, &journey, headers).await
        }
        _ => Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused)),
    }
}

fn from_here(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
        .is_none_or(|site| site == "same-origin")
}
