//! A search field with its list, as the WAI-ARIA Authoring Practices describe a combobox with a list popup.
//!
//! The list is always open and lies in the page: nothing hides behind the on-screen keyboard. Field, list and options
//! are in one shadow root, so that `aria-activedescendant` reaches them.

use leptos::{html::Input, prelude::*};
use stylers_macro::style_sheet;
use web_sys::KeyboardEvent;

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
#[component]
pub fn Combobox(
    /// Name of the field.
    label: &'static str,
    /// What can be typed.
    hint: &'static str,
    /// What is typed.
    query: RwSignal<String>,
    /// The options that fit.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// Above the list; none when empty.
    #[prop(into)]
    heading: Signal<&'static str>,
    /// Picks one by its key.
    pick: Callback<String>,
) -> impl IntoView {
    let scope = style_sheet!("./style/combobox.css");
    let field = NodeRef::<Input>::new();
    let active = RwSignal::new(None::<usize>);
    // The first fit is active as soon as something is typed, so that Enter takes it.
    Effect::new(move || {
        let some = rows.with(|rows| !rows.is_empty());
        active.set((some && query.with(|q| !q.trim().is_empty())).then_some(0));
    });
    let choose = move |at: usize| {
        let row = rows.with_untracked(|rows| rows.get(at).cloned());
        if let Some(row) = row.filter(|row| row.state == RowState::Open) {
            pick.run(row.key);
        }
    };
    let clear = move || {
        query.set(String::new());
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
    };
    let key = move |event: KeyboardEvent| {
        let count = rows.with_untracked(Vec::len);
        let next = match (event.key().as_str(), active.get_untracked()) {
            (_, _) if event.is_composing() => return,
            ("ArrowDown", _) if count == 0 => return,
            ("ArrowUp", _) if count == 0 => return,
            ("ArrowDown", at) => Some(at.map_or(0, |at| (at + 1) % count)),
            ("ArrowUp", at) => Some(at.map_or(count - 1, |at| (at + count - 1) % count)),
            ("Enter", at) => {
                event.prevent_default();
                at.into_iter().for_each(choose);
                return;
            }
            ("Escape", _) => {
                clear();
                None
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
    };
    let options = move || {
        rows.get().into_iter().enumerate().map(|(at, row)| option(at, row, active, Callback::new(choose))).collect_view()
    };
    // A query that was cleared from outside, as an account number is, leaves the field too.
    Effect::new(move || {
        if query.with(String::is_empty)
            && let Some(field) = field.get()
        {
            field.set_value("");
        }
    });
    view! { class = scope,
        <div class="combobox">
            <label for="field">{label}</label>
            <input
                id="field"
                node_ref=field
                type="text"
                role="combobox"
                aria-expanded=move || if rows.with(Vec::is_empty) { "false" } else { "true" }
                aria-controls="options"
                aria-autocomplete="list"
                aria-activedescendant=move || active.get().map(|at| format!("option-{at}"))
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                placeholder=hint
                on:input=move |event| query.set(event_target_value(&event))
                on:keydown=key
            />
            <p class="heading" hidden=move || heading.get().is_empty()>{heading}</p>
            <ul id="options" role="listbox" aria-label=label>{options}</ul>
        </div>
    }
}

fn option(at: usize, row: Row, active: RwSignal<Option<usize>>, choose: Callback<usize>) -> AnyView {
    let scope = style_sheet!("./style/option.css");
    let is_active = Memo::new(move |_| active.get() == Some(at));
    let this = NodeRef::<leptos::html::Li>::new();
    Effect::new(move || {
        if let Some(this) = this.get().filter(|_| is_active.get() && at > 0) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            this.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let monogram = row.monogram.map(|monogram| {
        let hue = monogram.letters.bytes().fold(row.name.len(), |sum, byte| sum * 31 + usize::from(byte)) % 8;
        view! { class = scope,
            <span class="monogram" aria-hidden="true" data-hue=hue.to_string() style:background-color=monogram.color>{monogram.letters}</span>
        }
    });
    let detail = (!row.detail.is_empty()).then(|| view! { class = scope, <span class="detail">{row.detail}</span> });
    view! { class = scope,
        <li
            class="option"
            node_ref=this
            id=format!("option-{at}")
            role="option"
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            aria-disabled=(row.state == RowState::Closed).then_some("true")
            aria-busy=(row.state == RowState::Chosen).then_some("true")
            on:click=move |_| choose.run(at)
        >
            {monogram}
            <span class="words"><span class="name">{row.name}</span>{detail}</span>
        </li>
    }
    .into_any()
}
