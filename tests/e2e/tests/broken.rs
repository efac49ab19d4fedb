//! Where the module cannot run, or breaks: words and a way on, never a blank or a frozen box.

use e2e::{Done, Person, Place, bank::Hand::Pointer, failure::ensure};
use serde_json::json;

const BANK: &str = "la banque postale";

/// The text in the box, once it says that something is wrong.
const ALERT: &str = "return [...(root(widget)?.children ?? [])].find(e => e.getAttribute('role') === 'alert')?.textContent ?? ''";

#[tokio::test]
async fn r_054_where_webassembly_is_refused_there_are_words_and_the_partners_own_link() -> Done {
    let person = Person::sit_down().await?;
    person.browser.devtools("Page.enable", json!({})).await?;
    // As a browser does without 'wasm-unsafe-eval' in the page's policy.
    let refuse = "for (const way of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) \
        WebAssembly[way] = () => Promise.reject(new WebAssembly.CompileError('refused'));";
    let source = json!({ "source": refuse });
    person
        .browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    person.open("/").await?;
    person.until_seen("words", ALERT).await?;
    let link = "const link = document.querySelector('guichet-connect a'); \
        return link.checkVisibility() && link.getClientRects().length ? link.href : ''";
    let link = person.until_seen("the link inside the tag", link).await?;
    ensure(
        link.as_str()
            .is_some_and(|link| link.contains("/bank/connect")),
        format!("the link leads to {link}"),
    )
}

#[tokio::test]
async fn r_073_a_panic_while_a_person_acts_is_seen_and_the_journey_goes_on_afterwards() -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, BANK, None).await?;
    person.until(Place::Handoff).await?;
    // The next element that the widget makes cannot be made: it panics inside a listener.
    let trap = "window.told = []; addEventListener('guichet-error', e => told.push(e.detail.code)); \
        const make = Document.prototype.createElement; \
        Document.prototype.createElement = () => { Document.prototype.createElement = make; throw new Error('no more'); }";
    person.look(trap).await?;
    person
        .click(e2e::Spot::css("footer .row span:last-child button"))
        .await?;
    let said = person.until_seen("words", ALERT).await?;
    ensure(
        said.as_str().is_some_and(|said| said.len() > 20),
        "the box says nothing",
    )?;
    ensure(
        person.look("return told.join()").await? == "unavailable",
        "the page was not told",
    )?;
    person.click(e2e::Spot::css("button")).await?;
    person.until(Place::Handoff).await?;
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.until(Place::Accounts).await
}

#[tokio::test]
async fn r_073_a_listener_of_the_page_that_throws_does_not_stop_the_journey() -> Done {
    let person = Person::sit_down().await?;
    person.browser.devtools("Page.enable", json!({})).await?;
    // It is called from inside the module, so the module is among the callers that the error names. Not by `look`: what the
    // driver's own scripts throw is told to the window without a word.
    let mistake = "window.thrown = ''; addEventListener('guichet-step', () => { throw new Error('a mistake'); }); \
        addEventListener('error', ({ error }) => { thrown = `${error?.stack}`; });";
    let source = json!({ "source": mistake });
    person
        .browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    person.open("/").await?;
    person.pick(Pointer, BANK, None).await?;
    person.until(Place::Handoff).await?;
    let stack = person.look("return thrown").await?;
    ensure(
        stack.as_str().is_some_and(|stack| stack.contains(".wasm")),
        format!("the module is not among the callers: {stack}"),
    )?;
    let said = person.look(ALERT).await?;
    ensure(said == "", format!("the box gave up: {said}"))
}
