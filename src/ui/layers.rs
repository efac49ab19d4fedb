//! Layered words: what everybody reads, and what can be opened.

use leptos::prelude::*;
use stylers_macro::style_sheet;

/// Something that can be opened.
#[component]
pub fn Layer(
    /// What it is about.
    #[prop(into)]
    summary: String,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let scope = style_sheet!("./style/layer.css");
    view! { class = scope,
        <details class="layer">
            <summary>{summary}</summary>
            <div class="inside">{children()}</div>
        </details>
    }
}

/// A notice of the backend: its lines, and its details behind one summary. Text only, never markup.
#[component]
pub fn NoticeText(
    /// The words.
    text: contract::NoticeText,
    /// The id of the lines, for what they describe.
    #[prop(into, optional)]
    id: String,
    /// What opens the details.
    #[prop(into)]
    more: String,
) -> impl IntoView {
    let scope = style_sheet!("./style/notice-text.css");
    let lines = text.lines.into_iter().map(|line| view! { class = scope, <li>{line}</li> }).collect_view();
    let details = text
        .details
        .into_iter()
        .map(|detail| view! { class = scope, <h4>{detail.heading}</h4><p>{detail.text}</p> })
        .collect_view();
    let details = (!details.is_empty()).then(|| view! { class = scope, <Layer summary=more>{details}</Layer> });
    view! { class = scope,
        <div class="notice-text">
            <ul id=id>{lines}</ul>
            {details}
        </div>
    }
}
