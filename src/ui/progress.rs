//! The names of the steps, and which one is shown: names and not a count, since a step may not appear.

use crate::leptos::prelude::*;
use contract::Step;
use stylers_macro::style_sheet;

use super::{Live, node};

/// The progress line. `label` is what assistive technology is told it is.
pub fn progress(
    label: &'static str,
    name: fn(Step) -> &'static str,
    steps: Live<Vec<Step>>,
    current: Option<Step>,
) -> AnyView {
    let scope = style_sheet!("./style/progress.css");
    let items = move || {
        let steps = steps();
        let at = current.and_then(|step| steps.iter().position(|s| *s == step));
        let item = |(place, step): (usize, &Step)| {
            let state = match at {
                Some(at) if place < at => "done",
                Some(at) if place == at => "current",
                _ => "ahead",
            };
            let current = (state == "current").then_some("step");
            node("li", scope)
                .attr("data-state", state)
                .maybe("aria-current", current)
                .text(name(*step))
                .draw()
        };
        let items: Vec<AnyView> = steps.iter().enumerate().map(item).collect();
        Some(items.into_any())
    };
    node("ol", scope)
        .class("progress")
        .attr("aria-label", label)
        .part(items)
        .draw()
}
