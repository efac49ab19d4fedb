//! A request that goes nowhere: there is no callback to trust, so the person is told.

use maud::html;

use super::layout::{self, Page};
use crate::{bank::Bank, lang::Lang};

/// The page; `detail` is for a developer.
pub fn page(bank: &Bank, lang: Lang, detail: &str) -> Page {
    let title = lang.say(
        "Cette demande ne peut pas aboutir",
        "This request cannot go on",
    );
    let content = html! {
        p { (lang.say(
            "Fermez cette page et recommencez depuis le site qui vous a envoyé ici.",
            "Close this page and start again from the site that sent you here.",
        )) }
        p class="detail" data-test="detail" lang="en" { (detail) }
    };
    layout::bank(bank, lang, title, &content)
}

/// The same for a visit that is unknown, over, or at another page.
pub fn lost(bank: &Bank, lang: Lang) -> Page {
    page(bank, lang, "this visit is unknown or over")
}
