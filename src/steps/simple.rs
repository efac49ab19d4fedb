//! Screens that are a heading, a sentence and a button.

use crate::leptos::prelude::AnyView;
use stylers_macro::style_sheet;

use crate::ui::{Live, Node, Rank, live, node, skeleton, waiting_button};

/// A heading above the shape of what comes.
pub fn waiting(title: &str, rows: u8) -> AnyView {
    simple(title, "").child(skeleton(rows)).draw()
}

/// The way forward from such a screen.
pub fn forward(
    label: &str,
    waiting: Live<bool>,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let label = label.to_owned();
    waiting_button(Rank::Primary, live(move || label.clone()), waiting, press)
}

/// Heading and sentence (none when empty); what comes below is added.
pub fn simple(title: &str, text: &str) -> Node {
    let scope = style_sheet!("./style/simple.css");
    let text = (!text.is_empty()).then(|| node("p", scope).text(text));
    node("div", scope)
        .class("simple")
        .child(heading(scope, title))
        .children(text)
}

/// The heading of a step: the focus moves to it.
pub fn heading(scope: &'static str, title: impl Into<String>) -> Node {
    node("h2", scope).attr("tabindex", "-1").text(title)
}
