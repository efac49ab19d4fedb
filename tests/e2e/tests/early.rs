//! On a slow line the search field is there before the module is: a person types, and nothing of it is lost.

use e2e::{Done, Person, Place, Spot, failure::ensure};
use serde_json::{Value, json};

/// Title, label and hint, of the first moment's field or of the widget's.
const WORDS: &str = "const r = root(widget), f = r?.querySelector('[role=combobox]'); \
    return f && [r.querySelector('h2').textContent, r.querySelector('label').textContent, f.placeholder]";

/// Bytes a second that the page gets; none is no limit.
async fn line(person: &Person, bytes: Option<u32>) -> Done {
    let throughput = bytes.map_or(-1, i64::from);
    let conditions = json!({"offline": false, "latency": 0, "downloadThroughput": throughput, "uploadThroughput": -1});
    person.browser.devtools("Network.enable", json!({})).await?;
    person
        .browser
        .devtools("Network.emulateNetworkConditions", conditions)
        .await
        .map(|_| ())
}

/// Someone on a page whose module takes several seconds to arrive, looking at the field of the first moment.
async fn waiting(path: &str) -> Done<(Person, Value)> {
    let person = Person::sit_down().await?;
    line(&person, Some(20_000)).await?;
    person.open(path).await?;
    let words = person.until_seen("a field", WORDS).await?;
    let frame = person
        .look("return !!root(widget).querySelector('.frame')")
        .await?;
    ensure(
        frame == json!(false),
        "the module was there before the field",
    )?;
    Ok((person, words))
}

#[tokio::test]
async fn what_is_typed_before_the_module_is_there_is_searched_for() -> Done {
    let (person, _) = waiting("/").await?;
    person.click(Spot::SEARCH).await?;
    person.keys("cmso").await?;
    line(&person, None).await?;
    person.until(Place::Bank).await?;
    person
        .until_seen(
            "the bank that was typed",
            "return root(widget).querySelector('[role=option]')?.textContent.includes('Sud-Ouest')",
        )
        .await?;
    let kept = "const fields = [...root(widget).querySelectorAll('[role=combobox]')]; \
        return fields.length === 1 && fields[0].value === 'cmso' && fields[0].selectionStart === 4 \
        && root(widget).activeElement === fields[0]";
    person.until_seen("text, caret and focus", kept).await?;
    person.keys(" ").await?;
    person.no_errors().await
}

#[tokio::test]
async fn its_words_are_those_of_the_widget() -> Done {
    for path in ["/", "/?locale=en"] {
        let (person, early) = waiting(path).await?;
        line(&person, None).await?;
        person.until(Place::Bank).await?;
        let words = person.look(WORDS).await?;
        ensure(early == words, format!("{early} and {words}"))?;
    }
    Ok(())
}

#[tokio::test]
async fn a_tab_in_the_middle_of_a_journey_sees_no_field_of_another_step() -> Done {
    let person = Person::arrive("/").await?;
    person
        .pick(e2e::bank::Hand::Pointer, "fortuneo", None)
        .await?;
    line(&person, Some(20_000)).await?;
    let without_cache = json!({"cacheDisabled": true});
    person
        .browser
        .devtools("Network.setCacheDisabled", without_cache)
        .await?;
    person.reload().await?;
    let drawn = "return root(widget)?.childNodes.length ?? -1";
    ensure(
        person.look(drawn).await? == json!(0),
        "something was drawn before it was known which step it is",
    )?;
    line(&person, None).await?;
    person.until(Place::Handoff).await
}
