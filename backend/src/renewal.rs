//! Renewing an access (mode `renew`): same bank, one tap, no question that was answered already asked again.
//!
//! Two clocks, and this turns one: the bank's 180 days. What was given, on which accounts, for which purposes and until when
//! stays as it is. A purpose whose own time is over is asked anew after it, its switch off, as [`crate::adding`] does.
//! The new access takes the place of the old one only if it shows the accounts that were designated: another person at the
//! bank's page does not get into somebody's connection.

use contract::{AccountId, Choice, Code, Given, PurposeId, PurposesAt, ReceiptId};

use crate::app::App;
use crate::insights;
use crate::journey::Journey;
use crate::ledger;
use crate::problem::Fault;
use crate::store::accounts::StoredAccount;
use crate::store::connections::{Connection, ConnectionStatus, EndedBy};
use crate::store::consents::Consent;
use crate::store::renewals::Renewal;
use crate::sweep::AHEAD;
use crate::upstream::ListedAccount;

/// An access that is renewed: what the person ends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// The connection that goes on.
    pub connection: String,
    /// The accounts that it goes on for.
    pub accounts: Vec<AccountId>,
    /// The receipt on which they were given.
    pub receipt: ReceiptId,
}

/// What a journey over a connection that is there begins with.
#[derive(Debug)]
pub struct Begun {
    /// The bank.
    pub choice: Choice,
    /// What is in force: where uses are asked before the bank, these fix the scope.
    pub given: Vec<Given>,
    /// Purposes whose own time is over, and that nobody took back.
    pub run_out: Vec<PurposeId>,
}

/// The connection of a user to which something can be added: the one that is named.
///
/// # Errors
/// [`Code::NotFound`] when the user has none of that name that is open and serves something; [`Fault::Store`].
pub async fn open(app: &App, partner: &str, user: &str, id: &str) -> Result<Connection, Fault> {
    let all = app.store().connections_of(partner, user).await?;
    if let Some(connection) = all.into_iter().find(|one| one.id == id)
        && !in_force(app, &connection).await?.is_empty()
    {
        return Ok(connection);
    }
    Err(Fault::Refused(
        Code::NotFound,
        "connection: an open one of GET /v1/users/{user}/banks",
    ))
}

/// The connection that the user of a journey has at the bank of a new access already, if the new one shows its accounts. Two
/// accesses to the same accounts would take the bank's word from each other: what is told for one replaces what was told for
/// the other.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn same_bank(
    app: &App,
    new: &Connection,
    listed: &[ListedAccount],
) -> Result<Option<String>, Fault> {
    let store = app.store();
    for connection in store.connections_of(&new.partner, &new.user).await? {
        let there = (&connection.connector, &connection.bank) == (&new.connector, &new.bank);
        if !there || connection.id == new.id {
            continue;
        }
        let Some(goes_on) = goes_on(&connection, &in_force(app, &connection).await?) else {
            continue;
        };
        let known = store.accounts(app.keys(), &connection.id).await?;
        if recognised(&goes_on.accounts, known, listed).is_some() {
            return Ok(Some(connection.id));
        }
    }
    Ok(None)
}

/// The connection of a user that can be renewed now: the one that is named, or else the most urgent one.
///
/// # Errors
/// [`Code::StageMismatch`] when none is due; [`Fault::Store`].
pub async fn due(
    app: &App,
    partner: &str,
    user: &str,
    named: Option<&str>,
) -> Result<Connection, Fault> {
    let now = app.now();
    let mut due: Vec<Connection> = Vec::new();
    for connection in app.store().connections_of(partner, user).await? {
        let wanted = connection.sca_wanted_at.is_some() || connection.sca_due <= now + AHEAD;
        let it = named.is_none_or(|id| connection.id == id);
        if it && wanted && !in_force(app, &connection).await?.is_empty() {
            due.push(connection);
        }
    }
    due.into_iter()
        .min_by_key(|one| (one.sca_wanted_at.is_none(), one.sca_due))
        .ok_or(Fault::Refused(
            Code::StageMismatch,
            "nothing to renew: a connection can be from 15 days before its sca_due on, or when its status is sca_wanted",
        ))
}

/// What was given over an open connection and holds.
async fn in_force(app: &App, connection: &Connection) -> Result<Vec<Consent>, Fault> {
    if connection.status != ConnectionStatus::Open || connection.sent_at.is_none() {
        return Ok(Vec::new());
    }
    app.store().consents_in_force(connection, app.now()).await
}

