//! Page 3, at banks where accounts are chosen: a checkbox for each, none ticked.

use axum::{
    body::Bytes,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::html;
use url::form_urlencoded;

use super::{
    answer::{self, Outcome},
    identify::{Found, find, leave, lost},
    layout::{self, Page},
};
use crate::{
    account::{Account, Usage, holdings},
    app::{App, AtBank, Shared, lock},
    bank::Bank,
    lang::Lang,
    oauth::{request::Space, visits::Stage},
    person::Person,
};

/// What the page says beyond its form.
#[derive(Clone, Copy)]
enum Hint {
    /// Nothing.
    None,
    /// That nothing was ticked.
    NothingTicked,
}

/// The page as it first appears. A person without accounts has nothing to choose and goes back.
pub(super) fn first(
    app: &App,
    bank: &Bank,
    lang: Lang,
    id: &str,
    person: Person,
    space: Option<Space>,
) -> Response {
    let accounts = offered(app, bank, person, space);
    if !accounts.is_empty() {
        return page(bank, lang, id, &accounts, Hint::None).into_response();
    }
    let closed = lock(&app.visits).close(id);
    closed.map_or_else(
        || lost(bank, &HeaderMap::new()),
        |visit| answer::code(app, bank, visit, person, Some(Vec::new())),
    )
}

fn offered(app: &App, bank: &Bank, person: Person, space: Option<Space>) -> Vec<Account> {
    let fits = |account: &Account| match space {
        None => true,
        Some(Space::Personal) => account.usage == Usage::Private,
        Some(Space::Business) => account.usage == Usage::Organisation,
    };
    let all = holdings::of(person, bank, app.seed).into_iter();
    all.filter(|account| account.is_listed() && fits(account))
        .collect()
}

fn page(bank: &Bank, lang: Lang, id: &str, accounts: &[Account], hint: Hint) -> Page {
    let title = lang.say("Quels comptes ouvrir ?", "Which accounts to open?");
    let content = html! {
        @if matches!(hint, Hint::NothingTicked) {
            p class="alert" role="alert" { (lang.say("Cochez au moins un compte.", "Tick at least one account.")) }
        }
        form method="post" action={ "/" (bank.id) "/choose" } {
            input type="hidden" name="visit" value=(id);
            fieldset {
                legend { (lang.say("Vos comptes", "Your accounts")) }
                @for account in accounts {
                    label class="choice" {
                        input type="checkbox" name="account" value=(account.resource_id);
                        span { (account.name) " " span class="tail" { (tail(account)) } }
                    }
                }
            }
            button class="main" name="choose" value="choose" data-test="choose" {
                (lang.say("Ouvrir ces comptes", "Open these accounts"))
            }
            (layout::way_out(lang))
        }
    };
    layout::bank(bank, lang, title, &content)
}

/// The last four characters of the number.
fn tail(account: &Account) -> String {
    let number = account.number().unwrap_or_default();
    format!(
        "… {}",
        number
            .get(number.len().saturating_sub(4)..)
            .unwrap_or_default()
    )
}

/// `POST /{bank}/choose`. `account` comes once for each tick, so the form is read by hand.
pub async fn submit(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let pairs: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
    let first = |wanted: &str| {
        pairs
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let id = first("visit").unwrap_or_default();
    let visit = match find(&app, &bank, id, |stage| matches!(stage, Stage::Choose(_))) {
        Found::Open(visit) => visit,
        Found::Late(visit) => return answer::nothing(&app, &bank, &visit, Outcome::Expired),
        Found::Lost => return lost(&bank, &headers),
    };
    let Stage::Choose(person) = visit.stage else {
        return lost(&bank, &headers);
    };
    if first("cancel").is_some() {
        return leave(&app, &bank, id, Outcome::Cancelled);
    }
    let accounts = offered(&app, &bank, person, visit.request.space);
    let ticked = |account: &&Account| {
        pairs
            .iter()
            .any(|(name, id)| name == "account" && *id == account.resource_id)
    };
    let chosen: Vec<_> = accounts
        .iter()
        .filter(ticked)
        .map(|account| account.resource_id.clone())
        .collect();
    if chosen.is_empty() {
        let lang = Lang::choose(visit.request.locales.as_deref(), &headers);
        return page(&bank, lang, id, &accounts, Hint::NothingTicked).into_response();
    }
    let closed = lock(&app.visits).close(id);
    closed.map_or_else(
        || lost(&bank, &headers),
        |visit| answer::code(&app, &bank, visit, person, Some(chosen)),
    )
}
