//! What has to be read: the union of what given purposes declare, account by account.

use contract::{AccountId, DataClass, PurposeId};

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
    /// For which purposes its balances are; for none, no call is made.
    pub balances: Vec<PurposeId>,
    /// Which of its transactions, if any.
    pub transactions: Option<Span>,
    /// For which purposes those are.
    pub transactions_for: Vec<PurposeId>,
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
        let mut one = AccountPlan {
            account: account.clone(),
            balances: Vec::new(),
            transactions: None,
            transactions_for: Vec::new(),
        };
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
            if purpose.classes.contains(&DataClass::Balances) {
                one.balances.push(purpose.id.clone());
            }
            if let Some(span) = span_of(purpose) {
                one.transactions = one.transactions.max(Some(span));
                one.transactions_for.push(purpose.id.clone());
            }
        }
        if !one.balances.is_empty() || one.transactions.is_some() {
            accounts.push(one);
        }
    }
    Ok(Plan { accounts })
}
