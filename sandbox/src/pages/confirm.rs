//! Page 2: the trusted device, drawn as the phone would show it.

use axum::{
    Form,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::html;
use serde::Deserialize;

use super::{
    answer::{self, Outcome},
    choose,
    identify::{Found, find, leave, lost},
    layout::{self, Page},
};
use crate::{
    app::{AtBank, Shared, lock},
    bank::{Bank, behaviour::AccountChoice},
    lang::Lang,
    oauth::visits::{Stage, Visit},
};

/// The form of the page.
#[derive(Debug, Deserialize)]
pub struct Answer {
    visit: String,
    sca: Option<Sca>,
    cancel: Option<String>,
}

/// What happens on the phone.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sca {
    /// The person approves.
    Approve,
    /// The person refuses.
    Refuse,
    /// The person lets the time run out.
    Expire,
}

/// The page.
pub fn page(bank: &Bank, lang: Lang, id: &str, visit: &Visit) -> Page {
    let title = lang.say("Confirmez sur votre téléphone", "Confirm on your phone");
    let asks = visit
        .request
        .redirect_uri
        .split('/')
        .nth(2)
        .unwrap_or_default();
    let content = html! {
        p { (lang.say(
            "Votre banque a envoyé une notification à votre appareil de confiance. Le voici :",
            "Your bank sent a notification to your trusted device. Here it is:",
        )) }
        form method="post" action={ "/" (bank.id) "/confirm" } {
            input type="hidden" name="visit" value=(id);
            section class="phone" aria-label=(lang.say("Votre téléphone", "Your phone")) {
                h2 { (bank.name) }
                p { (lang.say("Autoriser l’accès à vos comptes ?", "Allow access to your accounts?")) }
                p class="asks" { (lang.say("Demandé par", "Asked by")) " " strong { "Guichet" } " (" (asks) ")" }
                button class="main" name="sca" value="approve" data-test="sca-approve" { (lang.say("Approuver", "Approve")) }
                button name="sca" value="refuse" data-test="sca-refuse" { (lang.say("Refuser", "Refuse")) }
                button name="sca" value="expire" data-test="sca-expire" { (lang.say("Laisser expirer", "Let it time out")) }
            }
            (layout::way_out(lang))
        }
    };
    layout::bank(bank, lang, title, &content)
}

/// `POST /{bank}/confirm`.
pub async fn submit(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Response {
    let visit = match find(&app, &bank, &form.visit, |stage| {
        matches!(stage, Stage::Confirm(_))
    }) {
        Found::Open(visit) => visit,
        Found::Late(visit) => return answer::nothing(&app, &bank, &visit, Outcome::Expired),
        Found::Lost => return lost(&bank, &headers),
    };
    let Stage::Confirm(person) = visit.stage else {
        return lost(&bank, &headers);
    };
    let lang = Lang::choose(visit.request.locales.as_deref(), &headers);
    match (form.cancel, form.sca) {
        (Some(_), _) => leave(&app, &bank, &form.visit, Outcome::Cancelled),
        (None, Some(Sca::Refuse)) => leave(&app, &bank, &form.visit, Outcome::Refused),
        (None, Some(Sca::Expire)) => leave(&app, &bank, &form.visit, Outcome::Expired),
        (None, None) => page(&bank, lang, &form.visit, &visit).into_response(),
        (None, Some(Sca::Approve)) if bank.behaviour.accounts == AccountChoice::Bank => {
            lock(&app.visits).go_on(&form.visit, Stage::Choose(person));
            choose::first(&app, &bank, lang, &form.visit, person, visit.request.space)
        }
        (None, Some(Sca::Approve)) => {
            // A double click: only the first gets the code.
            let closed = lock(&app.visits).close(&form.visit);
            closed.map_or_else(
                || lost(&bank, &headers),
                |visit| answer::code(&app, &bank, visit, person, None),
            )
        }
    }
}
