//! The result: one card for each purpose given, what its values rest on, and a way to say that one is wrong.

use e2e::{Done, Person, Place, Spot, axe::Axe, bank::Hand::Pointer, failure::ensure, walk::Given};
use serde_json::json;

const BANK: &str = "la banque postale";

/// What a card says, without the exact data.
const CARDS: &str = "return [...root(widget).querySelectorAll('.card')] \
    .map(card => [...card.querySelectorAll('h3, p, .line .head')].map(e => e.textContent).join('\\n'))";

async fn at_result(path: &str, given: Given) -> Done<Person> {
    let person = Person::arrive(path).await?;
    person.to_accounts_as(BANK, Spot::HOUSEHOLD).await?;
    person.tick(Pointer).await?;
    person.give(Pointer, given).await?;
    person.until(Place::Result).await?;
    Ok(person)
}

#[tokio::test]
async fn a_purpose_given_has_a_card_and_one_refused_has_none() -> Done {
    let person = at_result("/?purposes=financial_health,well_being", Given::First).await?;
    let cards = person.look(CARDS).await?.to_string();
    ensure(cards.contains("il vous reste environ"), &cards)?;
    ensure(cards.contains("Reste à vivre par mois"), &cards)?;
    ensure(!cards.contains("Sport"), &cards)?;
    let refused = person
        .look("return root(widget).querySelector('.refused').textContent")
        .await?
        .to_string();
    ensure(
        refused.contains("vous avez dit non, rien n’a été analysé."),
        refused,
    )?;
    // Shapes, not boxes of an unknown element: two kinds of bars, and as many pairs as the table has months.
    let drawn = "const svg = [...root(widget).querySelectorAll('.card svg')].at(-1); \
        return svg.namespaceURI.endsWith('svg') && svg.getBBox().height > 20 \
            && (svg.querySelector('.full').getAttribute('d').match(/M/g) ?? []).length";
    let bars = person.until_seen("the chart", drawn).await?;
    let months = person
        .look("return root(widget).querySelectorAll('.card tbody tr:has(> :nth-child(3))').length")
        .await?;
    ensure(bars == months, format!("{bars} bars, {months} months"))?;
    person.no_errors().await
}

#[tokio::test]
async fn a_value_opens_to_what_it_rests_on_and_one_click_says_that_it_is_wrong() -> Done {
    let person = at_result("/?purposes=solvency", Given::All).await?;
    let figure = Spot {
        css: ".line summary",
        text: "Revenus par mois",
    };
    let amount = "return spot(widget, '.line summary', 'Revenus par mois').querySelector('.value').textContent";
    let before = person.look(amount).await?;
    person.click(figure).await?;
    person
        .until_seen(
            "transactions",
            "return root(widget).querySelectorAll('.line li').length",
        )
        .await?;
    person.click(Spot::button("Ce n’est pas ça")).await?;
    person
        .until_seen(
            "that it was noted",
            "return !!spot(widget, '.line li [role=status]', 'Noté')",
        )
        .await?;
    let other = format!("const now = (() => {{ {amount} }})(); return now !== {before} && now");
    person.until_seen("another amount", &other).await?;
    // Nothing was drawn anew: what was open is open.
    let open = "return !!root(widget).querySelector('.line [open] li')";
    ensure(person.look(open).await? == json!(true), "it was closed")?;
    person.no_errors().await?;
    person.send(Pointer).await
}

#[tokio::test]
async fn charts_are_seen_in_forced_colours() -> Done {
    let person = at_result("/?purposes=financial_health", Given::All).await?;
    let features = json!([{"name": "forced-colors", "value": "active"}]);
    person
        .browser
        .devtools("Emulation.setEmulatedMedia", json!({"features": features}))
        .await?;
    // The browser puts its own colours in: a shape in the colour of what is behind it would be gone.
    let seen = "const ink = (css, name) => getComputedStyle(root(widget).querySelector(css))[name]; \
        const paper = ink('[part=root]', 'backgroundColor'); \
        return matchMedia('(forced-colors: active)').matches \
            && ink('.chart .full', 'fill') !== paper && ink('.chart .outline', 'stroke') !== paper";
    ensure(person.look(seen).await? == json!(true), "a chart is gone")
}

#[tokio::test]
async fn the_result_is_readable_in_forced_colours() -> Done {
    let person = at_result("/?purposes=financial_health,solvency", Given::All).await?;
    for theme in ["light", "dark"] {
        let features = json!([{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": theme}]);
        person
            .browser
            .devtools("Emulation.setEmulatedMedia", json!({"features": features}))
            .await?;
        let active = "return matchMedia('(forced-colors: active)').matches";
        ensure(person.look(active).await? == true, "forced colours are on")?;
        // Colours that are moved over by a transition are neither the old nor the new ones for a moment.
        let settled = "return root(widget).getAnimations().length === 0";
        person.until_seen("the colours", settled).await?;
        let found = Axe::load()?.violations(&person).await?;
        ensure(found.is_empty(), found.join("\n"))?;
        // Each shape of a chart is seen against what is behind it: filled, or at least outlined.
        let shapes = "const behind = getComputedStyle(root(widget).querySelector('.card')).backgroundColor; \
            return [...root(widget).querySelectorAll('.card svg path')].filter(p => { const s = getComputedStyle(p); \
            return [s.fill, s.stroke].every(c => c === 'none' || c === behind); }).length \
            + ' of ' + root(widget).querySelectorAll('.card svg path').length";
        let shapes = person.look(shapes).await?;
        let unseen = shapes
            .as_str()
            .is_none_or(|text| !text.starts_with("0 of ") || text == "0 of 0");
        ensure(!unseen, format!("shapes that nobody sees: {shapes}"))?;
    }
    person.no_errors().await
}
