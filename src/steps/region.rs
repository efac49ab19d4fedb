//! Which region of the bank: by name, department or postcode. The list is ranked, and never hides a region.

use crate::leptos::prelude::AnyView;
use contract::{InstitutionId, RegionId};
use directory::{Availability, Department, Directory};
use journey::{Event, Screen};
use stylers_macro::style_sheet;

use crate::{
    banks::{Banks, Loading},
    shell::Shell,
    text::BankWords,
    ui::{Kept, Row, RowState, Search, combobox, layer, live, node, skeleton},
};

/// The region step, of an institution.
pub fn region(shell: Shell, institution: InstitutionId) -> AnyView {
    let scope = style_sheet!("./style/region.css");
    let words = &shell.words().region;
    // A postcode that is known already ranks the regions; which one it is remains the person's to say.
    let query = Kept::new(shell.banks().postcode());
    let (id, typed, picked) = (institution.clone(), query.clone(), query.clone());
    let title = move || {
        let banks = shell.banks();
        banks.state();
        (words.title)(
            &banks
                .with(|d| d.by_id(id.as_str()).map(|i| i.name().to_owned()))
                .flatten()
                .unwrap_or_default(),
        )
    };
    let rows = live(move || {
        let (banks, typed, chosen) = (shell.banks(), typed.get(), chosen(shell));
        let Loading::Ready(_) = banks.state() else {
            return vec![];
        };
        banks
            .with(|d| {
                rows(
                    &banks,
                    d,
                    &shell.words().bank,
                    &institution,
                    &typed,
                    chosen.as_ref(),
                )
            })
            .unwrap_or_default()
    });
    let search = Search {
        label: words.search,
        hint: "33, Gironde, 33000…",
        query,
        rows,
        heading: live(String::new),
        pick: Box::new(move |key| {
            picked.peek(|typed| shell.banks().keep_postcode(typed.trim()));
            shell.send(Event::RegionPicked(RegionId(key)));
        }),
    };
    let waiting = move || {
        matches!(shell.banks().state(), Loading::Waiting | Loading::Popular).then(|| skeleton(6))
    };
    node("div", scope)
        .class("region")
        .child(node("h2", scope).attr("tabindex", "-1").live_text(title))
        .child(combobox(search))
        .part(waiting)
        .child(layer(
            words.unknown,
            [node("p", scope).text(words.unknown_text)],
        ))
        .draw()
}

fn rows(
    banks: &Banks,
    directory: &Directory,
    words: &BankWords,
    institution: &InstitutionId,
    typed: &str,
    chosen: Option<&RegionId>,
) -> Vec<Row> {
    let Some(institution) = directory.by_id(institution.as_str()) else {
        return vec![];
    };
    let row = |at| {
        let region = directory.region(at);
        let name = |number: &str| {
            Department::of_number(number).map(|d| format!("{} ({number})", d.name()))
        };
        let departments: Vec<_> = region.departments().filter_map(name).collect();
        let key = region.id().into_owned();
        let trouble = match region.availability() {
            Availability::NoConnector => Some(words.not_connected),
            Availability::Down => Some(words.down),
            Availability::Connected => {
                let down = banks.is_down([Some(institution.id().as_ref()), Some(&key)]);
                down.then_some(words.down)
            }
        };
        let state = match (trouble, chosen.is_some_and(|id| id.as_str() == key)) {
            (Some(_), _) => RowState::Closed,
            (None, true) => RowState::Chosen,
            (None, false) => RowState::Open,
        };
        let detail = match trouble {
            Some(trouble) => trouble.to_owned(),
            None => departments.join(", "),
        };
        Row {
            key,
            name: region.name().to_owned(),
            detail,
            monogram: None,
            state,
        }
    };
    directory
        .rank_regions(institution.index(), typed)
        .into_iter()
        .map(|ranked| row(ranked.region))
        .collect()
}

fn chosen(shell: Shell) -> Option<RegionId> {
    shell.with(|journey| match journey.screen() {
        Screen::Region(region) => region.chosen.clone(),
        _ => None,
    })
}
