//! A button.

use leptos::prelude::*;
use stylers_macro::style_sheet;

/// How much a button stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// The way forward: one on a screen.
    Primary,
    /// An equal way, with the same size and weight.
    Secondary,
    /// A quiet way, looks like a link.
    Quiet,
}

impl Rank {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
        }
    }
}

/// A button that stays focusable while it waits, so that the focus is not lost.
#[component]
pub fn Button(
    /// How much it stands out.
    rank: Rank,
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Set while an answer is awaited: it says so and does nothing.
    #[prop(into, optional)]
    waiting: Signal<bool>,
    /// What it does.
    press: Callback<()>,
) -> impl IntoView {
    let scope = style_sheet!("./style/button.css");
    let press = move |_| {
        if !waiting.get_untracked() {
            press.run(());
        }
    };
    view! { class = scope,
        <button type="button" class="button" data-rank=rank.name() aria-busy=move || waiting.get().then_some("true") on:click=press>
            {label}
        </button>
    }
}
