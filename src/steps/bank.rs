//! Which bank: by name, old name, nickname or IBAN; popular ones first.

mod found;

use crate::leptos::prelude::*;
use contract::{Choice, InstitutionId, RegionId, Space};
use journey::{Event, Pick, Screen};
use stylers_macro::style_sheet;
use web_sys::HtmlSelectElement;

use super::simple::heading;
use crate::{
    banks::Loading,
    effects, format,
    shell::Shell,
    ui::{
        Kept, Rank, Search, Tone, button, combobox, live, node, notice, skeleton, waiting_button,
        watch,
    },
};
use found::{Found, Verdict, find};

/// The bank step.
pub fn bank(shell: Shell) -> AnyView {
    let scope = style_sheet!("./style/bank.css");
    let words = &shell.words().bank;
    let (query, found) = (Kept::new(String::new()), Kept::new(Found::default()));
    follow(shell, query.clone(), found.clone());
    let (listed, picked, headed, troubled) =
        (found.clone(), found.clone(), found.clone(), found.clone());
    let pick = move |key: String| {
        if let Some(pick) = picked.peek(|found| found.pick(&key)) {
            let choice = Choice {
                institution: InstitutionId(pick.institution),
                region: pick.region.map(RegionId),
                space: untrack(|| space(shell)),
            };
            shell.send(Event::Picked(Pick {
                choice,
                regions: pick.regions,
            }));
        }
    };
    let above = move || match headed.with(|found| found.verdict) {
        Verdict::Popular => words.popular.to_owned(),
        Verdict::Near => words.near.to_owned(),
        Verdict::Iban => words.iban.to_owned(),
        _ => String::new(),
    };
    let search = Search {
        label: words.search,
        hint: words.hint,
        query,
        rows: live(move || listed.with(|found| found.rows(chosen(shell).as_ref()))),
        heading: live(above),
        pick: Box::new(pick),
    };
    let trouble = move || {
        let text = match troubled.with(|found| found.verdict) {
            Verdict::Near | Verdict::Nothing => [words.nothing, words.nothing_hint].join(" "),
            Verdict::WrongDigits => words.iban_check.to_owned(),
            Verdict::WrongLength => words.iban_length.to_owned(),
            Verdict::Popular | Verdict::Fits | Verdict::Iban => return None,
        };
        Some(notice(Tone::Info, &text).draw())
    };
    let list = move || match shell.banks().state() {
        Loading::Waiting => Some(skeleton(6)),
        Loading::Failed => Some(notice(Tone::Alert, words.failed).draw()),
        Loading::Popular | Loading::Ready(_) => None,
    };
    let foot = node("div", scope)
        .class("foot")
        .child(space_switch(shell))
        .part(move || countries(shell));
    node("div", scope)
        .class("bank")
        .child(heading(scope, words.title))
        .child(combobox(search))
        .part(list)
        .part(trouble)
        .part(missing(shell, found))
        .child(foot)
        .draw()
}

/// A way on where nothing fits: the page is told that a bank is missing, once, and not what was typed. The button stays,
/// and with it the focus.
fn missing(shell: Shell, found: Kept<Found>) -> impl Fn() -> Option<AnyView> + Send + 'static {
    let scope = style_sheet!("./style/bank.css");
    let words = &shell.words().bank;
    let told = Kept::new(false);
    let is_missing =
        live(move || found.with(|found| matches!(found.verdict, Verdict::Near | Verdict::Nothing)));
    move || {
        if !is_missing() {
            return None;
        }
        let (pressed, said) = (told.clone(), told.clone());
        let tell = move || {
            if pressed.peek(|told| *told) {
                return;
            }
            pressed.set(true);
            shell.say(words.missing_told.to_owned());
            if let Some(page) = shell.page() {
                effects::bank_missing(&page.host);
            }
        };
        let thanks = move || {
            said.get()
                .then(|| notice(Tone::Info, words.missing_told).draw())
        };
        let way = node("div", scope)
            .class("missing")
            .child(button(Rank::Quiet, words.missing, tell))
            .part(thanks);
        Some(way.draw())
    }
}

