//! Layered words: what everybody reads, and what can be opened.

use crate::leptos::prelude::AnyView;
use stylers_macro::style_sheet;

use super::{Node, node};

/// Something that can be opened.
pub fn layer<T: Into<AnyView>>(summary: &str, inside: impl IntoIterator<Item = T>) -> Node {
    let scope = style_sheet!("./style/layer.css");
    node("details", scope)
        .class("layer")
        .child(node("summary", scope).text(summary))
        .child(node("div", scope).class("inside").children(inside))
}

/// A notice of the backend: its lines, and its details behind one summary. Text only, never markup. `more` opens
/// the details.
pub fn notice_text(text: contract::NoticeText, more: &str) -> AnyView {
    let scope = style_sheet!("./style/notice-text.css");
    let lines = text
        .lines
        .into_iter()
        .map(|line| node("li", scope).text(line));
    let details = (!text.details.is_empty()).then(|| layer(more, details(text.details)));
    node("div", scope)
        .class("notice-text")
        .child(node("ul", scope).children(lines))
        .children(details)
        .draw()
}

/// The details of a notice, each under its heading.
pub fn details(details: Vec<contract::Detail>) -> Vec<Node> {
    let scope = style_sheet!("./style/notice-text.css");
    let one = |detail: contract::Detail| {
        [
            node("h3", scope).text(detail.heading),
            node("p", scope).text(detail.text),
        ]
    };
    details.into_iter().flat_map(one).collect()
}
