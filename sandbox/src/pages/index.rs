//! The list of banks, for people and for programs.

use axum::{Json, extract::State, http::HeaderMap};
use maud::{Markup, html};
use serde::Serialize;

use super::layout::{self, Page};
use crate::{
    app::{App, Shared},
    bank::{
        Bank,
        behaviour::{
            AccountChoice, ConsentModel, History, PurposeChoice, PushedRequests, RequestSignature,
            ResponseIssuer, Revocation,
        },
    },
    lang::Lang,
    oauth::client::CLIENT_ID,
    person::Person,
    stet,
};

/// A bank in `/banks.json`.
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    #[serde(flatten)]
    bank: &'a Bank,
    issuer: String,
    api: String,
}

/// `GET /`.
pub async fn show(State(app): State<Shared>, headers: HeaderMap) -> Page {
    let lang = Lang::choose(None, &headers);
    let title = lang.say("Les banques du banc d’essai", "The sandbox banks");
    let content = html! {
        p { (lang.say("Client enregistré partout : ", "Client registered everywhere: ")) code { (CLIENT_ID) }
            " · " a href="/banks.json" { "banks.json" }
            " · " a href="/log" { (lang.say("journal des appels", "log of calls")) } }
        h2 { (lang.say("Personnes d’essai", "Test people")) }
        dl { @for person in Person::ALL { dt { code { (person.id()) } } dd { (person.what(lang)) } } }
        h2 { (lang.say("Banques", "Banks")) }
        (table(&app, lang))
    };
    layout::plain(lang, title, &content)
}

/// `GET /banks.json`.
pub async fn json(State(app): State<Shared>) -> Json<serde_json::Value> {
    let listed = app.banks.iter().map(|bank| {
        let issuer = app.issuer(&bank.id);
        Listed {
            bank,
            api: format!("{issuer}{}", stet::ROOT),
            issuer,
        }
    });
    Json(serde_json::json!(listed.collect::<Vec<_>>()))
}

fn table(app: &App, lang: Lang) -> Markup {
    html! {
        div class="wide" tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { (lang.say("Banque", "Bank")) }
                    @for head in ["issuer", "model", "iss", "PAR", "revoke", "accounts", "purposes", "signature", "history"] {
                        th scope="col" { (head) }
                    }
                } }
                tbody { @for bank in app.banks.iter() { (row(app, bank)) } }
            }
        }
    }
}

fn row(app: &App, bank: &Bank) -> Markup {
    let own = bank.behaviour;
    let cells = [
        match own.model {
            ConsentModel::Mixed => "mixed",
            ConsentModel::FullAisp => "full-aisp",
        },
        match own.iss {
            ResponseIssuer::Sent => "yes",
            ResponseIssuer::Absent => "no",
        },
        match own.par {
            PushedRequests::Required => "required",
            PushedRequests::Absent => "no",
        },
        match own.revocation {
            Revocation::Offered => "yes",
            Revocation::Absent => "no",
        },
        match own.accounts {
            AccountChoice::Widget => "widget",
            AccountChoice::Bank => "bank",
        },
        match own.purposes {
            PurposeChoice::After => "after",
            PurposeChoice::Before => "before",
        },
        match own.signature {
            RequestSignature::NotAsked => "no",
            RequestSignature::Required => "required",
        },
    ];
    let history = match own.history {
        History::Open => "open".to_owned(),
        History::MinutesAfterSca(minutes) => format!("{minutes} min"),
    };
    html! {
        tr {
            th scope="row" { (bank.name) }
            td { code { (app.issuer(&bank.id)) } }
            @for cell in cells { td { (cell) } }
            td { (history) }
        }
    }
}