/// Searches again when the list, what is typed or the space changes. What is found is kept apart from what is typed: an
/// account number is taken out of the field at once.
fn follow(shell: Shell, query: Kept<String>, kept: Kept<Found>) {
    let words = &shell.words().bank;
    let mut before = None;
    watch(move || {
        let now = (shell.banks().state(), query.get(), space(shell));
        if before.as_ref() == Some(&now) {
            return;
        }
        let (state, typed, space) = before.insert(now);
        if typed.is_empty() && kept.peek(|found| found.verdict == Verdict::Iban && found.fresh) {
            kept.update(|found| found.fresh = false);
            return;
        }
        // The popular ones alone answer nothing but an empty field.
        let ready = match state {
            Loading::Ready(_) => true,
            Loading::Popular => typed.is_empty(),
            Loading::Waiting | Loading::Failed => false,
        };
        if !ready {
            return;
        }
        let found = find(&shell.banks(), words, typed, *space);
        let said = if typed.trim().is_empty() {
            String::new()
        } else {
            (words.found)(found.count())
        };
        let clear = found.verdict == Verdict::Iban;
        kept.set(found);
        shell.say(said);
        if clear {
            query.set(String::new());
        }
    });
}

/// Personal or business: what is shown, and one quiet way to the other.
fn space_switch(shell: Shell) -> AnyView {
    let scope = style_sheet!("./style/space.css");
    let words = &shell.words().bank;
    let shown = move || match space(shell) {
        Space::Personal => words.personal.to_owned(),
        Space::Business => words.business.to_owned(),
    };
    let other = live(move || match space(shell) {
        Space::Personal => words.to_business.to_owned(),
        Space::Business => words.to_personal.to_owned(),
    });
    let press = move || shell.send(Event::SpacePicked(untrack(|| space(shell)).other()));
    let other = waiting_button(Rank::Quiet, other, live(|| false), press);
    node("p", scope)
        .class("space")
        .child(node("span", scope).live_text(shown))
        .child(other)
        .draw()
}

/// Other countries, fetched when one is chosen.
fn countries(shell: Shell) -> Option<AnyView> {
    let scope = style_sheet!("./style/countries.css");
    let words = &shell.words().bank;
    let banks = shell.banks();
    let Loading::Ready(_) = banks.state() else {
        return None;
    };
    let (all, shown) = banks.countries();
    // In order as they come: a few dozen, and the sorts of the standard library would be loaded by every page.
    let mut sorted: Vec<(String, String)> = Vec::with_capacity(all.len());
    for code in all {
        let one = (format::country(shell.locale(), &code), code);
        sorted.insert(sorted.partition_point(|other| *other < one), one);
    }
    let option = |(name, code): (String, String)| {
        let selected = (shown.as_deref() == Some(&*code)).then_some("");
        node("option", scope)
            .attr("value", code)
            .maybe("selected", selected)
            .text(name)
    };
    let changed = move |event| {
        let country = event_target::<HtmlSelectElement>(&event).value();
        if let Some(page) = shell.page() {
            shell.banks().fetch(page.api.address(""), &country);
        }
    };
    let list = node("select", scope)
        .on("change", changed)
        .children(sorted.into_iter().map(option));
    let label = node("label", scope)
        .class("countries")
        .child(node("span", scope).text(words.country));
    Some(label.child(list).draw())
}

fn space(shell: Shell) -> Space {
    shell.with(|journey| match journey.screen() {
        Screen::Bank(bank) => bank.space,
        _ => Space::Personal,
    })
}

fn chosen(shell: Shell) -> Option<Choice> {
    shell.with(|journey| match journey.screen() {
        Screen::Bank(bank) => bank.chosen.clone(),
        _ => None,
    })
}
