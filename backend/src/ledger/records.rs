//! What each act of a journey says.

use std::collections::BTreeSet;

use contract::{AccountId, DataClass, Notice, PurposeId, ReceiptId};

use super::{Act, Asked, Entry, Given, Record, Refusal};
use crate::app::App;
use crate::clock::Seconds;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::receipt::{self, Sent};
use crate::secrets;
use crate::store::accounts::StoredAccount;
use crate::store::consents::{Consent, Ending};
use crate::view;

fn entry(
    journey: &Journey,
    at: Seconds,
    act: Act,
    name: &str,
    record: Record,
    notices: Vec<Notice>,
) -> Entry {
    Entry {
        once: format!("{name}:{}", journey.id),
        act,
        partner: journey.partner.clone(),
        user: journey.user.clone(),
        at,
        record,
        notices,
    }
}

/// The handoff button. Pressing it again for the same bank, under the same words, is no other act.
pub fn service(journey: &Journey, bank: &str, notice: Notice, at: Seconds) -> Entry {
    let record = Record::Service {
        journey: journey.id.clone(),
        bank: bank.to_owned(),
        notice: (&notice).into(),
    };
    let name = format!("service:{bank}:{}", notice.hash);
    entry(journey, at, Act::Given, &name, record, vec![notice])
}

/// The accounts were saved.
///
/// # Errors
/// [`Fault::Corrupt`] when the journey has no bank or no connection.
pub fn access(
    app: &App,
    journey: &Journey,
    accounts: &[AccountId],
    until: Seconds,
    notice: Notice,
) -> Result<Entry, Fault> {
    let connection = journey
        .state
        .connection
        .clone()
        .ok_or_else(Fault::stage_mismatch)?;
    let classes: BTreeSet<DataClass> = view::asked(app, journey)
        .flat_map(|purpose| purpose.classes.iter().copied())
        .collect();
    let name = format!("access:{}", connection.as_str());
    let record = Record::Access {
        journey: journey.id.clone(),
        connection: connection.0,
        accounts: accounts.to_vec(),
        classes: classes.into_iter().collect(),
        until,
        notice: (&notice).into(),
    };
    Ok(entry(
        journey,
        app.now(),
        Act::Given,
        &name,
        record,
        vec![notice],
    ))
}

/// The purposes were answered: what was on the screen. Asked again under the same words, it is the same act.
///
/// # Errors
/// [`Fault::Corrupt`] when partner or bank are gone from the configuration.
pub fn asked(app: &App, journey: &Journey) -> Result<Entry, Fault> {
    let offered = view::offered(app, journey, journey.state.answered_in)?;
    let purposes: Vec<Asked> = offered
        .iter()
        .map(|purpose| Asked {
            purpose: purpose.id.clone(),
            basis: purpose.basis,
            classes: purpose.classes.clone(),
            notice: (&purpose.notice).into(),
        })
        .collect();
    let words: Vec<&str> = purposes
        .iter()
        .map(|one| one.notice.hash.as_str())
        .collect();
    let name = format!("asked:{}", secrets::sha256_text(&words.join(" ")));
    let record = Record::Purposes {
        journey: journey.id.clone(),
        purposes,
    };
    let notices = offered.into_iter().map(|purpose| purpose.notice).collect();
    Ok(entry(
        journey,
        app.now(),
        Act::Requested,
        &name,
        record,
        notices,
    ))
}

