//! The reading job: exactly the linked accounts × exactly the classes that given purposes need, and no call more.
//!
//! The job lives in the journey's row under a lease, so it survives a crash and never runs twice at once over two
//! replicas: each step is written by compare-and-swap under the run's own name.

mod fetch;
mod job;
mod plan;

use contract::DataClass;
use profile::purposes;

use crate::app::App;
use crate::config::PurposeConfig;
use crate::journey::{Journey, Phase, Reading};
use crate::problem::Fault;
use crate::secrets;
use crate::store::consents::Consent;
use crate::upstream::Psu;

pub use fetch::{Fetch, Stop};
pub use plan::{Span, plan};

/// How long a run may be silent before another may take over: longer than one call's patience.
const LEASE: i64 = 60;

/// Puts a journey whose answers are saved into reading; straight to the result when nothing has to be read.
///
/// # Errors
/// [`Fault::Corrupt`] when a purpose is gone from the configuration.
pub fn begin(app: &App, journey: &mut Journey) -> Result<(), Fault> {
    let plan = plan(app, journey)?;
    journey.state.phase = if plan.accounts.is_empty() {
        Phase::Result
    } else {
        let total = u32::try_from(plan.accounts.len()).unwrap_or(u32::MAX);
        // No lease yet: whoever looks first starts it.
        Phase::Reading(Reading {
            done: 0,
            total,
            holder: String::new(),
            lease_until: 0,
        })
    };
    Ok(())
}

/// Starts the job if nobody holds its lease.
///
/// # Errors
/// [`Fault::Store`].
pub async fn ensure_running(
    app: &App,
    journey: &Journey,
    job: &Reading,
    psu: &Psu,
) -> Result<(), Fault> {
    if job.lease_until > app.now() {
        return Ok(());
    }
    let holder = secrets::uuid()?;
    let (_, taken) = app
        .store()
        .change_journey(&journey.id, app.now(), |current| {
            match &mut current.state.phase {
                Phase::Reading(job) if job.lease_until <= app.now() => {
                    job.holder.clone_from(&holder);
                    job.lease_until = app.now() + LEASE;
                    Ok(true)
                }
                _ => Ok(false),
            }
        })
        .await?;
    if taken {
        tokio::spawn(job::run(
            app.clone(),
            journey.id.clone(),
            holder,
            psu.clone(),
        ));
    }
    Ok(())
}

/// How far back a purpose needs transactions, if at all: as far as its classes say, and no further than its formula
/// reads. Three months of financial health are no reason to read two years.
pub fn span_of(purpose: &PurposeConfig) -> Option<Span> {
    let has = |class| purpose.classes.contains(&class);
    if !has(DataClass::TransactionsFull) {
        return has(DataClass::Transactions90d).then_some(Span::NinetyDays);
    }
    Some(match purpose.formula.map(|one| one.declaration().span) {
        Some(purposes::Span::Months(months)) => Span::Months(months.max(3)),
        Some(purposes::Span::Days(_) | purposes::Span::All) | None => Span::All,
    })
}

/// How far back one consent lets transactions be read. A purpose that is gone from the configuration lets none be: what
/// its words promised cannot be looked up any more.
pub fn span_of_consent(app: &App, consent: &Consent) -> Option<Span> {
    let purpose = app.config().purpose(consent.purpose.as_str())?;
    match consent.class {
        DataClass::Transactions90d => span_of(purpose).map(|_| Span::NinetyDays),
        DataClass::TransactionsFull => span_of(purpose),
        DataClass::Accounts | DataClass::Balances => None,
    }
}
