//! The page a person sees when a navigation is refused. It says the same whatever the reason was.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use contract::Locale;
use maud::{DOCTYPE, Markup, html};

use crate::problem::Fault;

/// A refusal rendered as a page.
#[derive(Clone, Debug)]
pub struct Rendered;

/// A plain page; the reason goes to the log alone, with the fault that rides in the response.
pub fn refusal(fault: Fault, locale: Locale) -> Response {
    let status = fault.status_code();
    let mut response = (status, page(locale)).into_response();
    response.extensions_mut().insert(Arc::new(fault));
    response.extensions_mut().insert(Rendered);
    response
}

fn page(locale: Locale) -> Markup {
    let (title, text) = match locale {
        Locale::Fr => (
            "Cette étape n'a pas pu continuer ici",
            "Revenez à la page où vous avez commencé, dans le même navigateur, et reprenez de là. Rien n'a été partagé par cette page.",
        ),
        Locale::En => (
            "This step could not go on here",
            "Go back to the page where you started, in the same browser, and continue from there. This page has shared nothing.",
        ),
    };
    html! {
        (DOCTYPE)
        html lang=(locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/pages.css";
            }
            body { main { h1 { (title) } p { (text) } } }
        }
    }
}
