//! `GET /log`: a table for people, JSON for programs.

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use maud::html;
use time::format_description::well_known::Rfc3339;

use super::{ConsentNote, Entry, Filter};
use crate::{app::Shared, lang::Lang, pages::layout};

/// `GET /log?bank=&kind=&since=`.
pub async fn show(
    State(app): State<Shared>,
    Query(filter): Query<Filter>,
    headers: HeaderMap,
) -> Response {
    let entries = app.journal.read(&filter);
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !accept.contains("text/html") {
        return Json(entries).into_response();
    }
    let lang = Lang::choose(None, &headers);
    layout::plain(
        lang,
        lang.say("Journal des appels", "Log of calls"),
        &table(lang, &entries),
    )
    .into_response()
}

fn table(lang: Lang, entries: &[Entry]) -> maud::Markup {
    html! {
        p { (lang.say(
            "Chaque appel reçu par les banques, le plus récent d’abord. Aucun jeton, aucun code.",
            "Every call the banks got, the latest first. No token, no code.",
        )) }
        div class="wide" tabindex="0" {
            table {
                thead { tr {
                    @for head in ["#", "at", "bank", "kind", "call", "grant", "account", "PSU-*", "status", "consent"] {
                        th scope="col" { (head) }
                    }
                } }
                tbody {
                    @for entry in entries.iter().rev() {
                        tr {
                            td { (entry.seq) }
                            td { (entry.at.format(&Rfc3339).unwrap_or_default()) }
                            td { (entry.bank) }
                            td { (format!("{:?}", entry.kind).to_lowercase()) }
                            td { (entry.method) " " (entry.path) @if !entry.query.is_empty() { "?" (entry.query) } }
                            td { @if let Some(grant) = entry.grant { (grant) } }
                            td { @if let Some(account) = &entry.account { (account) } }
                            td { (entry.psu_headers.join(" ")) }
                            td { (entry.status) }
                            td { @if let Some(note) = &entry.consent { (summary(note)) } }
                        }
                    }
                }
            }
        }
    }
}

fn summary(note: &ConsentNote) -> String {
    format!(
        "balances: {}; transactions: {}; identity: {}",
        note.balances.join(" "),
        note.transactions.join(" "),
        note.psu_identity
    )
}
