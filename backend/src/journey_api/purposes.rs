//! `PUT /journeys/current/purposes`: the answers, before the bank or after it. Nothing is given until it is sent.

use axum::Json;
use axum::extract::State;
use contract::{Basis, Code, Given, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::redeem::asked_before_bank;
use super::{Seated, current};
use crate::app::App;
use crate::body::Body;
use crate::journey::{Closing, Journey, Phase};
use crate::ledger;
use crate::problem::Fault;
use crate::reading;

/// The purposes switched on. One that is not named was refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// May be empty: then access is closed and the journey ends well.
    given: Vec<Given>,
}

/// Saves the answers and starts reading what they need, and nothing else.
#[utoipa::path(put, path = "/journeys/current/purposes", tag = "journey", request_body = Answer, responses(
    (status = 200, description = "The next stage", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn answer(
    State(app): State<App>,
    seated: Seated,
    Body(answer): Body<Answer>,
) -> Result<Json<View>, Fault> {
    app.store()
        .act_on_journey(app.keys(), &seated.journey, app.now(), |journey| {
            let given = checked(&app, journey, &answer.given)?;
            let before = journey.state.phase == Phase::Choosing
                && journey.state.given.is_none()
                && asked_before_bank(&app, journey);
            if !before && journey.state.phase != Phase::Purposes {
                let repeated = journey.state.given.as_ref() == Some(&given);
                return if repeated {
                    Ok(((), Vec::new()))
                } else {
                    Err(Fault::stage_mismatch())
                };
            }
            journey.state.answered_in = seated.locale;
            let shown = ledger::asked(&app, journey)?;
            if given.is_empty() {
                journey.state.phase = Phase::Closing {
                    why: Closing::NothingGiven,
                };
            } else {
                journey.state.given = Some(given);
                if !before {
                    reading::begin(&app, journey)?;
                }
            }
            Ok(((), vec![shown]))
        })
        .await?;
    current::answer(&app, &seated).await
}

/// Only what was offered and has a switch; in the order of the screen; a purpose that spares every linked account
/// was refused.
fn checked(app: &App, journey: &Journey, given: &[Given]) -> Result<Vec<Given>, Fault> {
    let refuse = |what| Err(Fault::Refused(Code::BadRequest, what));
    let switchable = |id: &str| {
        app.config()
            .purpose(id)
            .is_some_and(|purpose| purpose.basis == Basis::Consent)
    };
    for one in given {
        if !journey.purposes().contains(&one.purpose) || !switchable(one.purpose.as_str()) {
            return refuse("given: a purpose that was not asked, or has no switch");
        }
        if given
            .iter()
            .filter(|other| other.purpose == one.purpose)
            .count()
            > 1
        {
            return refuse("given: a purpose twice");
        }
        let known = |account| journey.state.linked.contains(account);
        if matches!(journey.state.phase, Phase::Purposes) && !one.without.iter().all(known) {
            return refuse("without: an account that is not linked");
        }
        if journey.state.phase == Phase::Choosing && !one.without.is_empty() {
            return refuse("without: accounts are not known yet");
        }
    }
    let mut ordered: Vec<Given> = given.to_vec();
    ordered.sort_by_key(|one| journey.purposes().iter().position(|id| *id == one.purpose));
    ordered.retain(|one| {
        journey.state.linked.is_empty()
            || !journey
                .state
                .linked
                .iter()
                .all(|account| one.without.contains(account))
    });
    Ok(ordered)
}
