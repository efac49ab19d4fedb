//! From a bank's name to "sent", in the four orders that connectors ask for.

use e2e::{
    Done, Person, Place,
    bank::Hand::{Keyboard, Pointer},
    failure::ensure,
    walk::Given,
};

#[tokio::test]
async fn a_bank_without_regions() -> Done {
    let person = Person::arrive("/").await?;
    ensure(
        person.pick(Pointer, "la banque postale", None).await? == Place::Handoff,
        "handoff comes first",
    )?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.tick(Pointer).await?;
    person.give(Pointer, Given::All).await?;
    person.send(Pointer).await?;
    let fragment = person.look("return location.hash").await?;
    ensure(fragment == "", "the handoff code stays out of the address")
}

#[tokio::test]
async fn r_125_a_bank_with_regions_by_keyboard_alone() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Keyboard, "crédit agricole", Some("33")).await?;
    person.leave(Keyboard).await?;
    person.approve(Keyboard).await?;
    person.tick(Keyboard).await?;
    person.give(Keyboard, Given::First).await?;
    person.send(Keyboard).await
}

#[tokio::test]
async fn accounts_chosen_at_the_bank_are_not_asked_again() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, "boursobank", None).await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.choose_at_bank(Pointer).await?;
    let place = person
        .until_any(&[Place::Accounts, Place::Purposes])
        .await?;
    ensure(place == Place::Purposes, "accounts were asked twice")?;
    person.give(Pointer, Given::First).await?;
    person.send(Pointer).await
}

#[tokio::test]
async fn purposes_asked_before_the_bank_are_not_asked_again() -> Done {
    let person = Person::arrive("/").await?;
    ensure(
        person.pick(Pointer, "hello bank", None).await? == Place::Purposes,
        "purposes come first",
    )?;
    person.give(Pointer, Given::First).await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.tick(Pointer).await?;
    let place = person.until_any(&[Place::Purposes, Place::Result]).await?;
    ensure(place == Place::Result, "purposes were asked twice")?;
    person.send(Pointer).await
}

#[tokio::test]
async fn purposes_before_and_accounts_at_the_bank() -> Done {
    let person = Person::arrive("/").await?;
    ensure(
        person.pick(Pointer, "monabanq", None).await? == Place::Purposes,
        "purposes come first",
    )?;
    person.give(Pointer, Given::First).await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.choose_at_bank(Pointer).await?;
    let place = person
        .until_any(&[Place::Accounts, Place::Purposes, Place::Result])
        .await?;
    ensure(
        place == Place::Result,
        format!("asked twice: {}", place.name()),
    )?;
    person.send(Pointer).await
}
