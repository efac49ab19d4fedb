//! The pages of an answer that came to another browser than the one that left for the bank.

use axum::response::{IntoResponse, Response};
use contract::Locale;
use maud::{Markup, html};

use super::frame::frame;
use super::who::who;
use crate::app::App;
use crate::journey::Journey;
use crate::problem::Fault;

/// Which of the two browsers is looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// The answer came to this one, which had not left.
    CameHere,
    /// This one left, and the answer came to another.
    LeftFromHere,
}

/// What happened, for whom, and the ways on.
///
/// # Errors
/// [`Fault::Corrupt`] or [`Fault::Store`].
pub async fn elsewhere(
    app: &App,
    journey: &Journey,
    which: Elsewhere,
    locale: Locale,
) -> Result<Response, Fault> {
    let choice = journey
        .state
        .choice
        .as_ref()
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let who = who(app, journey, choice, locale).await?;
    let (title, ways) = match which {
        Elsewhere::CameHere => came_here(locale),
        Elsewhere::LeftFromHere => left_from_here(journey, locale),
    };
    Ok(frame(locale, title, &html! { (who) (ways) }).into_response())
}

fn came_here(locale: Locale) -> (&'static str, Markup) {
    let (title, explain, go_on, hint, close, leave) = match locale {
        Locale::Fr => (
            "Vous n'êtes pas parti de ce navigateur",
            "Votre banque a répondu ici, mais la demande a été commencée dans un autre navigateur ou sur un autre appareil. Par sécurité, rien n'a été lu de vos comptes.",
            "C'est ma demande : continuer ici",
            "Vous allez sur le site de cette entreprise, qui vous demandera peut-être de vous connecter. Choisissez-y « Continuer ici ».",
            "Ce n'est pas ma demande : fermer l'accès",
            "Vous pouvez aussi revenir au premier navigateur et recommencer. Sans réponse de votre part, nous fermons cet accès auprès de votre banque dans les dix minutes.",
        ),
        Locale::En => (
            "You did not leave from this browser",
            "Your bank answered here, but the request was started in another browser or on another device. To be safe, nothing was read from your accounts.",
            "This is my request: continue here",
            "You go to this company's site, which may ask you to log in. Choose “Continue here” there.",
            "This is not my request: close the access",
            "You can also go back to the first browser and start again. If you do nothing, we close this access at your bank within ten minutes.",
        ),
    };
    let ways = html! {
        p { (explain) }
        form method="post" action="/elsewhere" {
            input type="hidden" name="act" value="go_on";
            button type="submit" { (go_on) }
        }
        p { (hint) }
        form method="post" action="/elsewhere" {
            input type="hidden" name="act" value="close";
            button.quiet type="submit" { (close) }
        }
        p { (leave) }
    };
    (title, ways)
}

fn left_from_here(journey: &Journey, locale: Locale) -> (&'static str, Markup) {
    let (title, explain, restart, hint) = match locale {
        Locale::Fr => (
            "Votre banque a répondu ailleurs",
            "La réponse de votre banque est arrivée dans un autre navigateur que celui-ci. Par sécurité, rien n'a été lu de vos comptes et rien n'a été partagé.",
            "Recommencer ici",
            "Si votre banque ouvre une application, revenez ensuite dans ce navigateur. Vous pouvez aussi continuer dans celui où la réponse est arrivée.",
        ),
        Locale::En => (
            "Your bank answered somewhere else",
            "Your bank's answer arrived in another browser than this one. To be safe, nothing was read from your accounts and nothing was shared.",
            "Start again here",
            "If your bank opens an app, come back to this browser afterwards. You can also continue in the one where the answer arrived.",
        ),
    };
    let ways = html! {
        p { (explain) }
        form method="post" action="/elsewhere" {
            input type="hidden" name="act" value="restart";
            input type="hidden" name="journey" value=(journey.id);
            button type="submit" { (restart) }
        }
        p { (hint) }
    };
    (title, ways)
}

/// Nothing waits here any more: it was closed, taken on, or ran out.
pub fn nothing_waits(locale: Locale) -> Markup {
    let (title, text) = match locale {
        Locale::Fr => (
            "Il n'y a plus rien à faire ici",
            "Cette réponse de votre banque n'attend plus. Si personne ne l'a reprise, l'accès est fermé et rien n'a été partagé. Vous pouvez fermer cette page.",
        ),
        Locale::En => (
            "There is nothing left to do here",
            "This answer from your bank is not waiting any more. If nobody took it on, the access is closed and nothing was shared. You can close this page.",
        ),
    };
    frame(locale, title, &html! { p { (text) } })
}
