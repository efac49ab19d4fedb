//! A search field with its list, as the WAI-ARIA Authoring Practices describe a combobox with a list popup.
//!
//! The list is always open and lies in the page: nothing hides behind the on-screen keyboard. Field, list and options
//! are in one shadow root, so that `aria-activedescendant` reaches them.

use std::sync::Arc;

use leptos::prelude::*;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{Kept, Live, node, watch};

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Names the option in `pick`.
    pub key: String,
    /// What it says.
    pub name: String,
    /// A second line.
    pub detail: String,
    /// Letters in a coloured square; decorative.
    pub monogram: Option<Monogram>,
    /// Whether it can be picked.
    pub state: RowState,
}

/// A square with letters, in place of a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monogram {
    /// One or two letters.
    pub letters: String,
    /// The brand's own colour, `#rrggbb`; else one is derived from the name.
    pub color: Option<String>,
}

/// Whether an option can be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// It can.
    Open,
    /// It cannot; the second line says why.
    Closed,
    /// It was picked and is being confirmed.
    Chosen,
}

/// The field and the list.
pub struct Search {
    /// Name of the field.
    pub label: &'static str,
    /// What can be typed.
    pub hint: &'static str,
    /// What is typed.
    pub query: Kept<String>,
    /// The options that fit.
    pub rows: Live<Vec<Row>>,
    /// Above the list; none when empty.
    pub heading: Live<String>,
    /// Picks one by its key.
    pub pick: Box<dyn Fn(String) + Send + Sync>,
}

/// The options that are shown.
#[derive(Clone)]
struct Options {
    rows: Kept<Vec<Row>>,
    active: Kept<Option<usize>>,
    pick: Arc<dyn Fn(String) + Send + Sync>,
}

/// Draws the field and the list.
pub fn combobox(search: Search) -> AnyView {
    let scope = style_sheet!("./style/combobox.css");
    let Search {
        label,
        hint,
        query,
        rows,
        heading,
        pick,
    } = search;
    let options = Options {
        rows: Kept::new(Vec::new()),
        active: Kept::new(None),
        pick: Arc::from(pick),
    };
    options.follow(query.clone(), rows);
    let (list, some, active, keys) = (
        options.clone(),
        options.rows.clone(),
        options.active.clone(),
        options,
    );
    let (typed, cleared) = (query.clone(), query.clone());
    let no_heading = heading.clone();
    // The field follows the query: an account number is taken out of it at once.
    let field = node("input", scope)
        .attr("id", "field")
        .attr("type", "text")
        .attr("role", "combobox")
        .live("aria-expanded", move || {
            Some((!some.with(Vec::is_empty)).to_string())
        })
        .attr("aria-controls", "options")
        .attr("aria-autocomplete", "list")
        .live("aria-activedescendant", move || {
            active.get().map(|at| format!("option-{at}"))
        })
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("placeholder", hint)
        .prop("value", move || query.get().into())
        .on("input", move |event| typed.set(event_target_value(&event)))
        .on("keydown", move |event| {
            keys.press(event.unchecked_ref(), &cleared);
        });
    let heading = node("p", scope)
        .class("heading")
        .live("hidden", move || no_heading().is_empty().then(String::new))
        .live_text(move || heading());
    let list = node("ul", scope)
        .attr("id", "options")
        .attr("role", "listbox")
        .attr("aria-label", label)
        .part(move || Some(list.draw()));
    node("div", scope)
        .class("combobox")
        .child(node("label", scope).attr("for", "field").text(label))
        .child(field)
        .child(heading)
        .child(list)
        .draw()
}

impl Options {
    /// Shows what fits, whenever that or what is typed changes.
    fn follow(&self, query: Kept<String>, rows: Live<Vec<Row>>) {
        let (options, mut before) = (self.clone(), String::new());
        watch(move || {
            let (typed, rows) = (query.get(), rows());
            let same = options.rows.peek(|shown| *shown == rows);
            if same && typed == before {
                return;
            }
            // The first fit is active as soon as something is typed, so that Enter takes it.
            options
                .active
                .set((!rows.is_empty() && !typed.trim().is_empty()).then_some(0));
            before = typed;
            if !same {
                options.rows.set(rows);
            }
        });
    }

