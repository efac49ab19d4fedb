//! What has to be read: the union of what given purposes declare, account by account.

use contract::{AccountId, DataClass};

use super::span_of;
use crate::app::App;
use crate::clock::{self, Seconds};
use crate::journey::Journey;
use crate::problem::Fault;

/// How far back transactions are read. The order is that of width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// The last 90 days.
    NinetyDays,
    /// The current month and so many before it, three at least.
    Months(u8),
    /// All that the bank gives.
    All,
}

const DAY: Seconds = 86_400;

impl Span {
    /// Its first day; none when it has no limit.
    pub fn first_day(self, now: Seconds) -> Option<String> {
        match self {
            Self::NinetyDays => Some(clock::day(now - 90 * DAY)),
            Self::Months(months) => {
                let month = profile::Date::from_unix_seconds(now).month();
                Some(month.plus(-i32::from(months)).first().to_string())
            }
            Self::All => None,
        }
    }
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
        let mut transactions = None;
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
            transactions = transactions.max(span_of(purpose));
        }
        let balances = if classes.contains(&DataClass::Balances) {
            Want::Needed
        } else {
            Want::Unneeded
        };
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
