//! `POST /journeys/current/redeem`: the outcome goes to the browser that started, and to no other.
//!
//! Where the partner expects somebody by name, the holder's is read first, and what does not agree is held back
//! ([`crate::holder`]). Only here (or, for steps drawn on the hosted page, in the browser the callback came to) is the account list read.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use contract::{
    Account, AccountId, AccountsAt, Code, ConnectionId, Mode, Offer, Outcome, PurposesAt, Redeem,
    Space, View,
};

use super::{Seat, Seated, current};
use crate::app::App;
use crate::body::Body;
use crate::catalogue::Resolved;
use crate::config::Bank;
use crate::journey::{Closing, Journey, Phase, Returned};
use crate::limits::Act;
use crate::metering::Presence;
use crate::problem::Fault;
use crate::renewal::{self, Renewed};
use crate::security::{Event, Noted};
use crate::store::accounts::StoredAccount;
use crate::store::connections::{Connection, Tokens};
use crate::store::handoffs::HandoffUse;
use crate::upstream::{Access, ListedAccount, Psu};
use crate::{holder, reading, secrets, sending};

/// Exchanges a handoff code. It is used by exactly one caller, once.
#[utoipa::path(post, path = "/journeys/current/redeem", tag = "journey", request_body = Redeem, responses(
    (status = 200, description = "The stage after the bank", body = View),
    (status = 409, description = "`handoff_invalid`: used, replaced, or another browser's", body = contract::Problem),
    (status = 410, description = "`handoff_expired`: earn another at /again", body = contract::Problem),
    (status = 429, description = "`rate_limited`: `Retry-After` says when", body = contract::Problem)))]
pub async fn redeem(
    State(app): State<App>,
    seated: Seated,
    Body(redeem): Body<Redeem>,
) -> Result<Response, Fault> {
    let journey = app
        .store()
        .journey(&seated.journey)
        .await?
        .ok_or(Fault::Refused(Code::JourneyGone, ""))?;
    app.limiter().allow_in(Act::Redeem, &journey, app.now())?;
    let wc = secrets::sha256_text(redeem.wv.expose());
    if !secrets::matches(&wc, &journey.wc) {
        return Err(Fault::Suspicious(
            Code::HandoffInvalid,
            Event::VerifierMismatch,
        ));
    }
    match app
        .store()
        .use_handoff(redeem.code.expose(), &journey.id, &wc, app.now())
        .await?
    {
        HandoffUse::Won => {}
        HandoffUse::Expired => return Err(Fault::Refused(Code::HandoffExpired, "POST /again")),
        HandoffUse::Invalid => {
            return Err(Fault::Suspicious(
                Code::HandoffInvalid,
                Event::HandoffRefused,
            ));
        }
    }
    let noted = if journey.state.phase == Phase::HandBack {
        sending::claim(&app, &journey.id).await?;
        None
    } else {
        accept(&app, &journey, &seated.psu).await?
    };
    let answer = current::answer(&app, &seated).await?;
    Ok((noted.map(Extension), answer).into_response())
}

