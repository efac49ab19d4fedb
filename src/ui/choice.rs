//! Checkbox and switch: native inputs, so that keyboard, forms and assistive technology know them.

use journey::{Mark, Tally};
use leptos::{html::Input, prelude::*};
use stylers_macro::style_sheet;

fn mark(on: bool) -> Mark {
    if on { Mark::On } else { Mark::Off }
}

/// A checkbox with its label; mixed when it stands for several that differ.
#[component]
pub fn Checkbox(
    /// What it stands for.
    #[prop(into)]
    label: String,
    /// A second line, part of the name.
    #[prop(into, optional)]
    detail: String,
    /// None, some or all.
    #[prop(into)]
    tally: Signal<Tally>,
    /// What a change does.
    change: Callback<Mark>,
) -> impl IntoView {
    let scope = style_sheet!("./style/checkbox.css");
    let input = NodeRef::<Input>::new();
    let show = move || {
        if let Some(input) = input.get() {
            input.set_checked(tally.get() == Tally::All);
            input.set_indeterminate(tally.get() == Tally::Some);
        }
    };
    Effect::new(show);
    let changed = move |_| {
        if let Some(input) = input.get_untracked() {
            change.run(mark(input.checked()));
            // The machine decides: where it refused the mark, the box goes back.
            input.set_checked(tally.get_untracked() == Tally::All);
        }
    };
    let detail = (!detail.is_empty()).then(|| view! { class = scope, <span class="detail">{detail}</span> });
    view! { class = scope,
        <label class="checkbox">
            <input type="checkbox" node_ref=input autocomplete="off" on:change=changed/>
            <span class="name"><span>{label}</span>{detail}</span>
        </label>
    }
}

/// A switch with its label, its state in words and not by colour alone.
#[component]
pub fn Switch(
    /// What it switches; does not change with the state.
    #[prop(into)]
    label: String,
    /// The id of the sentence that describes it, in the same shadow root.
    described_by: String,
    /// The state in words.
    state: fn(bool) -> &'static str,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// What a change does.
    change: Callback<Mark>,
) -> impl IntoView {
    let scope = style_sheet!("./style/switch.css");
    let changed = move |event| change.run(mark(event_target_checked(&event)));
    view! { class = scope,
        <label class="switch">
            <span class="name">{label}</span>
            <span class="state" aria-hidden="true">{move || state(on.get())}</span>
            <input type="checkbox" role="switch" autocomplete="off" aria-describedby=described_by prop:checked=on on:change=changed/>
            <span class="track" aria-hidden="true"></span>
        </label>
    }
}
