//! Screens that are a heading, a sentence and a button.

use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::ui::{Button, Rank, Skeleton};

/// A heading above the shape of what comes.
pub fn waiting(title: &'static str, rows: u8) -> AnyView {
    view! { <Simple title=title.to_owned() text=String::new()><Skeleton rows=rows/></Simple> }.into_any()
}

/// The way forward from such a screen.
pub fn forward(label: String, waiting: Signal<bool>, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    let press = Callback::new(move |()| press());
    view! { <Button rank=Rank::Primary label=label waiting=waiting press=press/> }.into_any()
}

/// Heading, sentence, and what comes below.
#[component]
pub fn Simple(
    /// The heading.
    title: String,
    /// The sentence; none when empty.
    text: String,
    /// What comes below.
    children: Children,
) -> impl IntoView {
    let scope = style_sheet!("./style/simple.css");
    let text = (!text.is_empty()).then(|| view! { class = scope, <p>{text}</p> });
    view! { class = scope,
        <div class="simple">
            <h2 tabindex="-1">{title}</h2>
            {text}
            {children()}
        </div>
    }
}
