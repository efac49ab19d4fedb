//! Hosted-page fixation: the attacker's own hosted page is opened by a victim, so that every binding holds there.

use e2e::{Done, Person, Place, failure::ensure};
use serde_json::json;

use super::shown;
use crate::{evidence::Evidence, house::House, table::Shown, visitor::Visitor};

/// The victim is in the attacker's journey from the first page on. What is left is what the victim is told: for whom
/// this is, since when; and that the account's holder is not who the partner expects.
pub async fn a_21_hosted_page_fixation() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let mut attacker = Visitor::new(stack)?;
    let asked = json!({ "expected_name": "Marguerite Attaquant" });
    let (_, token) = attacker
        .journey_token(("demo", &stack.secret), asked)
        .await?;
    let victim = Person::sit_down_at(stack.clone()).await?;
    let evidence = Evidence::from_now(stack).await?;
    victim
        .browser
        .driver
        .goto(format!("{}/connect#{token}", stack.backend))
        .await?;
    victim.until(Place::Bank).await?;
    let text = victim
        .look("return (root(widget).textContent ?? '') + document.body.textContent")
        .await?;
    let text = text.as_str().unwrap_or_default();
    ensure(
        text.contains("Assurances Martin"),
        "the hosted page does not name the partner",
    )?;
    ensure(
        text.contains("•••"),
        "the hosted page does not hint at the customer",
    )?;
    victim.to_accounts("la banque postale").await?;
    shown(&evidence, "the holder is not the one expected: held back").await
}
