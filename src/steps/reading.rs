//! Data is being read: how far it is, account by account.

use crate::leptos::prelude::*;
use journey::Screen;
use stylers_macro::style_sheet;

use super::simple::simple;
use crate::{
    shell::Shell,
    ui::{node, skeleton},
};

/// The reading screen.
pub fn reading(shell: Shell) -> AnyView {
    let scope = style_sheet!("./style/simple.css");
    let words = &shell.words().result;
    let count = move || {
        shell.with(|journey| match journey.screen() {
            Screen::Reading(done, total) => (words.reading_count)(*done, *total),
            _ => String::new(),
        })
    };
    let count = node("p", scope).attr("role", "status").live_text(count);
    simple(words.reading, "")
        .child(count)
        .child(skeleton(4))
        .draw()
}
