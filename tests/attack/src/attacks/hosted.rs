//! Hosted-page fixation: the attacker's own hosted page is opened by a victim, so that every binding holds there.

use e2e::{Done, Person, Place, Spot, bank::Hand::Pointer, failure::ensure};
use reqwest::Method;
use serde_json::json;

use super::shown;
use crate::{evidence::Evidence, house::House, table::Shown, visitor::Visitor};

/// The attacker's name, as their partner knows it.
const ATTACKER: &str = "Marguerite Attaquant";

/// "No, close the access".
const STOP: Spot = Spot::css(".step button[data-rank='secondary']");

/// Every act that could lead on, as a script of the page would try it: their statuses.
const ACTS: &str = "
    const act = (method, path, body) => fetch('/journeys/current/' + path, {
        method, body: body && JSON.stringify(body),
        headers: { 'guichet-surface': 'hosted', ...(body && { 'content-type': 'application/json' }) },
    }).then(answer => answer.status);
    return Promise.all([
        act('PUT', 'accounts', { accounts: ['x'] }), act('PUT', 'purposes', { given: [{ purpose: 'financial_health' }] }),
        act('POST', 'back'), act('POST', 'send'),
    ]);";

/// The victim is in the attacker's journey from the first page on. What is left is what the victim is told: for whom
/// this is, since when; and that the account's holder is not who the partner expects.
pub async fn a_21_hosted_page_fixation() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let mut attacker = Visitor::new(stack)?;
    let partner = ("demo", stack.secret.as_str());
    let asked = json!({ "expected_name": ATTACKER });
    let (user, token) = attacker.journey_token(partner, asked).await?;
    let victim = Person::sit_down_at(stack.clone()).await?;
    let evidence = Evidence::from_now(stack).await?;
    victim
        .browser
        .driver
        .goto(format!("{}/connect#{token}", stack.backend))
        .await?;
    victim.until(Place::Bank).await?;
    // Not before the backend has answered: the bank step does not wait for that.
    let whose = "return root(widget)?.querySelector('.frame > p:not(.spoken)')?.textContent ?? ''";
    let whose = victim.until_seen("whose journey it is", whose).await?;
    names(whose.as_str(), &["Assurances Martin", "•••", "UTC"])?;
    victim.pick(Pointer, "la banque postale", None).await?;
    victim.leave(Pointer).await?;
    victim.approve(Pointer).await?;
    for _ in 0..2 {
        victim.until(Place::Holder).await?;
        let text = "return root(widget).querySelector('.step').textContent";
        names(
            victim.look(text).await?.as_str(),
            &["C••• M•••", "M••• A•••", "Assurances Martin"],
        )?;
        victim.reload().await?;
    }
    victim.until(Place::Holder).await?;
    let refused = victim.look(ACTS).await?;
    ensure(
        refused == json!([409, 409, 409, 409]),
        format!("acts past the question: {refused}"),
    )?;
    let token = attacker.partner_token(partner).await?;
    let request = attacker
        .request(Method::GET, &format!("/v1/users/{user}/banks"))
        .bearer_auth(token);
    let banks = attacker
        .send(request)
        .await?
        .must_be(200, "the partner's look")?;
    ensure(
        banks.json() == json!({ "banks": [] }),
        "the partner sees the victim's bank",
    )?;
    let held = evidence.calls().await?;
    victim.click(STOP).await?;
    victim.until(Place::Ended).await?;
    let after = evidence.calls().await?;
    ensure(
        held.revoked == 0 && after.revoked > 0,
        "the bank was not told that the access is closed",
    )?;
    let how = "held back: “C••• M•••” is not “M••• A•••”; the victim stops, the access is closed";
    shown(&evidence, how).await
}

fn names(text: Option<&str>, words: &[&str]) -> Done {
    let text = text.unwrap_or_default();
    let missing: Vec<_> = words.iter().filter(|word| !text.contains(**word)).collect();
    ensure(
        missing.is_empty(),
        format!("the page does not say {missing:?}"),
    )
}
