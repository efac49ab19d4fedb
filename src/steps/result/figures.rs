//! What a purpose's formula found: sentences, values, and what each value rests on.

use crate::leptos::prelude::{AnyView, IntoAny, spawn_local};
use contract::{EvidencePage, EvidenceRow, Figure, Insight, Part, PurposeId};
use journey::{Event, Screen};
use stylers_macro::style_sheet;

use crate::{
    format,
    shell::Shell,
    ui::{Kept, Node, Rank, button, node, share},
};

/// The sentences: they follow their numbers.
pub fn sentences(shell: Shell, place: usize, insight: &Insight) -> Vec<Node> {
    let scope = style_sheet!("./style/figure.css");
    let sentence = |at: usize| {
        let read = move || {
            let of = |insight: &Insight| {
                let parts = insight.sentences.get(at).into_iter().flatten();
                parts.map(|part| written(shell, part)).collect()
            };
            now(shell, place, of)
        };
        node("p", scope).live_text(read)
    };
    (0..insight.sentences.len()).map(sentence).collect()
}

/// The values.
pub fn figures(shell: Shell, place: usize, insight: &Insight) -> Node {
    let scope = style_sheet!("./style/figure.css");
    let figure = |(at, figure): (usize, &Figure)| {
        let value = move || {
            now(shell, place, |insight| {
                let figure = insight.figures.get(at);
                figure
                    .map(|one| written(shell, &one.value))
                    .unwrap_or_default()
            })
        };
        let open = figure.transactions > 0;
        let bar = matches!(figure.value, Part::Share(_));
        let drawn = move || {
            let points = shell.with(|journey| match journey.screen() {
                Screen::Result(preview) => {
                    match preview.insights.get(place)?.figures.get(at)?.value {
                        Part::Share(points) => Some(points),
                        _ => None,
                    }
                }
                _ => None,
            });
            points.map(share)
        };
        let head = node(if open { "summary" } else { "div" }, scope)
            .class("head")
            .child(
                node("span", scope)
                    .class("label")
                    .text(figure.label.clone()),
            )
            .child(node("span", scope).class("value").live_text(value));
        let row = node(if open { "details" } else { "div" }, scope)
            .class("line")
            .child(head);
        let row = if open {
            evidence(shell, &insight.purpose, at, row)
        } else {
            row
        };
        let bar = bar.then(|| node("div", scope).part(drawn));
        node("div", scope).child(row).children(bar)
    };
    node("div", scope)
        .class("figure")
        .children(insight.figures.iter().enumerate().map(figure))
}

/// Reads the insight at a place as it is now, while the result is shown.
fn now(shell: Shell, place: usize, read: impl Fn(&Insight) -> String) -> String {
    shell.with(|journey| match journey.screen() {
        Screen::Result(preview) => preview.insights.get(place).map(read).unwrap_or_default(),
        _ => String::new(),
    })
}

fn written(shell: Shell, part: &Part) -> String {
    let locale = shell.locale();
    match part {
        Part::Text(text) => text.clone(),
        Part::Money(money) => format::money(locale, money.cents, &money.currency),
        Part::About(money) => format::about(locale, money.cents, &money.currency),
        Part::Share(points) => format::share(locale, *points),
    }
}

/// What a value rests on, fetched page by page when it is opened.
fn evidence(shell: Shell, purpose: &PurposeId, at: usize, row: Node) -> Node {
    let scope = style_sheet!("./style/figure.css");
    let rows: Kept<Vec<EvidenceRow>> = Kept::new(Vec::new());
    let next = Kept::new(Some(0));
    let load = {
        let (purpose, rows, next) = (purpose.clone(), rows.clone(), next.clone());
        move || {
            let (Some(page), Some(after)) = (shell.page(), next.peek(Clone::clone)) else {
                return;
            };
            let (purpose, rows, next) = (purpose.clone(), rows.clone(), next.clone());
            spawn_local(async move {
                if let Ok(EvidencePage {
                    rows: got,
                    next: then,
                }) = page.api.evidence(&purpose, at, after).await
                {
                    rows.update(|rows| rows.extend(got));
                    next.set(then);
                }
            });
        }
    };
    let (first, seen) = (load.clone(), rows.clone());
    let list = move || {
        let rows: Vec<AnyView> = rows.with(|rows| {
            rows.iter()
                .map(|row| transaction(shell, row).draw())
                .collect()
        });
        Some(rows.into_any())
    };
    let more = move || {
        let load = load.clone();
        let some = next.with(|next| next.is_some_and(|after| after > 0));
        some.then(|| button(Rank::Quiet, shell.words().result.data_more, load))
    };
    row.on("toggle", move |_| {
        if seen.peek(Vec::is_empty) {
            first();
        }
    })
    .child(node("ul", scope).part(list))
    .part(more)
}

fn transaction(shell: Shell, row: &EvidenceRow) -> Node {
    let scope = style_sheet!("./style/figure.css");
    let words = &shell.words().result;
    let wrong = Kept::new(row.taken_for.is_empty());
    let (said, id) = (wrong.clone(), row.id.clone());
    let known = !row.taken_for.is_empty();
    let taken_for = if known { &row.taken_for } else { words.unknown };
    let amount = format::money(shell.locale(), row.amount.cents, &row.amount.currency);
    let day = format::day(shell.locale(), row.day);
    let press = move || {
        let (said, id) = (said.clone(), id.clone());
        known.then(|| {
            if wrong.get() {
                node("small", scope)
                    .attr("role", "status")
                    .text(words.noted)
                    .draw()
            } else {
                button(Rank::Quiet, words.wrong, move || {
                    said.set(true);
                    shell.send(Event::Corrected(id.clone()));
                })
            }
        })
    };
    node("li", scope)
        .child(
            node("div", scope)
                .class("head")
                .child(node("span", scope).text(row.label.clone()))
                .child(node("span", scope).class("value").text(amount)),
        )
        .child(node("small", scope).text([&day, " · ", taken_for].concat()))
        .part(press)
}
