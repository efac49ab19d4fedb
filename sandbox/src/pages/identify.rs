//! Page 1: the person says who they are. A real bank asks for a customer number and a password here.

use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;

use super::{
    answer::{self, Outcome},
    confirm,
    layout::{self, Page},
    trouble,
};
use crate::{
    app::{App, AtBank, Shared, lock},
    bank::Bank,
    lang::Lang,
    oauth::visits::{Stage, Visit},
    person::{Device, Person},
};

/// The form of the page.
#[derive(Debug, Deserialize)]
pub struct Answer {
    visit: String,
    person: Option<Person>,
    cancel: Option<String>,
}

/// The page.
pub fn page(bank: &Bank, lang: Lang, visit: &str) -> Page {
    let title = lang.say("Qui êtes-vous ?", "Who are you?");
    let content = html! {
        p { (lang.say(
            "Une vraie banque demanderait ici votre identifiant et votre mot de passe. Choisissez une personne d’essai.",
            "A real bank would ask for your customer number and password here. Choose a test person.",
        )) }
        form method="post" action={ "/" (bank.id) "/identify" } {
            input type="hidden" name="visit" value=(visit);
            ul class="people" {
                @for person in Person::ALL {
                    li {
                        button name="person" value=(person.id()) data-test={ "person-" (person.id()) } {
                            span class="who" { (person.name()) }
                            span class="what" { (person.what(lang)) }
                        }
                    }
                }
            }
            (layout::way_out(lang))
        }
    };
    layout::bank(bank, lang, title, &content)
}

/// `POST /{bank}/identify`.
pub async fn submit(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Response {
    let found = find(&app, &bank, &form.visit, |stage| stage == Stage::Identify);
    let (visit, lang) = match found {
        Found::Open(visit) => {
            let lang = Lang::choose(visit.request.locales.as_deref(), &headers);
            (visit, lang)
        }
        Found::Late(visit) => return answer::nothing(&app, &bank, &visit, Outcome::Expired),
        Found::Lost => return lost(&bank, &headers),
    };
    match (form.cancel, form.person) {
        (Some(_), _) => leave(&app, &bank, &form.visit, Outcome::Cancelled),
        (None, None) => page(&bank, lang, &form.visit).into_response(),
        (None, Some(person)) => match person.device() {
            Device::Refuses => leave(&app, &bank, &form.visit, Outcome::Refused),
            Device::Expires => leave(&app, &bank, &form.visit, Outcome::Expired),
            Device::Asks => {
                lock(&app.visits).go_on(&form.visit, Stage::Confirm(person));
                confirm::page(&bank, lang, &form.visit, &visit).into_response()
            }
        },
    }
}

/// A visit that a form names.
pub(super) enum Found {
    /// At the page the form belongs to.
    Open(Visit),
    /// Too slow; it has been closed.
    Late(Visit),
    /// Unknown, over, or at another page.
    Lost,
}

pub(super) fn find(app: &App, bank: &Bank, id: &str, expected: impl Fn(Stage) -> bool) -> Found {
    let mut visits = lock(&app.visits);
    let Some(visit) = visits.find(id, &bank.id).cloned() else {
        return Found::Lost;
    };
    if visit.is_late(app.clock.now()) {
        return visits.close(id).map_or(Found::Lost, Found::Late);
    }
    if expected(visit.stage) {
        Found::Open(visit)
    } else {
        Found::Lost
    }
}

/// Ends the visit without a code.
pub(super) fn leave(app: &App, bank: &Bank, id: &str, outcome: Outcome) -> Response {
    let closed = lock(&app.visits).close(id);
    match closed {
        Some(visit) => answer::nothing(app, bank, &visit, outcome),
        None => lost(bank, &HeaderMap::new()),
    }
}

pub(super) fn lost(bank: &Bank, headers: &HeaderMap) -> Response {
    (
        StatusCode::BAD_REQUEST,
        trouble::lost(bank, Lang::choose(None, headers)),
    )
        .into_response()
}
