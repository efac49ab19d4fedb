//! One run of the job.

use contract::{AccountId, Outcome};

use super::plan::{AccountPlan, Span, Want};
use super::{LEASE, Plan, plan};
use crate::app::App;
use crate::config::{Bank, ConsentModel};
use crate::insights;
use crate::journey::{Closing, Journey, Phase};
use crate::problem::Fault;
use crate::secrets;
use crate::store::accounts::StoredAccount;
use crate::store::connections::{Connection, Tokens};
use crate::store::data::StoredTransaction;
use crate::upstream::{Access, ConsentScope, ListedTransaction, Psu, UpstreamFault};

/// Why a run stops.
enum Stop {
    /// The journey moved on, or another run took over: nothing more to do.
    NotMine,
    /// The bank failed.
    Bank(UpstreamFault),
    /// We failed: the lease runs out and another run tries.
    Ours(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Upstream(fault) => Self::Bank(fault),
            other => Self::Ours(other),
        }
    }
}

impl From<UpstreamFault> for Stop {
    fn from(fault: UpstreamFault) -> Self {
        Self::Bank(fault)
    }
}

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
        let bank = app
            .config()
            .banks
            .reached(&connection.connector, &connection.bank)
            .ok_or(Stop::Bank(UpstreamFault::Nonsense("the connector is gone")))?;
        let accounts = app.store().accounts(app.keys(), id.as_str()).await?;
        let tokens = self.fresh(&connection, &bank).await?;
        self.tell_bank(&bank, &tokens, &plan, &accounts).await?;
        let Phase::Reading(job) = &journey.state.phase else {
            return Err(Stop::NotMine);
        };
        for (place, one) in plan.accounts.iter().enumerate().skip(job.done as usize) {
            let account = find(&accounts, &one.account)?;
            self.read(&bank, &tokens, one, account).await?;
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

    /// Tokens that last for this run: refreshed first when they are about to end.
    async fn fresh(&self, connection: &Connection, bank: &Bank) -> Result<Tokens, Stop> {
        let app = self.app;
        let tokens = connection
            .tokens_to_read(app.keys())?
            .ok_or(Stop::NotMine)?;
        let ending = tokens.expires_at.is_some_and(|at| at <= app.now() + LEASE);
        match (&tokens.refresh, ending) {
            (Some(refresh), true) => {
                let new = app.upstream().refresh(bank, refresh).await?;
                app.store()
                    .replace_tokens(app.keys(), connection, &new)
                    .await?;
                Ok(new)
            }
            _ => Ok(tokens),
        }
    }

    /// The mixed model: the bank is told the whole of what was designated before anything is read.
    async fn tell_bank(
        &self,
        bank: &Bank,
        tokens: &Tokens,
        plan: &Plan,
        accounts: &[StoredAccount],
    ) -> Result<(), Stop> {
        if bank.connector.model == ConsentModel::FullAisp {
            return Ok(());
        }
        let mut scope = ConsentScope::default();
        for one in &plan.accounts {
            let account = find(accounts, &one.account)?;
            if one.balances == Want::Needed {
                scope.balances.push(account.upstream.clone());
            }
            if one.transactions.is_some() {
                scope.transactions.push(account.upstream.clone());
            }
        }
        self.app
            .upstream()
            .consent(self.access(bank, tokens), &scope)
            .await?;
        Ok(())
    }

    async fn read(
        &self,
        bank: &Bank,
        tokens: &Tokens,
        plan: &AccountPlan,
        account: &StoredAccount,
    ) -> Result<(), Stop> {
        let (app, access) = (self.app, self.access(bank, tokens));
        if plan.balances == Want::Needed {
            let balances = app.upstream().balances(access, &account.upstream).await?;
            app.store()
                .set_balances(app.keys(), &plan.account, &balances)
                .await?;
            self.advance(|_| ()).await?;
        }
        if let Some(span) = plan.transactions {
            let listed = self.transactions(access, account, span).await?;
            app.store()
                .set_transactions(app.keys(), &plan.account, &named(listed)?)
                .await?;
        }
        Ok(())
    }

    /// A bank may hold back what is older than 90 days once the moments after SCA are over (RTS 2018/389
    /// art. 10a(1)): then the last 90 days are read, which is what it does give.
    async fn transactions(
        &self,
        access: Access<'_>,
        account: &StoredAccount,
        span: Span,
    ) -> Result<Vec<ListedTransaction>, Stop> {
        let upstream = self.app.upstream();
        let list = async |span: Span| {
            let first = span.first_day(self.app.now());
            upstream
                .transactions(access, &account.upstream, first.as_deref())
                .await
        };
        Ok(match list(span).await {
            Err(UpstreamFault::Refused(403)) if span > Span::NinetyDays => {
                list(Span::NinetyDays).await?
            }
            other => other?,
        })
    }

    fn access<'b>(&'b self, bank: &'b Bank, tokens: &'b Tokens) -> Access<'b> {
        Access {
            bank,
            token: &tokens.access,
            psu: self.psu,
        }
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

fn find<'a>(accounts: &'a [StoredAccount], id: &AccountId) -> Result<&'a StoredAccount, Stop> {
    accounts
        .iter()
        .find(|account| account.shown.id == *id)
        .ok_or(Stop::NotMine)
}

/// Our own names for transactions. They are drawn and not counted: a gap in a count would say how many were left out
/// because of what they reveal.
fn named(listed: Vec<ListedTransaction>) -> Result<Vec<StoredTransaction>, Fault> {
    let row = |one: ListedTransaction| {
        Ok(StoredTransaction {
            id: secrets::uuid()?,
            label: one.label,
            cents: one.cents,
            currency: one.currency,
            booked: one.booked,
        })
    };
    listed.into_iter().map(row).collect()
}
