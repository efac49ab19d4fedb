//! Checkbox and switch: native inputs, so that keyboard, forms and assistive technology know them.

use crate::leptos::prelude::*;
use journey::{Mark, Tally};
use stylers_macro::style_sheet;
use web_sys::HtmlInputElement;

use super::{Live, node};

fn mark(on: bool) -> Mark {
    if on { Mark::On } else { Mark::Off }
}

/// A checkbox; mixed when it stands for several that differ. `detail` is a second line, part of the name, none
/// when empty.
pub fn checkbox(
    label: &str,
    detail: &str,
    tally: Live<Tally>,
    change: impl Fn(Mark) + 'static,
) -> AnyView {
    draw_checkbox(label, detail, tally, Box::new(change))
}

fn draw_checkbox(
    label: &str,
    detail: &str,
    tally: Live<Tally>,
    change: Box<dyn Fn(Mark)>,
) -> AnyView {
    let scope = style_sheet!("./style/checkbox.css");
    let (all, some, now) = (tally.clone(), tally.clone(), tally);
    let changed = move |event| {
        let input: HtmlInputElement = event_target(&event);
        change(mark(input.checked()));
        // The machine decides: where it refused the mark, the box goes back.
        input.set_checked(untrack(|| now()) == Tally::All);
    };
    let input = node("input", scope)
        .attr("type", "checkbox")
        .attr("autocomplete", "off")
        .prop("checked", move || (all() == Tally::All).into())
        .prop("indeterminate", move || (some() == Tally::Some).into())
        .on("change", changed);
    let detail = (!detail.is_empty()).then(|| node("span", scope).class("detail").text(detail));
    let name = node("span", scope)
        .class("name")
        .child(node("span", scope).text(label))
        .children(detail);
    node("label", scope)
        .class("checkbox")
        .child(input)
        .child(name)
        .draw()
}

/// A switch, its state in words and not by colour alone. Its label does not change with the state;
/// `described_by` is the id of the sentence that describes it, in the same shadow root.
pub fn switch(
    label: &str,
    described_by: &str,
    state: fn(bool) -> &'static str,
    on: Live<bool>,
    change: impl Fn(Mark) + 'static,
) -> AnyView {
    draw_switch(label, described_by, state, on, Box::new(change))
}

fn draw_switch(
    label: &str,
    described_by: &str,
    state: fn(bool) -> &'static str,
    on: Live<bool>,
    change: Box<dyn Fn(Mark)>,
) -> AnyView {
    let scope = style_sheet!("./style/switch.css");
    let said = on.clone();
    let input = node("input", scope)
        .attr("type", "checkbox")
        .attr("role", "switch")
        .attr("autocomplete", "off")
        .attr("aria-describedby", described_by)
        .prop("checked", move || on().into())
        .on("change", move |event| {
            change(mark(event_target_checked(&event)));
        });
    let state = node("span", scope)
        .class("state")
        .attr("aria-hidden", "true")
        .live_text(move || state(said()).to_owned());
    node("label", scope)
        .class("switch")
        .child(node("span", scope).class("name").text(label))
        .child(state)
        .child(input)
        .child(
            node("span", scope)
                .class("track")
                .attr("aria-hidden", "true"),
        )
        .draw()
}
