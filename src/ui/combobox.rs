//! A search field with its list, as the WAI-ARIA Authoring Practices describe a combobox with a list popup.
//!
//! The list lies in the page, and is there until Escape puts it away. On touch the field goes to the top as soon as
//! something is typed, so that the on-screen keyboard does not cover what is found. Field, list and options
//! are in one shadow root, so that `aria-activedescendant` reaches them.

use std::sync::Arc;

use crate::leptos::prelude::*;
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
    /// One to three letters.
    pub letters: String,
    /// The brand's own colour, `#rrggbb`; else one is derived from the name.
    pub color: Option<String>,
    /// The address of an image that covers the letters once it is there.
    pub logo: Option<String>,
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
    popup: Kept<Popup>,
    pick: Arc<dyn Fn(String) + Send + Sync>,
}

/// Whether the list is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Popup {
    /// It is.
    Shown,
    /// It was put away by a key.
    Away,
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
        popup: Kept::new(Popup::Shown),
        pick: Arc::from(pick),
    };
    options.follow(query.clone(), rows);
    let (list, some, active, keys) = (
        options.clone(),
        options.clone(),
        options.active.clone(),
        options.clone(),
    );
    let (pressed, typing, shown) = (options.popup.clone(), options.popup.clone(), options.popup);
    let (typed, cleared) = (query.clone(), query.clone());
    let no_heading = heading.clone();
    // The field follows the query: an account number is taken out of it at once.
    let field = node("input", scope)
        .attr("id", "field")
        .attr("type", "text")
        .attr("role", "combobox")
        .live("aria-expanded", move || {
            let shown = some.popup.with(|popup| *popup == Popup::Shown);
            Some((shown && !some.rows.with(Vec::is_empty)).to_string())
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
        .on("input", move |event| {
            typing.set(Popup::Shown);
            typed.set(event_target_value(&event));
            make_room(&event);
        })
        .on("click", move |_| pressed.set(Popup::Shown))
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
        .live("hidden", move || {
            shown.with(|popup| (*popup == Popup::Away).then(String::new))
        })
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

    /// What each key does: the table of the APG's editable combobox with list autocomplete.
    fn press(&self, event: &KeyboardEvent, query: &Kept<String>) {
        let count = self.rows.peek(Vec::len);
        let (popup, at) = (self.popup.peek(|p| *p), self.active.peek(|at| *at));
        let (popup, next) = match (event.key().as_str(), popup) {
            _ if event.is_composing() => return,
            ("ArrowDown" | "ArrowUp", _) if count == 0 => return,
            ("ArrowDown", _) if event.alt_key() => (Popup::Shown, at),
            ("ArrowUp", _) if event.alt_key() => (Popup::Away, None),
            ("ArrowDown", _) => (Popup::Shown, Some(at.map_or(0, |at| (at + 1) % count))),
            ("ArrowUp", _) => (
                Popup::Shown,
                Some(at.map_or(count - 1, |at| (at + count - 1) % count)),
            ),
            ("Enter", _) => {
                event.prevent_default();
                if let Some(at) = at {
                    self.choose(at);
                }
                return;
            }
            ("Escape", Popup::Shown) if count > 0 => (Popup::Away, None),
            ("Escape", _) => {
                query.set(String::new());
                (Popup::Shown, None)
            }
            // The field's own keys: what is active is the text again.
            ("ArrowLeft" | "ArrowRight" | "Home" | "End", _) => {
                self.active.set(None);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.popup.set(popup);
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
            .collect::<Vec<_>>()
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
        scroll(&option, ScrollLogicalPosition::Nearest);
    }
}

/// Where fingers type, the lower half of the screen is a keyboard: field and list go to the top.
fn make_room(event: &web_sys::Event) {
    let touch = window().match_media("(pointer: coarse)").ok().flatten();
    if touch.is_some_and(|touch| touch.matches()) {
        let field: Element = event_target(event);
        scroll(&field, ScrollLogicalPosition::Start);
    }
}

fn scroll(element: &Element, block: ScrollLogicalPosition) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn option(at: usize, row: Row, options: &Options) -> AnyView {
    let scope = style_sheet!("./style/option.css");
    let active = options.active.clone();
    let options = options.clone();
    let monogram = row.monogram.map(|monogram| {
        // Sized by the square, so that nothing moves when it comes; the letters stay where it does not.
        let logo = monogram.logo.map(|address| {
            node("img", scope)
                .attr("alt", "")
                .attr("loading", "lazy")
                .attr("referrerpolicy", "no-referrer")
                .attr("width", "40")
                .attr("height", "40")
                .attr("src", address)
        });
        let hue = monogram
            .letters
            .bytes()
            .fold(row.name.len(), |sum, byte| sum * 31 + usize::from(byte))
            % 8;
        let square = node("span", scope)
            .class("monogram")
            .attr("aria-hidden", "true")
            .attr("data-hue", hue.to_string())
            .text(monogram.letters)
            .children(logo);
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
