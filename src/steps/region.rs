//! Which region of the bank: by name, department or postcode. The list is ranked, and never hides a region.

use contract::{InstitutionId, RegionId};
use directory::{Availability, Department, Directory};
use journey::{Event, Screen};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::{
    banks::Loading,
    shell::Shell,
    text::BankWords,
    ui::{Combobox, Layer, Row, RowState, Skeleton},
};

/// The region step.
#[component]
pub fn RegionStep(
    /// The widget.
    shell: Shell,
    /// Of which institution.
    institution: InstitutionId,
) -> impl IntoView {
    let scope = style_sheet!("./style/region.css");
    let words = &shell.words().region;
    let query = RwSignal::new(String::new());
    let institution = StoredValue::new(institution);
    let title = move || {
        let name = (shell.banks.state(), shell.banks.with(|d| d.by_id(institution.get_value().as_str()).map(|i| i.name().to_owned()))).1;
        (words.title)(&name.flatten().unwrap_or_default())
    };
    let rows = Memo::new(move |_| {
        let (Loading::Ready(_), typed, chosen) = (shell.banks.state(), query.get(), chosen(shell)) else { return vec![] };
        let bank = &shell.words().bank;
        shell.banks.with(|d| rows(d, bank, &institution.get_value(), &typed, chosen.as_ref())).unwrap_or_default()
    });
    let pick = Callback::new(move |key: String| shell.send(Event::RegionPicked(RegionId(key))));
    let waiting = move || (shell.banks.state() == Loading::Waiting).then(|| view! { <Skeleton rows=6/> });
    view! { class = scope,
        <div class="region">
            <h2 tabindex="-1">{title}</h2>
            <Combobox label=words.search hint="33, Gironde, 33000…" query=query rows=Signal::derive(move || rows.get()) pick=pick heading=Signal::derive(|| "")/>
            {waiting}
            <Layer summary=words.unknown><p>{words.unknown_text}</p></Layer>
        </div>
    }
}

fn rows(directory: &Directory, words: &BankWords, institution: &InstitutionId, typed: &str, chosen: Option<&RegionId>) -> Vec<Row> {
    let Some(institution) = directory.by_id(institution.as_str()) else { return vec![] };
    let row = |at| {
        let region = directory.region(at);
        let name = |number: &str| Department::of_number(number).map(|d| format!("{} ({number})", d.name()));
        let departments: Vec<_> = region.departments().filter_map(name).collect();
        let open = region.availability() == Availability::Connected;
        let key = region.id().into_owned();
        let state = match (open, chosen.is_some_and(|id| id.as_str() == key)) {
            (false, _) => RowState::Closed,
            (true, true) => RowState::Chosen,
            (true, false) => RowState::Open,
        };
        let detail = if open { departments.join(", ") } else { words.not_connected.to_owned() };
        Row { key, name: region.name().to_owned(), detail, monogram: None, state }
    };
    directory.rank_regions(institution.index(), typed).into_iter().map(|ranked| row(ranked.region)).collect()
}

fn chosen(shell: Shell) -> Option<RegionId> {
    shell.with(|journey| match journey.screen() {
        Screen::Region(region) => region.chosen.clone(),
        _ => None,
    })
}
