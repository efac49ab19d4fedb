//! One access at work: tokens that last, the bank told what was designated, and what one account gives.

use std::collections::HashMap;

use contract::AccountId;

use super::LEASE;
use super::plan::{AccountPlan, Plan, Span};
use crate::app::App;
use crate::config::{Bank, ConsentModel};
use crate::metering::{Payer, Presence};
use crate::problem::Fault;
use crate::secrets;
use crate::store::accounts::StoredAccount;
use crate::store::connections::{Connection, Tokens};
use crate::store::data::{StoredBalance, StoredTransaction};
use crate::upstream::{Access, ConsentScope, ListedTransaction, Psu, UpstreamFault};

/// Why a run stops.
#[derive(Debug)]
pub enum Stop {
    /// The journey moved on, another run took over, or the access is closed: nothing more to do.
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

/// Transactions of an account, and from which day on they were asked for.
#[derive(Debug)]
pub struct Fetched {
    /// The first day; none when all were asked for.
    pub since: Option<String>,
    /// What the bank listed.
    pub listed: Vec<ListedTransaction>,
}

impl Fetched {
    /// What is known of an account after it: what is older stays, what is listed again keeps its name, so that what points at
    /// it still does. Names are drawn and not counted: a gap in a count would say how many were left out because of what they
    /// reveal.
    ///
    /// # Errors
    /// [`Fault::Random`].
    pub fn onto(self, before: Vec<StoredTransaction>) -> Result<Vec<StoredTransaction>, Fault> {
        let since = self.since.as_deref().unwrap_or_default();
        let (mut all, within): (Vec<_>, Vec<_>) = before
            .into_iter()
            .partition(|one| one.booked.as_str() < since);
        let mut names: HashMap<(String, String, i64, String), Vec<String>> = HashMap::new();
        for one in within.into_iter().rev() {
            let key = (one.booked, one.label, one.cents, one.currency);
            names.entry(key).or_default().push(one.id);
        }
        for one in self.listed {
            let key = (one.booked, one.label, one.cents, one.currency);
            let known = names.get_mut(&key).and_then(Vec::pop);
            let (booked, label, cents, currency) = key;
            all.push(StoredTransaction {
                id: match known {
                    Some(id) => id,
                    None => secrets::uuid()?,
                },
                label,
                cents,
                currency,
                booked,
            });
        }
        Ok(all)
    }
}

/// An access that can be read by.
#[derive(Debug)]
pub struct Fetch<'a> {
    app: &'a App,
    bank: Bank,
    token: String,
    accounts: Vec<StoredAccount>,
    psu: &'a Psu,
    payer: Payer<'a>,
}

impl<'a> Fetch<'a> {
    /// Takes a connection's tokens, refreshed first when they are about to end.
    pub async fn begin(
        app: &'a App,
        connection: &'a Connection,
        psu: &'a Psu,
        payer: Payer<'a>,
    ) -> Result<Self, Stop> {
        let bank = app
            .config()
            .banks
            .reached(&connection.connector, &connection.bank)
            .ok_or(Stop::Bank(UpstreamFault::Nonsense("the connector is gone")))?;
        let accounts = app.store().accounts(app.keys(), &connection.id).await?;
        let tokens = tokens(app, connection, &bank, payer).await?;
        Ok(Self {
            app,
            bank,
            token: tokens.access,
            accounts,
            psu,
            payer,
        })
    }

    /// The mixed model: the bank is told the whole of what was designated before anything is read.
    pub async fn tell_bank(&self, plan: &Plan) -> Result<(), Stop> {
        if self.bank.connector.model == ConsentModel::FullAisp {
            return Ok(());
        }
        let mut scope = ConsentScope::default();
        for one in &plan.accounts {
            let account = self.account(&one.account)?;
            if !one.balances.is_empty() {
                scope.balances.push(account.upstream.clone());
            }
            if one.transactions.is_some() {
                scope.transactions.push(account.upstream.clone());
            }
        }
        let access = self.access(self.payer);
        Ok(self.app.upstream().consent(access, &scope).await?)
    }

    /// An account's balances, where some purpose needs them.
    pub async fn balances(&self, one: &AccountPlan) -> Result<Option<Vec<StoredBalance>>, Stop> {
        if one.balances.is_empty() {
            return Ok(None);
        }
        let account = self.account(&one.account)?;
        let payer = self.payer.of_account(one.account.as_str(), &one.balances);
        let access = self.access(payer);
        let balances = self.app.upstream().balances(access, &account.upstream);
        Ok(Some(balances.await?))
    }

