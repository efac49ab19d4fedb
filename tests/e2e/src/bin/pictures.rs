//! Pictures of the result, for `docs/pictures`: three people, two languages, two themes, two widths.
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
    for (name, who, purposes, given) in PEOPLE {
        for locale in LOCALES {
            let person = Person::arrive(&format!("/?purposes={purposes}")).await?;
            person.pick(Pointer, BANK, None).await?;
            person.leave(Pointer).await?;
            person.identify(Pointer, Spot::css(who)).await?;
            person.confirm(Pointer, Device::Approve).await?;
            person.tick(Pointer).await?;
            person.give(Pointer, given).await?;
            person.until(Place::Result).await?;
            // The way back from the bank leads to the page without its parameters.
            person
                .look(&format!(
                    "document.querySelector('guichet-connect').setAttribute('locale', '{locale}')"
                ))
                .await?;
            person
                .until_seen("the language", &format!("return root(widget).querySelector('[lang={locale}]') && !root(widget).querySelector('[aria-busy=true]')"))
                .await?;
            for theme in THEMES {
                for width in WIDTHS {
                    let picture = taken(&person, theme, width).await?;
                    let file = format!("result-{name}-{locale}-{theme}-{width}.png");
                    std::fs::write(folder.join(&file), picture)?;
                    println!("{file}");
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
