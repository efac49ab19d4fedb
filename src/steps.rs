//! The frame around each step, and which step is drawn. One file per step: a view, and no logic worth testing.

mod accounts;
mod bank;
mod ended;
mod handoff;
mod outcome;
mod purposes;
mod reading;
mod region;
mod result;
mod sent;
mod simple;

use journey::{Event, Journey, Screen, Trouble};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::{
    shell::Shell,
    ui::{Button, Notice, Progress, Rank, Tone},
};

/// The widget's frame: progress, the step, what failed, a way back and a way out in the same place on each step.
#[component]
pub fn Frame(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let scope = style_sheet!("./style/frame.css");
    let frame = Memo::new(move |_| shell.frame());
    move || {
        let (place, _) = frame.get();
        let words = shell.words();
        let steps = Signal::derive(move || shell.with(|j| j.steps().to_vec()));
        let current = Signal::derive(move || place.step());
        view! { class = scope,
            <section class="frame" aria-label=words.widget data-place=place.name()>
                <Progress label=words.progress name=words.step steps=steps current=current/>
                <Troubles shell=shell/>
                <div class="step">{step(shell)}</div>
                <p class="spoken" role="status" aria-live="polite">{shell.spoken}</p>
                <Ways shell=shell/>
            </section>
        }
        .into_any()
    }
}

/// Draws one step from what is on the screen.
fn step(shell: Shell) -> AnyView {
    let words = shell.words();
    match shell.peek(|j| j.screen().clone()) {
        Screen::Opening => simple::waiting(words.loading, 4),
        Screen::Redeeming => simple::waiting(words.handoff.redeeming, 4),
        Screen::Leaving => simple::waiting(words.handoff.going, 2),
        Screen::Bank(_) => view! { <bank::Bank shell=shell/> }.into_any(),
        Screen::Region(region) => view! { <region::RegionStep shell=shell institution=region.institution/> }.into_any(),
        Screen::Handoff(stage) => view! { <handoff::Handoff shell=shell stage=stage/> }.into_any(),
        Screen::AtBank(at) => outcome::at_bank(shell, &at),
        Screen::Returned(_) => outcome::returned(shell),
        Screen::Outcome(outcome, at) => outcome::outcome(shell, outcome, &at),
        Screen::Accounts(stage, _) => view! { <accounts::Accounts shell=shell stage=stage/> }.into_any(),
        Screen::Purposes(stage, _) => view! { <purposes::Purposes shell=shell stage=stage/> }.into_any(),
        Screen::Reading(..) => view! { <reading::Reading shell=shell/> }.into_any(),
        Screen::Result(preview) => view! { <result::ResultStep shell=shell preview=preview/> }.into_any(),
        Screen::Hosted(_) => outcome::hosted(shell),
        Screen::HandBack => outcome::hand_back(shell),
        Screen::Sent(receipt) => view! { <sent::Sent shell=shell receipt=receipt/> }.into_any(),
        Screen::Ended(ending) => ended::ended(shell, ending),
        Screen::Stopped(stop) => ended::stopped(shell, stop),
    }
}

/// What failed beside the screen, and a way to try again.
#[component]
fn Troubles(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let words = shell.words();
    let trouble = Memo::new(move |_| shell.trouble());
    move || {
        trouble.get().map(|trouble| {
            let text = match trouble {
                Trouble::Offline => words.trouble.offline,
                Trouble::Server => words.trouble.server,
                Trouble::Busy => words.trouble.busy,
                Trouble::NotConnected => words.trouble.not_connected,
            };
            let retry = matches!(trouble, Trouble::Offline | Trouble::Server).then(|| {
                let press = Callback::new(move |()| shell.send(Event::Retry));
                view! { <Button rank=Rank::Quiet label=words.retry.to_owned() press=press/> }
            });
            view! { <Notice tone=Tone::Alert><p>{text}</p>{retry}</Notice> }
        })
    }
}

/// Back, help and out. Leaving is asked once more: it cannot be undone.
#[component]
fn Ways(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let scope = style_sheet!("./style/ways.css");
    let words = shell.words();
    let asking = RwSignal::new(false);
    let back = move || {
        shell.with(Journey::can_go_back).then(|| {
            let press = Callback::new(move |()| shell.send(Event::Back));
            view! { <Button rank=Rank::Quiet label=words.back.to_owned() press=press/> }
        })
    };
    let help = move || {
        let address = shell.with(|j| j.partner().and_then(|p| p.help.clone()));
        address.map(|address| view! { class = scope, <a href=address target="_blank" rel="noopener">{words.help}</a> })
    };
    let out = move || {
        shell.with(Journey::can_cancel).then(|| {
            let press = Callback::new(move |()| asking.set(true));
            view! { <Button rank=Rank::Quiet label=words.quit.to_owned() press=press/> }
        })
    };
    let sure = move || {
        (asking.get() && shell.with(Journey::can_cancel)).then(|| {
            let yes = Callback::new(move |()| shell.send(Event::Cancel));
            let no = Callback::new(move |()| asking.set(false));
            view! { class = scope,
                <Notice tone=Tone::Alert>
                    <p>{words.quit_sure}</p>
                    <div class="answers">
                        <Button rank=Rank::Secondary label=words.quit_yes.to_owned() press=yes/>
                        <Button rank=Rank::Secondary label=words.quit_no.to_owned() press=no/>
                    </div>
                </Notice>
            }
        })
    };
    view! { class = scope,
        <footer class="ways">
            {sure}
            <div class="row"><span>{back}</span><span>{help}</span><span>{out}</span></div>
        </footer>
    }
}
