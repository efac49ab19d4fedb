//! `PUT /journeys/current/choice`: which bank, which region, which space; or none.

use axum::Json;
use axum::extract::State;
use contract::{Choice, Code, View};

use super::{Seated, current};
use crate::app::App;
use crate::body::Body;
use crate::journey::{Closing, Journey, Phase, Returned};
use crate::problem::Fault;

/// Sets or clears the choice. An attempt that is at the bank is superseded; an access that waits is closed.
#[utoipa::path(put, path = "/journeys/current/choice", tag = "journey", request_body = Option<Choice>, responses(
    (status = 200, description = "The next stage", body = View),
    (status = 404, description = "`institution_unknown`", body = contract::Problem),
    (status = 409, description = "`institution_not_connected` or `stage_mismatch`", body = contract::Problem)))]
pub async fn choose(
    State(app): State<App>,
    seated: Seated,
    Body(choice): Body<Option<Choice>>,
) -> Result<Json<View>, Fault> {
    if let Some(choice) = &choice {
        app.catalogue().resolve(&app.config().banks, choice)?;
    }
    let now = app.now();
    let (_, change) = app
        .store()
        .change_journey(&seated.journey, now, |journey| {
            apply(journey, choice.as_ref())
        })
        .await?;
    if change == Change::Moved {
        app.store().supersede_attempts(&seated.journey, now).await?;
    }
    current::answer(&app, &seated).await
}

/// Whether an attempt that is under way still belongs to the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Moved,
    Nothing,
}

fn apply(journey: &mut Journey, choice: Option<&Choice>) -> Result<Change, Fault> {
    let state = &mut journey.state;
    let same = state.choice.as_ref() == choice;
    if state.asked.goes_on_with().is_some() && !same {
        // The bank is that of the connection.
        return Err(Fault::stage_mismatch());
    }
    let phase = match &state.phase {
        Phase::Choosing if same => return Ok(Change::Nothing),
        Phase::Choosing
        | Phase::AtBank
        | Phase::Failed { .. }
        | Phase::Returned {
            outcome: Returned::Nothing(_),
            ..
        } => Phase::Choosing,
        Phase::Returned {
            outcome: Returned::Access | Returned::Astray,
            ..
        } => Phase::Closing {
            why: Closing::ChoseAgain,
        },
        Phase::Sent { .. } | Phase::Ended { .. } => {
            return Err(Fault::Refused(Code::StageMismatch, "the journey is over"));
        }
        _ if same => return Ok(Change::Nothing),
        _ => return Err(Fault::stage_mismatch()),
    };
    if !same {
        // Another bank may ask in another order: what was answered for the first is not carried over.
        state.given = None;
    }
    state.choice = choice.cloned();
    state.phase = phase;
    Ok(Change::Moved)
}
