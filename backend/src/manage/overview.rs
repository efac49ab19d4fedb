//! What is shared, bank by bank: purposes, accounts, until when; and a form behind each that takes it back.

use contract::{Code, Insight, Locale, PurposeId};
use maud::{Markup, html};

use super::card::card;
use super::reads;
use super::words::{Words, words};
use crate::app::App;
use crate::book::Book;
use crate::clock::Seconds;
use crate::journey::Journey;
use crate::pages::{self, frame};
use crate::problem::Fault;
use crate::store::accounts::StoredAccount;
use crate::store::connections::{Connection, ConnectionStatus, EndedBy};
use crate::store::consents::Consent;
use crate::{insights, preview, view};

/// One purpose, as far as it was ever given over a connection.
struct Line {
    id: String,
    title: String,
    /// The last consent of it.
    last: Consent,
    /// Whether any of it is in force.
    in_force: bool,
}

/// The page, in the language in which the purposes were answered; `said` is what was just done.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
pub(super) async fn page(
    app: &App,
    journey: &Journey,
    said: Option<&str>,
) -> Result<Markup, Fault> {
    let locale = journey.state.answered_in;
    let words = words(locale);
    let partner = view::partner(app, journey)?;
    let mut banks = Vec::new();
    for connection in app
        .store()
        .connections_of(&journey.partner, &journey.user)
        .await?
    {
        if connection.sent_at.is_some() {
            banks.push(bank(app, journey, &connection, locale).await?);
        }
    }
    let content = html! {
        @if let Some(said) = said { p role="status" class="said" { (said) } }
        // Somebody who was sent here by a stranger sees whose page it is.
        p class="small" { (pages::whose(app, journey, locale).await?) }
        p { (words.intro(&partner.name)) }
        @for bank in banks { (bank) }
        p class="small" { (words.held(&partner.name)) }
        form method="post" action="/manage/leave" { button class="quiet" type="submit" { (words.leave) } }
    };
    Ok(frame(locale, words.title, &content))
}

async fn bank(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    locale: Locale,
) -> Result<Markup, Fault> {
    let words = words(locale);
    let name = app.catalogue().name(&connection.choice);
    let now = app.now();
    let consents = app
        .store()
        .consents(&journey.partner, &journey.user, &connection.id)
        .await?;
    let own = app
        .store()
        .journey(&connection.journey)
        .await?
        .ok_or(Fault::Corrupt("connections.journey"))?;
    let cards = cards(app, &own, connection, &consents, locale).await?;
    let reads = reads::section(app, journey, connection, locale).await?;
    let accounts = app.store().accounts(app.keys(), &connection.id).await?;
    let open = connection.status == ConnectionStatus::Open;
    let lines = lines(app, &consents, now, locale);
    let given = |id: &PurposeId| lines.iter().any(|line| line.id == id.as_str());
    let shared: Vec<&StoredAccount> = accounts
        .iter()
        .filter(|account| {
            consents
                .iter()
                .any(|one| one.account == account.shown.id && one.holds(now))
        })
        .collect();
    Ok(html! {
        section {
            h2 { (name) }
            @if let Some(sent) = connection.sent_at { p { (words.since(sent)) } }
            @if !open { p { strong { (closed(connection, words)) } } }
            @else if connection.sca_wanted_at.is_some() { p { strong { (words.sca_wanted) } } }
            @else { p { (words.sca_due(connection.sca_due)) } }
            h3 { (words.purposes) }
            ul {
                @for line in &lines {
                    li {
                        (purpose(line, connection, open, words, now))
                        @if let Some(insight) = cards.iter().find(|one| one.purpose.as_str() == line.id) {
                            (card(insight, words, locale))
                        }
                    }
                }
                @for purpose in view::refused(app, &own, given) {
                    li { span { strong { (purpose.words(locale).title) } br; (words.refused) } }
                }
            }
            (reads)
            h3 { (words.receipts) }
            ul {
                @for (id, at) in receipts(&consents) {
                    li { a href=(format!("/manage/receipts/{id}")) { (words.receipt_of(at)) } }
                }
            }
            @if open && !shared.is_empty() {
                h3 { (words.accounts) }
                ul {
                    @for account in &shared {
                        li {
                            span { (account.shown.label) " " (tail(account)) }
                            (button(connection, "account", account.shown.id.as_str(), words.unlink, &account.shown.label))
                        }
                    }
                }
                (add(connection, words, &name))
                (button(connection, "access", "", words.disconnect, &name))
            }
        }
    })
}

/// Why nothing is read any more.
fn closed(connection: &Connection, words: &Words) -> &'static str {
    match connection.ended_by {
        EndedBy::Bank => words.ended_at_bank,
        EndedBy::Here | EndedBy::Renewal => words.is_closed,
    }
}

