//! The sweeper: ends what ran out, finishes what a crash left half-done. It starts with the backend and reads
//! everything from the database, so it makes good what another run, or another replica, began.

use std::time::Duration;

use contract::Outcome;

use crate::app::App;
use crate::closing;
use crate::journey::{Closing, IDLE_LIFE, Phase, RETURN_LIFE, Returned};
use crate::problem::Fault;
use crate::settle::settle;
use crate::upstream::Psu;
use crate::withdrawal;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(15);

/// How long a handler may take over something before the sweeper takes it over, in seconds.
const GRACE: i64 = 120;

/// How long before the bank wants the person again that can be done: fifteen days, in seconds.
pub const AHEAD: i64 = 15 * 86_400;

/// Sweeps until the backend ends.
pub async fn run(app: App) {
    loop {
        sweep(&app).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round. A step that fails is logged and does not keep the others from running.
pub async fn sweep(app: &App) {
    let steps = [
        ("attempts", attempts(app).await),
        ("returns", returns(app).await),
        ("half-done", half_done(app).await),
        ("idle", idle(app).await),
        ("consents", consents(app).await),
        ("strays", strays(app).await),
        ("expiring", expiring(app).await),
        ("purge", app.store().purge(app.now()).await),
    ];
    for (step, result) in steps {
        if let Err(fault) = result {
            tracing::error!(step, ?fault, "sweeping failed");
        }
    }
}

/// Attempts whose fifteen minutes are over.
async fn attempts(app: &App) -> Result<(), Fault> {
    for journey in app.store().expire_attempts(app.now()).await? {
        settle(app, &journey, &Psu::default()).await?;
    }
    Ok(())
}

/// Outcomes that nobody fetched, answers that came to another browser and that nobody claimed, accounts of which nobody
/// said that they are the right person's: the access is closed at the bank.
async fn returns(app: &App) -> Result<(), Fault> {
    let before = app.now() - RETURN_LIFE;
    for id in app.store().due_journeys(app.now()).await? {
        app.store()
            .change_journey(&id, app.now(), |journey| {
                journey.state.phase = match &journey.state.phase {
                    Phase::Returned {
                        outcome: Returned::Access | Returned::Astray,
                        at,
                    }
                    | Phase::Holder { at, .. }
                        if *at <= before =>
                    {
                        Phase::Closing {
                            why: Closing::Failed(Outcome::TimedOut),
                        }
                    }
                    Phase::Returned {
                        outcome: Returned::Nothing(outcome),
                        at,
                    } if *at <= before => Phase::Failed { outcome: *outcome },
                    other => other.clone(),
                };
                Ok(())
            })
            .await?;
        settle(app, &id, &Psu::default()).await?;
    }
    Ok(())
}

/// Closings, sendings and readings whose handler or replica is gone.
async fn half_done(app: &App) -> Result<(), Fault> {
    for phase in ["closing", "sending", "reading", "at_bank"] {
        for id in app
            .store()
            .stale_journeys(Some(phase), app.now() - GRACE)
            .await?
        {
            settle(app, &id, &Psu::default()).await?;
        }
    }
    Ok(())
}

/// Journeys without a sign of life for a day.
async fn idle(app: &App) -> Result<(), Fault> {
    for id in app
        .store()
        .stale_journeys(None, app.now() - IDLE_LIFE)
        .await?
    {
        settle(app, &id, &Psu::default()).await?;
    }
    Ok(())
}

/// Accesses that no journey is at any more.
async fn strays(app: &App) -> Result<(), Fault> {
    let now = app.now();
    let strays = app
        .store()
        .stray_connections(now - GRACE, now - RETURN_LIFE)
        .await?;
    for id in strays {
        closing::close(app, &id).await?;
    }
    Ok(())
}

/// Banks that will want the person again within fifteen days: the partner is told, so that the person can be asked in time
///
async fn expiring(app: &App) -> Result<(), Fault> {
    let now = app.now();
    for connection in app.store().expiring_connections(now + AHEAD).await? {
        app.store().tell_expiring(&connection, now).await?;
    }
    Ok(())
}

/// Consents whose own time is over: what no other one needs is deleted, and without any the access is closed.
async fn consents(app: &App) -> Result<(), Fault> {
    for id in app.store().run_out_consents(app.now()).await? {
        let Some(connection) = app.store().connection(&id).await? else {
            continue;
        };
        if let Some(journey) = app.store().journey(&connection.journey).await? {
            withdrawal::expire(app, &journey, &connection).await?;
        }
    }
    for id in app.store().unjustified_connections(app.now()).await? {
        closing::close(app, &id).await?;
    }
    Ok(())
}
