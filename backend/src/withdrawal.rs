//! Taking it back: one purpose, one account, or the whole access; at once, for the next call of the partner on.
//!
//! What no purpose needs any more is deleted here and asked from the bank no more. When nothing is left that justifies
//! access, it is closed at the bank too.

use std::collections::BTreeSet;

use contract::{AccountId, DataClass, PurposeId, Revocation};

use crate::app::App;
use crate::config::ConsentModel;
use crate::journey::Journey;
use crate::ledger::{Act, Entry, Record, Withdrawn};
use crate::problem::Fault;
use crate::reading::{Span, span_of_class};
use crate::store::connections::Connection;
use crate::store::consents::{Consent, Kept, Remains, Withdrawal};
use crate::upstream::{Access, ConsentScope, Psu};
use crate::{closing, insights, secrets};

/// What the person points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One purpose.
    Purpose(PurposeId),
    /// One account.
    Account(AccountId),
    /// The whole access.
    Access,
}

impl Target {
    fn takes(&self, consent: &Consent) -> bool {
        match self {
            Self::Purpose(purpose) => consent.purpose == *purpose,
            Self::Account(account) => consent.account == *account,
            Self::Access => true,
        }
    }

    const fn word(&self) -> Withdrawn {
        match self {
            Self::Purpose(_) => Withdrawn::Purpose,
            Self::Account(_) => Withdrawn::Account,
            Self::Access => Withdrawn::Access,
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Other purposes or accounts go on.
    Some,
    /// Nothing was left: access is closed, and this is what the bank made of it.
    Nothing(Revocation),
}

/// Withdraws. Doing it again changes nothing.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`]. A bank that cannot be told is no error: it is told the whole
/// of what is left whenever it is asked for anything.
pub async fn withdraw(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    target: &Target,
) -> Result<Left, Fault> {
    let now = app.now();
    let whose = (
        journey.partner.as_str(),
        journey.user.as_str(),
        connection.id.as_str(),
    );
    let decide = |given: &[Consent]| {
        let (taken, left): (Vec<Consent>, Vec<Consent>) =
            given.iter().cloned().partition(|one| target.takes(one));
        Ok((!taken.is_empty()).then(|| Withdrawal {
            kept: kept(app, &left),
            insights: untouched(&taken, &left),
            entry: entry(journey, connection, target, &taken, now),
            taken,
        }))
    };
    let left = app.store().withdraw(app.keys(), whose, now, decide).await?;
    if left.as_ref().is_none_or(Vec::is_empty) {
        return Ok(Left::Nothing(closing::close(app, &connection.id).await?));
    }
    let left = left.unwrap_or_default();
    insights::anew(app, journey, connection, &left).await?;
    tell_bank(app, connection, &left).await?;
    Ok(Left::Some)
}

/// What each account is still needed for.
fn kept(app: &App, left: &[Consent]) -> Vec<Kept> {
    let accounts: BTreeSet<&AccountId> = left.iter().map(|one| &one.account).collect();
    let of = |account: &AccountId| {
        let consents = left.iter().filter(|one| one.account == *account);
        let has_balances = consents.clone().any(|one| one.class == DataClass::Balances);
        let span = consents.filter_map(|one| span(app, one)).max();
        Kept {
            account: account.clone(),
            balances: if has_balances {
                Remains::All
            } else {
                Remains::Nothing
            },
            transactions: match span.map(|span| span.first_day(app.now())) {
                None => Remains::Nothing,
                Some(None) => Remains::All,
                Some(Some(day)) => Remains::Since(day),
            },
        }
    };
    accounts.into_iter().map(of).collect()
}

fn span(app: &App, consent: &Consent) -> Option<Span> {
    let purpose = app.config().purpose(consent.purpose.as_str())?;
    span_of_class(purpose, consent.class)
}

/// Purposes that nothing was taken from: what was found for them stays as it is.
fn untouched(taken: &[Consent], left: &[Consent]) -> Vec<PurposeId> {
    let mut purposes: Vec<PurposeId> = left.iter().map(|one| one.purpose.clone()).collect();
    purposes.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    purposes.dedup();
    purposes.retain(|purpose| taken.iter().all(|one| one.purpose != *purpose));
    purposes
}

fn entry(
    journey: &Journey,
    connection: &Connection,
    target: &Target,
    taken: &[Consent],
    at: i64,
) -> Entry {
    let purposes: BTreeSet<&str> = taken.iter().map(|one| one.purpose.as_str()).collect();
    let accounts: BTreeSet<&str> = taken.iter().map(|one| one.account.as_str()).collect();
    // A tuple can be taken back once: their names are the act's.
    let mut tuples: Vec<String> = taken
        .iter()
        .map(|one| {
            format!(
                "{}:{}:{}",
                one.receipt,
                one.account.as_str(),
                one.purpose.as_str()
            )
        })
        .collect();
    tuples.sort_unstable();
    tuples.dedup();
    Entry {
        once: format!("withdrawn:{}", secrets::sha256_text(&tuples.join(" "))),
        act: Act::Withdrawn,
        partner: journey.partner.clone(),
        user: journey.user.clone(),
        at,
        record: Record::Withdrawal {
            connection: connection.id.clone(),
            what: target.word(),
            purposes: purposes
                .into_iter()
                .map(|id| PurposeId(id.to_owned()))
                .collect(),
            accounts: accounts
                .into_iter()
                .map(|id| AccountId(id.to_owned()))
                .collect(),
        },
        notices: Vec::new(),
    }
}

/// The mixed model: the bank is told the whole of what is left.
async fn tell_bank(app: &App, connection: &Connection, left: &[Consent]) -> Result<(), Fault> {
    let Some(bank) = app
        .config()
        .banks
        .reached(&connection.connector, &connection.bank)
    else {
        return Ok(());
    };
    let Some(tokens) = connection.tokens_to_read(app.keys())? else {
        return Ok(());
    };
    if bank.connector.model == ConsentModel::FullAisp {
        return Ok(());
    }
    let mut scope = ConsentScope::default();
    for account in app.store().accounts(app.keys(), &connection.id).await? {
        let of_account = || left.iter().filter(|one| one.account == account.shown.id);
        if of_account().any(|one| one.class == DataClass::Balances) {
            scope.balances.push(account.upstream.clone());
        }
        if of_account().any(|one| span(app, one).is_some()) {
            scope.transactions.push(account.upstream);
        }
    }
    let access = Access {
        bank: &bank,
        token: &tokens.access,
        psu: &Psu::default(),
    };
    if let Err(fault) = app.upstream().consent(access, &scope).await {
        tracing::warn!(
            ?fault,
            "a bank could not be told what was withdrawn; it is told when it is asked again"
        );
    }
    Ok(())
}
