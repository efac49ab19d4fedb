//! The partner's pages with the element on them.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use super::{
    Partner,
    choice::{Choice, Page, Who, word},
    connect::webview,
    failure::Failure,
    session::Session,
};
use crate::lang::Lang;

/// Where the element gets its token.
enum Source {
    /// From the partner's server, when it needs one.
    Address,
    /// From the page itself.
    Inline(String),
}

/// `GET /`: what a partner's page may look like.
pub async fn demo(
    State(partner): State<Arc<Partner>>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let choice = Choice {
        page: Page::Demo,
        ..choice
    };
    let page = branded(
        &partner,
        choice.locale,
        &element(&partner, &choice, &Source::Address),
    );
    // Kept by the page, not only by the token call: two elements that ask at once are of one session.
    (Session::of(&headers).keep(), page).into_response()
}

/// `GET /two`: two elements for two people on one page.
pub async fn two(
    State(partner): State<Arc<Partner>>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let one = |user| {
        let choice = Choice {
            page: Page::Two,
            user,
            ..choice.clone()
        };
        element(&partner, &choice, &Source::Address)
    };
    let page = branded(
        &partner,
        choice.locale,
        &html! { (one(Who::First)) (one(Who::Second)) },
    );
    (Session::of(&headers).keep(), page).into_response()
}

/// `GET /strict`: the documented policy to the letter, with `token-url`.
pub async fn strict(
    State(partner): State<Arc<Partner>>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Response {
    let choice = Choice {
        page: Page::Strict,
        ..choice
    };
    let connect = format!("{} 'self'", partner.backend);
    let element = element(&partner, &choice, &Source::Address);
    let page = bare(&partner, &connect, choice.locale, &element);
    (Session::of(&headers).keep(), page).into_response()
}

/// `GET /strict-token`: the same with `token`, so that the page connects to the backend alone.
///
/// # Errors
/// Which call to the backend failed.
pub async fn strict_token(
    State(partner): State<Arc<Partner>>,
    Query(choice): Query<Choice>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let choice = Choice {
        page: Page::StrictToken,
        ..choice
    };
    let session = Session::of(&headers);
    let token = webview(&partner, &session.user(choice.user), &choice)
        .await?
        .token;
    let element = element(&partner, &choice, &Source::Inline(token));
    let page = bare(&partner, partner.backend.as_str(), choice.locale, &element);
    Ok((session.keep(), page).into_response())
}

/// The two lines that a partner adds to a page, here with all attributes.
fn element(partner: &Partner, choice: &Choice, source: &Source) -> Markup {
    let (token, token_url) = match source {
        Source::Address => (None, Some(choice.at("/bank/token"))),
        Source::Inline(token) => (Some(token), None),
    };
    html! {
        guichet-connect
            backend=(partner.backend)
            token=[token]
            token-url=[token_url]
            locale=(choice.locale.tag())
            theme=[choice.theme.map(word)]
            mode=[choice.mode.map(word)]
            surface=[choice.surface.map(word)]
            institution=[choice.institution.as_ref().map(super::choice::Ids::as_str)]
        {
            // Seen until the script runs, and for good where it cannot.
            a href=(choice.at("/bank/connect")) { (choice.locale.say("Connecter ma banque", "Connect my bank")) }
        }
    }
}

fn loader(partner: &Partner) -> Markup {
    html! { script type="module" src={ (partner.backend) "/guichet.js" } crossorigin {} }
}

fn branded(partner: &Partner, lang: Lang, elements: &Markup) -> Response {
    let backend = &partner.backend;
    let policy = format!(
        "default-src 'none'; script-src 'self' {backend} 'wasm-unsafe-eval'; connect-src 'self' {backend}; \
         style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (lang.say("Votre devis – Assurances Martin", "Your quote – Assurances Martin")) }
                link rel="stylesheet" href="/partner.css";
                script type="module" src="/partner.js" {}
                (loader(partner))
            }
            body {
                header {
                    p class="brand" { "Assurances Martin" }
                    p class="demo" { (lang.say("Site de démonstration", "Demonstration site")) }
                }
                main {
                    h1 { (lang.say("Votre devis au plus juste", "A quote that fits you")) }
                    p { (lang.say(
                        "Connectez votre banque pour un tarif calculé sur votre situation réelle. Vous choisissez ce que nous voyons.",
                        "Connect your bank for a price based on your real situation. You choose what we see.",
                    )) }
                    section class="connect" { (elements) }
                    p id="thanks" role="status" data-thanks=(lang.say(
                        "Merci ! Votre devis est en préparation.",
                        "Thank you! Your quote is being prepared.",
                    )) {}
                    details {
                        summary { (lang.say("Ce que la page apprend du composant", "What the page learns from the element")) }
                        ol id="events" {}
                    }
                }
            }
        }
    };
    with_policy(&policy, page)
}

/// A page with nothing of its own, under the policy that the documentation gives to partners.
fn bare(partner: &Partner, connect: &str, lang: Lang, element: &Markup) -> Response {
    let backend = &partner.backend;
    let policy = format!(
        "default-src 'none'; script-src {backend} 'wasm-unsafe-eval'; connect-src {connect}; \
         require-trusted-types-for 'script'"
    );
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Assurances Martin" }
                (loader(partner))
            }
            body { main { h1 { "Assurances Martin" } (element) } }
        }
    };
    with_policy(&policy, page)
}

fn with_policy(policy: &str, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, page).into_response()
}

/// `GET /partner.css`.
pub async fn css() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../assets/partner.css"),
    )
        .into_response()
}

/// `GET /partner.js`.
pub async fn script() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("../../assets/partner.js")).into_response()
}
