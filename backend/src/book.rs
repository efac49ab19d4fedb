//! What was read over a journey's connection, and each purpose's share of it: its accounts, its classes, its span.
//!
//! Read once, shared out often: rows are sealed one by one, and opening them is most of the work.

use std::collections::HashSet;

use contract::{AccountGroup, AccountId, DataClass, Given, Sensitivity};
use profile::{Currency, Date, Input, Period, SensitiveSwitch};

use crate::app::App;
use crate::clock::Seconds;
use crate::config::PurposeConfig;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::reading::{Span, span_of};
use crate::store::accounts::StoredAccount;
use crate::store::data::{StoredBalance, StoredTransaction};

/// The days that a bank gives at any time.
const RECENT: i32 = 90;

/// Everything that was read of the linked accounts.
#[derive(Debug)]
pub struct Book {
    pages: Vec<Page>,
    now: Seconds,
}

/// One account.
#[derive(Debug)]
struct Page {
    account: StoredAccount,
    balances: Vec<StoredBalance>,
    transactions: Vec<StoredTransaction>,
    misread: HashSet<String>,
}

/// What one purpose may use.
#[derive(Debug)]
pub struct Share<'a> {
    /// Account by account, in the bank's order.
    pub accounts: Vec<AccountShare<'a>>,
    /// How far back its transactions go, if it has any.
    pub span: Option<Span>,
    sensitive: SensitiveSwitch,
    now: Seconds,
}

/// One account's share.
#[derive(Debug)]
pub struct AccountShare<'a> {
    /// The account.
    pub account: &'a StoredAccount,
    /// Its balances, where the purpose needs them.
    pub balances: &'a [StoredBalance],
    /// Its transactions, oldest first, where the purpose needs them.
    pub transactions: Vec<&'a StoredTransaction>,
    misread: &'a HashSet<String>,
}

/// A share as the formulas take it.
#[derive(Debug)]
pub struct Ready {
    history: Period,
    accounts: Vec<profile::Account>,
    balances: Vec<profile::Balance>,
    transactions: Vec<profile::Transaction>,
    sensitive: SensitiveSwitch,
}

impl Book {
    /// Reads it.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn read(app: &App, journey: &Journey) -> Result<Self, Fault> {
        let connection = journey
            .state
            .connection
            .as_ref()
            .ok_or_else(Fault::stage_mismatch)?;
        let (store, keys) = (app.store(), app.keys());
        let mut pages = Vec::new();
        for account in store.accounts(keys, connection.as_str()).await? {
            let id = &account.shown.id;
            if !journey.state.linked.contains(id) {
                continue;
            }
            pages.push(Page {
                balances: store.balances(keys, id).await?,
                transactions: store.every_transaction(keys, id).await?,
                misread: store.corrections(id).await?,
                account,
            });
        }
        Ok(Self {
            pages,
            now: app.now(),
        })
    }

    /// The account of a transaction.
    pub fn account_of(&self, transaction: &str) -> Option<&AccountId> {
        self.pages
            .iter()
            .find(|page| page.transactions.iter().any(|row| row.id == transaction))
            .map(|page| &page.account.shown.id)
    }

    /// A purpose's share of it.
    pub fn share(&self, purpose: &PurposeConfig, given: &Given) -> Share<'_> {
        let span = span_of(purpose);
        let first = span.and_then(|span| span.first_day(self.now));
        let sensitive = match purpose.sensitivity {
            Sensitivity::Special => SensitiveSwitch::On,
            Sensitivity::Ordinary => SensitiveSwitch::Off,
        };
        let may_use = |row: &&StoredTransaction| {
            span.is_some()
                && first.as_ref().is_none_or(|first| row.booked >= *first)
                && (sensitive == SensitiveSwitch::On || !is_sensitive(row))
        };
        Share {
            accounts: self
                .pages
                .iter()
                .filter(|page| !given.without.contains(&page.account.shown.id))
                .map(|page| AccountShare {
                    account: &page.account,
                    balances: if purpose.classes.contains(&DataClass::Balances) {
                        &page.balances
                    } else {
                        &[]
                    },
                    transactions: page.transactions.iter().filter(may_use).collect(),
                    misread: &page.misread,
                })
                .collect(),
            span,
            sensitive,
            now: self.now,
        }
    }
}

impl<'a> Share<'a> {
    /// Its transactions, account by account.
    pub fn transactions(&self) -> impl Iterator<Item = (&'a AccountId, &'a StoredTransaction)> {
        self.accounts.iter().flat_map(|one| {
            let id = &one.account.shown.id;
            one.transactions.iter().map(move |row| (id, *row))
        })
    }

