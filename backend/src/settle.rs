//! Brings a journey to rest before it is looked at: what ran out is ended, what was begun is finished, a job that
//! lost its runner finds another. The same steps make good whatever a crash left half-done.

use contract::{Mode, Outcome, Revocation};

use crate::app::App;
use crate::journey::{Closing, IDLE_LIFE, Journey, Phase};
use crate::ledger::{self, Entry, Refusal};
use crate::problem::Fault;
use crate::upstream::Psu;
use crate::{adding, closing, reading, renewal, sending};

/// Settles a journey and returns it as it is then.
///
/// # Errors
/// [`Fault::Store`]; a bank that fails is an outcome, not an error.
pub async fn settle(app: &App, id: &str, psu: &Psu) -> Result<Journey, Fault> {
    // Each round ends one thing; no chain of phases is longer than this.
    for _ in 0..4 {
        let journey = app
            .store()
            .journey(id)
            .await?
            .ok_or(Fault::Refused(contract::Code::JourneyGone, ""))?;
        match &journey.state.phase {
            Phase::AtBank
                if !app.store().has_open_attempt(id, app.now()).await?
                    && !came_back(app, &journey).await? =>
            {
                time_out(app, id).await?;
            }
            Phase::Closing { .. } => close(app, &journey).await?,
            Phase::Sending { .. } => sending::finish(app, &journey).await?,
            Phase::Reading(job) => {
                reading::ensure_running(app, &journey, job, psu).await?;
                return Ok(journey);
            }
            phase if !phase.is_over() && journey.touched_at + IDLE_LIFE <= app.now() => {
                app.store()
                    .change_journey(id, app.now(), |journey| {
                        if journey.touched_at + IDLE_LIFE <= app.now()
                            && !journey.state.phase.is_over()
                        {
                            journey.state.phase = Phase::Closing {
                                why: Closing::Abandoned,
                            };
                        }
                        Ok(())
                    })
                    .await?;
            }
            _ => return Ok(journey),
        }
    }
    app.store()
        .journey(id)
        .await?
        .ok_or(Fault::Refused(contract::Code::JourneyGone, ""))
}

/// Whether an answer of the bank was accepted moments ago and its exchange is still running.
async fn came_back(app: &App, journey: &Journey) -> Result<bool, Fault> {
    let grace = 60;
    let latest = app
        .store()
        .departed_attempts(&journey.id)
        .await?
        .into_iter()
        .next();
    Ok(latest.is_some_and(|attempt| {
        attempt.status == crate::store::attempts::AttemptStatus::Consumed
            && attempt.expires_at + grace > app.now()
    }))
}

async fn time_out(app: &App, id: &str) -> Result<(), Fault> {
    app.store()
        .change_journey(id, app.now(), |journey| {
            if journey.state.phase == Phase::AtBank {
                journey.state.phase = Phase::Failed {
                    outcome: Outcome::TimedOut,
                };
            }
            Ok(())
        })
        .await?;
    Ok(())
}

async fn close(app: &App, journey: &Journey) -> Result<(), Fault> {
    let state = &journey.state;
    let (revocation, renewed) = match (&state.taken_over, &state.connection) {
        (Some(_), Some(connection)) => {
            adding::undo(app, journey).await?;
            // The bank's clock was turned, whatever became of the rest.
            let renewed = match journey.mode {
                Mode::Renew => renewal::last_of(app, connection.as_str()).await?,
                Mode::Connect | Mode::Manage => None,
            };
            (Revocation::NothingToRevoke, renewed)
        }
        (None, Some(connection)) => (closing::close(app, connection.as_str()).await?, None),
        (_, None) => (Revocation::NothingToRevoke, None),
    };
    let before = journey.state.phase.clone();
    let (after, ended) = app
        .store()
        .act_on_journey(app.keys(), &journey.id, app.now(), |journey| {
            let Phase::Closing { why } = journey.state.phase.clone() else {
                return Ok((false, Vec::new()));
            };
            if journey.state.phase != before {
                return Ok((false, Vec::new()));
            }
            let refused = refused(app, journey, why);
            if let Some(renewed) = &renewed {
                journey.renewed(renewed);
                return Ok((true, refused));
            }
            journey.state.phase = why.then(revocation);
            journey.forget_access();
            if journey.state.phase.is_over()
                || matches!(journey.state.phase, Phase::Choosing | Phase::Failed { .. })
            {
                // Answers were given to a bank that is gone now, except those asked before leaving for it.
                if !matches!(why, Closing::Failed(_)) {
                    journey.state.given = None;
                }
            }
            Ok((journey.state.phase.is_over(), refused))
        })
        .await?;
    if ended {
        app.metrics().journey_ended(after.state.phase.word());
    }
    Ok(())
}

/// What the ledger says of an end without a consent: nothing where no purpose was ever answered.
fn refused(app: &App, journey: &Journey, why: Closing) -> Vec<Entry> {
    let why = match why {
        Closing::NothingGiven => Refusal::LeftOff,
        Closing::NotSent => Refusal::NotSent,
        Closing::Cancelled => Refusal::Left,
        Closing::Abandoned => Refusal::Abandoned,
        Closing::Failed(_) | Closing::ChoseAgain => return Vec::new(),
    };
    if journey.state.given.is_none() && why != Refusal::LeftOff {
        return Vec::new();
    }
    ledger::nothing(app, journey, why).into_iter().collect()
}
