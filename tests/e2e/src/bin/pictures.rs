//! Pictures for `docs/pictures`: the steps in two themes; the result of three people, and the page where it is taken back, in
//! two languages, two themes, two widths.
//!
//! ```text
//! cargo xtask pack && cargo build -p backend -p sandbox
//! cargo run -p e2e --bin pictures -- docs/pictures
//! ```
//!
//! The sandbox's people have the same past whatever the day, but a month more of it each month: pictures taken on another
//! day show other amounts.

use std::{path::Path, process::ExitCode};

use base64::{Engine, engine::general_purpose::STANDARD};
use e2e::{
    Done, Failure, Person, Place, Spot,
    bank::{Device, Hand::Pointer},
    stack::{Extra, Stack},
    walk::Given,
};
use serde_json::{Value, json};

/// Who, what is asked of them, and how many of it they give. One of each kind: rated, counted, and mostly refused.
const PEOPLE: [(&str, &str, &str, Given); 3] = [
    (
        "ordinary",
        "[data-test='person-ordinary']",
        "financial_health,well_being",
        Given::First,
    ),
    (
        "household",
        "[data-test='person-household']",
        "insurance_needs,solvency",
        Given::First,
    ),
    (
        "one",
        "[data-test='person-one']",
        "housing_mobility",
        Given::All,
    ),
];
const LOCALES: [&str; 2] = ["fr", "en"];
const THEMES: [&str; 2] = ["light", "dark"];
const WIDTHS: [u32; 2] = [280, 480];
const BANK: &str = "la banque postale";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("pictures FOLDER");
        return ExitCode::FAILURE;
    };
    match all(Path::new(&folder)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure:?}");
            ExitCode::FAILURE
        }
    }
}

async fn all(folder: &Path) -> Done {
    steps(folder).await?;
    manage(folder).await?;
    adding(folder).await?;
    renewal(folder).await?;
    results(folder).await
}

/// The steps from the handoff on, in French, as the example configuration asks.
async fn steps(folder: &Path) -> Done {
    let person = Person::arrive("/").await?;
    person.pick(Pointer, BANK, None).await?;
    both(&person, folder, "handoff").await?;
    person.leave(Pointer).await?;
    person.identify(Pointer, Spot::HOUSEHOLD).await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.until(Place::Accounts).await?;
    both(&person, folder, "accounts").await?;
    person.tick(Pointer).await?;
    both(&person, folder, "purposes").await?;
    person.give(Pointer, Given::First).await?;
    person.until(Place::Result).await?;
    person.send(Pointer).await?;
    person.until(Place::Sent).await?;
    both(&person, folder, "sent").await
}

async fn both(person: &Person, folder: &Path, step: &str) -> Done {
    for theme in THEMES {
        let picture = taken(person, theme, WIDTHS[1]).await?;
        keep(folder, &format!("{step}-{theme}.png"), &picture)?;
    }
    // The page as it was, for the pointer's next press.
    let restore = "document.querySelector('guichet-connect').style.cssText = ''";
    person.look(restore).await?;
    let screen = json!({"width": 0, "height": 0, "deviceScaleFactor": 0, "mobile": false});
    let command = "Emulation.setDeviceMetricsOverride";
    person.browser.devtools(command, screen).await?;
    Ok(())
}

