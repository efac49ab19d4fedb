//! A short message in a box.

use stylers_macro::style_sheet;

use super::{Node, node};

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something failed: said at once by assistive technology.
    Alert,
}

/// A message.
pub fn notice(tone: Tone, text: &str) -> Node {
    let scope = style_sheet!("./style/notice.css");
    let (name, role) = match tone {
        Tone::Info => ("info", None),
        Tone::Alert => ("alert", Some("alert")),
    };
    node("div", scope)
        .class("notice")
        .attr("data-tone", name)
        .maybe("role", role)
        .child(node("p", scope).text(text))
}
