//! Data is being read: how far it is, account by account.

use journey::Screen;
use leptos::prelude::*;

use super::simple::Simple;
use crate::{shell::Shell, ui::Skeleton};

/// The reading screen.
#[component]
pub fn Reading(
    /// The widget.
    shell: Shell,
) -> impl IntoView {
    let words = &shell.words().result;
    let count = move || {
        shell.with(|journey| match journey.screen() {
            Screen::Reading(done, total) => (words.reading_count)(*done, *total),
            _ => String::new(),
        })
    };
    view! {
        <Simple title=words.reading.to_owned() text=String::new()>
            <p role="status">{count}</p>
            <Skeleton rows=4/>
        </Simple>
    }
}
