//! The exact values that a partner would receive for one purpose, for the person to see before anything is sent.
//! The partner API hands out the same rows by the same functions.

use contract::{
    AccountGroup, AccountId, Balance, DataClass, Given, Insight, Locale, Month, PurposeId,
    Sensitivity,
};
use profile::{Currency, Date, Formula, Input, Period, SensitiveSwitch};

use crate::app::App;
use crate::clock;
use crate::journey::{IDLE_LIFE, Journey};
use crate::partner_api::shapes::{self, PartnerAccount, PartnerTransaction};
use crate::problem::Fault;
use crate::reading::Span;
use crate::store::accounts::StoredAccount;
use crate::store::data::{StoredBalance, StoredTransaction};

const DAY: i64 = 86_400;

/// What a partner would receive for one purpose, in the partner API's own form.
#[derive(Debug)]
pub struct Extract {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Its accounts, with balances where it needs them.
    pub accounts: Vec<PartnerAccount>,
    /// Its transactions over all accounts, newest first.
    pub transactions: Vec<PartnerTransaction>,
}

/// One account's share of what a purpose may use.
struct Share {
    account: StoredAccount,
    balances: Vec<StoredBalance>,
    transactions: Vec<StoredTransaction>,
}

/// Days of a span, up to now.
///
/// # Errors
/// None: the first day is far in the past when a span has no limit.
pub fn first_day(span: Span, now: clock::Seconds) -> String {
    match span {
        Span::NinetyDays => clock::day(now - 90 * DAY),
        Span::All => "0000-00-00".to_owned(),
    }
}

/// Whether a transaction says something of the special categories of GDPR art. 9. Such a row is left out,
/// not masked, unless the person switched on a purpose that is asked apart for it.
pub fn is_sensitive(transaction: &StoredTransaction) -> bool {
    // Without sign: a negative amount would turn the direction round.
    let amount = profile::Cents(transaction.cents.saturating_abs());
    profile::reveals(&transaction.label, amount, direction(transaction)).is_some()
}

fn direction(transaction: &StoredTransaction) -> profile::Direction {
    if transaction.cents < 0 {
        profile::Direction::Debit
    } else {
        profile::Direction::Credit
    }
}

async fn shares(
    app: &App,
    journey: &Journey,
    given: &Given,
) -> Result<(Vec<Share>, Sensitivity), Fault> {
    let purpose = app
        .config()
        .purpose(given.purpose.as_str())
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    let span = widest(&purpose.classes);
    let mut all = Vec::new();
    for account in app
        .store()
        .accounts(app.keys(), connection.as_str())
        .await?
    {
        let id = &account.shown.id;
        if !journey.state.linked.contains(id) || given.without.contains(id) {
            continue;
        }
        let balances = if purpose.classes.contains(&DataClass::Balances) {
            app.store().balances(app.keys(), id).await?
        } else {
            Vec::new()
        };
        let transactions = match span {
            None => Vec::new(),
            Some(span) => {
                let from = first_day(span, app.now());
                let mut rows = app
                    .store()
                    .transactions(app.keys(), id, &from, "9999-12-31")
                    .await?;
                if purpose.sensitivity == Sensitivity::Ordinary {
                    rows.retain(|row| !is_sensitive(row));
                }
                rows
            }
        };
        all.push(Share {
            account,
            balances,
            transactions,
        });
    }
    Ok((all, purpose.sensitivity))
}

/// The widest span that classes ask for.
pub fn widest(classes: &[DataClass]) -> Option<Span> {
    classes
        .iter()
        .filter_map(|class| match class {
            DataClass::Transactions90d => Some(Span::NinetyDays),
            DataClass::TransactionsFull => Some(Span::All),
            DataClass::Accounts | DataClass::Balances => None,
        })
        .max()
}

/// The values as data.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn extract(app: &App, journey: &Journey, given: &Given) -> Result<Extract, Fault> {
    let (shares, _) = shares(app, journey, given).await?;
    let mut transactions: Vec<PartnerTransaction> = shares
        .iter()
        .flat_map(|share| {
            share
                .transactions
                .iter()
                .map(|row| shapes::transaction(&share.account.shown.id, row))
        })
        .collect();
    transactions.sort_by(|a, b| b.booked.cmp(&a.booked).then_with(|| b.id.cmp(&a.id)));
    let accounts = shares
        .iter()
        .map(|share| shapes::account(&share.account, &share.balances))
        .collect();
    Ok(Extract {
        purpose: given.purpose.clone(),
        accounts,
        transactions,
    })
}

