//! The page that asks for one more click when the browser does not say where the first one came from.

use contract::Locale;
use maud::{Markup, html};

use super::frame::frame;
use super::who::who;
use crate::app::App;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::store::attempts::Attempt;

/// Names partner, customer, bank and time, so that somebody who was sent here by a stranger sees what they would start.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration; [`Fault::Store`].
pub async fn confirm(
    app: &App,
    journey: &Journey,
    attempt: &Attempt,
    ticket: &str,
    locale: Locale,
) -> Result<Markup, Fault> {
    let who = who(app, journey, &attempt.choice, locale).await?;
    let words = match locale {
        Locale::Fr => Words {
            title: "Continuer vers votre banque ?",
            explain: "Continuez seulement si vous venez de cliquer vous-même dans la page de cette entreprise.",
            button: "Oui, aller à ma banque",
            leave: "Sinon, fermez cette page : rien n'a été fait.",
        },
        Locale::En => Words {
            title: "Continue to your bank?",
            explain: "Continue only if you have just clicked in this company's page yourself.",
            button: "Yes, go to my bank",
            leave: "If not, close this page: nothing was done.",
        },
    };
    let content = html! {
        p { (words.explain) }
        (who)
        form method="post" action="/go" {
            input type="hidden" name="ticket" value=(ticket);
            button type="submit" { (words.button) }
        }
        p { (words.leave) }
    };
    Ok(frame(locale, words.title, &content))
}

struct Words {
    title: &'static str,
    explain: &'static str,
    button: &'static str,
    leave: &'static str,
}
