//! How often data was read, by whom, for what.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Locale, PurposeId};
use maud::{Markup, html};

use super::words::words;
use crate::app::App;
use crate::clock::Seconds;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::store::connections::Connection;
use crate::store::usage::Times;
use crate::view;

/// The section of a bank; nothing where nothing was read.
pub(super) async fn section(
    app: &App,
    journey: &Journey,
    connection: &Connection,
    locale: Locale,
) -> Result<Markup, Fault> {
    let words = words(locale);
    let partner = view::partner(app, journey)?;
    let read = at_bank(app, connection).await?;
    let fetched = app.store().deliveries(&connection.id).await?;
    let title = |id: &str| {
        let purpose = app.config().purpose(id);
        purpose.map_or_else(|| id.to_owned(), |one| one.words(locale).title.clone())
    };
    let what = |what: &str| match what {
        "accounts" => words.accounts.to_owned(),
        "transactions" => words.operations.to_owned(),
        purpose => title(purpose),
    };
    Ok(html! {
        @if !read.is_empty() {
            h3 { (words.reads) }
            ul {
                @for (purpose, times) in &read {
                    li { span { strong { (title(purpose)) } br; (words.read_at_bank(*times)) } }
                }
                @for (name, times) in &fetched {
                    li { span { strong { (what(name)) } br; (words.fetched(&partner.name, *times)) } }
                }
            }
        }
    })
}

/// By purpose: a journey or a refresh is one time, however many accounts and pages it read.
async fn at_bank(app: &App, connection: &Connection) -> Result<BTreeMap<String, Times>, Fault> {
    let mut runs: BTreeMap<String, (BTreeSet<String>, Seconds)> = BTreeMap::new();
    for (run, purposes, at) in app.store().reads(&connection.id).await? {
        let purposes: Vec<PurposeId> =
            serde_json::from_str(&purposes).map_err(|_| Fault::Corrupt("calls.purposes"))?;
        for purpose in purposes {
            let (seen, last) = runs.entry(purpose.0).or_default();
            seen.insert(run.clone());
            *last = at.max(*last);
        }
    }
    let times = |(seen, last): (BTreeSet<String>, Seconds)| Times {
        count: i64::try_from(seen.len()).unwrap_or(i64::MAX),
        last,
    };
    let all = runs.into_iter();
    Ok(all.map(|(purpose, one)| (purpose, times(one))).collect())
}