/// The values for people.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn insight(
    app: &App,
    journey: &Journey,
    given: &Given,
    locale: Locale,
) -> Result<Insight, Fault> {
    let purpose = app
        .config()
        .purpose(given.purpose.as_str())
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let (shares, sensitivity) = shares(app, journey, given).await?;
    let balances = shares
        .iter()
        .filter_map(|share| {
            let balance = accounting(&share.balances)?;
            Some(Balance {
                account: share.account.shown.id.clone(),
                cents: balance.cents,
                currency: balance.currency.clone(),
            })
        })
        .collect();
    let count = shares
        .iter()
        .map(|share| share.transactions.len())
        .sum::<usize>();
    Ok(Insight {
        purpose: given.purpose.clone(),
        title: purpose.words(locale).title.clone(),
        balances,
        months: months(app, &shares, widest(&purpose.classes), sensitivity)?,
        transactions: u32::try_from(count).unwrap_or(u32::MAX),
        recent_only: recent_only(&shares, widest(&purpose.classes), app.now()),
    })
}

/// Accounts of which nothing older than 90 days came, though all was asked for. A bank refuses older history
/// once the moments after SCA are over, or leaves it out without a word: what came tells both.
fn recent_only(shares: &[Share], span: Option<Span>, now: clock::Seconds) -> Vec<AccountId> {
    // What was read a day ago, when a journey's life began, has aged since.
    let recent = clock::day(now - 90 * DAY - IDLE_LIFE);
    let is_recent = |share: &&Share| share.transactions.iter().all(|row| row.booked >= recent);
    shares
        .iter()
        .filter(|_| span == Some(Span::All))
        .filter(is_recent)
        .map(|share| share.account.shown.id.clone())
        .collect()
}

/// The accounting balance; another where the bank gives none. (Card accounts have the sum of their purchases.)
fn accounting(balances: &[StoredBalance]) -> Option<&StoredBalance> {
    balances
        .iter()
        .find(|balance| balance.kind == "CLBD")
        .or_else(|| balances.first())
}

fn months(
    app: &App,
    shares: &[Share],
    span: Option<Span>,
    sensitivity: Sensitivity,
) -> Result<Vec<Month>, Fault> {
    let corrupt = || Fault::Corrupt("transactions.body");
    let Some(span) = span else {
        return Ok(Vec::new());
    };
    let accounts = shares
        .iter()
        .map(|share| account(&share.account))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(corrupt)?;
    let transactions = shares
        .iter()
        .flat_map(|share| {
            share
                .transactions
                .iter()
                .map(|row| transaction(&share.account.shown.id, row))
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(corrupt)?;
    let today = Date::from_unix_seconds(app.now());
    let first = match span {
        Span::NinetyDays => today.plus_days(-90),
        Span::All => transactions
            .iter()
            .map(|one| one.booked)
            .min()
            .unwrap_or(today),
    };
    let input = Input {
        history: Period {
            from: first,
            to: today,
        },
        accounts: &accounts,
        balances: &[],
        transactions: &transactions,
        sensitive: match sensitivity {
            Sensitivity::Special => SensitiveSwitch::On,
            Sensitivity::Ordinary => SensitiveSwitch::Off,
        },
    };
    let insights = profile::insights(Formula::Overview, &input);
    let profile::Outcome::Computed { currencies } = insights.outcome else {
        return Ok(Vec::new());
    };
    Ok(currencies
        .into_iter()
        .flat_map(|answer| {
            answer.months.into_iter().map(move |month| Month {
                month: month.month.to_string(),
                income: month.income.0,
                outgoings: month.outgoings.0,
                currency: answer.currency.to_string(),
                complete: month.completeness == profile::Completeness::Complete,
            })
        })
        .collect())
}

fn account(account: &StoredAccount) -> Option<profile::Account> {
    Some(profile::Account {
        id: profile::AccountId::new(account.shown.id.as_str()),
        kind: match account.shown.group {
            AccountGroup::Current => profile::AccountKind::Current,
            AccountGroup::Card => profile::AccountKind::DeferredCard,
            AccountGroup::Other => profile::AccountKind::Other,
        },
        currency: Currency::parse(&account.upstream.currency).ok()?,
    })
}

fn transaction(account: &AccountId, row: &StoredTransaction) -> Option<profile::Transaction> {
    Some(profile::Transaction {
        id: profile::TransactionId::new(&row.id),
        account: profile::AccountId::new(account.as_str()),
        label: row.label.clone(),
        amount: profile::Cents(row.cents.abs()),
        direction: direction(row),
        currency: Currency::parse(&row.currency).ok()?,
        booked: Date::parse(&row.booked).ok()?,
        corrected: None,
    })
}
