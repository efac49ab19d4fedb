//! `POST /journeys/current/send`: the person saw it and sends it.

use axum::Json;
use axum::extract::State;
use contract::View;

use super::{Seat, Seated, current};
use crate::app::App;
use crate::journey::Phase;
use crate::problem::Fault;
use crate::sending;

/// Sends. On the hosted page of a journey that began inline it waits for the widget that began it.
#[utoipa::path(post, path = "/journeys/current/send", tag = "journey", responses(
    (status = 200, description = "The receipt, or the way back to the partner's page", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn send(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    let now = app.now();
    app.store()
        .change_journey(&seated.journey, now, |journey| {
            let waits = journey.hands_over() && seated.seat == Seat::Hosted;
            match &journey.state.phase {
                Phase::Result if journey.hands_over() && seated.seat == Seat::Inline => {
                    Err(Fault::stage_mismatch())
                }
                Phase::Result if waits => {
                    journey.state.phase = Phase::HandBack;
                    Ok(())
                }
                Phase::Result => sending::begin(journey),
                Phase::Sending { .. } | Phase::Sent { .. } | Phase::HandBack => Ok(()),
                _ => Err(Fault::stage_mismatch()),
            }
        })
        .await?;
    current::answer(&app, &seated).await
}
