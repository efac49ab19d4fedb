//! Finding a bank: each row of the APG's table for an editable combobox with a list, by real keys, and what touch and
//! a known postcode change.

use e2e::{Done, Person, Place, Spot, bank::Hand::Keyboard, failure::ensure};
use serde_json::{Value, json};
use thirtyfour::Key;

/// What a screen reader is told of the field and its list, and where the caret is.
const STATE: &str = "const f = root(widget).querySelector('[role=combobox]'), l = root(widget).querySelector('[role=listbox]'); \
    const active = f.getAttribute('aria-activedescendant'); \
    return { expanded: f.getAttribute('aria-expanded'), active, count: l.children.length, shown: l.checkVisibility(), \
        selected: [...l.querySelectorAll('[aria-selected=true]')].map(e => e.id).join(), value: f.value, \
        caret: f.selectionStart, focused: root(widget).activeElement === f, \
        reaches: !active || root(widget).getElementById(active)?.role === 'option', \
        controls: root(widget).getElementById(f.getAttribute('aria-controls')) === l, \
        said: root(widget).querySelector('[aria-live]')?.textContent ?? '' }";

/// Someone with the focus in the search field and the popular banks below it.
async fn at_the_field() -> Done<Person> {
    let person = Person::arrive("/").await?;
    let options = "return root(widget).querySelectorAll('[role=option]').length > 3";
    person.until_seen("the popular banks", options).await?;
    person.tab_to(Spot::SEARCH).await?;
    Ok(person)
}

/// Waits until the state has these values.
async fn state(person: &Person, row: &str, wanted: Value) -> Done<Value> {
    person
        .patiently(&format!("{row}: {wanted}"), async || {
            let state = person.look(STATE).await?;
            let sound = state["focused"] == json!(true)
                && state["reaches"] == json!(true)
                && state["controls"] == json!(true)
                && (state["active"].is_null() == (state["selected"] == json!("")));
            let fits = wanted
                .as_object()
                .is_some_and(|wanted| wanted.iter().all(|(name, value)| state[name] == *value));
            Ok((sound && fits).then_some(state))
        })
        .await
}

async fn alt(person: &Person, key: Key) -> Done {
    let keys = person.browser.driver.action_chain();
    Ok(keys
        .key_down(Key::Alt)
        .send_keys(char::from(key).to_string())
        .key_up(Key::Alt)
        .perform()
        .await?)
}

#[tokio::test]
async fn r_139_the_arrows_walk_the_list_round_and_the_focus_stays() -> Done {
    let person = at_the_field().await?;
    let start = state(
        &person,
        "at rest",
        json!({"expanded": "true", "active": null}),
    )
    .await?;
    let last = format!("option-{}", start["count"].as_u64().unwrap_or_default() - 1);
    person.key(Key::Down).await?;
    state(
        &person,
        "Down goes to the first",
        json!({"active": "option-0", "selected": "option-0"}),
    )
    .await?;
    person.key(Key::Down).await?;
    state(
        &person,
        "Down goes to the next",
        json!({"active": "option-1", "selected": "option-1"}),
    )
    .await?;
    person.key(Key::Up).await?;
    person.key(Key::Up).await?;
    state(
        &person,
        "Up from the first goes to the last",
        json!({"active": last}),
    )
    .await?;
    person.key(Key::Down).await?;
    state(
        &person,
        "Down from the last goes to the first",
        json!({"active": "option-0"}),
    )
    .await?;
    person.key(Key::Left).await?;
    person.key(Key::Up).await?;
    state(
        &person,
        "Up from the field goes to the last",
        json!({"active": last}),
    )
    .await
    .map(|_| ())
}

#[tokio::test]
async fn r_139_escape_puts_the_list_away_then_clears_and_the_arrows_bring_it_back() -> Done {
    let person = at_the_field().await?;
    person.keys("credit").await?;
    state(
        &person,
        "typing activates the first",
        json!({"expanded": "true", "active": "option-0"}),
    )
    .await?;
    person.key(Key::Escape).await?;
    state(
        &person,
        "Escape puts the list away and keeps the text",
        json!({"expanded": "false", "shown": false, "active": null, "value": "credit"}),
    )
    .await?;
    person.key(Key::Down).await?;
    state(
        &person,
        "Down brings it back",
        json!({"expanded": "true", "shown": true, "active": "option-0"}),
    )
    .await?;
    alt(&person, Key::Up).await?;
    state(
        &person,
        "Alt+Up puts it away",
        json!({"expanded": "false", "active": null}),
    )
    .await?;
    alt(&person, Key::Down).await?;
    state(
        &person,
        "Alt+Down brings it back and moves nothing",
        json!({"expanded": "true", "active": null}),
    )
    .await?;
    person.key(Key::Escape).await?;
    person.key(Key::Escape).await?;
    state(
        &person,
        "a second Escape clears",
        json!({"value": "", "expanded": "true", "active": null}),
    )
    .await?;
    person.key(Key::Escape).await?;
    person.keys("l").await?;
    state(
        &person,
        "a letter brings it back",
        json!({"value": "l", "expanded": "true", "active": "option-0"}),
    )
    .await
    .map(|_| ())
}