/// The page where it is taken back, before and after a purpose was.
async fn manage(folder: &Path) -> Done {
    for locale in LOCALES {
        let person = Person::arrive(&format!(
            "/?purposes=financial_health,solvency&locale={locale}"
        ))
        .await?;
        person.to_accounts_as(BANK, Spot::HOUSEHOLD).await?;
        person.tick(Pointer).await?;
        // The way back from the bank leads to the page without its parameters.
        speak(&person, locale).await?;
        person.give(Pointer, Given::All).await?;
        person.until(Place::Result).await?;
        person.send(Pointer).await?;
        person.until(Place::Sent).await?;
        let link = person
            .look("return root(widget).querySelector('.sent a').href")
            .await?;
        let door = format!("{}/manage?locale={locale}", person.stack.backend);
        person.browser.driver.goto(door).await?;
        person
            .until_seen("the field", "return !!document.querySelector('input')")
            .await?;
        pages(&person, folder, &format!("manage-door-{locale}")).await?;
        person
            .browser
            .driver
            .goto(link.as_str().unwrap_or_default())
            .await?;
        person
            .until_seen("the page", "return !!document.querySelector('section')")
            .await?;
        pages(&person, folder, &format!("manage-{locale}")).await?;
        let receipt = "document.querySelector('a[href^=\"/manage/receipts/\"]').click()";
        person.look(receipt).await?;
        person
            .until_seen("the receipt", "return !!document.querySelector('h2 ~ dl')")
            .await?;
        pages(&person, folder, &format!("receipt-{locale}")).await?;
        let back = format!("{}/manage", person.stack.backend);
        person.browser.driver.goto(back).await?;
        person
            .look("document.querySelector('section button').click()")
            .await?;
        person
            .until_seen(
                "what was done",
                "return !!document.querySelector('[role=status]')",
            )
            .await?;
        pages(&person, folder, &format!("manage-taken-{locale}")).await?;
        let open = "document.querySelector('details').open = true";
        person.look(open).await?;
        pages(&person, folder, &format!("manage-card-{locale}")).await?;
        let cut =
            "document.querySelector('section > form[action=\"/manage/withdraw\"] button').click()";
        person.look(cut).await?;
        person
            .until_seen("the question", "return !document.querySelector('section')")
            .await?;
        pages(&person, folder, &format!("manage-question-{locale}")).await?;
    }
    Ok(())
}

/// More from a bank that is connected: what is shared already is said, and nothing is on.
async fn adding(folder: &Path) -> Done {
    for locale in LOCALES {
        let person =
            Person::arrive(&format!("/?purposes=financial_health&locale={locale}")).await?;
        person.to_accounts_as(BANK, Spot::HOUSEHOLD).await?;
        person.click(Spot::FIRST_ACCOUNT).await?;
        person.click(Spot::FORWARD).await?;
        speak(&person, locale).await?;
        person.give(Pointer, Given::First).await?;
        person.send(Pointer).await?;
        person.to_shared().await?;
        let add = "document.querySelector('form[action=\"/manage/add\"] button').click()";
        person.look(add).await?;
        person.leave(Pointer).await?;
        person.identify(Pointer, Spot::HOUSEHOLD).await?;
        person.confirm(Pointer, Device::Approve).await?;
        person.until(Place::Accounts).await?;
        both(&person, folder, &format!("adding-accounts-{locale}")).await?;
        person.tick(Pointer).await?;
        person.until(Place::Purposes).await?;
        both(&person, folder, &format!("adding-purposes-{locale}")).await?;
    }
    Ok(())
}

/// The bank's clock turned: before the bank, and after it.
async fn renewal(folder: &Path) -> Done {
    let person = Person::sit_down_at(Stack::apart(&Extra::default())?).await?;
    person.open("/?purposes=financial_health").await?;
    person.until(Place::Bank).await?;
    person.share_as(BANK, Spot::HOUSEHOLD).await?;
    person.days_pass(170).await?;
    person.open("/?mode=renew").await?;
    person.until(Place::Handoff).await?;
    both(&person, folder, "renew").await?;
    person.leave(Pointer).await?;
    person.identify(Pointer, Spot::HOUSEHOLD).await?;
    person.confirm(Pointer, Device::Approve).await?;
    person.until(Place::Sent).await?;
    for locale in LOCALES {
        speak(&person, locale).await?;
        both(&person, folder, &format!("renewed-{locale}")).await?;
    }
    Ok(())
}

