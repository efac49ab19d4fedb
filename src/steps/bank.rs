//! Which bank: by name, old name, nickname or IBAN; popular ones first.

mod found;

use contract::{Choice, InstitutionId, RegionId, Space};
use journey::{Event, Pick, Screen};
use leptos::prelude::*;
use stylers_macro::style_sheet;
use web_sys::HtmlSelectElement;

use crate::{
    banks::Loading,
    format,
    shell::Shell,
    ui::{Button, Combobox, Notice, Rank, Skeleton, Tone},
};
use found::{Found, Verdict, find};

/// The bank step.
#[component]
pub fn Bank(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let scope = style_sheet!("./style/bank.css");
    let words = &shell.words().bank;
    let query = RwSignal::new(String::new());
    let kept = RwSignal::new(Found::default());
    let space = Memo::new(move |_| space(shell));
    let chosen = Memo::new(move |_| chosen(shell));
    // What is found is kept apart from what is typed: an account number is taken out of the field at once.
    Effect::new(move || {
        let state = shell.banks.state();
        let (typed, space) = (query.get(), space.get());
        if typed.is_empty() && kept.with_untracked(|found| found.verdict == Verdict::Iban) && kept.with_untracked(|f| f.fresh) {
            kept.update(|found| found.fresh = false);
            return;
        }
        let Loading::Ready(_) = state else { return };
        let found = find(shell.banks, words, &typed, space);
        let said = if typed.trim().is_empty() { String::new() } else { (words.found)(found.count()) };
        let clear = found.verdict == Verdict::Iban;
        kept.set(found);
        shell.spoken.set(said);
        if clear {
            query.set(String::new());
        }
    });
    let rows = Memo::new(move |_| kept.with(|found| found.rows(chosen.get().as_ref())));
    let pick = Callback::new(move |key: String| {
        if let Some(pick) = kept.with_untracked(|found| found.pick(&key)) {
            let choice = Choice {
                institution: InstitutionId(pick.institution),
                region: pick.region.map(RegionId),
                space: space.get_untracked(),
            };
            shell.send(Event::Picked(Pick { choice, regions: pick.regions }));
        }
    });
    let heading = move || kept.with(|found| match found.verdict {
        Verdict::Popular => words.popular,
        Verdict::Near => words.near,
        _ => "",
    });
    let trouble = move || {
        let text = kept.with(|found| match found.verdict {
            Verdict::Near | Verdict::Nothing => words.nothing_hint,
            Verdict::WrongDigits => words.iban_check,
            Verdict::WrongLength => words.iban_length,
            Verdict::Popular | Verdict::Fits | Verdict::Iban => "",
        });
        (!text.is_empty()).then(|| view! { <Notice tone=Tone::Info><p>{words.nothing}" "{text}</p></Notice> })
    };
    let list = move || match shell.banks.state() {
        Loading::Waiting => view! { <Skeleton rows=6/> }.into_any(),
        Loading::Failed => view! { <Notice tone=Tone::Alert><p>{words.failed}</p></Notice> }.into_any(),
        Loading::Ready(_) => ().into_any(),
    };
    view! { class = scope,
        <div class="bank">
            <h2 tabindex="-1">{words.title}</h2>
            <Combobox label=words.search hint=words.hint query=query rows=Signal::derive(move || rows.get()) pick=pick heading=Signal::derive(heading)/>
            {list}
            {trouble}
            <div class="foot">
                <SpaceSwitch shell=shell space=Signal::derive(move || space.get())/>
                <Countries shell=shell/>
            </div>
        </div>
    }
}

/// Personal or business: what is shown, and one quiet way to the other.
#[component]
fn SpaceSwitch(
    /// The widget.
    shell: Shell,
    /// What is shown.
    space: Signal<Space>,
) -> impl IntoView {
    let scope = style_sheet!("./style/space.css");
    let words = &shell.words().bank;
    let (shown, other) = (
        move || if space.get() == Space::Personal { words.personal } else { words.business },
        Signal::derive(move || {
            if space.get() == Space::Personal { words.to_business } else { words.to_personal }.to_owned()
        }),
    );
    let press = Callback::new(move |()| shell.send(Event::SpacePicked(space.get_untracked().other())));
    view! { class = scope, <p class="space"><span>{shown}</span><Button rank=Rank::Quiet label=other press=press/></p> }
}

/// Other countries, fetched when one is chosen.
#[component]
fn Countries(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let scope = style_sheet!("./style/countries.css");
    let words = &shell.words().bank;
    let list = move || {
        let Loading::Ready(_) = shell.banks.state() else { return None };
        let (all, shown) = shell.banks.countries();
        let mut all: Vec<_> = all.into_iter().map(|code| (format::country(shell.locale(), &code), code)).collect();
        all.sort();
        let options = all.into_iter().map(|(name, code)| {
            let selected = shown.as_deref() == Some(&*code);
            view! { class = scope, <option value=code selected=selected>{name}</option> }
        });
        let changed = move |event| {
            let country = event_target::<HtmlSelectElement>(&event).value();
            if let Some(page) = shell.page() {
                shell.banks.fetch(page.api.address(""), country);
            }
        };
        Some(view! { class = scope,
            <label class="countries"><span>{words.country}</span><select on:change=changed>{options.collect_view()}</select></label>
        })
    };
    view! { {list} }
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
