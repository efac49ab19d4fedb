//! From where a journey stands to what is drawn. The only place that decides which screen a person sees.

use std::collections::BTreeMap;

use contract::{
    Account, AccountsStage, Basis, Capabilities, Code, ConnectionId, HandoffStage, JourneyId,
    Locale, Mode, Notice, Partner, Preview, Purpose, PurposeId, PurposesAt, PurposesStage, Receipt,
    ReceiptAct, ReceiptId, ReceiptLine, Stage, Step, View,
};
use url::Url;

use crate::adding;
use crate::app::App;
use crate::book::Book;
use crate::catalogue::{Place, Resolved};
use crate::config::{self, ConsentModel, PurposeConfig};
use crate::holder;
use crate::insights;
use crate::journey::{Journey, Phase};
use crate::journey_api::Seat;
use crate::manage;
use crate::metering::reads;
use crate::pages;
use crate::preview;
use crate::problem::Fault;
use crate::sending;
use crate::store::insights::StoredInsights;
use crate::words::{self, Identity, Occasion, Subject};

/// The whole view of a journey.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn view(app: &App, journey: &Journey, seat: Seat, locale: Locale) -> Result<View, Fault> {
    let partner = partner(app, journey)?;
    let capabilities = place(app, journey)
        .map(|place| place.bank.connector.capabilities)
        .unwrap_or_default();
    Ok(View {
        journey: JourneyId(journey.id.clone()),
        version: u64::try_from(journey.version).unwrap_or_default(),
        partner: Partner {
            name: partner.name.clone(),
            help: partner.help.clone(),
        },
        whose: match seat {
            Seat::Hosted => Some(pages::whose(app, journey, locale).await?),
            Seat::Inline => None,
        },
        space: journey.state.space,
        steps: match journey.mode {
            Mode::Manage => Vec::new(),
            Mode::Renew if journey.purposes().is_empty() => vec![Step::Handoff],
            Mode::Renew => vec![Step::Handoff, Step::Purposes, Step::Result],
            Mode::Connect => capabilities.steps().to_vec(),
        },
        stage: stage(app, journey, seat, locale).await?,
    })
}

async fn stage(app: &App, journey: &Journey, seat: Seat, locale: Locale) -> Result<Stage, Fault> {
    let elsewhere = journey.hands_over()
        && seat == Seat::Inline
        && journey.state.phase.is_after_bank()
        && journey.state.phase != Phase::HandBack;
    if elsewhere {
        return Ok(Stage::Hosted(pages::address(app, &journey.state.asked)));
    }
    let whereabouts = || {
        let choice = journey
            .state
            .choice
            .as_ref()
            .ok_or(Fault::Corrupt("journeys.state"))?;
        Ok::<_, Fault>(app.catalogue().whereabouts(choice))
    };
    Ok(match &journey.state.phase {
        Phase::Choosing => choosing(app, journey, locale)?,
        Phase::Managing => Stage::Hosted(manage::link(app, journey).await?),
        Phase::AtBank => Stage::AtBank(whereabouts()?),
        Phase::Returned { .. } => Stage::Returned(whereabouts()?),
        Phase::Failed { outcome } => Stage::Outcome(*outcome, whereabouts()?),
        Phase::Holder { shown, .. } => {
            let place = place(app, journey)?;
            let subject = subject(app, journey, &place)?;
            Stage::Holder(holder::stage(app, journey, shown, &subject, locale)?)
        }
        Phase::Accounts => accounts(app, journey, locale).await?,
        Phase::Purposes => {
            let stage = purposes(app, journey, linked(app, journey).await?, locale)?;
            Stage::Purposes(PurposesStage {
                already: already(app, journey, locale).await?,
                ..stage
            })
        }
        Phase::Reading(job) => Stage::Reading {
            done: job.done,
            total: job.total,
        },
        Phase::Result => result(app, journey, locale).await?,
        // The page where it began has an outcome to claim; the hosted page has only the way back to it.
        Phase::HandBack if seat == Seat::Inline => Stage::Returned(whereabouts()?),
        Phase::HandBack => Stage::HandBack,
        Phase::Sent { receipt } | Phase::Sending { receipt } => {
            Stage::Sent(receipt_of(app, journey, receipt, locale).await?)
        }
        Phase::Ended { end } => Stage::Ended(*end),
        // Closing is ended before anything is looked at; a reader who is quicker sees where it leads.
        Phase::Closing { why } => match why.then(contract::Revocation::Failed) {
            Phase::Ended { end } => Stage::Ended(end),
            Phase::Failed { outcome } => Stage::Outcome(outcome, whereabouts()?),
            _ => choosing(app, journey, locale)?,
        },
    })
}

/// The partner of a journey.
///
/// # Errors
/// [`Fault::Corrupt`] when it is gone from the configuration.
pub fn partner<'a>(app: &'a App, journey: &Journey) -> Result<&'a config::Partner, Fault> {
    app.config()
        .partner(&journey.partner)
        .ok_or(Fault::Corrupt("journeys.partner"))
}

