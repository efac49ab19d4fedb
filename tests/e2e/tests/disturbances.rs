//! Reload, back, a second tab, no network, a nervous hand: the same step, or a named one with a way on.

use e2e::{Done, Person, Place, Spot, bank::Hand::Pointer, failure::ensure};
use serde_json::json;

const BANK: &str = "la banque postale";

/// Reloads, and expects the same step.
async fn reloaded_at(person: &Person, place: Place) -> Done {
    person.until(place).await?;
    person.reload().await?;
    person.until(place).await
}

#[tokio::test]
async fn r_040_reload_before_the_bank() -> Done {
    let person = Person::arrive("/").await?;
    reloaded_at(&person, Place::Bank).await?;
    person.search(Pointer, "crédit agricole").await?;
    person.until(Place::Region).await?;
    person.reload().await?;
    // The region's list is a choice inside the first step: either is the way on.
    if person.until_any(&[Place::Region, Place::Bank]).await? == Place::Bank {
        person.search(Pointer, "crédit agricole").await?;
        person.until(Place::Region).await?;
    }
    person.search(Pointer, "33").await?;
    reloaded_at(&person, Place::Handoff).await?;
    person.leave(Pointer).await
}

#[tokio::test]
async fn r_040_reload_after_the_bank() -> Done {
    let person = Person::arrive("/").await?;
    person.to_accounts(BANK).await?;
    reloaded_at(&person, Place::Accounts).await?;
    person.tick(Pointer).await?;
    reloaded_at(&person, Place::Purposes).await?;
    person.give(Pointer, e2e::walk::Given::First).await?;
    reloaded_at(&person, Place::Result).await?;
    person.send(Pointer).await?;
    reloaded_at(&person, Place::Sent).await
}

#[tokio::test]
async fn r_041_back_from_the_bank() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, BANK, None).await?;
    person.leave(Pointer).await?;
    person.browser.driver.back().await?;
    if person.until_any(&[Place::AtBank, Place::Handoff]).await? == Place::AtBank {
        person.click(Spot::FORWARD).await?;
    }
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.to_result().await?;
    person.send(Pointer).await
}

#[tokio::test]
async fn r_043_a_duplicated_tab_takes_over_and_can_be_told() -> Done {
    let person = Person::arrive("/").await?;
    person.to_accounts(BANK).await?;
    let driver = &person.browser.driver;
    let first = driver.window().await?;
    // A page opened by a page starts with a copy of its session storage, as a duplicated tab does.
    person.look("open(location.href)").await?;
    let both = driver.windows().await?;
    let second = both
        .into_iter()
        .find(|tab| *tab != first)
        .ok_or_else(|| e2e::Failure::new("no second tab"))?;
    driver.switch_to_window(second.clone()).await?;
    person.until(Place::Accounts).await?;

    driver.switch_to_window(first).await?;
    person.tick(Pointer).await?;
    person.until(Place::Stopped).await?;
    let heading = person.heading().await?;
    ensure(
        heading.starts_with("Vous continuez dans un autre onglet"),
        heading,
    )?;
    person.click(Spot::FORWARD).await?;
    person.until(Place::Accounts).await?;

    driver.switch_to_window(second).await?;
    person.tick(Pointer).await?;
    person.until(Place::Stopped).await
}

#[tokio::test]
async fn r_044_offline_keeps_the_step_and_goes_on_by_itself() -> Done {
    let person = Person::arrive("/").await?;
    person.to_accounts(BANK).await?;
    let network = async |offline: bool| {
        let conditions = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        person
            .browser
            .devtools("Network.emulateNetworkConditions", conditions)
            .await
    };
    person.browser.devtools("Network.enable", json!({})).await?;
    network(true).await?;
    person.tick(Pointer).await?;
    person
        .find(Spot {
            css: "[role='alert'] p",
            text: "Pas de connexion",
        })
        .await?;
    ensure(
        person.place().await? == Some(Place::Accounts),
        "the step was lost",
    )?;
    let ticked = person
        .look("return root(widget).querySelectorAll('input:checked').length")
        .await?;
    ensure(ticked != 0, "the tick was lost")?;
    network(false).await?;
    person.until(Place::Purposes).await
}

#[tokio::test]
async fn r_045_a_double_click_saves_once() -> Done {
    // No other test of this file goes to this bank.
    const QUIET: &str = "fortuneo";
    let person = Person::arrive("/").await?;
    person.to_accounts(QUIET).await?;
    person.mark(Pointer, Spot::TICK).await?;
    person.double_click(Spot::FORWARD).await?;
    // The second click must not fall on the way forward of the next step, which has nothing switched on yet.
    person.until(Place::Purposes).await?;
    person.mark(Pointer, Spot::SWITCH).await?;
    person.double_click(Spot::FORWARD).await?;
    person.until(Place::Result).await?;
    person.double_click(Spot::FORWARD).await?;
    person.until(Place::Sent).await?;
    ensure(
        person.stack.calls(QUIET, "token").await? == 1,
        "one exchange of one code",
    )?;
    ensure(
        person.stack.calls(QUIET, "revoke").await? == 0,
        "nothing was revoked",
    )
}
