//! Renewing in a real browser: one button, the bank's page, done; by keyboard, with axe.

use e2e::{
    Done, Person, Place, Spot,
    axe::Axe,
    bank::{Device, Hand::Keyboard, Hand::Pointer, ORDINARY},
    failure::ensure,
    stack::{Extra, Stack},
};

/// Somebody who sent a purpose and comes back when the bank will soon want them again.
async fn at_renewal() -> Done<Person> {
    let person = Person::sit_down_at(Stack::apart(&Extra::default())?).await?;
    person.open("/?purposes=financial_health").await?;
    person.until(Place::Bank).await?;
    person
        .share_as("la banque postale", Spot::HOUSEHOLD)
        .await?;
    person.days_pass(170).await?;
    person.open("/?mode=renew").await?;
    person.until(Place::Handoff).await?;
    Ok(person)
}

#[tokio::test]
async fn r_083_renewing_is_one_button_and_the_banks_own_page() -> Done {
    let person = at_renewal().await?;
    let seen = person
        .look("return [root(widget).querySelectorAll('nav li').length, [...root(widget).querySelectorAll('button')].map(b => b.textContent.trim()).join('|')].join(' ')")
        .await?;
    ensure(
        !seen.to_string().contains("Retour"),
        format!("no other bank is a way back: {seen}"),
    )?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    person.leave(Keyboard).await?;
    person.identify(Keyboard, Spot::HOUSEHOLD).await?;
    person.confirm(Keyboard, Device::Approve).await?;
    // Accounts and purposes are not asked again.
    person
        .until_any(&[
            Place::Sent,
            Place::Accounts,
            Place::Purposes,
            Place::Outcome,
        ])
        .await
        .and_then(|place| ensure(place == Place::Sent, place.name()))?;
    ensure(person.heading().await? == "C’est confirmé", "the heading")?;
    let text = person
        .look("return root(widget).querySelector('.sent').textContent")
        .await?;
    let text = text.as_str().unwrap_or_default();
    ensure(
        text.contains("Santé financière") && !text.contains("Relier une autre banque"),
        text,
    )?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    // The bank's answer came to the page that connects; the tab knew what had left. Opened again, it is the same end.
    person.open("/?mode=renew").await?;
    person.until(Place::Sent).await?;
    person.no_errors().await
}

#[tokio::test]
async fn another_persons_accounts_change_nothing_and_one_button_tries_again() -> Done {
    let person = at_renewal().await?;
    person.leave(Pointer).await?;
    person.identify(Pointer, ORDINARY).await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.until(Place::Outcome).await?;
    let heading = person.heading().await?;
    ensure(
        heading.starts_with("Ce ne sont pas les mêmes comptes"),
        heading,
    )?;
    let buttons = person
        .look("return [...root(widget).querySelectorAll('main button, .frame button')].map(b => b.textContent.trim()).join('|')")
        .await?;
    ensure(
        !buttons.to_string().contains("autre banque"),
        format!("{buttons}"),
    )?;
    person.click(Spot::FORWARD).await?;
    person.until(Place::Handoff).await?;
    person.leave(Pointer).await?;
    person.identify(Pointer, Spot::HOUSEHOLD).await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.until(Place::Sent).await?;
    person.no_errors().await
}
