//! What every page that stands by itself has around its words.

use contract::Locale;
use maud::{DOCTYPE, Markup, html};

/// A whole page: its title is its heading.
pub fn frame(locale: Locale, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/pages.css";
            }
            body { main { h1 { (title) } (content) } }
        }
    }
}
