//! Who asks, for whom, what, how long; the bank's host name; then one button that leaves.

use contract::HandoffStage;
use journey::Event;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::simple::forward;
use crate::{shell::Shell, ui::NoticeText};

/// The handoff step.
#[component]
pub fn Handoff(
    /// The widget.
    shell: Shell,
    /// What to show.
    stage: HandoffStage,
) -> impl IntoView {
    let scope = style_sheet!("./style/handoff.css");
    let words = shell.words();
    let go = forward(words.handoff.go.to_owned(), shell.is_waiting(), move || shell.send(Event::Leave));
    view! { class = scope,
        <div class="handoff">
            <h2 tabindex="-1">{(words.handoff.title)(&stage.whereabouts.bank)}</h2>
            <NoticeText text=stage.notice.text more=words.more/>
            <div class="address">
                <p>{words.handoff.address}</p>
                <p class="host">{stage.host}</p>
                <p>{(words.handoff.leaving)(&shell.partner())}</p>
            </div>
            {go}
        </div>
    }
}
