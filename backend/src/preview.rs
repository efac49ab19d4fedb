//! The exact values that a partner would receive for one purpose, for the person to see before anything is sent.
//! The partner API hands out the same rows by the same functions.

use contract::{AccountId, Balance, Given, Insight, Locale, Month, PurposeId};
use profile::Formula;

use crate::book::{Book, Share, accounting};
use crate::clock::{self, Seconds};
use crate::config::PurposeConfig;
use crate::insights::{figures, formula, sentences};
use crate::journey::IDLE_LIFE;
use crate::partner_api::profile::{Profile, profile};
use crate::partner_api::shapes::{self, PartnerAccount, PartnerTransaction};
use crate::problem::Fault;
use crate::reading::Span;
use crate::store::insights::StoredInsights;

const DAY: Seconds = 86_400;

/// What a partner would receive for one purpose, in the partner API's own form.
#[derive(Debug)]
pub struct Extract {
    /// Which purpose.
    pub purpose: PurposeId,
    /// Its accounts, with balances where it needs them.
    pub accounts: Vec<PartnerAccount>,
    /// What its formula found, where it has one.
    pub profile: Option<Profile>,
    /// Its transactions over all accounts, newest first.
    pub transactions: Vec<PartnerTransaction>,
}

/// The values as data.
pub fn extract(
    book: &Book,
    purpose: &PurposeConfig,
    given: &Given,
    connection: &str,
    found: Option<&StoredInsights>,
) -> Extract {
    let share = book.share(purpose, given);
    let mut transactions: Vec<PartnerTransaction> = share
        .transactions()
        .map(|(account, row)| shapes::transaction(account, row))
        .collect();
    // Within a day as the bank has them, the latest first.
    transactions.reverse();
    transactions.sort_by(|a, b| b.booked.cmp(&a.booked));
    let accounts = share
        .accounts
        .iter()
        .map(|one| shapes::account(one.account, one.balances))
        .collect();
    Extract {
        purpose: given.purpose.clone(),
        accounts,
        profile: found.map(|found| profile(connection, found)),
        transactions,
    }
}

/// The values for people.
///
/// # Errors
/// [`Fault::Corrupt`] when a stored day or currency is none.
pub fn insight(
    book: &Book,
    purpose: &PurposeConfig,
    given: &Given,
    found: Option<&StoredInsights>,
    locale: Locale,
    now: Seconds,
) -> Result<Insight, Fault> {
    let share = book.share(purpose, given);
    let balances = share
        .accounts
        .iter()
        .filter_map(|one| {
            let balance = accounting(one.balances)?;
            Some(Balance {
                account: one.account.shown.id.clone(),
                cents: balance.cents,
                currency: balance.currency.clone(),
            })
        })
        .collect();
    let months = match found {
        Some(found) => months(&found.insights),
        None if share.span.is_some() => months(&profile::insights(
            Formula::Overview,
            &share.ready()?.input(),
        )),
        None => Vec::new(),
    };
    Ok(Insight {
        purpose: given.purpose.clone(),
        title: purpose.words(locale).title.clone(),
        sentences: found.map_or_else(Vec::new, |found| sentences(&found.insights, locale)),
        figures: found.map_or_else(Vec::new, |found| figures(&found.insights, locale)),
        formula: found.map_or_else(String::new, |found| formula(&found.insights, locale)),
        balances,
        months,
        transactions: u32::try_from(share.transactions().count()).unwrap_or(u32::MAX),
        recent_only: recent_only(&share, now),
        read: String::new(),
    })
}

/// Accounts of which nothing older than 90 days came, though much more was asked for. A bank refuses older history
/// once the moments after SCA are over, or leaves it out without a word: what came tells both. Three months are so little
/// more that a quiet account would look the same.
fn recent_only(share: &Share<'_>, now: Seconds) -> Vec<AccountId> {
    // What was read a day ago, when a journey's life began, has aged since.
    let recent = clock::day(now - 90 * DAY - IDLE_LIFE);
    let much_more = share.span > Some(Span::Months(3));
    share
        .accounts
        .iter()
        .filter(|one| much_more && one.transactions.iter().all(|row| row.booked >= recent))
        .map(|one| one.account.shown.id.clone())
        .collect()
}

fn months(insights: &profile::Insights) -> Vec<Month> {
    let profile::Outcome::Computed { currencies } = &insights.outcome else {
        return Vec::new();
    };
    currencies
        .iter()
        .flat_map(|answer| {
            answer.months.iter().map(|month| Month {
                month: month.month.to_string(),
                income: month.income.0,
                outgoings: month.outgoings.0,
                currency: answer.currency.to_string(),
                complete: month.completeness == profile::Completeness::Complete,
            })
        })
        .collect()
}