#[tokio::test]
async fn r_139_the_fields_own_keys_edit_the_text() -> Done {
    let person = at_the_field().await?;
    person.keys("bnp").await?;
    state(&person, "typed", json!({"active": "option-0", "caret": 3})).await?;
    person.key(Key::Home).await?;
    state(
        &person,
        "Home goes to the first letter",
        json!({"caret": 0, "active": null, "expanded": "true"}),
    )
    .await?;
    person.key(Key::Right).await?;
    state(&person, "Right", json!({"caret": 1, "active": null})).await?;
    person.key(Key::End).await?;
    state(
        &person,
        "End goes behind the last letter",
        json!({"caret": 3, "active": null}),
    )
    .await?;
    person.key(Key::Left).await?;
    state(&person, "Left", json!({"caret": 2, "active": null})).await?;
    person.key(Key::Delete).await?;
    state(
        &person,
        "Delete takes the letter behind",
        json!({"value": "bn", "caret": 2}),
    )
    .await?;
    person.key(Key::Backspace).await?;
    state(
        &person,
        "Backspace takes the letter before",
        json!({"value": "b", "caret": 1}),
    )
    .await?;
    person.key(Key::Down).await?;
    person.keys("r").await?;
    state(
        &person,
        "a letter while an option is active is typed",
        json!({"value": "br", "active": "option-0"}),
    )
    .await
    .map(|_| ())
}

#[tokio::test]
async fn r_139_enter_takes_the_active_option_and_nothing_else() -> Done {
    let person = at_the_field().await?;
    person.key(Key::Enter).await?;
    state(
        &person,
        "Enter on nothing does nothing",
        json!({"active": null}),
    )
    .await?;
    person.keys("la banque postale").await?;
    state(&person, "typed", json!({"active": "option-0"})).await?;
    person.key(Key::Escape).await?;
    person.key(Key::Enter).await?;
    state(
        &person,
        "Enter on a list that is away does nothing",
        json!({"value": "la banque postale"}),
    )
    .await?;
    person.key(Key::Down).await?;
    person.key(Key::Enter).await?;
    person.until(Place::Handoff).await
}

#[tokio::test]
async fn r_139_how_many_fit_is_said_and_nothing_is_a_way_on_without_what_was_typed() -> Done {
    let person = at_the_field().await?;
    person.keys("cmso").await?;
    let said =
        "return /^2 banques/.test(root(widget).querySelector('[aria-live]').textContent.trim())";
    person.until_seen("the count is said", said).await?;
    person.key(Key::Escape).await?;
    person.key(Key::Escape).await?;
    person
        .look("window.told = []; document.querySelector('guichet-connect').addEventListener('guichet-step', e => told.push(JSON.stringify(e.detail)))")
        .await?;
    person.keys("zzqxw").await?;
    person
        .tab_to(Spot::button("Ma banque n’est pas dans la liste"))
        .await?;
    person.key(Key::Enter).await?;
    person
        .until_seen(
            "an answer",
            "return /mot|écrit/.test(root(widget).querySelector('[aria-live]').textContent)",
        )
        .await?;
    let told = person.look("return told.join()").await?;
    ensure(
        told == json!("{\"step\":\"bank-missing\"}"),
        format!("{told}"),
    )
}

#[tokio::test]
async fn r_142_a_known_postcode_ranks_the_regions_and_decides_nothing() -> Done {
    let person = at_the_field().await?;
    // The page is changed: the same element with a postcode.
    person
        .look(
            "const old = document.querySelector('guichet-connect'), again = old.cloneNode(true); \
            again.setAttribute('postcode', '33000'); old.replaceWith(again)",
        )
        .await?;
    person.until(Place::Bank).await?;
    person.search(Keyboard, "credit agricole").await?;
    person.until(Place::Region).await?;
    person
        .until_seen(
            "Aquitaine first",
            "return root(widget).querySelector('[role=option]')?.textContent.startsWith('Aquitaine')",
        )
        .await?;
    let field = person
        .look("return root(widget).querySelector('[role=combobox]').value")
        .await?;
    ensure(field == json!("33000"), format!("the field says {field}"))?;
    let count = person
        .look("return root(widget).querySelectorAll('[role=option]').length")
        .await?;
    ensure(
        count == json!(39),
        format!("{count} regions: none is hidden"),
    )?;
    let kept = person.look("return Object.values(sessionStorage).concat(Object.values(localStorage)).join().includes('33000')").await?;
    ensure(kept == json!(false), "the postcode is stored")?;
    ensure(
        person.place().await? == Some(Place::Region),
        "nothing was decided",
    )
}

#[tokio::test]
async fn on_touch_the_keyboard_does_not_cover_what_is_found() -> Done {
    let person = Person::arrive("/").await?;
    // What a keyboard leaves of a phone's screen.
    let screen = json!({"width": 390, "height": 400, "deviceScaleFactor": 2, "mobile": true});
    person
        .browser
        .devtools("Emulation.setDeviceMetricsOverride", screen)
        .await?;
    person
        .browser
        .devtools(
            "Emulation.setTouchEmulationEnabled",
            json!({"enabled": true}),
        )
        .await?;
    person.tab_to(Spot::SEARCH).await?;
    person.keys("credit").await?;
    let in_sight = "const f = root(widget).querySelector('[role=combobox]').getBoundingClientRect(); \
        const seen = [...root(widget).querySelectorAll('[role=option]')].filter(o => o.getBoundingClientRect().bottom <= visualViewport.height); \
        return f.top >= 0 && seen.length >= 4";
    person
        .until_seen("the field and four options", in_sight)
        .await
        .map(|_| ())
}
