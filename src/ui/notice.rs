//! A short message in a box.

use leptos::prelude::*;
use stylers_macro::style_sheet;

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something failed: said at once by assistive technology.
    Alert,
}

/// A message.
#[component]
pub fn Notice(
    /// What it is.
    tone: Tone,
    /// What it says, and perhaps a button.
    children: Children,
) -> impl IntoView {
    let scope = style_sheet!("./style/notice.css");
    let (name, role) = match tone {
        Tone::Info => ("info", None),
        Tone::Alert => ("alert", Some("alert")),
    };
    view! { class = scope, <div class="notice" data-tone=name role=role>{children()}</div> }
}
