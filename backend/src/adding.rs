//! Adding accounts or purposes to a connection that is there, in a journey that goes through the bank once more.
//!
//! The new access takes the place of the old one ([`crate::renewal`]), and from then on the journey is about the connection
//! that was there. Whatever holds over it stays as it is: the journey's own answers come to it when they are sent, and not
//! before. Until then what formulas find waits under the name of the access that was taken over; a journey that ends in any
//! other way leaves nothing. The bank is always told the whole: what holds and what was just answered.

use std::collections::BTreeSet;

use contract::{AccountId, ConnectionId, PurposeId};

use crate::app::App;
use crate::insights;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::store::connections::{Connection, ConnectionStatus};
use crate::store::consents::Consent;
use crate::upstream::Psu;
use crate::{settle, withdrawal};

/// Everything that would hold if the journey were sent: what is in force over its connection, and its own answers. The journey
/// as it is where no connection was there before.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn whole(app: &App, journey: &Journey) -> Result<Journey, Fault> {
    let held = held(app, journey).await?;
    if held.is_empty() {
        return Ok(journey.clone());
    }
    let linked = &journey.state.linked;
    let mut pairs: BTreeSet<(&PurposeId, &AccountId)> = BTreeSet::new();
    for given in journey.state.given.iter().flatten() {
        let covered = linked.iter().filter(|one| !given.without.contains(one));
        pairs.extend(covered.map(|account| (&given.purpose, account)));
    }
    pairs.extend(held.iter().map(|one| (&one.purpose, &one.account)));
    Ok(insights::covering(app, journey, &pairs))
}

/// The same for the journey's own purposes: what its result is about, and what the partner would get of them.
///
/// # Errors
/// As [`whole`].
pub async fn own(app: &App, journey: &Journey) -> Result<Journey, Fault> {
    let mut whole = whole(app, journey).await?;
    let asked_now = |purpose: &PurposeId| {
        let mut given = journey.state.given.iter().flatten();
        given.any(|one| one.purpose == *purpose)
    };
    if let Some(given) = &mut whole.state.given {
        given.retain(|one| asked_now(&one.purpose));
        given.sort_by_key(|one| journey.purposes().iter().position(|id| *id == one.purpose));
    }
    Ok(whole)
}

/// Accounts that something in force names already.
///
/// # Errors
/// As [`whole`].
pub async fn shared(app: &App, journey: &Journey) -> Result<Vec<AccountId>, Fault> {
    let held = held(app, journey).await?;
    let accounts: BTreeSet<&AccountId> = held.iter().map(|one| &one.account).collect();
    Ok(accounts.into_iter().cloned().collect())
}

/// What is in force over the connection that the journey goes on with.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn held(app: &App, journey: &Journey) -> Result<Vec<Consent>, Fault> {
    match connection(app, journey).await? {
        Some(connection) => app.store().consents_in_force(&connection, app.now()).await,
        None => Ok(Vec::new()),
    }
}

/// The connection that the journey goes on with, once it has taken the new access over.
async fn connection(app: &App, journey: &Journey) -> Result<Option<Connection>, Fault> {
    match (&journey.state.taken_over, &journey.state.connection) {
        (Some(_), Some(connection)) => app.store().connection(connection.as_str()).await,
        _ => Ok(None),
    }
}

/// Computes what is missing after sending, over all that holds then.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn settle_answers(app: &App, journey: &Journey) -> Result<(), Fault> {
    let Some(connection) = connection(app, journey).await? else {
        return Ok(());
    };
    let held = app
        .store()
        .consents_in_force(&connection, app.now())
        .await?;
    insights::anew(app, journey, &connection, &held).await
}

/// Ends what such a journey began without sending it: what it read and found is deleted, what holds stays, and the bank is told
/// of that alone.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn undo(app: &App, journey: &Journey) -> Result<(), Fault> {
    if let Some(under) = &journey.state.taken_over {
        app.store().forget_insights(under.as_str()).await?;
    }
    match connection(app, journey).await? {
        Some(connection) if connection.status == ConnectionStatus::Open => {
            withdrawal::keep_what_holds(app, journey, &connection).await
        }
        _ => Ok(()),
    }
}

/// Something was taken back over a connection: what is being added to it ends, for it was about what held then.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn interrupt(app: &App, connection: &Connection) -> Result<(), Fault> {
    for adding in under_way(app, connection).await? {
        app.store()
            .change_journey(&adding.id, app.now(), |journey| {
                journey.leave();
                Ok(())
            })
            .await?;
        // Apart, for it is large, and there is seldom one.
        Box::pin(settle::settle(app, &adding.id, &Psu::default())).await?;
    }
    Ok(())
}

/// The open journeys that are adding to a connection: one of mode `connect` and one of mode `renew` at most.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn under_way(app: &App, connection: &Connection) -> Result<Vec<Journey>, Fault> {
    let mut open = app
        .store()
        .open_journeys(&connection.partner, &connection.user)
        .await?;
    open.retain(|journey| {
        let state = &journey.state;
        let over = state.connection.as_ref().map(ConnectionId::as_str);
        state.taken_over.is_some() && over == Some(&connection.id)
    });
    Ok(open)
}