    fn choose(&self, at: usize) {
        let key = self.rows.peek(|rows| {
            rows.get(at)
                .filter(|row| row.state == RowState::Open)
                .map(|row| row.key.clone())
        });
        if let Some(key) = key {
            (self.pick)(key);
        }
    }

    fn press(&self, event: &KeyboardEvent, query: &Kept<String>) {
        let count = self.rows.peek(Vec::len);
        let next = match (event.key().as_str(), self.active.peek(|at| *at)) {
            (_, _) if event.is_composing() => return,
            ("ArrowDown" | "ArrowUp", _) if count == 0 => return,
            ("ArrowDown", at) => Some(at.map_or(0, |at| (at + 1) % count)),
            ("ArrowUp", at) => Some(at.map_or(count - 1, |at| (at + count - 1) % count)),
            ("Enter", at) => {
                event.prevent_default();
                if let Some(at) = at {
                    self.choose(at);
                }
                return;
            }
            ("Escape", _) => {
                query.set(String::new());
                None
            }
            _ => return,
        };
        event.prevent_default();
        self.active.set(next);
        if let Some(at) = next {
            reveal(event, at);
        }
    }

    fn draw(&self) -> AnyView {
        self.rows
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| option(at, row, self))
            .collect_view()
            .into_any()
    }
}

/// Scrolls an option into sight, beside the field that the event came from.
fn reveal(event: &KeyboardEvent, at: usize) {
    let field: Element = event_target(event);
    let list = field.parent_element();
    if let Some(option) =
        list.and_then(|list| list.query_selector(&format!("#option-{at}")).ok().flatten())
    {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn option(at: usize, row: Row, options: &Options) -> AnyView {
    let scope = style_sheet!("./style/option.css");
    let active = options.active.clone();
    let options = options.clone();
    let monogram = row.monogram.map(|monogram| {
        let hue = monogram
            .letters
            .bytes()
            .fold(row.name.len(), |sum, byte| sum * 31 + usize::from(byte))
            % 8;
        let square = node("span", scope)
            .class("monogram")
            .attr("aria-hidden", "true")
            .attr("data-hue", hue.to_string())
            .text(monogram.letters);
        match monogram.color {
            Some(color) => square
                .maybe("data-ink", is_light(&color).then_some("dark"))
                .background(color),
            None => square,
        }
    });
    let detail =
        (!row.detail.is_empty()).then(|| node("span", scope).class("detail").text(row.detail));
    let words = node("span", scope)
        .class("words")
        .child(node("span", scope).class("name").text(row.name))
        .children(detail);
    node("li", scope)
        .class("option")
        .attr("id", format!("option-{at}"))
        .attr("role", "option")
        .live("aria-selected", move || {
            Some((active.get() == Some(at)).to_string())
        })
        .maybe(
            "aria-disabled",
            (row.state == RowState::Closed).then_some("true"),
        )
        .maybe(
            "aria-busy",
            (row.state == RowState::Chosen).then_some("true"),
        )
        .on("click", move |_| options.choose(at))
        .children(monogram)
        .child(words)
        .draw()
}

/// Whether white letters on a colour `#rrggbb` would fall short of 4.5:1, so that dark ones are needed (WCAG 1.4.3).
fn is_light(color: &str) -> bool {
    let part = |at: usize| {
        color
            .get(at..at + 2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .unwrap_or(0)
    };
    // The sRGB curve, by a cubic that is off by less than 0.003.
    let linear = |part: u8| {
        let c = f32::from(part) / 255.0;
        c * (c * (c * 0.305_306 + 0.682_171) + 0.012_523)
    };
    // Above this luminance white has less than 4.5:1; black has more than that from 0.175 on.
    0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5)) > 0.179
}

#[cfg(test)]
mod tests {
    use super::is_light;

    #[test]
    fn letters_are_dark_on_colours_where_white_would_be_hard_to_read() {
        assert!(["#48ac98", "#ffffff", "#ffcc00"].into_iter().all(is_light));
        assert!(
            ["#000000", "#0b57d0", "#8a3b12"]
                .into_iter()
                .all(|color| !is_light(color))
        );
    }
}