/// The bank of a journey that has chosen one.
///
/// # Errors
/// [`Code::StageMismatch`] when none is chosen or its region is open.
pub fn place(app: &App, journey: &Journey) -> Result<Place, Fault> {
    let choice = journey
        .state
        .choice
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    match app.catalogue().resolve(&app.config().banks, choice)? {
        Resolved::Bank(place) => Ok(place),
        Resolved::RegionOpen => Err(Fault::stage_mismatch()),
    }
}

/// What legal words are filled with at the journey's bank.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration.
pub fn subject<'a>(
    app: &'a App,
    journey: &Journey,
    place: &'a Place,
) -> Result<Subject<'a>, Fault> {
    let connector = &place.bank.connector;
    Ok(Subject {
        partner: partner(app, journey)?,
        aisp: &connector.aisp,
        bank: &place.name,
        sca_days: connector.sca_days,
        times_a_day: app.config().refresh.times_a_day,
    })
}

fn choosing(app: &App, journey: &Journey, locale: Locale) -> Result<Stage, Fault> {
    let Some(choice) = &journey.state.choice else {
        return Ok(Stage::Bank);
    };
    let place = match app.catalogue().resolve(&app.config().banks, choice) {
        Ok(Resolved::Bank(place)) => place,
        Ok(Resolved::RegionOpen) => return Ok(Stage::Region(choice.institution.clone())),
        // The operator took the bank away meanwhile: choose again.
        Err(Fault::Refused(Code::InstitutionUnknown | Code::InstitutionNotConnected, _)) => {
            return Ok(Stage::Bank);
        }
        Err(fault) => return Err(fault),
    };
    let capabilities: Capabilities = place.bank.connector.capabilities;
    if capabilities.purposes == PurposesAt::Before && journey.state.given.is_none() {
        return Ok(Stage::Purposes(purposes(app, journey, Vec::new(), locale)?));
    }
    Ok(Stage::Handoff(HandoffStage {
        whereabouts: app.catalogue().whereabouts(choice),
        host: host(&place.bank.authorize()),
        notice: handoff(app, journey, &place, locale)?,
        capabilities,
    }))
}

/// What the address bar will show: host, and port where it is not the usual one.
fn host(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return String::new();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    }
}

async fn accounts(app: &App, journey: &Journey, locale: Locale) -> Result<Stage, Fault> {
    Ok(Stage::Accounts(AccountsStage {
        accounts: known(app, journey).await?,
        notice: designation(app, journey, locale)?,
        already: already(app, journey, locale).await?,
        bank: place(app, journey)?.name,
    }))
}

/// What is shared already over the connection that the journey adds to.
async fn already(app: &App, journey: &Journey, locale: Locale) -> Result<Option<String>, Fault> {
    let held = adding::held(app, journey).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let accounts = known(app, journey).await?;
    let accounts: Vec<&str> = accounts
        .iter()
        .filter(|account| held.iter().any(|one| one.account == account.id))
        .map(|account| account.label.as_str())
        .collect();
    let purposes: Vec<&str> = app
        .config()
        .purposes
        .iter()
        .filter(|purpose| held.iter().any(|one| one.purpose == purpose.id))
        .map(|purpose| purpose.words(locale).title.as_str())
        .collect();
    let (accounts, purposes) = (accounts.join(", "), purposes.join(", "));
    Ok(Some(words::already(&accounts, &purposes, locale)))
}

/// The accounts of the journey's connection, as the person sees them.
async fn known(app: &App, journey: &Journey) -> Result<Vec<Account>, Fault> {
    let Some(ConnectionId(connection)) = &journey.state.connection else {
        return Ok(Vec::new());
    };
    let accounts = app.store().accounts(app.keys(), connection).await?;
    Ok(accounts.into_iter().map(|account| account.shown).collect())
}

/// Those that were designated.
async fn linked(app: &App, journey: &Journey) -> Result<Vec<Account>, Fault> {
    let mut accounts = known(app, journey).await?;
    accounts.retain(|account| journey.state.linked.contains(&account.id));
    Ok(accounts)
}

fn purposes(
    app: &App,
    journey: &Journey,
    accounts: Vec<Account>,
    locale: Locale,
) -> Result<PurposesStage, Fault> {
    let place = place(app, journey)?;
    let subject = subject(app, journey, &place)?;
    let alone = place.bank.connector.model == ConsentModel::FullAisp;
    Ok(PurposesStage {
        purposes: offered(app, journey, locale)?,
        accounts,
        enforcement: alone.then(|| subject.enforcement(locale)),
        already: None,
    })
}

/// The purposes as they are shown.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration, [`Code::StageMismatch`] without a bank.
pub fn offered(app: &App, journey: &Journey, locale: Locale) -> Result<Vec<Purpose>, Fault> {
    let place = place(app, journey)?;
    let subject = subject(app, journey, &place)?;
    let shown = |purpose| subject.purpose(purpose, locale);
    Ok(asked(app, journey).map(shown).collect())
}