    /// An account's transactions, as far back as some purpose needs them.
    ///
    /// Without the person no bank has to give more than 90 days, and some hold back what is older once the moments after SCA
    /// are over (RTS 2018/389 art. 10a(1)): then the last 90 days are read, which is what they do give.
    pub async fn transactions(&self, one: &AccountPlan) -> Result<Option<Fetched>, Stop> {
        let Some(span) = one.transactions else {
            return Ok(None);
        };
        let account = self.account(&one.account)?;
        let span = match self.payer.presence {
            Presence::Present => span,
            Presence::Unattended => Span::NinetyDays,
        };
        Ok(Some(match self.list(one, account, span).await {
            Err(UpstreamFault::Refused(403)) if span > Span::NinetyDays => {
                self.list(one, account, Span::NinetyDays).await?
            }
            other => other?,
        }))
    }

    async fn list(
        &self,
        one: &AccountPlan,
        account: &StoredAccount,
        span: Span,
    ) -> Result<Fetched, UpstreamFault> {
        let payer = self
            .payer
            .of_account(one.account.as_str(), &one.transactions_for);
        let since = span.first_day(self.app.now());
        let listed = self
            .app
            .upstream()
            .transactions(self.access(payer), &account.upstream, since.as_deref())
            .await?;
        Ok(Fetched { since, listed })
    }

    fn access<'b>(&'b self, payer: Payer<'b>) -> Access<'b> {
        Access {
            bank: &self.bank,
            token: &self.token,
            psu: self.psu,
            payer,
        }
    }

    fn account(&self, id: &AccountId) -> Result<&StoredAccount, Stop> {
        let mut accounts = self.accounts.iter();
        accounts
            .find(|account| account.shown.id == *id)
            .ok_or(Stop::NotMine)
    }
}

/// Tokens that last for a run. Of several replicas that refresh at once one puts its tokens down; the others use those.
async fn tokens(
    app: &App,
    connection: &Connection,
    bank: &Bank,
    payer: Payer<'_>,
) -> Result<Tokens, Stop> {
    let tokens = connection
        .tokens_to_read(app.keys())?
        .ok_or(Stop::NotMine)?;
    let ending = tokens.expires_at.is_some_and(|at| at <= app.now() + LEASE);
    let (Some(refresh), true) = (&tokens.refresh, ending) else {
        return Ok(tokens);
    };
    let new = app.upstream().refresh(bank, payer, refresh).await?;
    if app
        .store()
        .replace_tokens(app.keys(), connection, &new)
        .await?
    {
        return Ok(new);
    }
    let current = app.store().connection(&connection.id).await?;
    let current = current.ok_or(Stop::NotMine)?;
    current.tokens_to_read(app.keys())?.ok_or(Stop::NotMine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(id: &str, booked: &str, label: &str, cents: i64) -> StoredTransaction {
        StoredTransaction {
            id: id.to_owned(),
            label: label.to_owned(),
            cents,
            currency: "EUR".to_owned(),
            booked: booked.to_owned(),
        }
    }

    fn listed(booked: &str, label: &str, cents: i64) -> ListedTransaction {
        ListedTransaction {
            label: label.to_owned(),
            cents,
            currency: "EUR".to_owned(),
            booked: booked.to_owned(),
        }
    }

    #[test]
    fn what_is_older_stays_what_comes_again_keeps_its_name_and_twins_stay_two() {
        let before = vec![
            held("old", "2026-01-01", "LOYER", -700),
            held("gone", "2026-03-01", "ANNULE", -1),
            held("one", "2026-03-02", "CAFE", -2),
            held("two", "2026-03-02", "CAFE", -2),
        ];
        let again = vec![
            listed("2026-03-02", "CAFE", -2),
            listed("2026-03-02", "CAFE", -2),
            listed("2026-03-02", "CAFE", -2),
            listed("2026-03-05", "PAIN", -3),
        ];
        let fetched = Fetched {
            since: Some("2026-02-01".to_owned()),
            listed: again,
        };
        let all = fetched.onto(before).unwrap();
        let names: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(names[..3], ["old", "one", "two"]);
        assert_eq!(all.len(), 5);
        assert!(!names.contains(&"gone") && names[3] != names[4]);
        assert_eq!((all[4].booked.as_str(), all[4].cents), ("2026-03-05", -3));
    }

    #[test]
    fn without_a_day_all_that_is_not_listed_any_more_goes() {
        let before = vec![held("a", "2026-01-01", "X", 1)];
        let nothing = Fetched {
            since: None,
            listed: Vec::new(),
        };
        assert!(nothing.onto(before).unwrap().is_empty());
    }
}
