//! From *send* to the receipt: consents are written in one durable commit before anything says that they were given.

use contract::{AccountGroup, ConnectionId, ReceiptId};

use crate::adding;
use crate::app::App;
use crate::journey::{Journey, Phase};
use crate::ledger;
use crate::problem::Fault;
use crate::secrets;
use crate::store::accounts::StoredAccount;
use crate::store::consents::{Consent, Giving, Waiting};
use crate::view;

const DAY: i64 = 86_400;

/// Takes a journey from its result to the writing of consents.
///
/// # Errors
/// [`Fault::stage_mismatch`] without a connection.
pub fn begin(journey: &mut Journey) -> Result<(), Fault> {
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    let receipt = receipt(journey, connection);
    journey.state.phase = Phase::Sending { receipt };
    Ok(())
}

/// What a journey's receipt is called: so that a retry after a crash finds what it wrote.
pub fn receipt(journey: &Journey, connection: &ConnectionId) -> ReceiptId {
    ReceiptId(secrets::uuid_of(&format!(
        "receipt:{}:{}",
        journey.id,
        connection.as_str()
    )))
}

/// The widget that began claims what was sent on the hosted page.
///
/// # Errors
/// [`Fault::Store`].
pub async fn claim(app: &App, id: &str) -> Result<(), Fault> {
    app.store()
        .change_journey(id, app.now(), |journey| match journey.state.phase {
            Phase::HandBack => begin(journey),
            _ => Ok(()),
        })
        .await?;
    Ok(())
}

/// Writes the consents and ends the journey. Doing it twice writes once.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn finish(app: &App, journey: &Journey) -> Result<(), Fault> {
    let Phase::Sending { receipt } = journey.state.phase.clone() else {
        return Ok(());
    };
    let connection = journey
        .state
        .connection
        .clone()
        .ok_or_else(Fault::stage_mismatch)?;
    let accounts = app
        .store()
        .accounts(app.keys(), connection.as_str())
        .await?;
    let consents = consents(app, journey, &receipt, &accounts)?;
    let waiting = match &journey.state.taken_over {
        Some(under) => Some((
            under,
            app.store().insights(app.keys(), under.as_str()).await?,
        )),
        None => None,
    };
    let giving = Giving {
        receipt: receipt.as_str(),
        consents: &consents,
        entries: &ledger::given(app, journey, &receipt, &consents, &accounts)?,
        code: &code_hash(app, &receipt),
        waits: waiting.as_ref().map(|(under, found)| Waiting {
            under: under.as_str(),
            found,
        }),
    };
    app.store()
        .give_consents(app.keys(), connection.as_str(), &giving, app.now())
        .await?;
    if waiting.is_some() {
        adding::settle_answers(app, journey).await?;
    }
    app.store()
        .change_journey(&journey.id, app.now(), |current| {
            if current.state.phase == journey.state.phase {
                current.state.taken_over = None;
                current.state.phase = Phase::Sent {
                    receipt: receipt.clone(),
                };
            }
            Ok(())
        })
        .await?;
    app.metrics().journey_ended("sent");
    Ok(())
}

/// What is kept of the receipt's code.
fn code_hash(app: &App, receipt: &ReceiptId) -> String {
    let code = app.keys().receipt_code(receipt.as_str());
    secrets::sha256_text(&secrets::code_read(&code).unwrap_or(code))
}

fn consents(
    app: &App,
    journey: &Journey,
    receipt: &ReceiptId,
    accounts: &[StoredAccount],
) -> Result<Vec<Consent>, Fault> {
    let now = app.now();
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    let place = view::place(app, journey)?;
    let subject = view::subject(app, journey, &place)?;
    let locale = journey.state.answered_in;
    let mut all = Vec::new();
    for given in journey.state.given.iter().flatten() {
        let purpose = app
            .config()
            .purpose(given.purpose.as_str())
            .ok_or(Fault::Corrupt("journeys.state"))?;
        let notice = subject.purpose(purpose, locale).notice;
        let linked = accounts
            .iter()
            .filter(|account| journey.state.linked.contains(&account.shown.id));
        for account in linked.filter(|account| !given.without.contains(&account.shown.id)) {
            for class in &purpose.classes {
                all.push(Consent {
                    receipt: receipt.0.clone(),
                    partner: journey.partner.clone(),
                    user: journey.user.clone(),
                    connection: connection.0.clone(),
                    account: account.shown.id.clone(),
                    account_type: group_word(account.shown.group).to_owned(),
                    purpose: purpose.id.clone(),
                    class: *class,
                    notice_version: notice.version.clone(),
                    notice_locale: notice.locale.clone(),
                    notice_hash: notice.hash.clone(),
                    at: now,
                    until: now + purpose.duration_days * DAY,
                    withdrawn: None,
                });
            }
        }
    }
    Ok(all)
}

/// The account type as the wire spells it.
pub fn group_word(group: AccountGroup) -> &'static str {
    match group {
        AccountGroup::Current => "current",
        AccountGroup::Card => "card",
        AccountGroup::Other => "other",
    }
}