/// The receipts on which consents were given, oldest first.
fn receipts(consents: &[Consent]) -> Vec<(&str, Seconds)> {
    let mut receipts: Vec<(&str, Seconds)> = Vec::new();
    for one in consents {
        if receipts.iter().all(|(id, _)| *id != one.receipt) {
            receipts.push((&one.receipt, one.at));
        }
    }
    receipts.sort_by_key(|(_, at)| *at);
    receipts
}

/// What was found, for each purpose that is in force.
async fn cards(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    consents: &[Consent],
    locale: Locale,
) -> Result<Vec<Insight>, Fault> {
    let mut held = consents.to_vec();
    held.retain(|one| one.holds(app.now()));
    if held.is_empty() || connection.status != ConnectionStatus::Open {
        return Ok(Vec::new());
    }
    let narrowed = insights::in_force(app, journey, connection, &held);
    let book = Book::read(app, &narrowed).await?;
    let stored = app.store().insights(app.keys(), &connection.id).await?;
    let mut cards = Vec::new();
    for one in narrowed.state.given.iter().flatten() {
        let Some(purpose) = app.config().purpose(one.purpose.as_str()) else {
            continue;
        };
        let found = stored.iter().find(|found| found.purpose == one.purpose);
        cards.push(preview::insight(
            &book,
            purpose,
            one,
            found,
            locale,
            app.now(),
        )?);
    }
    Ok(cards)
}

fn lines(app: &App, consents: &[Consent], now: i64, locale: Locale) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for consent in consents {
        let holds = consent.holds(now);
        match lines
            .iter_mut()
            .find(|line| line.id == consent.purpose.as_str())
        {
            Some(line) => {
                line.in_force |= holds;
                if consent.at > line.last.at {
                    line.last = consent.clone();
                }
            }
            None => lines.push(Line {
                id: consent.purpose.as_str().to_owned(),
                title: app.config().purpose(consent.purpose.as_str()).map_or_else(
                    || consent.purpose.as_str().to_owned(),
                    |purpose| purpose.words(locale).title.clone(),
                ),
                last: consent.clone(),
                in_force: holds,
            }),
        }
    }
    lines
}

fn purpose(line: &Line, connection: &Connection, open: bool, words: &Words, now: i64) -> Markup {
    let state = match line.last.withdrawn {
        _ if line.in_force && open => words.until(line.last.until),
        Some(at) => words.withdrawn_on(at),
        None => words.ended(line.last.until.min(now)),
    };
    html! {
        span { strong { (line.title) } br; (state) }
        @if line.in_force && open { (button(connection, "purpose", &line.id, words.withdraw, &line.title)) }
    }
}

/// The way to the bank, for more.
fn add(connection: &Connection, words: &Words, bank: &str) -> Markup {
    html! {
        form method="post" action="/manage/add" {
            input type="hidden" name="connection" value=(connection.id);
            button class="quiet" type="submit" aria-label=(format!("{}: {bank}", words.add)) { (words.add) }
        }
    }
}

/// A form of one button. What it is about is in its name too, for who hears the page.
fn button(connection: &Connection, what: &str, id: &str, label: &str, about: &str) -> Markup {
    html! {
        form method="post" action="/manage/withdraw" {
            input type="hidden" name="connection" value=(connection.id);
            input type="hidden" name="what" value=(what);
            input type="hidden" name="id" value=(id);
            button class="quiet" type="submit" aria-label=(format!("{label}: {about}")) { (label) }
        }
    }
}

/// Asks once more, before an account or the whole access goes.
///
/// # Errors
/// [`Code::NotFound`] when there is no such account; [`Fault::Store`] or [`Fault::Sealed`].
pub(super) async fn question(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    account: Option<&str>,
) -> Result<Markup, Fault> {
    let locale = journey.state.answered_in;
    let words = words(locale);
    let bank = app.catalogue().name(&connection.choice);
    let partner = view::partner(app, journey)?;
    let (what, id, asked) = match account {
        Some(id) => {
            let accounts = app.store().accounts(app.keys(), &connection.id).await?;
            let account = accounts
                .iter()
                .find(|one| one.shown.id.as_str() == id)
                .ok_or(Fault::Refused(Code::NotFound, ""))?;
            let name = format!("{} {}", account.shown.label, tail(account));
            ("account", id, words.ask_account(name.trim(), &partner.name))
        }
        None => ("access", "", words.ask_access(&bank, &partner.name)),
    };
    let content = html! {
        p class="small" { (pages::whose(app, journey, locale).await?) }
        p { (asked) }
        form method="post" action="/manage/withdraw" {
            input type="hidden" name="connection" value=(connection.id);
            input type="hidden" name="what" value=(what);
            input type="hidden" name="id" value=(id);
            input type="hidden" name="sure" value="yes";
            button type="submit" { (words.yes) }
        }
        p { a href="/manage" { (words.no) } }
    };
    Ok(frame(locale, words.question, &content))
}

fn tail(account: &StoredAccount) -> String {
    account
        .shown
        .tail
        .as_ref()
        .map(|tail| format!("•••{}", tail.0))
        .unwrap_or_default()
}
