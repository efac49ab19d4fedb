//! What a purpose's formula found: sentences, values, and what each value rests on.

use crate::leptos::prelude::{AnyView, IntoAny};
use contract::{Insight, Line, PurposeId};
use journey::{Event, Screen};
use stylers_macro::style_sheet;

use super::Pages;
use crate::{
    api::json,
    format,
    shell::Shell,
    ui::{Kept, Live, Node, Rank, button, live, node, share},
};

/// The sentences and the values of the insight at a place. They follow their numbers: a correction draws nothing anew.
pub fn figures(shell: Shell, place: usize, insight: &Insight) -> Vec<Node> {
    let scope = style_sheet!("./style/figure.css");
    let sentence = |at| {
        let text = now(shell, place, at, |insight, at| insight.sentences.get(at));
        node("p", scope).live_text(move || format::figured(shell.locale(), &text()))
    };
    let mut nodes: Vec<Node> = (0..insight.sentences.len()).map(sentence).collect();
    if nodes.is_empty() {
        return nodes;
    }
    let value = |(at, figure): (usize, &Line)| {
        let value = now(shell, place, at, |insight, at| {
            insight.figures.get(at).map(|line| &line.value)
        });
        let drawn = value.clone();
        let opens = figure.transactions > 0;
        let (row, head) = if opens {
            ("details", "summary")
        } else {
            ("div", "div")
        };
        let written = move || format::figured(shell.locale(), &value());
        let row = node(row, scope).child(
            node(head, scope)
                .class("head")
                .child(
                    node("span", scope)
                        .class("label")
                        .text(figure.label.clone()),
                )
                .child(node("span", scope).class("value").live_text(written)),
        );
        let row = if opens {
            evidence(shell, &insight.purpose, at, row)
        } else {
            row
        };
        node("div", scope)
            .class("line")
            .child(row)
            .part(move || format::share(&drawn()).map(|points| share(points).draw()))
    };
    let values = insight.figures.iter().enumerate().map(value);
    nodes.push(node("div", scope).class("figure").children(values));
    nodes
}

/// Reads a text of the insight at a place as it is now, while the result is shown.
fn now(
    shell: Shell,
    place: usize,
    at: usize,
    text: fn(&Insight, usize) -> Option<&String>,
) -> Live<String> {
    live(move || {
        shell
            .with(|journey| match journey.screen() {
                Screen::Result(preview) => {
                    let insight = preview.insights.get(place);
                    insight.and_then(|insight| text(insight, at)).cloned()
                }
                _ => None,
            })
            .unwrap_or_default()
    })
}

/// What a value rests on. A page is a list of lines.
fn evidence(shell: Shell, purpose: &PurposeId, figure: usize, row: Node) -> Node {
    let scope = style_sheet!("./style/figure.css");
    let path = ["/evidence?figure=", &figure.to_string(), "&"].concat();
    let pages = Pages::new(shell, path, purpose);
    let text = pages.text.clone();
    let list = move || {
        let read = |text: &String| {
            let pages = text.lines().filter_map(json::read::<Vec<Line>>);
            let rows: Vec<AnyView> = pages
                .flatten()
                .map(|row| transaction(shell, &row))
                .collect();
            rows.into_any()
        };
        Some(text.with(read))
    };
    pages.inside(row, scope, node("ul", scope).part(list))
}

fn transaction(shell: Shell, row: &Line) -> AnyView {
    let scope = style_sheet!("./style/figure.css");
    let words = &shell.words().result;
    let said = Kept::new(false);
    let id = row.id.clone();
    let press = move || {
        let (say, id) = (said.clone(), id.clone());
        if id.is_empty() {
            None
        } else if said.get() {
            let noted = node("small", scope).attr("role", "status");
            Some(noted.text(words.noted).draw())
        } else {
            Some(button(Rank::Quiet, words.wrong, move || {
                say.set(true);
                shell.send(Event::Corrected(id.clone()));
            }))
        }
    };
    let written = |text: &str| format::figured(shell.locale(), text);
    let head = node("div", scope)
        .class("head")
        .child(node("span", scope).text(row.label.clone()))
        .child(node("span", scope).class("value").text(written(&row.value)));
    node("li", scope)
        .child(head)
        .child(node("small", scope).text(written(&row.note)))
        .part(press)
        .draw()
}
