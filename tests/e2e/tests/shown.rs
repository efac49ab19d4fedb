//! What is on every screen, or on none.

use e2e::{Done, Person, failure::ensure, steps::STEPS};
use serde_json::json;

/// Fields for a secret in the widget or around it.
const SECRETS: &str = "return [...root(widget).querySelectorAll('input'), ...document.querySelectorAll('input')] \
    .filter(field => field.type === 'password' || /passw|secret|code/.test(field.name + field.autocomplete)).length";

/// What the page's storage holds, by name, and what is in the other places.
const STORED: &str = "return [Object.keys(sessionStorage).length, Object.keys(localStorage).length, document.cookie]";

#[tokio::test]
async fn r_003_r_061_r_069_no_field_for_a_secret_the_bank_named_before_and_nothing_left_behind()
-> Done {
    let person = Person::arrive("/").await?;
    let partner_cookies = person.look("return document.cookie").await?;
    for step in STEPS {
        person.until(step).await?;
        let fields = person.look(SECRETS).await?;
        ensure(
            fields == json!(0),
            format!("{}: {fields} fields for a secret", step.name()),
        )?;
        let stored = person.look(STORED).await?;
        ensure(
            stored[0].as_u64() <= Some(1) && stored[1] == 0 && stored[2] == partner_cookies,
            format!("{}: {stored} is stored", step.name()),
        )?;
        if step == e2e::Place::Handoff {
            let host = person
                .look("return root(widget).querySelector('.host').textContent")
                .await?;
            ensure(
                host.as_str()
                    .is_some_and(|host| person.stack.banks.ends_with(host)),
                format!("the person is told of {host}"),
            )?;
        }
        person.advance(step).await?;
    }
    Ok(())
}
