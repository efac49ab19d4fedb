//! A button.

use crate::leptos::prelude::*;
use stylers_macro::style_sheet;

use super::{Live, live, node};

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

/// A button that waits for nothing.
pub fn button(rank: Rank, label: &str, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    let label = label.to_owned();
    waiting_button(rank, live(move || label.clone()), live(|| false), press)
}

/// A button that stays focusable while it waits, so that the focus is not lost: while `waiting` it says so and does
/// nothing.
pub fn waiting_button(
    rank: Rank,
    label: Live<String>,
    waiting: Live<bool>,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    draw(rank, label, waiting, Box::new(press))
}

fn draw(
    rank: Rank,
    label: Live<String>,
    waiting: Live<bool>,
    press: Box<dyn Fn() + Send + Sync>,
) -> AnyView {
    let scope = style_sheet!("./style/button.css");
    let is_waiting = waiting.clone();
    node("button", scope)
        .class("button")
        .attr("type", "button")
        .attr("data-rank", rank.name())
        .live("aria-busy", move || waiting().then(|| "true".to_owned()))
        .on("click", move |_| {
            if !untrack(|| is_waiting()) {
                press();
            }
        })
        .live_text(move || label())
        .draw()
}
