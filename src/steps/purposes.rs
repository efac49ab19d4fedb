//! One switch per purpose, all off; a plain sentence each, details behind it.

use contract::{Basis, Purpose, PurposesStage, Sensitivity};
use journey::{Event, Mark, Screen, Switches, Tally};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::{
    shell::Shell,
    text::PurposeWords,
    ui::{Button, Checkbox, Layer, Notice, Rank, Switch, Tone},
};

/// The purposes step.
#[component]
pub fn Purposes(
    /// The widget.
    shell: Shell,
    /// What to show.
    stage: PurposesStage,
) -> impl IntoView {
    let scope = style_sheet!("./style/purposes.css");
    let words = &shell.words().purposes;
    let enforcement = stage.enforcement.clone().map(|text| view! { <Notice tone=Tone::Info><p>{text}</p></Notice> });
    let items = stage.purposes.iter().map(|purpose| item(shell, words, purpose, &stage)).collect_view();
    let label = Signal::derive(move || (words.save)(switches(shell, Switches::count)));
    let save = Callback::new(move |()| shell.send(Event::PurposesSaved));
    view! { class = scope,
        <div class="purposes">
            <h2 tabindex="-1">{words.title}</h2>
            <p>{words.hint}</p>
            <ul class="list">{items}</ul>
            {enforcement}
            <Button rank=Rank::Primary label=label waiting=shell.is_waiting() press=save/>
        </div>
    }
}

fn item(shell: Shell, words: &'static PurposeWords, purpose: &Purpose, stage: &PurposesStage) -> AnyView {
    let scope = style_sheet!("./style/purpose.css");
    let described = format!("about-{}", purpose.id.as_str());
    let head = if purpose.basis == Basis::Consent {
        let (id, same) = (purpose.id.clone(), purpose.id.clone());
        let on = Signal::derive(move || switches(shell, |s| s.is_on(&id)));
        let change = Callback::new(move |mark| shell.send(Event::Switched(same.clone(), mark)));
        view! { <Switch label=purpose.title.clone() described_by=described.clone() state=words.state on=on change=change/> }
            .into_any()
    } else {
        view! { class = scope, <h3>{purpose.title.clone()}</h3><p class="aside">{words.no_switch}</p> }.into_any()
    };
    let special = (purpose.sensitivity == Sensitivity::Special)
        .then(|| view! { class = scope, <p class="special">{words.special}</p> });
    let lines = purpose.notice.text.lines.iter().map(|line| view! { class = scope, <p>{line.clone()}</p> }).collect_view();
    let details = details(shell, words, purpose, stage);
    view! { class = scope,
        <li class="purpose">
            {head}
            {special}
            <div id=described class="lines">{lines}</div>
            <Layer summary=words.details>{details}</Layer>
        </li>
    }
    .into_any()
}

fn details(shell: Shell, words: &'static PurposeWords, purpose: &Purpose, stage: &PurposesStage) -> AnyView {
    let reads = purpose.classes.iter().map(|class| (words.class)(*class)).collect::<Vec<_>>().join(", ");
    let more = purpose.notice.text.details.iter().cloned();
    let more = more.map(|detail| view! { <h4>{detail.heading}</h4><p>{detail.text}</p> }).collect_view();
    let selectable = purpose.basis == Basis::Consent && stage.accounts.len() > 1;
    let accounts = selectable.then(|| {
        let boxes = stage.accounts.iter().map(|account| {
            let (purpose, id) = (purpose.id.clone(), account.id.clone());
            let pair = (purpose.clone(), id.clone());
            let tally = Signal::derive(move || {
                if switches(shell, |s| s.spares(&pair.0, &pair.1)) { Tally::None } else { Tally::All }
            });
            // A ticked box means that the account may be used; the machine keeps those that are spared.
            let change = Callback::new(move |mark| {
                let spare = if mark == Mark::On { Mark::Off } else { Mark::On };
                shell.send(Event::Spared(purpose.clone(), id.clone(), spare));
            });
            let tail = account.tail.as_ref().map(|tail| (shell.words().accounts.tail)(&tail.0)).unwrap_or_default();
            view! { <Checkbox label=account.label.clone() detail=tail tally=tally change=change/> }
        });
        view! { <fieldset><legend>{words.on_accounts}</legend>{boxes.collect_view()}</fieldset> }
    });
    view! { <p>{words.reads}" "{reads}</p>{more}{accounts} }.into_any()
}

/// Reads the switches, and is told when they change.
fn switches<T: Default>(shell: Shell, read: impl FnOnce(&Switches) -> T) -> T {
    shell.with(|journey| match journey.screen() {
        Screen::Purposes(_, switches) => read(switches),
        _ => T::default(),
    })
}
