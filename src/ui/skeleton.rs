//! The shape of what is on its way.

use crate::leptos::prelude::AnyView;
use stylers_macro::style_sheet;

use super::node;

/// Rows of grey, hidden from assistive technology.
pub fn skeleton(rows: u8) -> AnyView {
    let scope = style_sheet!("./style/skeleton.css");
    let rows = (0..rows).map(|_| node("span", scope));
    node("div", scope)
        .class("skeleton")
        .attr("aria-hidden", "true")
        .children(rows)
        .draw()
}