/// A whole page of the backend's own, on a phone and on a desk.
async fn pages(person: &Person, folder: &Path, name: &str) -> Done {
    let browser = &person.browser;
    for theme in THEMES {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        browser
            .devtools("Emulation.setEmulatedMedia", media)
            .await?;
        for (device, width) in [("phone", 390), ("desktop", 1280)] {
            let screen =
                json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
            browser
                .devtools("Emulation.setDeviceMetricsOverride", screen)
                .await?;
            let height = person
                .look(
                    "document.activeElement?.blur(); return document.documentElement.scrollHeight",
                )
                .await?;
            let height = height.as_f64().unwrap_or_default();
            let picture = shot(person, width, height).await?;
            keep(folder, &format!("{name}-{theme}-{device}.png"), &picture)?;
        }
    }
    Ok(())
}

fn keep(folder: &Path, file: &str, picture: &[u8]) -> Done {
    std::fs::write(folder.join(file), picture)?;
    println!("{file}");
    Ok(())
}

async fn speak(person: &Person, locale: &str) -> Done {
    person
        .look(&format!(
            "document.querySelector('guichet-connect').setAttribute('locale', '{locale}')"
        ))
        .await?;
    person
        .until_seen("the language", &format!("return root(widget).querySelector('[lang={locale}]') && !root(widget).querySelector('[aria-busy=true]')"))
        .await?;
    Ok(())
}

async fn results(folder: &Path) -> Done {
    for (name, who, purposes, given) in PEOPLE {
        for locale in LOCALES {
            let person = Person::arrive(&format!("/?purposes={purposes}")).await?;
            person.to_accounts_as(BANK, Spot::css(who)).await?;
            person.tick(Pointer).await?;
            person.give(Pointer, given).await?;
            person.until(Place::Result).await?;
            // The way back from the bank leads to the page without its parameters.
            speak(&person, locale).await?;
            for theme in THEMES {
                if name == "household" && locale == "fr" {
                    forced(&person, folder, theme).await?;
                }
                for width in WIDTHS {
                    let picture = taken(&person, theme, width).await?;
                    let file = format!("result-{name}-{locale}-{theme}-{width}.png");
                    keep(folder, &file, &picture)?;
                }
            }
        }
    }
    Ok(())
}

/// The element alone, as wide as that, however long it is.
async fn taken(person: &Person, theme: &str, width: u32) -> Done<Vec<u8>> {
    let browser = &person.browser;
    let screen = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
    browser
        .devtools("Emulation.setDeviceMetricsOverride", screen)
        .await?;
    // The partner's page has a margin of its own: the element is given the whole width.
    let script = format!(
        "const e = document.querySelector('guichet-connect'); e.setAttribute('theme', '{theme}'); \
         e.style.cssText = 'position:absolute;left:0;top:0;width:{width}px;z-index:9'; \
         document.activeElement?.blur(); scrollTo(0, 0); \
         await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); \
         return e.getBoundingClientRect().height"
    );
    let script = format!("return (async () => {{ {script} }})()");
    let height = person.look(&script).await?.as_f64().unwrap_or_default();
    shot(person, width, height).await
}

/// The same in forced colours, as a person with a contrast theme sees it.
async fn forced(person: &Person, folder: &Path, theme: &str) -> Done {
    let media = |features: Value| {
        person
            .browser
            .devtools("Emulation.setEmulatedMedia", json!({"features": features}))
    };
    media(json!([{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": theme}])).await?;
    let picture = taken(person, theme, WIDTHS[1]).await?;
    keep(
        folder,
        &format!("result-household-fr-forced-{theme}-480.png"),
        &picture,
    )?;
    media(json!([])).await?;
    Ok(())
}

async fn shot(person: &Person, width: u32, height: f64) -> Done<Vec<u8>> {
    let browser = &person.browser;
    let clip = json!({"x": 0, "y": 0, "width": width, "height": height.ceil(), "scale": 1});
    let shot = browser
        .devtools(
            "Page.captureScreenshot",
            json!({"format": "png", "clip": clip, "captureBeyondViewport": true}),
        )
        .await?;
    let data = shot.get("data").and_then(Value::as_str);
    let data = data.ok_or_else(|| Failure::new("no picture"))?;
    STANDARD
        .decode(data)
        .map_err(|error| Failure::new(error.to_string()))
}
