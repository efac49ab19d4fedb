//! The names of the steps, and which one is shown: names and not a count, since a step may not appear.

use contract::Step;
use leptos::prelude::*;
use stylers_macro::style_sheet;

/// The progress line.
#[component]
pub fn Progress(
    /// What assistive technology is told it is.
    label: &'static str,
    /// The names.
    name: fn(Step) -> &'static str,
    /// The steps in their order.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// The one that is shown.
    #[prop(into)]
    current: Signal<Option<Step>>,
) -> impl IntoView {
    let scope = style_sheet!("./style/progress.css");
    let items = move || {
        let steps = steps.get();
        let at = current.get().and_then(|step| steps.iter().position(|s| *s == step));
        let item = |(place, step): (usize, &Step)| {
            let state = match at {
                Some(at) if place < at => "done",
                Some(at) if place == at => "current",
                _ => "ahead",
            };
            let current = (state == "current").then_some("step");
            view! { class = scope, <li data-state=state aria-current=current>{name(*step)}</li> }
        };
        steps.iter().enumerate().map(item).collect_view()
    };
    view! { class = scope, <ol class="progress" aria-label=label>{items}</ol> }
}
