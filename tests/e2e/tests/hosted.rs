//! The steps after the bank on the backend's own page, and the page that is a web view.

use e2e::{Done, Person, Place, Spot, bank::Hand::Pointer, failure::ensure};

const BANK: &str = "la banque postale";

#[tokio::test]
async fn hosted_steps_are_drawn_on_the_backends_origin_and_hand_back() -> Done {
    let person = Person::arrive("/?surface=hosted").await?;
    person.pick(Pointer, BANK, None).await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.until_any(&[Place::Hosted, Place::Accounts]).await?;
    if person.place().await? == Some(Place::Hosted) {
        person.click(Spot::FORWARD).await?;
    }
    person.until(Place::Accounts).await?;
    let path = person.path().await?;
    ensure(
        path.starts_with(&person.stack.backend),
        format!("accounts are drawn on {path}"),
    )?;
    person.to_result().await?;
    person.click(Spot::FORWARD).await?;
    person.until(Place::HandBack).await?;
    person.click(Spot::FORWARD).await?;
    person.until(Place::Sent).await?;
    let path = person.path().await?;
    ensure(
        path.starts_with(&person.stack.partner),
        format!("sent is drawn on {path}"),
    )
}

#[tokio::test]
async fn the_web_view_runs_the_whole_journey() -> Done {
    let person = Person::sit_down().await?;
    person.open("/bank/connect?page=demo").await?;
    person.until(Place::Bank).await?;
    let path = person.path().await?;
    ensure(
        path.starts_with(&person.stack.backend),
        format!("the page is {path}"),
    )?;
    let fragment = person.look("return location.hash").await?;
    ensure(fragment == "", "the token stays out of the address")?;
    person.to_accounts(BANK).await?;
    person.to_result().await?;
    person.click(Spot::FORWARD).await?;
    person
        .until_any(&[Place::Sent, Place::HandBack])
        .await
        .map(|_| ())
}
