//! The page a person sees when a navigation is refused. It says the same whatever the reason was.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use contract::Locale;
use maud::{Markup, html};

use super::frame::frame;
use crate::problem::Fault;

/// A refusal rendered as a page.
#[derive(Clone, Debug)]
pub struct Rendered;

/// A plain page; the reason goes to the log alone, with the fault that rides in the response.
pub fn refusal(fault: Fault, locale: Locale) -> Response {
    let status = fault.status_code();
    let page = match &fault {
        Fault::RateLimited(wait) => busy(*wait, locale),
        _ => page(locale),
    };
    let mut response = (status, page).into_response();
    fault.add_headers(response.headers_mut());
    with_fault(response, fault)
}

/// An answer that is as it should be, with a fault for the log alone.
pub fn with_fault(mut response: Response, fault: Fault) -> Response {
    response.extensions_mut().insert(Arc::new(fault));
    response.extensions_mut().insert(Rendered);
    response
}

/// Too many requests: nothing is lost, and the same address is good a moment later.
fn busy(wait: u32, locale: Locale) -> Markup {
    let (title, text) = match locale {
        Locale::Fr => (
            "Trop de demandes en même temps",
            format!("Rien n'est perdu. Attendez {wait} s, puis rechargez cette page."),
        ),
        Locale::En => (
            "Too many requests at once",
            format!("Nothing is lost. Wait {wait} s, then reload this page."),
        ),
    };
    frame(locale, title, &html! { p { (text) } })
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
    frame(locale, title, &html! { p { (text) } })
}
