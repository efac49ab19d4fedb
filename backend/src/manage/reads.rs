//! How often data was read, by whom, for what.

use contract::Locale;
use maud::{Markup, html};

use super::words::words;
use crate::app::App;
use crate::journey::Journey;
use crate::metering::reads;
use crate::problem::Fault;
use crate::store::connections::Connection;
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
    let read = reads::at_bank(app, &connection.id).await?;
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
