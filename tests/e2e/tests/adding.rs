//! More from a bank that is connected already, in a real browser: from the page of what is shared, by keyboard, and back.

use e2e::{
    Done, Person, Place, Spot,
    axe::Axe,
    bank::{Device, Hand::Keyboard, Hand::Pointer},
    failure::ensure,
    walk::Given,
};
use thirtyfour::Key;

const BANK: &str = "la banque postale";

/// Somebody who sent one purpose over the first of two accounts, on the page of what is shared.
async fn at_manage() -> Done<Person> {
    let person = Person::arrive("/?purposes=financial_health").await?;
    person.to_accounts_as(BANK, Spot::HOUSEHOLD).await?;
    person.click(Spot::FIRST_ACCOUNT).await?;
    person.click(Spot::FORWARD).await?;
    person.give(Pointer, Given::First).await?;
    person.send(Pointer).await?;
    person.to_shared().await?;
    Ok(person)
}

#[tokio::test]
async fn r_090_an_account_and_a_use_are_added_from_what_is_shared_and_nothing_is_on_before() -> Done
{
    let person = at_manage().await?;
    let accounts = "return document.querySelectorAll('form input[value=account]').length";
    ensure(person.look(accounts).await? == 1, "one account is shared")?;
    person
        .look("document.querySelector('form[action=\"/manage/add\"] button').focus()")
        .await?;
    person.key(Key::Enter).await?;
    person.leave(Keyboard).await?;
    person.identify(Keyboard, Spot::HOUSEHOLD).await?;
    person.confirm(Keyboard, Device::Approve).await?;
    person.until(Place::Accounts).await?;
    let already = person
        .look("return root(widget).querySelector('.accounts').textContent")
        .await?;
    let already = already.as_str().unwrap_or_default();
    ensure(
        already.contains("Vous partagez déjà") && already.contains("Cela ne change pas"),
        already,
    )?;
    let on = "return root(widget).querySelectorAll('input:checked').length";
    ensure(person.look(on).await? == 0, "R-099: nothing is ticked")?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    person.tick(Keyboard).await?;
    person.until(Place::Purposes).await?;
    let on = "return root(widget).querySelectorAll('input[role=switch]:checked').length";
    ensure(person.look(on).await? == 0, "R-099: nothing is on")?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    person.give(Keyboard, Given::All).await?;
    person.send(Keyboard).await?;
    person
        .browser
        .driver
        .goto(format!("{}/manage", person.stack.backend))
        .await?;
    person
        .until_seen(
            "both accounts, at one bank",
            "return document.querySelectorAll('section').length === 1 && document.querySelectorAll('form input[value=account]').length > 1",
        )
        .await?;
    person.no_errors().await
}

#[tokio::test]
async fn what_is_not_sent_changes_nothing() -> Done {
    let person = at_manage().await?;
    let before = person.look("return document.body.innerText").await?;
    person
        .look("document.querySelector('form[action=\"/manage/add\"] button').click()")
        .await?;
    person.leave(Pointer).await?;
    person.identify(Pointer, Spot::HOUSEHOLD).await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.tick(Pointer).await?;
    person.give(Pointer, Given::Nothing).await?;
    person.until(Place::Ended).await?;
    person
        .browser
        .driver
        .goto(format!("{}/manage", person.stack.backend))
        .await?;
    let same = "const text = document.body.innerText; return text.length > 100 ? text : ''";
    let after = person.until_seen("what is shared", same).await?;
    ensure(after == before, format!("{before}\n{after}"))?;
    person.no_errors().await
}
