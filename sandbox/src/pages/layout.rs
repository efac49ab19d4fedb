//! The frame of all pages.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use crate::{bank::Bank, lang::Lang};

/// No script and no frame. `form-action` is left out: Chromium applies it to the redirect that answers
/// the form, which goes to the client and from there to the partner.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A finished page with its headers.
#[derive(Debug)]
pub struct Page(Markup);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        let headers = [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
        ];
        for (name, value) in headers {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// A page of `bank`.
pub fn bank(bank: &Bank, lang: Lang, title: &str, content: &Markup) -> Page {
    // SVG elements are closed by `{}`: unlike HTML's, theirs are never empty by themselves.
    // Colours are SVG attributes: a `style` attribute would need a hole in the policy.
    let header = html! {
        svg class="band" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 1 1" {
            rect width="1" height="1" fill=(bank.colour) {}
        }
        header {
            svg class="tile" aria-hidden="true" viewBox="0 0 40 40" {
                rect width="40" height="40" rx="8" fill=(bank.colour) {}
                text x="20" y="26" text-anchor="middle" fill="#ffffff" { (bank.monogram) }
            }
            p class="name" { (bank.name) }
            (badge(lang))
        }
    };
    frame(
        lang,
        &format!("{title} – {}", bank.name),
        title,
        "",
        &header,
        content,
    )
}

/// A page of the sandbox itself.
pub fn plain(lang: Lang, title: &str, content: &Markup) -> Page {
    frame(
        lang,
        title,
        title,
        "plain",
        &html! { header { (badge(lang)) } },
        content,
    )
}

fn badge(lang: Lang) -> Markup {
    html! { p class="badge" { (lang.say("Banc d’essai · sandbox", "Sandbox · not a real bank")) } }
}

fn frame(
    lang: Lang,
    title: &str,
    heading: &str,
    class: &str,
    header: &Markup,
    content: &Markup,
) -> Page {
    Page(html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/bank.css";
            }
            body class=(class) {
                (header)
                main {
                    h1 { (heading) }
                    (content)
                }
            }
        }
    })
}

/// The way out, the same on each page of a visit.
pub fn way_out(lang: Lang) -> Markup {
    html! {
        button class="quiet" name="cancel" value="cancel" data-test="cancel" formnovalidate {
            (lang.say("Annuler et revenir", "Cancel and go back"))
        }
    }
}

/// `GET /bank.css`.
pub async fn css() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../assets/bank.css"),
    )
        .into_response()
}
