//! A receipt as a page that prints well, and as a file.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, Locale};
use maud::{Markup, html};

use super::seated;
use super::words::{Words, words};
use crate::app::App;
use crate::journey_api::locale;
use crate::pages::{self, frame};
use crate::problem::Fault;
use crate::receipt::{self, Document, Event, Party, Processing, seal};

/// The end of a file's address.
const FILE: &str = ".jsonld";

/// `/manage/receipts/{id}` is the page, `/manage/receipts/{id}.jsonld` the file.
pub async fn receipt(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let locale = locale(&headers);
    let shown = async {
        let Some(journey) = seated(&app, &headers).await? else {
            return Err(Fault::Refused(Code::AccessExpired, ""));
        };
        let id = name.strip_suffix(FILE);
        let found = receipt::find(&app, &journey.user, id.unwrap_or(&name)).await?;
        let document = found.ok_or(Fault::Refused(Code::NotFound, ""))?;
        if id.is_some() {
            return file(&app, &document);
        }
        Ok(page(&document, journey.state.answered_in).into_response())
    };
    shown
        .await
        .unwrap_or_else(|fault| pages::refusal(fault, locale))
}

fn file(app: &App, document: &Document) -> Result<Response, Fault> {
    let signed = seal::signed(app.keys(), document)?;
    let body = serde_json::to_vec_pretty(&signed).map_err(|_| Fault::Corrupt("ledger.body"))?;
    let name = format!(
        "attachment; filename=\"guichet-{}{FILE}\"",
        document.receipt_id
    );
    let headers = [
        (header::CONTENT_TYPE, "application/ld+json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, body).into_response())
}

fn page(document: &Document, locale: Locale) -> Markup {
    let words = words(locale);
    let content = html! {
        @for (one, event) in document.processing.iter().zip(&document.events) {
            (purpose(one, event, words))
        }
        h2 { (words.parties) }
        dl {
            @for party in &document.parties { (row(role(party, words), &format!("{}, {}, {}", party.name, party.address, party.contact))) }
        }
        h2 { (words.rights) }
        p { (words.rights_text) }
        p { (words.take_back) " " (document.processing.first().map_or("", |one| &one.withdrawal_method)) }
        p class="small" { (words.number) " " (document.receipt_id) br; (words.signature) }
        p class="screen" {
            a href=(format!("/manage/receipts/{}{FILE}", document.receipt_id)) { (words.file) }
            br;
            a href="/manage" { (words.back) }
        }
    };
    frame(locale, words.receipt, &content)
}

fn purpose(one: &Processing, event: &Event, words: &Words) -> Markup {
    let classes = one.pii_information.iter();
    let classes: Vec<&str> = classes.map(|pii| words.class(&pii.pii_type)).collect();
    let accounts = one.accounts.iter();
    let accounts: Vec<String> = accounts
        .map(|account| {
            let kind = words.account(&account.account_type);
            match account.last_digits.as_str() {
                "" => kind.to_owned(),
                digits => format!("{kind} •••{digits}"),
            }
        })
        .collect();
    let recipients = match one.recipient_third_parties.as_slice() {
        [] => words.nobody.to_owned(),
        names => names.join(", "),
    };
    html! {
        section {
            h2 { (one.purpose.title) }
            @for line in &one.privacy_notice.text { p { (line) } }
            dl {
                (row(words.given_at, &minute(&event.event_time)))
                (row(words.holds, &words.days(&event.validity_duration)))
                (row(words.data, &classes.join(", ")))
                (row(words.accounts, &accounts.join(", ")))
                (row(words.recipients, &recipients))
                (row(words.kept_in, &format!("{} ({})", one.storage_locations.join(", "), one.geographic_restrictions.join(", "))))
            }
        }
    }
}

/// A moment without its seconds, as people read one.
fn minute(moment: &str) -> String {
    moment.get(..16).unwrap_or_default().replace('T', " ")
}

fn row(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

fn role<'a>(party: &Party, words: &'a Words) -> &'a str {
    match party.party_id.as_str() {
        "partner" => words.partner,
        "aisp" => words.aisp,
        _ => words.authority,
    }
}
