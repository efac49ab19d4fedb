//! `POST /journeys/current/attempts`: a ticket for the person's click.

use axum::Json;
use axum::extract::State;
use contract::{PurposesAt, Secret, Ticket};

use super::Seated;
use crate::app::App;
use crate::catalogue::Resolved;
use crate::journey::{Journey, Phase};
use crate::ledger;
use crate::problem::Fault;
use crate::store::attempts::NewAttempt;
use crate::view;

/// A ticket, one use, 60 s, bound to journey, bank and origin. An attempt that is under way is superseded.
#[utoipa::path(post, path = "/journeys/current/attempts", tag = "journey", responses(
    (status = 200, description = "Submit it at once as a form to /go", body = Ticket),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn ticket(State(app): State<App>, seated: Seated) -> Result<Json<Ticket>, Fault> {
    let journey = app
        .store()
        .journey(&seated.journey)
        .await?
        .ok_or_else(Fault::stage_mismatch)?;
    let choice = journey
        .state
        .choice
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    let Resolved::Bank(place) = app.catalogue().resolve(&app.config().banks, choice)? else {
        return Err(Fault::stage_mismatch());
    };
    if !ready(&journey, place.bank.connector.capabilities.purposes) {
        return Err(Fault::stage_mismatch());
    }
    let redirect_uri = format!("{}{}", app.own_origin(), place.bank.callback_path());
    let new = NewAttempt {
        journey: &journey.id,
        connector: &place.bank.connector.id,
        bank: &place.bank.id,
        choice,
        origin: journey.origin(app.own_origin()),
        return_url: &journey.state.asked.return_url,
        wc: &journey.wc,
        issuer: &place.bank.issuer(),
        redirect_uri: &redirect_uri,
    };
    // The click is the act: it is on record before anything leaves.
    let notice = view::handoff(&app, &journey, &place, seated.locale)?;
    let entry = ledger::service(&journey, &place.bank.id, notice, app.now());
    app.store().record(app.keys(), &[entry]).await?;
    let ticket = app.store().new_attempt(&new, app.now()).await?;
    Ok(Json(Ticket {
        ticket: Secret::new(ticket),
    }))
}

/// Ready to leave, or gone already and leaving again.
fn ready(journey: &Journey, purposes: PurposesAt) -> bool {
    let asked = purposes == PurposesAt::After || journey.state.given.is_some();
    asked && matches!(journey.state.phase, Phase::Choosing | Phase::AtBank)
}
