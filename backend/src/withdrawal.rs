//! Taking it back: one purpose, one account, or the whole access; at once, for the next call of the partner on.
//!
//! What no purpose needs any more is deleted here and asked from the bank no more. When nothing is left that justifies
//! access, it is closed at the bank too.

use std::collections::BTreeSet;

use contract::{AccountId, DataClass, PurposeId, Revocation};

use crate::app::App;
use crate::config::ConsentModel;
use crate::journey::Journey;
use crate::ledger::{self, Record, Withdrawn};
use crate::metering::Presence;
use crate::problem::Fault;
use crate::reading::{Fetch, Stop, plan, span_of_consent};
use crate::store::connections::Connection;
use crate::store::consents::{Consent, Ended, Ending, Kept, Remains, Standing};
use crate::upstream::Psu;
use crate::{adding, closing, insights};

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
    let split = |standing: Standing| {
        let in_force = standing.in_force.into_iter();
        in_force.partition(|one| target.takes(one))
    };
    let record = |connection, purposes, accounts| Record::Withdrawal {
        connection,
        what: target.word(),
        purposes,
        accounts,
    };
    end(app, journey, connection, Ending::Withdrawn, split, record).await
}

/// Ends the consents of a connection whose own time is over: the same as if they had been withdrawn, but that
/// nobody did.
///
/// # Errors
/// As [`withdraw`].
pub async fn expire(app: &App, journey: &Journey, connection: &Connection) -> Result<Left, Fault> {
    let split = |standing: Standing| (standing.run_out, standing.in_force);
    let record = |connection, purposes, accounts| Record::Expiry {
        connection,
        purposes,
        accounts,
    };
    end(app, journey, connection, Ending::Expired, split, record).await
}

/// The bank says that the person took the access back there: all ends here too, and the bank need not be told.
///
/// # Errors
/// As [`withdraw`].
pub async fn revoked_at_bank(
    app: &App,
    journey: &Journey,
    connection: &Connection,
) -> Result<(), Fault> {
    let split = |standing: Standing| (standing.in_force, Vec::new());
    let record = |connection, purposes, accounts| Record::Revocation {
        connection,
        purposes,
        accounts,
    };
    write(app, journey, connection, Ending::Revoked, split, record).await?;
    app.store().closed_at_bank(&connection.id, app.now()).await
}

/// Deletes what was read for more than holds, and tells the bank the whole of what does.
///
/// # Errors
/// As [`withdraw`].
pub async fn keep_what_holds(
    app: &App,
    journey: &Journey,
    connection: &Connection,
) -> Result<(), Fault> {
    let held = app
        .store()
        .keep_what_holds(connection, app.now(), |held| kept(app, held))
        .await?;
    if held.is_empty() {
        return Ok(());
    }
    tell_bank(app, journey, connection, Ending::Withdrawn, &held).await
}

/// Ends the first of the two parts into which what there is is split. The second goes on; without any, access is closed.
async fn end(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    how: Ending,
    split: impl FnOnce(Standing) -> (Vec<Consent>, Vec<Consent>),
    record: impl FnOnce(String, Vec<PurposeId>, Vec<AccountId>) -> Record,
) -> Result<Left, Fault> {
    let left = write(app, journey, connection, how, split, record).await?;
    adding::interrupt(app, connection).await?;
    if left.is_empty() {
        return Ok(Left::Nothing(closing::close(app, &connection.id).await?));
    }
    insights::anew(app, journey, connection, &left).await?;
    tell_bank(app, journey, connection, how, &left).await?;
    Ok(Left::Some)
}

/// Writes an end down; what is left is told.
async fn write(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    how: Ending,
    split: impl FnOnce(Standing) -> (Vec<Consent>, Vec<Consent>),
    record: impl FnOnce(String, Vec<PurposeId>, Vec<AccountId>) -> Record,
) -> Result<Vec<Consent>, Fault> {
    let now = app.now();
    let whose = (
        journey.partner.as_str(),
        journey.user.as_str(),
        connection.id.as_str(),
    );
    let decide = |standing| {
        let (taken, left) = split(standing);
        Ended {
            how,
            kept: kept(app, &left),
            insights: untouched(&taken, &left),
            entry: ledger::ended(journey, how, &taken, now, |purposes, accounts| {
                record(connection.id.clone(), purposes, accounts)
            }),
            taken,
            left,
        }
    };
    let left = app
        .store()
        .end_consents(app.keys(), whose, now, decide)
        .await?;
    Ok(left.unwrap_or_default())
}

/// What each account is still needed for.
fn kept(app: &App, left: &[Consent]) -> Vec<Kept> {
    let accounts: BTreeSet<&AccountId> = left.iter().map(|one| &one.account).collect();
    let of = |account: &AccountId| {
        let consents = left.iter().filter(|one| one.account == *account);
        let has_balances = consents.clone().any(|one| one.class == DataClass::Balances);
        let span = consents.filter_map(|one| span_of_consent(app, one)).max();
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

/// Purposes that nothing was taken from: what was found for them stays as it is.
fn untouched(taken: &[Consent], left: &[Consent]) -> Vec<PurposeId> {
    let purposes: BTreeSet<&PurposeId> = left.iter().map(|one| &one.purpose).collect();
    purposes
        .into_iter()
        .filter(|purpose| taken.iter().all(|one| one.purpose != **purpose))
        .cloned()
        .collect()
}

/// The mixed model: the bank is told the whole of what is left, by the way that reading tells it.
async fn tell_bank(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    how: Ending,
    left: &[Consent],
) -> Result<(), Fault> {
    let bank = app
        .config()
        .banks
        .reached(&connection.connector, &connection.bank);
    if bank.is_none_or(|bank| bank.connector.model == ConsentModel::FullAisp) {
        return Ok(());
    }
    let presence = match how {
        Ending::Withdrawn => Presence::Present,
        Ending::Expired | Ending::Revoked => Presence::Unattended,
    };
    let plan = plan(app, &insights::in_force(app, journey, connection, left))?;
    let psu = Psu::default();
    let told = async {
        let fetch = Fetch::begin(app, connection, &psu, connection.payer(presence)).await?;
        fetch.tell_bank(&plan).await
    };
    match told.await {
        Ok(()) | Err(Stop::NotMine) => Ok(()),
        Err(Stop::Ours(fault)) => Err(fault),
        Err(Stop::Bank(fault)) => {
            tracing::warn!(
                ?fault,
                "a bank could not be told what was withdrawn; it is told when it is asked again"
            );
            Ok(())
        }
    }
}
