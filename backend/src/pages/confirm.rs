//! The page that asks for one more click when the browser does not say where the first one came from.

use contract::Locale;
use maud::{DOCTYPE, Markup, html};

use crate::app::App;
use crate::clock;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::store::attempts::Attempt;

/// Names partner, bank and time, so that somebody who was sent here by a stranger sees what they would start.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration.
pub fn confirm(
    app: &App,
    journey: &Journey,
    attempt: &Attempt,
    ticket: &str,
    locale: Locale,
) -> Result<Markup, Fault> {
    let partner = app
        .config()
        .partner(&journey.partner)
        .ok_or(Fault::Corrupt("journeys.partner"))?;
    let bank = app.catalogue().name(&attempt.choice);
    let since = clock::rfc3339(journey.created_at);
    let words = match locale {
        Locale::Fr => Words {
            title: "Continuer vers votre banque ?",
            explain: "Continuez seulement si vous venez de cliquer vous-même dans la page de cette entreprise.",
            partner: "Pour",
            bank: "Banque",
            since: "Commencé le (UTC)",
            button: "Oui, aller à ma banque",
            leave: "Sinon, fermez cette page : rien n'a été fait.",
        },
        Locale::En => Words {
            title: "Continue to your bank?",
            explain: "Continue only if you have just clicked in this company's page yourself.",
            partner: "For",
            bank: "Bank",
            since: "Started (UTC)",
            button: "Yes, go to my bank",
            leave: "If not, close this page: nothing was done.",
        },
    };
    Ok(html! {
        (DOCTYPE)
        html lang=(locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (words.title) }
                link rel="stylesheet" href="/pages.css";
            }
            body {
                main {
                    h1 { (words.title) }
                    p { (words.explain) }
                    dl {
                        div { dt { (words.partner) } dd { (partner.name) } }
                        div { dt { (words.bank) } dd { (bank) } }
                        div { dt { (words.since) } dd { time datetime=(since) { (since.replace('T', " ").replace('Z', "")) } } }
                    }
                    form method="post" action="/go" {
                        input type="hidden" name="ticket" value=(ticket);
                        button type="submit" { (words.button) }
                    }
                    p { (words.leave) }
                }
            }
        }
    })
}

struct Words {
    title: &'static str,
    explain: &'static str,
    partner: &'static str,
    bank: &'static str,
    since: &'static str,
    button: &'static str,
    leave: &'static str,
}
