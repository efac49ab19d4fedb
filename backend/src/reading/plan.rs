//! What has to be read: the union of what given purposes declare, account by account.

use contract::{AccountId, DataClass};

use super::span_of;
use crate::app::App;
use crate::journey::Journey;
use crate::problem::Fault;

/// How far back transactions are read. The order is that of width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// The last 90 days.
    NinetyDays,
    /// All that the bank gives.
    All,
}

/// What has to be read of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPlan {
    /// Which account.
    pub account: AccountId,
    /// Whether its balances.
    pub balances: Want,
    /// Which of its transactions, if any.
    pub transactions: Option<Span>,
}

/// Whether something is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A given purpose needs it.
    Needed,
    /// None does: no call is made.
    Unneeded,
}

/// The whole plan. Accounts of which nothing is needed are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order they were linked.
    pub accounts: Vec<AccountPlan>,
}

/// The plan of a journey.
///
/// # Errors
/// [`Fault::Corrupt`] when a purpose is gone from the configuration.
pub fn plan(app: &App, journey: &Journey) -> Result<Plan, Fault> {
    let mut accounts = Vec::new();
    for account in &journey.state.linked {
        let mut classes: Vec<DataClass> = Vec::new();
        for given in journey
            .state
            .given
            .iter()
            .flatten()
            .filter(|given| !given.without.contains(account))
        {
            let purpose = app
                .config()
                .purpose(given.purpose.as_str())
                .ok_or(Fault::Corrupt("journeys.state"))?;
            classes.extend(&purpose.classes);
        }
        let balances = if classes.contains(&DataClass::Balances) {
            Want::Needed
        } else {
            Want::Unneeded
        };
        let transactions = classes.iter().filter_map(|class| span_of(*class)).max();
        if balances == Want::Needed || transactions.is_some() {
            accounts.push(AccountPlan {
                account: account.clone(),
                balances,
                transactions,
            });
        }
    }
    Ok(Plan { accounts })
}