/// The words before the button that leaves for the bank.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration.
pub fn handoff(
    app: &App,
    journey: &Journey,
    place: &Place,
    locale: Locale,
) -> Result<Notice, Fault> {
    let identity = match journey.state.asked.expected {
        Some(_) => Identity::Read,
        None => Identity::LeftAlone,
    };
    let occasion = occasion(journey);
    Ok(subject(app, journey, place)?.handoff(identity, occasion, locale))
}

fn occasion(journey: &Journey) -> Occasion {
    match journey.goes_on_with() {
        Some(_) if journey.mode == Mode::Renew => Occasion::Renewing,
        Some(_) => Occasion::Adding,
        None => Occasion::Connecting,
    }
}

/// The words above the list of accounts.
///
/// # Errors
/// As [`offered`].
pub fn designation(app: &App, journey: &Journey, locale: Locale) -> Result<Notice, Fault> {
    let place = place(app, journey)?;
    Ok(subject(app, journey, &place)?.accounts(occasion(journey), locale))
}

/// The journey's purposes, in the partner's order.
pub fn asked<'a>(app: &'a App, journey: &'a Journey) -> impl Iterator<Item = &'a PurposeConfig> {
    journey
        .purposes()
        .iter()
        .filter_map(|id| app.config().purpose(id.as_str()))
}

/// The purposes that have a switch and that nobody gave.
pub fn refused<'a>(
    app: &'a App,
    journey: &'a Journey,
    given: impl Fn(&PurposeId) -> bool,
) -> impl Iterator<Item = &'a PurposeConfig> {
    asked(app, journey)
        .filter(move |purpose| purpose.basis == Basis::Consent && !given(&purpose.id))
}

async fn result(app: &App, journey: &Journey, locale: Locale) -> Result<Stage, Fault> {
    let journey = &adding::own(app, journey).await?;
    let given = journey.state.given.clone().unwrap_or_default();
    let book = Book::read(app, journey).await?;
    let stored = found(app, journey).await?;
    let reads = match &journey.state.connection {
        Some(connection) => reads::at_bank(app, connection.as_str()).await?,
        None => BTreeMap::new(),
    };
    let place = place(app, journey)?;
    let subject = subject(app, journey, &place)?;
    let mut insights = Vec::with_capacity(given.len());
    for one in &given {
        let purpose = app
            .config()
            .purpose(one.purpose.as_str())
            .ok_or(Fault::Corrupt("journeys.state"))?;
        let found = stored.iter().find(|found| found.purpose == one.purpose);
        let mut insight = preview::insight(&book, purpose, one, found, locale, app.now())?;
        if let Some(times) = reads.get(one.purpose.as_str()) {
            insight.read = manage::read_for(&subject, *times, locale);
        }
        insights.push(insight);
    }
    let stays = |id: &PurposeId| given.iter().any(|one| one.purpose == *id);
    let refused = refused(app, journey, stays)
        .map(|purpose| purpose.words(locale).title.clone())
        .collect();
    Ok(Stage::Result(Preview {
        accounts: linked(app, journey).await?,
        insights,
        refused,
    }))
}

/// What formulas found for a journey.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub async fn found(app: &App, journey: &Journey) -> Result<Vec<StoredInsights>, Fault> {
    match journey.found_under() {
        Some(connection) => app.store().insights(app.keys(), connection.as_str()).await,
        None => Ok(Vec::new()),
    }
}

async fn receipt_of(
    app: &App,
    journey: &Journey,
    receipt: &ReceiptId,
    locale: Locale,
) -> Result<Receipt, Fault> {
    let place = place(app, journey)?;
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let consents = app
        .store()
        .consents(&journey.partner, &journey.user, connection.as_str())
        .await?;
    let stored = found(app, journey).await?;
    let mut lines: Vec<ReceiptLine> = Vec::new();
    for given in consents.iter().filter(|one| one.receipt == receipt.0) {
        let known = lines.iter().any(|line| line.purpose == given.purpose);
        let purpose = app.config().purpose(given.purpose.as_str());
        if let (false, Some(purpose)) = (known, purpose) {
            let formula = stored.iter().find(|found| found.purpose == purpose.id);
            lines.push(ReceiptLine {
                formula: formula
                    .map(|found| insights::formula(&found.insights, locale))
                    .unwrap_or_default(),
                purpose: purpose.id.clone(),
                title: purpose.words(locale).title.clone(),
                until: given.until,
            });
        }
    }
    let stored = app
        .store()
        .connection(connection.as_str())
        .await?
        .ok_or(Fault::Corrupt("journeys.state"))?;
    Ok(Receipt {
        id: receipt.clone(),
        act: if *receipt == sending::receipt(journey, connection) {
            ReceiptAct::Sent
        } else {
            ReceiptAct::Renewed
        },
        accounts: linked(app, journey).await?,
        lines,
        sca_due: stored.sca_due,
        withdraw: subject(app, journey, &place)?.withdraw(locale),
        manage: format!(
            "{}#{}",
            manage::address(app, Some(locale)),
            app.keys().receipt_code(receipt.as_str())
        ),
        revocation: None,
        bank: place.name,
    })
}
