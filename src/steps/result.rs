//! The result, seen before it is sent: for people, and as data.

mod figures;
mod months;

use crate::leptos::prelude::{AnyView, spawn_local};
use contract::{Account, AccountId, Balance, DataPage, Insight, Preview, PurposeId};
use journey::Event;
use stylers_macro::style_sheet;

use super::simple::heading;
use crate::{
    format,
    shell::Shell,
    ui::{Kept, Node, Rank, Tone, button, live, node, notice, waiting_button},
};

/// The result step.
pub fn result(shell: Shell, preview: &Preview) -> AnyView {
    let scope = style_sheet!("./style/result.css");
    let words = &shell.words().result;
    let cards = preview
        .insights
        .iter()
        .enumerate()
        .map(|(place, one)| card(shell, place, one, &preview.accounts));
    let refused = preview
        .refused
        .iter()
        .map(|title| node("li", scope).text((words.refused)(title)));
    let answer = |rank, label: &'static str, event: Event| {
        waiting_button(
            rank,
            live(move || label.to_owned()),
            shell.is_waiting(),
            move || shell.send(event.clone()),
        )
    };
    let answers = node("div", scope)
        .class("answers")
        .child(answer(Rank::Primary, words.send, Event::Send))
        .child(answer(Rank::Secondary, words.discard, Event::Discard));
    node("div", scope)
        .class("result")
        .child(heading(scope, words.title))
        .child(node("p", scope).text((words.hint)(&shell.partner())))
        .children(cards)
        .child(node("ul", scope).class("refused").children(refused))
        .child(answers)
        .draw()
}

fn card(shell: Shell, place: usize, insight: &Insight, accounts: &[Account]) -> AnyView {
    let scope = style_sheet!("./style/card.css");
    let words = &shell.words().result;
    let recent_only: Vec<_> = insight
        .recent_only
        .iter()
        .map(|id| label(accounts, id))
        .collect();
    let recent_only = (!recent_only.is_empty())
        .then(|| notice(Tone::Info, &(words.recent_only)(&recent_only.join(", "))));
    let formula = node("small", scope).text(insight.formula.clone());
    let currencies = insight
        .months
        .chunk_by(|one, next| one.currency == next.currency);
    node("article", scope)
        .class("card")
        .child(node("h3", scope).text(insight.title.clone()))
        .children(figures::figures(shell, place, insight))
        .children((!insight.balances.is_empty()).then(|| balances(shell, insight, accounts)))
        .children(currencies.flat_map(|months| months::months(shell, months)))
        .children(recent_only)
        .child(node("p", scope).text((words.transactions)(insight.transactions)))
        .child(node("p", scope).text(insight.read.clone()))
        .child(formula)
        .child(data(shell, &insight.purpose))
        .draw()
}

fn balances(shell: Shell, insight: &Insight, accounts: &[Account]) -> Node {
    let scope = style_sheet!("./style/card.css");
    let row = |balance: &Balance| {
        let amount = format::money(shell.locale(), balance.cents, &balance.currency);
        node("tr", scope)
            .child(header(scope, "row", label(accounts, &balance.account)))
            .child(node("td", scope).text(amount))
    };
    let caption = node("caption", scope).text(shell.words().result.balances);
    node("table", scope)
        .child(caption)
        .child(node("tbody", scope).children(insight.balances.iter().map(row)))
}

/// What the person's bank calls an account.
fn label(accounts: &[Account], id: &AccountId) -> String {
    accounts
        .iter()
        .find(|account| account.id == *id)
        .map(|account| account.label.clone())
        .unwrap_or_default()
}

/// Names a row or a column.
fn header(scope: &'static str, of: &'static str, name: impl Into<String>) -> Node {
    node("th", scope).attr("scope", of).text(name)
}

/// What has come of something that is fetched page by page, when it is opened.
#[derive(Clone)]
struct Pages {
    shell: Shell,
    /// What is fetched: a path of the journey, up to its query.
    path: String,
    purpose: PurposeId,
    /// A page ends with a line feed.
    text: Kept<String>,
    next: Kept<Option<String>>,
    failed: Kept<bool>,
}

impl Pages {
    fn new(shell: Shell, path: String, purpose: &PurposeId) -> Self {
        Self {
            shell,
            path,
            purpose: purpose.clone(),
            text: Kept::new(String::new()),
            next: Kept::new(None),
            failed: Kept::new(false),
        }
    }

    /// Puts the pages into a `details` element: its first page comes when it is opened, and a button brings the next.
    fn inside(self, details: Node, scope: &'static str, shown: impl Into<AnyView>) -> Node {
        let words = self.shell.words();
        let (first, failed) = (self.clone(), self.failed.clone());
        let trouble = move || {
            if failed.get() {
                words.trouble.server
            } else {
                ""
            }
            .to_owned()
        };
        let more = move || {
            let pages = self.clone();
            pages
                .next
                .with(Option::is_some)
                .then(|| button(Rank::Quiet, words.result.data_more, move || pages.load()))
        };
        details
            .on("toggle", move |_| {
                if first.text.peek(String::is_empty) {
                    first.load();
                }
            })
            .child(node("p", scope).attr("role", "status").live_text(trouble))
            .child(shown)
            .part(more)
    }

    /// Fetches the next page, or the first.
    fn load(&self) {
        let Some(page) = self.shell.page() else {
            return;
        };
        let pages = self.clone();
        spawn_local(async move {
            let after = pages.next.peek(Clone::clone);
            let got = page.api.page(&pages.path, &pages.purpose, after).await;
            pages.failed.set(got.is_err());
            if let Ok(DataPage { json, next }) = got {
                pages.text.update(|text| {
                    text.push_str(&json);
                    text.push('\n');
                });
                pages.next.set(next);
            }
        });
    }
}

/// The exact JSON.
fn data(shell: Shell, purpose: &PurposeId) -> AnyView {
    let scope = style_sheet!("./style/data.css");
    let words = &shell.words().result;
    let pages = Pages::new(shell, "/data?".to_owned(), purpose);
    let text = pages.text.clone();
    let json = node("pre", scope)
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", words.data)
        .live_text(move || text.get());
    let details = node("details", scope)
        .class("data")
        .child(node("summary", scope).text(words.data));
    pages.inside(details, scope, json).draw()
}
