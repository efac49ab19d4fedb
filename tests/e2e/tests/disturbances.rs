//! Reload, back, a second tab, no network, a nervous hand: the same step, or a named one with a way on.

use e2e::{Done, Failure, Person, Place, Spot, bank::Hand::Pointer, failure::ensure, steps::STEPS};
use serde_json::json;

const BANK: &str = "la banque postale";

/// Takes the whole journey, and at each step, before it is decided, does `disturb`.
async fn at_each_step(person: &Person, disturb: impl AsyncFn(Place) -> Done) -> Done {
    for step in STEPS {
        let named = |failure: Failure| failure.at(step.name());
        disturb(step).await.map_err(named)?;
        person.advance(step).await.map_err(named)?;
    }
    Ok(())
}

#[tokio::test]
async fn r_040_reload_at_each_step() -> Done {
    let person = Person::arrive("/").await?;
    at_each_step(&person, async |step| {
        person.reload().await?;
        person.again_at(step).await
    })
    .await
}

#[tokio::test]
async fn r_041_back_and_forward_at_each_step() -> Done {
    let person = Person::arrive("/").await?;
    at_each_step(&person, async |step| {
        // Before the widget's page lies an empty one, or a page of the bank.
        person.browser.driver.back().await?;
        person
            .patiently("another page", async || {
                let left = !person.path().await?.starts_with(&person.stack.partner);
                Ok(left.then_some(()))
            })
            .await?;
        person.browser.driver.forward().await?;
        person.again_at(step).await
    })
    .await
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

/// A tab that starts with a copy of this one's session storage, as a duplicated tab does; it is the one in front.
async fn duplicate(person: &Person) -> Done {
    let driver = &person.browser.driver;
    let before = driver.windows().await?;
    person.look("open(location.href)").await?;
    let tab = person
        .patiently("a second tab", async || {
            let tabs = driver.windows().await?;
            Ok(tabs.into_iter().find(|tab| !before.contains(tab)))
        })
        .await?;
    Ok(driver.switch_to_window(tab).await?)
}

#[tokio::test]
async fn r_043_a_duplicated_tab_takes_over_at_each_step() -> Done {
    let person = Person::arrive("/").await?;
    at_each_step(&person, async |step| {
        duplicate(&person).await?;
        person.again_at(step).await
    })
    .await
}

#[tokio::test]
async fn r_043_the_first_tab_is_told_and_can_take_it_back() -> Done {
    let person = Person::arrive("/").await?;
    let driver = &person.browser.driver;
    let first = driver.window().await?;
    for step in STEPS {
        if step == Place::Sent {
            // Nothing is decided here any more: there is nothing to be told.
            break;
        }
        duplicate(&person).await?;
        person.again_at(step).await?;
        driver.switch_to_window(first.clone()).await?;
        person.decide(step).await?;
        person
            .until(Place::Stopped)
            .await
            .map_err(|failure| failure.at(step.name()))?;
        let heading = person.heading().await?;
        ensure(
            heading.starts_with("Vous continuez dans un autre onglet"),
            heading,
        )?;
        person.click(Spot::FORWARD).await?;
        person.again_at(step).await?;
        person.advance(step).await?;
    }
    Ok(())
}

/// Takes the network away, or gives it back.
async fn network(person: &Person, there: bool) -> Done {
    let conditions =
        json!({"offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    person.browser.devtools("Network.enable", json!({})).await?;
    person
        .browser
        .devtools("Network.emulateNetworkConditions", conditions)
        .await
        .map(|_| ())
}

#[tokio::test]
async fn r_044_offline_keeps_each_step_and_goes_on_by_itself() -> Done {
    let person = Person::arrive("/").await?;
    for step in STEPS {
        let named = |failure: Failure| failure.at(step.name());
        if matches!(step, Place::Bank | Place::Sent) {
            // Nothing is asked of the backend here: a bank that has regions is found without a network.
            network(&person, false).await?;
            person.advance(step).await.map_err(named)?;
            network(&person, true).await?;
            continue;
        }
        let marks = "return root(widget).querySelectorAll('input:checked').length";
        network(&person, false).await?;
        person.decide(step).await.map_err(named)?;
        let marked = person.look(marks).await?;
        let told = Spot {
            css: "[role='alert'] p",
            text: "Pas de connexion",
        };
        person.find(told).await.map_err(named)?;
        ensure(person.place().await? == Some(step), step.name())?;
        ensure(person.look(marks).await? == marked, "a mark was lost")?;
        network(&person, true).await?;
        if step == Place::Handoff {
            person.approve(Pointer).await.map_err(named)?;
        }
        let next = STEPS.iter().skip_while(|known| **known != step).nth(1);
        if let Some(next) = next {
            person.until(*next).await.map_err(named)?;
        }
    }
    Ok(())
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
