//! One run of the job.

use contract::Outcome;

use super::fetch::{Fetch, Stop};
use super::plan::AccountPlan;
use super::{LEASE, plan};
use crate::adding;
use crate::app::App;
use crate::insights;
use crate::journey::{Closing, Journey, Phase};
use crate::metering::Payer;
use crate::problem::Fault;
use crate::upstream::Psu;

pub(super) async fn run(app: App, journey: String, holder: String, psu: Psu) {
    let stop = Run {
        app: &app,
        journey: &journey,
        holder: &holder,
        psu: &psu,
    }
    .all()
    .await;
    match stop {
        Ok(()) | Err(Stop::NotMine) => {}
        Err(Stop::Bank(fault)) => {
            let outcome = fault.outcome();
            if let Err(fault) = fail(&app, &journey, &holder, outcome).await {
                tracing::error!(?fault, "a failed reading could not be ended");
            }
        }
        Err(Stop::Ours(fault)) => {
            tracing::error!(?fault, "a reading stopped; its lease will run out");
        }
    }
}

/// The bank failed: whoever looks next closes the access, and the person is told.
async fn fail(app: &App, journey: &str, holder: &str, outcome: Outcome) -> Result<(), Fault> {
    app.store()
        .change_journey(journey, app.now(), |current| {
            if matches!(&current.state.phase, Phase::Reading(job) if job.holder == holder) {
                current.state.phase = Phase::Closing {
                    why: Closing::Failed(outcome),
                };
            }
            Ok(())
        })
        .await?;
    Ok(())
}

struct Run<'a> {
    app: &'a App,
    journey: &'a str,
    holder: &'a str,
    psu: &'a Psu,
}

impl Run<'_> {
    async fn all(&self) -> Result<(), Stop> {
        let app = self.app;
        let journey = app
            .store()
            .journey(self.journey)
            .await?
            .ok_or(Stop::NotMine)?;
        let plan = plan(app, &journey)?;
        let id = journey.state.connection.clone().ok_or(Stop::NotMine)?;
        let connection = app
            .store()
            .connection(id.as_str())
            .await?
            .ok_or(Stop::NotMine)?;
        let payer = Payer::journey(&journey);
        let fetch = Fetch::begin(app, &connection, self.psu, payer).await?;
        let whole = adding::whole(app, &journey).await?;
        fetch.tell_bank(&super::plan(app, &whole)?).await?;
        let Phase::Reading(job) = &journey.state.phase else {
            return Err(Stop::NotMine);
        };
        for (place, one) in plan.accounts.iter().enumerate().skip(job.done as usize) {
            self.read(&fetch, one).await?;
            let done = u32::try_from(place + 1).unwrap_or(u32::MAX);
            self.advance(|current| {
                if let Phase::Reading(job) = &mut current.state.phase {
                    job.done = done;
                }
            })
            .await?;
        }
        insights::compute(app, &journey).await?;
        self.advance(|current| current.state.phase = Phase::Result)
            .await
    }

    async fn read(&self, fetch: &Fetch<'_>, one: &AccountPlan) -> Result<(), Stop> {
        let app = self.app;
        if let Some(balances) = fetch.balances(one).await? {
            app.store()
                .set_balances(app.keys(), &one.account, &balances)
                .await?;
            self.advance(|_| ()).await?;
        }
        if let Some(fetched) = fetch.transactions(one).await? {
            let (store, keys) = (app.store(), app.keys());
            let before = store.every_transaction(keys, &one.account).await?;
            store
                .set_transactions(keys, &one.account, &fetched.onto(before)?)
                .await?;
        }
        Ok(())
    }

    /// Writes a step and renews the lease, if the run still holds it.
    async fn advance(&self, mut step: impl FnMut(&mut Journey)) -> Result<(), Stop> {
        let now = self.app.now();
        let (_, mine) = self
            .app
            .store()
            .change_journey(self.journey, now, |current| {
                match &mut current.state.phase {
                    Phase::Reading(job) if job.holder == self.holder => {
                        job.lease_until = now + LEASE;
                        step(current);
                        Ok(true)
                    }
                    _ => Ok(false),
                }
            })
            .await?;
        if mine { Ok(()) } else { Err(Stop::NotMine) }
    }
}
