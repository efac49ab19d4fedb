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

use crate::leptos::prelude::AnyView;
use journey::{Event, Journey, Screen, Trouble};
use stylers_macro::style_sheet;

use crate::{
    shell::Shell,
    ui::{Kept, Node, Rank, Tone, button, live, node, notice, part, progress},
};

/// The widget's frame: whose journey it is on the backend's own page, progress, the step, what failed, a way back and a way out in the same place on each step.
pub fn frame(shell: Shell) -> AnyView {
    let scope = style_sheet!("./style/frame.css");
    let draw = move || {
        let place = shell.frame();
        let words = shell.words();
        let steps = live(move || shell.with(|j| j.steps().to_vec()));
        let frame = node("section", scope)
            .class("frame")
            .attr("aria-label", words.widget)
            .attr("data-place", place.name())
            .part(move || {
                Some(
                    node("p", scope)
                        .text(shell.with(|j| j.whose().cloned())?)
                        .draw(),
                )
            })
            .child(progress(words.progress, words.step, steps, place.step()))
            .part(move || troubles(shell))
            .child(node("div", scope).class("step").child(step(shell)))
            .child(spoken(shell))
            .child(ways(shell));
        Some(frame.draw())
    };
    part(draw)
}

/// What assistive technology is told, without being shown.
fn spoken(shell: Shell) -> Node {
    let scope = style_sheet!("./style/frame.css");
    let spoken = node("p", scope)
        .class("spoken")
        .attr("role", "status")
        .attr("aria-live", "polite");
    spoken.live_text(move || shell.spoken())
}

/// Draws one step from what is on the screen.
fn step(shell: Shell) -> AnyView {
    let words = shell.words();
    match shell.peek(|j| j.screen().clone()) {
        Screen::Opening => simple::waiting(words.loading, 4),
        Screen::Redeeming => simple::waiting(words.handoff.redeeming, 4),
        Screen::Leaving => simple::waiting(words.handoff.going, 2),
        Screen::Bank(_) => bank::bank(shell),
        Screen::Region(region) => region::region(shell, region.institution),
        Screen::Handoff(stage) => handoff::handoff(shell, stage),
        Screen::AtBank(at) => outcome::at_bank(shell, &at),
        Screen::Returned(_) => outcome::returned(shell),
        Screen::Outcome(outcome, at) => outcome::outcome(shell, outcome, &at),
        Screen::Holder(stage) => outcome::holder(shell, stage),
        Screen::Accounts(stage, _) => accounts::accounts(shell, stage),
        Screen::Purposes(stage, _) => purposes::purposes(shell, &stage),
        Screen::Reading(..) => reading::reading(shell),
        Screen::Result(preview) => result::result(shell, &preview),
        Screen::Hosted(_) => outcome::hosted(shell),
        Screen::HandBack => outcome::hand_back(shell),
        Screen::Sent(receipt) => sent::sent(shell, receipt),
        Screen::Ended(ending) => ended::ended(shell, ending),
        Screen::Stopped(stop) => ended::stopped(shell, stop),
    }
}

/// What failed beside the screen, and a way to try again.
fn troubles(shell: Shell) -> Option<AnyView> {
    let words = shell.words();
    let retry = || button(Rank::Quiet, words.retry, move || shell.send(Event::Retry));
    let (text, way) = match shell.trouble()? {
        Trouble::Offline => (words.trouble.offline, Some(retry())),
        Trouble::Server => (words.trouble.server, Some(retry())),
        Trouble::Busy => (words.trouble.busy, None),
        Trouble::NotConnected => (words.trouble.not_connected, None),
    };
    Some(notice(Tone::Alert, text).children(way).draw())
}

/// Back, help and out. Leaving is asked once more: it cannot be undone.
fn ways(shell: Shell) -> AnyView {
    let scope = style_sheet!("./style/ways.css");
    let words = shell.words();
    let asking = Kept::new(false);
    let (ask, answer) = (asking.clone(), asking.clone());
    let back = move || {
        shell
            .with(Journey::can_go_back)
            .then(|| button(Rank::Quiet, words.back, move || shell.send(Event::Back)))
    };
    let help = move || {
        let address = shell.with(|j| j.partner().and_then(|p| p.help.clone()))?;
        let link = node("a", scope)
            .attr("href", address)
            .attr("target", "_blank")
            .attr("rel", "noopener");
        Some(link.text(words.help).draw())
    };
    let out = move || {
        let ask = ask.clone();
        shell
            .with(Journey::can_cancel)
            .then(|| button(Rank::Quiet, words.quit, move || ask.set(true)))
    };
    let sure = move || {
        if !asking.get() || !shell.with(Journey::can_cancel) {
            return None;
        }
        let answer = answer.clone();
        let yes = button(Rank::Secondary, words.quit_yes, move || {
            shell.send(Event::Cancel);
        });
        let no = button(Rank::Secondary, words.quit_no, move || answer.set(false));
        let answers = node("div", scope).class("answers").child(yes).child(no);
        Some(notice(Tone::Alert, words.quit_sure).child(answers).draw())
    };
    let row = node("div", scope)
        .class("row")
        .child(node("span", scope).part(back))
        .child(node("span", scope).part(help))
        .child(node("span", scope).part(out));
    node("footer", scope)
        .class("ways")
        .part(sure)
        .child(row)
        .draw()
}