/// The result was sent: what was given, and what was left off beside it.
///
/// # Errors
/// [`Fault::Corrupt`] when partner or bank are gone from the configuration.
pub fn given(
    app: &App,
    journey: &Journey,
    receipt: &ReceiptId,
    consents: &[Consent],
    accounts: &[StoredAccount],
) -> Result<Vec<Entry>, Fault> {
    let connection = journey
        .state
        .connection
        .clone()
        .ok_or_else(Fault::stage_mismatch)?;
    let offered = view::offered(app, journey, journey.state.answered_in)?;
    let mut purposes: Vec<Given> = Vec::new();
    let mut notices = Vec::new();
    for purpose in &offered {
        let mut of_purpose = consents
            .iter()
            .filter(|one| one.purpose == purpose.id)
            .peekable();
        let Some(first) = of_purpose.peek() else {
            continue;
        };
        let until = first.until;
        let mut accounts: Vec<AccountId> = of_purpose.map(|one| one.account.clone()).collect();
        accounts.dedup();
        notices.push(purpose.notice.clone());
        purposes.push(Given {
            purpose: purpose.id.clone(),
            accounts,
            classes: purpose.classes.clone(),
            until,
            notice: (&purpose.notice).into(),
        });
    }
    let at = consents.first().map_or_else(|| app.now(), |one| one.at);
    let sent = Sent {
        receipt,
        given: &purposes,
        notices: &notices,
        accounts,
        at,
    };
    let record = Record::Consent {
        journey: journey.id.clone(),
        connection: connection.0,
        receipt: receipt.0.clone(),
        document: Box::new(receipt::document(app, journey, &sent)?),
        purposes,
    };
    let name = format!("consent:{}", receipt.as_str());
    let mut entries = vec![entry(journey, at, Act::Given, &name, record, notices)];
    entries.extend(nothing(app, journey, Refusal::LeftOff));
    Ok(entries)
}

/// What was asked and not given, for this reason; none when all was given. Its words are in the entry of [`asked`].
pub fn nothing(app: &App, journey: &Journey, why: Refusal) -> Option<Entry> {
    let stays = |id: &PurposeId| {
        let mut given = journey.state.given.iter().flatten();
        why == Refusal::LeftOff && given.any(|one| one.purpose == *id)
    };
    let purposes: Vec<PurposeId> = view::refused(app, journey, stays)
        .map(|purpose| purpose.id.clone())
        .collect();
    if purposes.is_empty() {
        return None;
    }
    let record = Record::Nothing {
        journey: journey.id.clone(),
        why,
        purposes,
    };
    let connection = journey.state.connection.as_ref();
    let name = format!("nothing:{}", connection.map_or("", |id| id.as_str()));
    Some(entry(
        journey,
        app.now(),
        Act::Refused,
        &name,
        record,
        Vec::new(),
    ))
}

/// Consents ended, in either way. A tuple ends once, so the tuples' names are the act's.
pub fn ended(
    journey: &Journey,
    how: Ending,
    taken: &[Consent],
    at: Seconds,
    record: impl FnOnce(Vec<PurposeId>, Vec<AccountId>) -> Record,
) -> Entry {
    let purposes: BTreeSet<&PurposeId> = taken.iter().map(|one| &one.purpose).collect();
    let accounts: BTreeSet<&AccountId> = taken.iter().map(|one| &one.account).collect();
    let tuple = |one: &Consent| {
        let (account, purpose) = (one.account.as_str(), one.purpose.as_str());
        format!("{}:{account}:{purpose}", one.receipt)
    };
    let tuples: BTreeSet<String> = taken.iter().map(tuple).collect();
    let tuples: Vec<String> = tuples.into_iter().collect();
    let name = format!("{}:{}", how.word(), secrets::sha256_text(&tuples.join(" ")));
    let act = match how {
        Ending::Withdrawn => Act::Withdrawn,
        Ending::Expired => Act::Expired,
        Ending::Revoked => Act::Revoked,
    };
    let record = record(
        purposes.into_iter().cloned().collect(),
        accounts.into_iter().cloned().collect(),
    );
    entry(journey, at, act, &name, record, Vec::new())
}

/// The bank's clock was turned by an access that took the place of the connection's own.
pub fn renewed(
    journey: &Journey,
    connection: &str,
    access: &str,
    until: Seconds,
    at: Seconds,
) -> Entry {
    let record = Record::Renewal {
        journey: journey.id.clone(),
        connection: connection.to_owned(),
        until,
    };
    let name = format!("renewed:{access}");
    entry(journey, at, Act::Renewed, &name, record, Vec::new())
}
