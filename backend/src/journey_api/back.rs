//! `POST /journeys/current/back`: from the result to the purposes once more.

use axum::Json;
use axum::extract::State;
use contract::View;

use super::redeem::asked_before_bank;
use super::{Seated, current};
use crate::adding;
use crate::app::App;
use crate::journey::Phase;
use crate::problem::Fault;

/// Asks the purposes again: what was read for the old answers is deleted, so that a purpose refused now has left
/// nothing behind. Not where the bank had to be told the purposes first: it would not read for new ones.
#[utoipa::path(post, path = "/journeys/current/back", tag = "journey", responses(
    (status = 200, description = "The purposes, all off", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn back(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    app.store()
        .change_journey(&seated.journey, app.now(), |journey| {
            match journey.state.phase {
                Phase::Purposes => return Ok(()),
                Phase::Result if !asked_before_bank(&app, journey) => {}
                _ => return Err(Fault::stage_mismatch()),
            }
            journey.state.given = None;
            journey.state.phase = Phase::Purposes;
            Ok(())
        })
        .await?;
    if let Some(journey) = app.store().journey(&seated.journey).await? {
        // What holds over a connection that was there before stays, and what was read for it.
        let shared = adding::shared(&app, &journey).await?;
        let mut read = journey.state.linked.clone();
        read.retain(|account| !shared.contains(account));
        if let Some(under) = journey.found_under() {
            app.store().forget_insights(under.as_str()).await?;
        }
        app.store().forget_data(&read).await?;
    }
    current::answer(&app, &seated).await
}
