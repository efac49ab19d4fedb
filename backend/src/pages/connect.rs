//! `GET /connect`: the shell of the hosted element. The token is in the fragment, which no server sees; the element
//! reads it, and every name on the page comes from there. Language and theme, which name nobody, are in the query.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contract::Locale;
use maud::{DOCTYPE, html};
use serde::Deserialize;

use crate::app::App;
use crate::journey_api::locale;
use crate::store::webviews::{Asked, Theme};

/// The element's mode, where it is not the usual one.
const RENEW: &str = "renew";

/// What the page is to be like. A value that makes no sense is as if it were not there.
#[derive(Debug, Default, Deserialize)]
pub struct Look {
    #[serde(default)]
    locale: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    mode: String,
}

/// The hosted page's address, in the language and theme that the partner asked for.
pub fn address(app: &App, asked: &Asked) -> String {
    let locale = asked.locale.map(|locale| ("locale", locale.tag()));
    let theme = asked.theme.map(|theme| ("theme", theme.word()));
    let mode = asked.renews.as_ref().map(|_| ("mode", RENEW));
    let asked: Vec<String> = locale
        .into_iter()
        .chain(theme)
        .chain(mode)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if asked.is_empty() { "" } else { "?" };
    format!("{}/connect{mark}{}", app.own_origin(), asked.join("&"))
}

/// The shell: the same bytes for everybody who asks for the same language and theme.
pub async fn connect(look: Result<Query<Look>, QueryRejection>, headers: HeaderMap) -> Response {
    let Query(look) = look.unwrap_or_default();
    let locale = Locale::parse(&look.locale).unwrap_or_else(|| locale(&headers));
    let theme = match look.theme.as_str() {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::Auto,
    };
    let mode = (look.mode == RENEW).then_some(RENEW);
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
        html lang=(locale.tag()) data-theme=(theme.word()) {
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
                    guichet-connect surface="hosted" backend="" locale=(locale.tag()) theme=(theme.word()) mode=[mode] {}
                    noscript { p { (needs) } }
                }
            }
        }
    };
    ([(header::VARY, "accept-language")], page).into_response()
}