/// The person in front of the journey confirms that the account is the right one: now it is read.
#[utoipa::path(post, path = "/journeys/current/confirm", tag = "journey", responses(
    (status = 200, description = "The stage after the bank", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn confirm(State(app): State<App>, seated: Seated) -> Result<Json<View>, Fault> {
    let journey = app
        .store()
        .journey(&seated.journey)
        .await?
        .ok_or_else(Fault::stage_mismatch)?;
    // The question is asked on the hosted page, so it is answered there.
    if journey.hands_over() && seated.seat == Seat::Inline {
        return Err(Fault::stage_mismatch());
    }
    match &journey.state.phase {
        Phase::Holder { .. } => {
            let next = match reach_by(&app, &journey).await? {
                Ok(reached) => {
                    let next = reached.read(&app, &journey, &seated.psu).await?;
                    next.unwrap_or_else(Next::failed)
                }
                Err(outcome) => Next::without_access(&app, &journey, &seated.psu, outcome).await?,
            };
            proceed(&app, &journey, &next).await?;
        }
        // Twice: it is being read, or was.
        phase if phase.is_after_bank() => {}
        _ => return Err(Fault::stage_mismatch()),
    }
    current::answer(&app, &seated).await
}

/// Takes what waits: how the attempt ended, or the access, whose account list is read now. The log is told of a holder
/// who is not the one expected.
///
/// # Errors
/// [`Fault::Store`]; a bank that fails is an outcome of the journey, not an error.
pub async fn accept(app: &App, journey: &Journey, psu: &Psu) -> Result<Option<Noted>, Fault> {
    let Phase::Returned { outcome, .. } = &journey.state.phase else {
        return Ok(None);
    };
    let (next, noted) = match outcome {
        // Nobody has a code for it, and it is read by nobody.
        Returned::Astray => return Ok(None),
        Returned::Nothing(outcome) => (Next::Phase(Phase::Failed { outcome: *outcome }), None),
        Returned::Access => match reach_by(app, journey).await? {
            Ok(reached) => reached.check_and_read(app, journey, psu).await?,
            Err(outcome) => (
                Next::without_access(app, journey, psu, outcome).await?,
                None,
            ),
        },
    };
    let went_on = proceed(app, journey, &next).await?;
    Ok(noted.filter(|_| went_on))
}

/// Goes on from the phase that `journey` was seen in, unless somebody was quicker.
async fn proceed(app: &App, journey: &Journey, next: &Next) -> Result<bool, Fault> {
    let now = app.now();
    let (_, went_on) = app
        .store()
        .change_journey(&journey.id, now, |current| {
            if current.state.phase != journey.state.phase
                || current.state.connection != journey.state.connection
            {
                return Ok(false);
            }
            match next {
                Next::Phase(phase) => current.state.phase = phase.clone(),
                Next::Renewed(renewed) => current.renewed(renewed),
                Next::Designated(linked) => designate(app, current, linked)?,
                Next::Over(connection, designated) => {
                    let state = &mut current.state;
                    state.taken_over = state.connection.replace(connection.clone());
                    match designated {
                        Some(linked) => designate(app, current, linked)?,
                        None => state.phase = Phase::Accounts,
                    }
                }
            }
            Ok(true)
        })
        .await?;
    Ok(went_on)
}

fn designate(app: &App, journey: &mut Journey, linked: &[AccountId]) -> Result<(), Fault> {
    journey.state.linked = linked.to_vec();
    journey.state.phase = Phase::Purposes;
    if journey.state.given.is_some() {
        reading::begin(app, journey)?;
    }
    Ok(())
}

/// What follows from the account list.
enum Next {
    Phase(Phase),
    /// The bank's own pages asked: these accounts are designated.
    Designated(Vec<AccountId>),
    /// Mode `renew`: the access took the place of the old one.
    Renewed(Renewed),
    /// The access took the place of the old one, and the journey goes on over the connection that was there; these accounts
    /// are designated already.
    Over(ConnectionId, Option<Vec<AccountId>>),
}

impl Next {
    const fn failed(outcome: Outcome) -> Self {
        Self::Phase(Phase::Closing {
            why: Closing::Failed(outcome),
        })
    }

    /// There is nothing to be read by: that failed, unless it is because a renewal took the access over, and a crash came
    /// before the journey knew.
    async fn without_access(
        app: &App,
        journey: &Journey,
        psu: &Psu,
        outcome: Outcome,
    ) -> Result<Self, Fault> {
        let Some(renewed) = renewal::adopted(app, journey).await? else {
            return Ok(Self::failed(outcome));
        };
        if journey.mode == Mode::Renew {
            return Ok(Self::renewed(journey, renewed));
        }
        let next = match reach(app, &renewed.connection).await? {
            Ok(reached) => match reached.listed(app, psu).await {
                Ok(listed) => reached.add(app, renewed, listed).await?,
                Err(outcome) => Err(outcome),
            },
            Err(outcome) => Err(outcome),
        };
        Ok(next.unwrap_or_else(Self::failed))
    }

    /// The access took the place of the old one: that is all, unless purposes have run out and are asked anew.
    fn renewed(journey: &Journey, renewed: Renewed) -> Self {
        if journey.purposes().is_empty() {
            return Self::Renewed(renewed);
        }
        Self::Over(ConnectionId(renewed.connection), Some(renewed.accounts))
    }
}

/// An access that can be read by.
struct Reached {
    connection: Connection,
    bank: Bank,
    tokens: Tokens,
}

async fn reach_by(app: &App, journey: &Journey) -> Result<Result<Reached, Outcome>, Fault> {
    match &journey.state.connection {
        Some(connection) => reach(app, connection.as_str()).await,
        None => Ok(Err(Outcome::Unknown)),
    }
}

async fn reach(app: &App, connection: &str) -> Result<Result<Reached, Outcome>, Fault> {
    let Some(connection) = app.store().connection(connection).await? else {
        return Ok(Err(Outcome::Unknown));
    };
    let Some(bank) = app
        .config()
        .banks
        .reached(&connection.connector, &connection.bank)
    else {
        return Ok(Err(Outcome::Unknown));
    };
    let Some(tokens) = connection.tokens_to_read(app.keys())? else {
        return Ok(Err(Outcome::Unknown));
    };
    Ok(Ok(Reached {
        connection,
        bank,
        tokens,
    }))
}

impl Reached {
    fn access<'a>(&'a self, psu: &'a Psu) -> Access<'a> {
        Access {
            bank: &self.bank,
            token: &self.tokens.access,
            psu,
            payer: self.connection.payer(Presence::Present),
        }
    }

    /// Whose account it is comes first: what is held back is not even listed.
    async fn check_and_read(
        &self,
        app: &App,
        journey: &Journey,
        psu: &Psu,
    ) -> Result<(Next, Option<Noted>), Fault> {
        let verdict = holder::check(app, journey, self.access(psu)).await?;
        Ok(match verdict {
            holder::Verdict::Fine => {
                let next = self.read(app, journey, psu).await?;
                (next.unwrap_or_else(Next::failed), None)
            }
            holder::Verdict::Ask(shown, event) => {
                let at = app.now();
                (Next::Phase(Phase::Holder { shown, at }), Some(Noted(event)))
            }
        })
    }

    async fn listed(&self, app: &App, psu: &Psu) -> Result<Vec<ListedAccount>, Outcome> {
        match app.upstream().accounts(self.access(psu)).await {
            Ok(listed) if listed.is_empty() => Err(Outcome::NoAccounts),
            Ok(listed) => Ok(listed),
            Err(fault) => Err(fault.outcome()),
        }
    }

    async fn read(
        &self,
        app: &App,
        journey: &Journey,
        psu: &Psu,
    ) -> Result<Result<Next, Outcome>, Fault> {
        let connection = &self.connection;
        let listed = match self.listed(app, psu).await {
            Ok(listed) => listed,
            Err(outcome) => return Ok(Err(outcome)),
        };
        let journey = &self.aimed(app, journey, &listed).await?;
        if let Some(id) = journey.goes_on_with() {
            let Some(renewed) = renewal::adopt(app, journey, id, connection, &listed).await? else {
                return Ok(Err(Outcome::OtherAccounts));
            };
            return match journey.mode {
                Mode::Renew => Ok(Ok(Next::renewed(journey, renewed))),
                Mode::Connect | Mode::Manage => self.add(app, renewed, listed).await,
            };
        }
        let accounts: Vec<StoredAccount> = listed
            .into_iter()
            .map(|account| stored(&connection.id, connection.choice.space, account))
            .collect();
        app.store()
            .keep_accounts(app.keys(), &connection.id, &accounts)
            .await?;
        Ok(after(&self.bank, &accounts))
    }

    /// The journey with the connection that it goes on with: the one it was begun for, or the one that the person has at this
    /// bank already. Noted before anything is taken over, so that a crash in between can be made good.
    async fn aimed(
        &self,
        app: &App,
        journey: &Journey,
        listed: &[ListedAccount],
    ) -> Result<Journey, Fault> {
        if journey.goes_on_with().is_some() {
            return Ok(journey.clone());
        }
        let Some(id) = renewal::same_bank(app, &self.connection, listed).await? else {
            return Ok(journey.clone());
        };
        let (journey, ()) = app
            .store()
            .change_journey(&journey.id, app.now(), |current| {
                if current.state.connection == journey.state.connection {
                    current.state.found_open = Some(ConnectionId(id.clone()));
                }
                Ok(())
            })
            .await?;
        Ok(journey)
    }

    /// Accounts that the connection does not have yet are kept beside those that it has.
    async fn add(
        &self,
        app: &App,
        renewed: Renewed,
        listed: Vec<ListedAccount>,
    ) -> Result<Result<Next, Outcome>, Fault> {
        let (id, space) = (&renewed.connection, self.connection.choice.space);
        let mut accounts = app.store().accounts(app.keys(), id).await?;
        for account in listed {
            if !accounts
                .iter()
                .any(|known| known.upstream.is(&account.upstream))
            {
                accounts.push(stored(id, space, account));
            }
        }
        app.store().keep_accounts(app.keys(), id, &accounts).await?;
        let over = |designated| Next::Over(ConnectionId(id.clone()), designated);
        Ok(after(&self.bank, &accounts).map(|next| match next {
            Next::Designated(linked) => over(Some(linked)),
            _ => over(None),
        }))
    }
}

fn after(bank: &Bank, accounts: &[StoredAccount]) -> Result<Next, Outcome> {
    match bank.connector.capabilities.accounts {
        AccountsAt::Widget => Ok(Next::Phase(Phase::Accounts)),
        AccountsAt::Bank => {
            let open: Vec<AccountId> = accounts
                .iter()
                .filter(|one| one.shown.offer == Offer::Open)
                .map(|one| one.shown.id.clone())
                .collect();
            if open.is_empty() {
                Err(Outcome::NoAccounts)
            } else {
                Ok(Next::Designated(open))
            }
        }
    }
}

/// Our name for an account follows from the connection and the bank's own name, so that reading a list twice gives
/// the same names.
fn stored(connection: &str, space: Space, listed: ListedAccount) -> StoredAccount {
    let id = AccountId(secrets::uuid_of(&format!(
        "account:{connection}:{}",
        listed.upstream.resource
    )));
    StoredAccount {
        shown: Account {
            id,
            group: listed.group,
            space: listed.space.unwrap_or(space),
            role: listed.role,
            label: listed.label,
            tail: listed.tail,
            offer: listed.offer,
        },
        upstream: listed.upstream,
    }
}

/// Whether the chosen bank has to be told the purposes before the person leaves for it.
pub(super) fn asked_before_bank(app: &App, journey: &Journey) -> bool {
    let resolved = journey
        .state
        .choice
        .as_ref()
        .map(|choice| app.catalogue().resolve(&app.config().banks, choice));
    matches!(resolved, Some(Ok(Resolved::Bank(place)))
        if place.bank.connector.capabilities.purposes == PurposesAt::Before)
}
