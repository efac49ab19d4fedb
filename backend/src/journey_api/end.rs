//! `POST /journeys/current/discard` and `DELETE /journeys/current`: not sent, and left. Both close access and forget.

use axum::Json;
use axum::extract::State;
use contract::{End, View};

use super::{Seated, current};
use crate::app::App;
use crate::journey::{Closing, Phase};
use crate::problem::Fault;

/// Does not send: access is revoked where the bank can be told, tokens, accounts and data are deleted.
#[utoipa::path(post, path = "/journeys/current/discard", tag = "journey", responses(
    (status = 200, description = "How it ended", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn discard(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    app.store()
        .change_journey(&seated.journey, app.now(), |journey| {
            match &journey.state.phase {
                Phase::Result | Phase::HandBack => {
                    journey.state.phase = Phase::Closing {
                        why: Closing::NotSent,
                    };
                    Ok(())
                }
                Phase::Closing {
                    why: Closing::NotSent,
                }
                | Phase::Ended {
                    end: End::NotSent(_),
                } => Ok(()),
                _ => Err(Fault::stage_mismatch()),
            }
        })
        .await?;
    current::answer(&app, &seated).await
}

/// Leaves the journey, from any stage. Always reaches the end.
#[utoipa::path(delete, path = "/journeys/current", tag = "journey", responses(
    (status = 200, description = "How it ended", body = View),
    (status = 409, description = "`stage_mismatch`: it was sent already", body = contract::Problem)))]
pub async fn cancel(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    let now = app.now();
    app.store()
        .change_journey(&seated.journey, now, |journey| {
            if journey.leave() {
                Ok(())
            } else {
                Err(Fault::stage_mismatch())
            }
        })
        .await?;
    app.store().supersede_attempts(&seated.journey, now).await?;
    current::answer(&app, &seated).await
}
