//! The element among strangers: a strict policy, a second widget, a page that moves and removes it, a second copy.

use e2e::{Done, Person, Place, Spot, bank::Hand::Pointer, failure::ensure};
use serde_json::json;

const BANK: &str = "la banque postale";

/// Kept in the page's session storage, so that the way to the bank and back does not lose one.
const LISTENER: &str = "addEventListener('securitypolicyviolation', e => { \
    const before = sessionStorage.getItem('violations') ?? ''; \
    sessionStorage.setItem('violations', before + e.violatedDirective + ' ' + e.blockedURI + '\\n'); });";

/// The whole journey on a strict page, with nothing that its policy forbids.
async fn without_violation(path: &str) -> Done {
    let person = Person::sit_down().await?;
    person.browser.devtools("Page.enable", json!({})).await?;
    person
        .browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": LISTENER}),
        )
        .await?;
    person.open(path).await?;
    person.until(Place::Bank).await?;
    person.whole_journey(BANK).await?;
    ensure(person.path().await?.ends_with(path), "not the same page")?;
    let seen = person
        .look("return sessionStorage.getItem('violations') ?? ''")
        .await?;
    ensure(seen == "", format!("violations: {seen}"))?;
    person.no_errors().await?;
    // The listener would have heard: one violation on purpose.
    person
        .look(
            "const image = new Image(); image.src = '/forbidden.png'; document.body.append(image)",
        )
        .await?;
    person
        .until_seen(
            "a violation on purpose",
            "return sessionStorage.getItem('violations')",
        )
        .await
        .map(|_| ())
}

#[tokio::test]
async fn a_strict_page_with_token_url() -> Done {
    without_violation("/strict").await
}

#[tokio::test]
async fn a_strict_page_with_token() -> Done {
    without_violation("/strict-token").await
}

#[tokio::test]
async fn two_widgets_share_nothing() -> Done {
    let mut person = Person::arrive("/two").await?;
    person.turn_to(1);
    person.until(Place::Bank).await?;
    person.turn_to(0);
    person.pick(Pointer, BANK, None).await?;
    person.turn_to(1);
    ensure(
        person.place().await? == Some(Place::Bank),
        "the second followed the first",
    )?;
    person.pick(Pointer, "bunq", None).await?;
    person.turn_to(0);
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.until(Place::Accounts).await?;
    person.turn_to(1);
    person.until(Place::Handoff).await?;
    let heading = person.heading().await?;
    ensure(heading.to_lowercase().contains("bunq"), heading)
}

#[tokio::test]
async fn moving_the_element_keeps_the_journey() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, BANK, None).await?;
    person.look("window.frame = root(0).querySelector('.frame'); document.querySelector('footer, main').append(document.querySelector('guichet-connect'))").await?;
    let same =
        "return root(0).querySelector('.frame') === window.frame && window.frame.isConnected";
    ensure(person.look(same).await? == true, "it was drawn anew")?;
    ensure(
        person.place().await? == Some(Place::Handoff),
        "the place was lost",
    )?;
    person.no_errors().await?;
    person.leave(Pointer).await
}

#[tokio::test]
async fn removing_the_element_empties_it_and_putting_it_back_resumes() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, BANK, None).await?;
    person.look("window.gone = document.querySelector('guichet-connect'); window.home = gone.parentElement; gone.remove()").await?;
    person
        .until_seen(
            "an empty shadow root",
            "return !window.gone.shadowRoot.querySelector('.frame')",
        )
        .await?;
    person.no_errors().await?;
    person.look("window.home.append(window.gone)").await?;
    person.until(Place::Handoff).await?;
    person.no_errors().await
}

#[tokio::test]
async fn a_second_copy_of_the_script_does_no_harm() -> Done {
    let person = Person::arrive("/").await?;
    person.click(Spot::SEARCH).await?;
    let script = format!(
        "window.first = customElements.get('guichet-connect'); const copy = document.createElement('script'); \
         copy.type = 'module'; copy.src = '{}/guichet.js?copy'; copy.onload = () => window.second = true; \
         document.head.append(copy)",
        person.stack.backend
    );
    person.look(&script).await?;
    person
        .until_seen("the second copy", "return window.second === true")
        .await?;
    let same = "return customElements.get('guichet-connect') === window.first";
    ensure(person.look(same).await? == true, "the name changed hands")?;
    person.no_errors().await?;
    person.whole_journey(BANK).await
}
