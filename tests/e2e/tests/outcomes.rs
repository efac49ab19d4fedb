//! Every way a journey can end without data: its own screen, and one way forward.

use e2e::{
    Done, Person, Place, Spot,
    bank::{CANCEL, Device, Hand::Pointer, ORDINARY},
    failure::ensure,
    walk::Given,
};

/// A person who has just arrived at La Banque Postale.
async fn at_the_bank() -> Done<Person> {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, "la banque postale", None).await?;
    person.leave(Pointer).await?;
    Ok(person)
}

/// The screen says `title`, also when the page is loaded anew, and its button leads to another attempt.
async fn told(person: &Person, title: &str) -> Done {
    person.until(Place::Outcome).await?;
    person.reload().await?;
    person.until(Place::Outcome).await?;
    let heading = person.heading().await?;
    ensure(
        heading.starts_with(title),
        format!("{heading:?} instead of {title:?}"),
    )?;
    person.click(Spot::FORWARD).await?;
    person.leave(Pointer).await
}

#[tokio::test]
async fn r_046_refused_by_the_device() -> Done {
    let person = at_the_bank().await?;
    person
        .identify(Pointer, Spot::css("[data-test='person-refuses']"))
        .await?;
    told(&person, "Vous avez refusé").await
}

#[tokio::test]
async fn r_046_refused_on_the_device() -> Done {
    let person = at_the_bank().await?;
    person.identify(Pointer, ORDINARY).await?;
    person.confirm(Pointer, Device::Refuse).await?;
    told(&person, "Vous avez refusé").await
}

#[tokio::test]
async fn r_046_cancelled_at_the_bank() -> Done {
    let person = at_the_bank().await?;
    person.click(CANCEL).await?;
    told(&person, "Vous avez annulé").await
}

#[tokio::test]
async fn r_046_timed_out() -> Done {
    let person = at_the_bank().await?;
    person.identify(Pointer, ORDINARY).await?;
    person.confirm(Pointer, Device::Expire).await?;
    told(&person, "Le temps est écoulé").await?;
    person
        .identify(Pointer, Spot::css("[data-test='person-times-out']"))
        .await?;
    told(&person, "Le temps est écoulé").await
}

#[tokio::test]
async fn r_046_the_bank_is_down() -> Done {
    let person = at_the_bank().await?;
    person
        .identify(Pointer, Spot::css("[data-test='person-down']"))
        .await?;
    person.confirm(Pointer, Device::Approve).await?;
    told(&person, "Votre banque ne répond pas").await
}

#[tokio::test]
async fn r_046_the_bank_answers_nonsense() -> Done {
    let person = at_the_bank().await?;
    person
        .identify(Pointer, Spot::css("[data-test='person-nonsense']"))
        .await?;
    person.confirm(Pointer, Device::Approve).await?;
    told(&person, "Quelque chose n’a pas marché").await
}

#[tokio::test]
async fn r_046_no_accounts_leads_to_the_other_space_and_back() -> Done {
    let person = at_the_bank().await?;
    person
        .identify(Pointer, Spot::css("[data-test='person-none']"))
        .await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.until(Place::Outcome).await?;
    person
        .click(Spot::button("Essayer l’espace professionnel"))
        .await?;
    person.leave(Pointer).await?;
    // The ordinary person has no business account, so the bank was really asked for that space.
    person.approve(Pointer).await?;
    person.until(Place::Outcome).await?;
    person
        .click(Spot::button("Essayer l’espace personnel"))
        .await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.until(Place::Accounts).await
}

#[tokio::test]
async fn every_purpose_refused_asks_the_bank_for_nothing_and_ends_well() -> Done {
    // No other test of this file goes to this bank.
    const BANK: &str = "fortuneo";
    let person = Person::arrive("/").await?;
    person.to_accounts(BANK).await?;
    person.tick(Pointer).await?;
    person.give(Pointer, Given::Nothing).await?;
    person.until(Place::Ended).await?;
    let heading = person.heading().await?;
    ensure(
        heading.starts_with("Vous n’avez autorisé aucun usage"),
        heading,
    )?;
    let stack = &person.stack;
    ensure(
        stack.calls(BANK, "accounts").await? > 0,
        "the list of accounts was read",
    )?;
    ensure(
        stack.calls(BANK, "balances").await? == 0,
        "a balance was asked for",
    )?;
    ensure(
        stack.calls(BANK, "transactions").await? == 0,
        "a transaction was asked for",
    )?;
    ensure(
        stack.calls(BANK, "revoke").await? > 0,
        "the access was not revoked",
    )?;
    // Nothing of it is left in the browser: who loads the page anew begins anew.
    person.reload().await?;
    person.until(Place::Bank).await
}

#[tokio::test]
async fn not_sent_is_revoked_and_ends_well() -> Done {
    const BANK: &str = "bunq";
    let person = Person::arrive("/").await?;
    person.to_accounts(BANK).await?;
    person.to_result().await?;
    ensure(
        person.stack.calls(BANK, "revoke").await? == 0,
        "revoked before the person decided",
    )?;
    person.click(Spot::DISCARD).await?;
    person.until(Place::Ended).await?;
    let heading = person.heading().await?;
    ensure(heading.starts_with("Rien n’a été envoyé"), heading)?;
    ensure(
        person.stack.calls(BANK, "revoke").await? > 0,
        "the access was not revoked",
    )
}
