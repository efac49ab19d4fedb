//! Who asks, for whom, at which bank, since when: what somebody who was sent here by a stranger sees at once.

use contract::{Choice, Locale};
use maud::{Markup, html};

use crate::app::App;
use crate::clock;
use crate::journey::Journey;
use crate::problem::Fault;

/// A label and what it says.
type Fact = (&'static str, String);

/// Four facts; fewer where the partner has no name of its own for the person, or no bank is chosen.
async fn facts(
    app: &App,
    journey: &Journey,
    choice: Option<&Choice>,
    locale: Locale,
) -> Result<Vec<Fact>, Fault> {
    let partner = app
        .config()
        .partner(&journey.partner)
        .ok_or(Fault::Corrupt("journeys.partner"))?;
    let customer = app
        .store()
        .external_id(&journey.user)
        .await?
        .map(|id| masked(&id));
    let bank = choice.map(|choice| app.catalogue().name(choice));
    let since = clock::rfc3339(journey.created_at)
        .replace('T', " ")
        .replace('Z', "");
    let [label, person, place, moment] = match locale {
        Locale::Fr => ["Pour", "Client", "Banque", "Commencé le (UTC)"],
        Locale::En => ["For", "Customer", "Bank", "Started (UTC)"],
    };
    Ok([
        Some((label, partner.name.clone())),
        customer.map(|customer| (person, customer)),
        bank.map(|bank| (place, bank)),
        Some((moment, since)),
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// The facts as a list, for a page that stands by itself.
///
/// # Errors
/// [`Fault::Corrupt`] when the partner is gone from the configuration; [`Fault::Store`].
pub(super) async fn who(
    app: &App,
    journey: &Journey,
    choice: &Choice,
    locale: Locale,
) -> Result<Markup, Fault> {
    let facts = facts(app, journey, Some(choice), locale).await?;
    Ok(html! {
        dl {
            @for (label, value) in facts { div { dt { (label) } dd { (value) } } }
        }
    })
}

/// The facts in one line, for the steps of the hosted page.
///
/// # Errors
/// As for [`who`].
pub async fn whose(app: &App, journey: &Journey, locale: Locale) -> Result<String, Fault> {
    let facts = facts(app, journey, journey.state.choice.as_ref(), locale).await?;
    // French has a space before a colon, and it does not break.
    let colon = match locale {
        Locale::Fr => "\u{a0}:",
        Locale::En => ":",
    };
    let lines: Vec<String> = facts
        .into_iter()
        .map(|(label, value)| format!("{label}{colon} {value}"))
        .collect();
    Ok(lines.join(" · "))
}

/// Enough for its owner to know it again: the first two characters and the last. Of a short one nothing.
fn masked(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    match letters.as_slice() {
        [first, second, .., last] if letters.len() >= 6 => format!("{first}{second}•••{last}"),
        _ => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn r_037_a_customer_is_hinted_at_and_not_named() {
        assert_eq!(masked("jeanne.martin@mail.example"), "je•••e");
        assert_eq!(masked("client-42"), "cl•••2");
        assert_eq!(masked("12345"), "•••");
        assert_eq!(masked(""), "•••");
    }
}