    /// The transactions that the person said are misread.
    pub fn misread(&self) -> HashSet<&'a String> {
        self.accounts.iter().flat_map(|one| one.misread).collect()
    }

    /// How many of its transactions the person said are misread.
    pub fn corrections(&self) -> usize {
        self.accounts
            .iter()
            .map(|one| {
                let misread = |row: &&&StoredTransaction| one.misread.contains(&row.id);
                one.transactions.iter().filter(misread).count()
            })
            .sum()
    }

    /// The share as the formulas take it.
    ///
    /// # Errors
    /// [`Fault::Corrupt`] when a stored day or currency is none.
    pub fn ready(&self) -> Result<Ready, Fault> {
        let corrupt = || Fault::Corrupt("transactions.body");
        let mut ready = Ready {
            history: Period {
                from: Date::from_unix_seconds(self.now),
                to: Date::from_unix_seconds(self.now),
            },
            accounts: Vec::new(),
            balances: Vec::new(),
            transactions: Vec::new(),
            sensitive: self.sensitive,
        };
        for one in &self.accounts {
            let id = profile::AccountId::new(one.account.shown.id.as_str());
            let of_account = account(one.account, &id).ok_or_else(corrupt)?;
            ready.accounts.push(of_account);
            if let Some(balance) = accounting(one.balances) {
                ready
                    .balances
                    .push(as_balance(balance, &id, ready.history.to).ok_or_else(corrupt)?);
            }
            for row in &one.transactions {
                let misread = one.misread.contains(&row.id);
                let corrected = misread.then_some(profile::Correction::NotThat);
                let row = transaction(row, &id, corrected).ok_or_else(corrupt)?;
                ready.transactions.push(row);
            }
        }
        ready.history.from = self.first_day(&ready);
        Ok(ready)
    }

    /// The first day that the bank can be taken to have told of. Where nothing older than 90 days came, it gave no more
    /// months before that were not empty, they are unknown.
    fn first_day(&self, ready: &Ready) -> Date {
        let today = ready.history.to;
        let recent = today.plus_days(1 - RECENT);
        let oldest = ready.transactions.iter().map(|one| one.booked).min();
        let asked = match self.span {
            Some(Span::Months(months)) => today.month().plus(-i32::from(months)).first(),
            Some(Span::All) => oldest.unwrap_or(today),
            Some(Span::NinetyDays) | None => recent,
        };
        match oldest {
            Some(oldest) if oldest < recent => asked,
            _ => asked.max(recent),
        }
    }
}

impl Ready {
    /// What a formula is given.
    pub fn input(&self) -> Input<'_> {
        Input {
            history: self.history,
            accounts: &self.accounts,
            balances: &self.balances,
            transactions: &self.transactions,
            sensitive: self.sensitive,
        }
    }
}

/// Whether a transaction says something of the special categories of GDPR art. 9. Such a row is left out,
/// not masked, unless the person switched on a purpose that is asked apart for it.
pub fn is_sensitive(transaction: &StoredTransaction) -> bool {
    // Without sign: a negative amount would turn the direction round.
    let amount = profile::Cents(transaction.cents.saturating_abs());
    profile::reveals(&transaction.label, amount, direction(transaction)).is_some()
}

/// Which way the money of a transaction goes.
pub fn direction(transaction: &StoredTransaction) -> profile::Direction {
    if transaction.cents < 0 {
        profile::Direction::Debit
    } else {
        profile::Direction::Credit
    }
}

/// The accounting balance; another where the bank gives none. (Card accounts have the sum of their purchases.)
pub fn accounting(balances: &[StoredBalance]) -> Option<&StoredBalance> {
    balances
        .iter()
        .find(|balance| balance.kind == "CLBD")
        .or_else(|| balances.first())
}

fn account(account: &StoredAccount, id: &profile::AccountId) -> Option<profile::Account> {
    Some(profile::Account {
        id: id.clone(),
        kind: match account.shown.group {
            AccountGroup::Current => profile::AccountKind::Current,
            AccountGroup::Card => profile::AccountKind::DeferredCard,
            AccountGroup::Other => profile::AccountKind::Other,
        },
        currency: Currency::parse(&account.upstream.currency).ok()?,
    })
}

fn as_balance(
    balance: &StoredBalance,
    id: &profile::AccountId,
    today: Date,
) -> Option<profile::Balance> {
    Some(profile::Balance {
        account: id.clone(),
        amount: profile::Cents(balance.cents),
        currency: Currency::parse(&balance.currency).ok()?,
        // A bank may leave the day out: then it is what stands there now.
        on: Date::parse(&balance.on).unwrap_or(today),
    })
}

fn transaction(
    row: &StoredTransaction,
    account: &profile::AccountId,
    corrected: Option<profile::Correction>,
) -> Option<profile::Transaction> {
    Some(profile::Transaction {
        id: profile::TransactionId::new(&row.id),
        account: account.clone(),
        label: row.label.clone(),
        amount: profile::Cents(row.cents.saturating_abs()),
        direction: direction(row),
        currency: Currency::parse(&row.currency).ok()?,
        booked: Date::parse(&row.booked).ok()?,
        corrected,
    })
}
