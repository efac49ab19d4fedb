//! `GET /connect`: the shell of the hosted element. The token is in the fragment, which no server sees; the element
//! reads it, and every name on the page comes from there.

use axum::http::HeaderMap;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contract::Locale;
use maud::{DOCTYPE, html};

use crate::journey_api::locale;

/// The shell: the same bytes for everybody who reads the same language.
pub async fn connect(headers: HeaderMap) -> Response {
    let locale = locale(&headers);
    let (title, needs) = match locale {
        Locale::Fr => (
            "Connexion à votre banque",
            "Cette page a besoin de JavaScript et de WebAssembly. Activez-les pour ce site, ou ouvrez cette page dans un navigateur à jour.",
        ),
        Locale::En => (
            "Connect your bank",
            "This page needs JavaScript and WebAssembly. Allow them for this site, or open this page in an up-to-date browser.",
        ),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href="/pages.css";
                script type="module" src="/guichet.js" {}
            }
            body {
                main {
                    guichet-connect surface="hosted" backend="" locale=(locale.tag()) {}
                    noscript { p { (needs) } }
                }
            }
        }
    };
    ([(header::VARY, "accept-language")], page).into_response()
}
