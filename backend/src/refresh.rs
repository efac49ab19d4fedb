//! Refreshing what was sent, without the person: exactly what consents in force still need, at most four times a day (RTS
//! 2018/389 art. 36(5)(b), R-085).
//!
//! The plan of when lies in the database, so it survives restarts; a run claims its connection first, so of several replicas
//! one reads. All that a run read is kept in one commit, and only if the consents are still those that it began with: what was
//! taken back meanwhile is not written. A bank that says that the person took the access back there ends it here at once
//! one that wants the person again is not an error.

use std::time::Duration;

use contract::AccountId;
use tokio::task::JoinSet;

use crate::adding;
use crate::app::App;
use crate::clock::Seconds;
use crate::insights;
use crate::journey::Journey;
use crate::metering::{Payer, Presence, budget};
use crate::problem::Fault;
use crate::reading::{Fetch, Stop, plan};
use crate::secrets;
use crate::store::connections::Connection;
use crate::store::consents::Consent;
use crate::store::data::{StoredBalance, StoredTransaction};
use crate::upstream::{Psu, UpstreamFault};
use crate::view;
use crate::withdrawal;

/// The most that a bank has to give without the person.
pub const MOST_A_DAY: i64 = 4;

const DAY: Seconds = 86_400;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(30);

/// How long a run may take before another may try.
const LEASE: Seconds = 600;

/// While a person is adding to the connection.
const WHILE_ADDING: Seconds = 900;

/// After a bank did not answer.
const BACK_OFF: Seconds = 6 * 3600;

/// What a run read of one account; what no purpose needs was not read.
#[derive(Debug)]
pub struct Fresh {
    /// Which account.
    pub account: AccountId,
    /// Its balances.
    pub balances: Option<Vec<StoredBalance>>,
    /// All its transactions, those held from before among them.
    pub transactions: Option<Vec<StoredTransaction>>,
}

/// Refreshes until the backend ends. It has a loop of its own: banks that are slow must not keep the sweeper waiting.
pub async fn run(app: App) {
    loop {
        if let Err(fault) = round(&app).await {
            tracing::error!(?fault, "what is due could not be refreshed");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round over what is due, a few connections at a time: a bank that hangs holds up nobody's but its own.
///
/// # Errors
/// [`Fault::Store`]; what fails at one connection does not keep the others from being refreshed.
pub async fn round(app: &App) -> Result<(), Fault> {
    let Some(every) = every(app) else {
        return Ok(());
    };
    let mut runs = JoinSet::new();
    for id in app.store().due_refreshes(every, app.now()).await? {
        let app = app.clone();
        runs.spawn(async move {
            if let Err(fault) = claimed(&app, &id, every).await {
                tracing::error!(?fault, "a refresh failed");
            }
        });
    }
    runs.join_all().await;
    Ok(())
}

/// Claims a connection and refreshes it, unless another replica was quicker.
async fn claimed(app: &App, id: &str, every: Seconds) -> Result<(), Fault> {
    let store = app.store();
    if !store.claim_refresh(id, every, app.now(), LEASE).await? {
        return Ok(());
    }
    let next = match one(app, id, every).await {
        Ok(next) => next,
        Err(fault) => {
            tracing::error!(?fault, "a refresh failed");
            BACK_OFF
        }
    };
    store.refresh_next(id, app.now() + next).await
}

/// Seconds between two refreshes; none when the operator wants none.
fn every(app: &App) -> Option<Seconds> {
    let times = i64::from(app.config().refresh.times_a_day);
    (times > 0).then(|| DAY / times)
}

/// Refreshes a connection that was claimed. In how many seconds it is to be looked at again.
async fn one(app: &App, id: &str, every: Seconds) -> Result<Seconds, Fault> {
    let store = app.store();
    let Some(connection) = store.connection(id).await? else {
        return Ok(every);
    };
    let Some(journey) = store.journey(&connection.journey).await? else {
        return Ok(every);
    };
    if !adding::under_way(app, &connection).await?.is_empty() {
        // The bank was told more than holds, and is being read for it.
        return Ok(WHILE_ADDING);
    }
    if connection.sca_due <= app.now() {
        // The law's own end of access without the person: the bank is not even asked.
        store.sca_wanted(&connection, app.now()).await?;
        return Ok(every);
    }
    // A clock that jumps or a plan that changed does not make more of it than the law lets be.
    if store.unattended_runs(id, app.now() - DAY).await? >= MOST_A_DAY {
        return Ok(BACK_OFF);
    }
    match budget::allow(app, view::partner(app, &journey)?).await {
        Ok(()) => {}
        Err(Fault::Refused(..)) => return Ok(every),
        Err(fault) => return Err(fault),
    }
    let held = store.consents_in_force(&connection, app.now()).await?;
    if held.is_empty() {
        return Ok(every);
    }
    let run = secrets::uuid()?;
    match read(app, &journey, &connection, &held, &run).await {
        Ok(()) | Err(Stop::NotMine) => Ok(every),
        Err(Stop::Ours(fault)) => Err(fault),
        Err(Stop::Bank(fault)) => refused(app, &journey, &connection, fault, every).await,
    }
}

async fn read(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    held: &[Consent],
    run: &str,
) -> Result<(), Stop> {
    let narrowed = insights::in_force(app, journey, connection, held);
    let plan = plan(app, &narrowed)?;
    if plan.accounts.is_empty() {
        return Ok(());
    }
    let payer = Payer {
        run,
        ..connection.payer(Presence::Unattended)
    };
    let psu = Psu::default();
    let fetch = Fetch::begin(app, connection, &psu, payer).await?;
    fetch.tell_bank(&plan).await?;
    let mut fresh = Vec::with_capacity(plan.accounts.len());
    for one in &plan.accounts {
        let balances = fetch.balances(one).await?;
        let transactions = match fetch.transactions(one).await? {
            None => None,
            Some(fetched) => {
                let before = app
                    .store()
                    .every_transaction(app.keys(), &one.account)
                    .await?;
                Some(fetched.onto(before)?)
            }
        };
        fresh.push(Fresh {
            account: one.account.clone(),
            balances,
            transactions,
        });
    }
    if app
        .store()
        .keep_fresh(app.keys(), connection, held, &fresh)
        .await?
    {
        let answers = insights::answers(app, &narrowed).await?;
        app.store()
            .renew_insights(app.keys(), connection, held, &answers)
            .await?;
    }
    Ok(())
}

/// The bank gave nothing: what it said decides.
async fn refused(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    fault: UpstreamFault,
    every: Seconds,
) -> Result<Seconds, Fault> {
    match fault {
        UpstreamFault::ScaWanted => {
            app.store().sca_wanted(connection, app.now()).await?;
            Ok(every)
        }
        UpstreamFault::Unauthorized | UpstreamFault::GrantGone => {
            withdrawal::revoked_at_bank(app, journey, connection).await?;
            Ok(every)
        }
        UpstreamFault::Unreachable
        | UpstreamFault::Unavailable(_)
        | UpstreamFault::Refused(_)
        | UpstreamFault::Nonsense(_) => Ok(BACK_OFF),
    }
}