/// What a journey that goes on with this connection begins with; none when there is nothing left of it.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn begin(app: &App, id: &str) -> Result<Option<Begun>, Fault> {
    let Some(connection) = app.store().connection(id).await? else {
        return Ok(None);
    };
    let held = in_force(app, &connection).await?;
    let Some(journey) = app.store().journey(&connection.journey).await? else {
        return Ok(None);
    };
    if held.is_empty() {
        return Ok(None);
    }
    let narrowed = insights::in_force(app, &journey, &connection, &held);
    let run_out = run_out(app, &connection, &held).await?;
    Ok(Some(Begun {
        choice: connection.choice,
        given: narrowed.state.given.unwrap_or_default(),
        run_out,
    }))
}

/// Purposes whose own time is over everywhere, and that were not taken back: the person said yes, and only time ended it.
async fn run_out(
    app: &App,
    connection: &Connection,
    held: &[Consent],
) -> Result<Vec<PurposeId>, Fault> {
    let place = app
        .config()
        .banks
        .reached(&connection.connector, &connection.bank);
    if place.is_none_or(|bank| bank.connector.capabilities.purposes == PurposesAt::Before) {
        // The bank was told the purposes before the person went there: for others it would not read.
        return Ok(Vec::new());
    }
    let all = app
        .store()
        .consents(&connection.partner, &connection.user, &connection.id)
        .await?;
    let mut purposes: Vec<PurposeId> = Vec::new();
    for one in &all {
        let last = all.iter().filter(|other| other.purpose == one.purpose);
        let last = last.max_by_key(|other| other.at);
        let by_time = last.is_some_and(|last| last.withdrawn.is_none());
        let in_force = held.iter().any(|other| other.purpose == one.purpose);
        if by_time && !in_force && !purposes.contains(&one.purpose) {
            purposes.push(one.purpose.clone());
        }
    }
    Ok(purposes)
}

/// Puts the new access in the place of the old one. None when it shows other accounts, or there is nothing left to renew.
/// Doing it again tells the same.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn adopt(
    app: &App,
    journey: &Journey,
    renews: &str,
    new: &Connection,
    listed: &[ListedAccount],
) -> Result<Option<Renewed>, Fault> {
    let store = app.store();
    let Some(old) = store.connection(renews).await? else {
        return Ok(None);
    };
    let held = in_force(app, &old).await?;
    let Some(renewed) = goes_on(&old, &held) else {
        return Ok(None);
    };
    let accounts = store.accounts(app.keys(), &old.id).await?;
    let Some(accounts) = recognised(&renewed.accounts, accounts, listed) else {
        return Ok(None);
    };
    let Some(tokens) = new.tokens_to_read(app.keys())? else {
        return adopted(app, journey).await;
    };
    let renewal = Renewal {
        old: &old,
        new,
        tokens: &tokens,
        accounts: &accounts,
        entry: ledger::renewed(journey, &old.id, &new.id, new.sca_due, app.now()),
    };
    if store.renew(app.keys(), &renewal, app.now()).await? {
        return Ok(Some(renewed));
    }
    // Somebody was quicker: the same person's other tab, or a run before a crash.
    adopted(app, journey).await
}

/// What a journey's renewal ended on, if its access was adopted before; none for any other journey.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn adopted(app: &App, journey: &Journey) -> Result<Option<Renewed>, Fault> {
    let (Some(id), Some(new)) = (journey.goes_on_with(), &journey.state.connection) else {
        return Ok(None);
    };
    let store = app.store();
    let new = store.connection(new.as_str()).await?;
    if new.is_none_or(|new| new.ended_by != EndedBy::Renewal) {
        return Ok(None);
    }
    last_of(app, id).await
}

/// What a renewal of this connection ends on when nothing new is given; none when nothing is left of it.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn last_of(app: &App, id: &str) -> Result<Option<Renewed>, Fault> {
    let Some(connection) = app.store().connection(id).await? else {
        return Ok(None);
    };
    Ok(goes_on(&connection, &in_force(app, &connection).await?))
}

fn goes_on(old: &Connection, held: &[Consent]) -> Option<Renewed> {
    let latest = held.iter().max_by_key(|one| one.at)?;
    let mut accounts: Vec<AccountId> = held.iter().map(|one| one.account.clone()).collect();
    accounts.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
    accounts.dedup();
    Some(Renewed {
        connection: old.id.clone(),
        accounts,
        receipt: ReceiptId(latest.receipt.clone()),
    })
}

/// The designated accounts under the names that the new access has for them; none when one is missing.
fn recognised(
    designated: &[AccountId],
    known: Vec<StoredAccount>,
    listed: &[ListedAccount],
) -> Option<Vec<StoredAccount>> {
    let of_it = |account: &StoredAccount| designated.contains(&account.shown.id);
    known
        .into_iter()
        .filter(of_it)
        .map(|account| {
            let mut listed = listed.iter();
            let same = listed.find(|one| account.upstream.is(&one.upstream))?;
            Some(StoredAccount {
                upstream: same.upstream.clone(),
                ..account
            })
        })
        .collect()
}
