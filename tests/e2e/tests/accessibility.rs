//! axe-core finds nothing on any step, in both themes, at 280 and 1280 px, and nothing is wider than the screen.

use e2e::{
    Done, Failure, Person, Place, Spot,
    axe::Axe,
    bank::{Device, Hand::Pointer},
    walk::Given,
};
use serde_json::{Value, json};

const THEMES: [&str; 2] = ["light", "dark"];
const WIDTHS: [u32; 2] = [280, 1280];

/// The outermost elements that reach out of the widget. What scrolls by itself may be as wide inside as it likes.
const TOO_WIDE: &str = "const right = document.querySelector('guichet-connect').getBoundingClientRect().right + 1; \
    const out = e => e.getBoundingClientRect().right > right; \
    return [...root(0).querySelectorAll('.frame *')] \
        .filter(e => out(e) && !out(e.parentElement) && !e.parentElement.closest('pre')) \
        .map(e => e.localName + '.' + e.className + ' ' + Math.round(e.getBoundingClientRect().right - right) + ' px')";

/// A person, axe, and everything it found so far: one run names all violations, not the first.
struct Tour {
    person: Person,
    axe: Axe,
    found: Vec<String>,
}

impl Tour {
    async fn start() -> Done<Self> {
        let axe = Axe::load()?;
        Ok(Self {
            person: Person::arrive("/").await?,
            axe,
            found: Vec::new(),
        })
    }

    /// Looks at a step in all four ways, with all its details open.
    async fn stop(&mut self, place: Place) -> Done {
        let Self { person, axe, found } = self;
        person.until(place).await?;
        for theme in THEMES {
            for width in WIDTHS {
                let features = json!([
                    {"name": "prefers-color-scheme", "value": theme},
                    {"name": "prefers-reduced-motion", "value": "reduce"},
                ]);
                person
                    .browser
                    .devtools("Emulation.setEmulatedMedia", json!({"features": features}))
                    .await?;
                let screen =
                    json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
                person
                    .browser
                    .devtools("Emulation.setDeviceMetricsOverride", screen)
                    .await?;
                person
                    .look("root(0).querySelectorAll('details').forEach(d => d.open = true)")
                    .await?;
                // The exact data is fetched when it is opened.
                person
                    .until_seen(
                        "the data",
                        "return [...root(0).querySelectorAll('pre')].every(p => p.textContent)",
                    )
                    .await?;
                let wide = person.look(TOO_WIDE).await?;
                let wide = wide
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                let wide = wide.map(|name| format!("wider than the element: {name}"));
                let lines = axe.violations(person).await?.into_iter().chain(wide);
                found.extend(lines.map(|line| format!("{} {theme} {width}: {line}", place.name())));
            }
        }
        // Back to an ordinary screen for the way on.
        person
            .browser
            .devtools("Emulation.clearDeviceMetricsOverride", json!({}))
            .await?;
        Ok(())
    }

    fn end(self) -> Done {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(self.found.join("\n")))
        }
    }
}

#[tokio::test]
async fn no_violation_from_the_bank_to_the_receipt() -> Done {
    let mut tour = Tour::start().await?;
    tour.stop(Place::Bank).await?;
    tour.person.search(Pointer, "crédit agricole").await?;
    tour.stop(Place::Region).await?;
    tour.person.search(Pointer, "33").await?;
    tour.stop(Place::Handoff).await?;
    tour.person.leave(Pointer).await?;
    tour.person.identify(Pointer, Spot::HOUSEHOLD).await?;
    tour.person.confirm(Pointer, Device::Approve).await?;
    tour.stop(Place::Accounts).await?;
    tour.person.tick(Pointer).await?;
    tour.stop(Place::Purposes).await?;
    tour.person.give(Pointer, Given::All).await?;
    tour.stop(Place::Result).await?;
    tour.person.send(Pointer).await?;
    tour.stop(Place::Sent).await?;
    tour.end()
}

#[tokio::test]
async fn no_violation_on_an_outcome_and_at_the_end() -> Done {
    let mut tour = Tour::start().await?;
    tour.person.pick(Pointer, "la banque postale", None).await?;
    tour.person.leave(Pointer).await?;
    tour.person.browser.driver.back().await?;
    tour.stop(Place::AtBank).await?;
    tour.person.click(Spot::FORWARD).await?;
    tour.person.leave(Pointer).await?;
    tour.person
        .identify(Pointer, Spot::css("[data-test='person-refuses']"))
        .await?;
    tour.stop(Place::Outcome).await?;
    tour.person.click(Spot::FORWARD).await?;
    tour.person.leave(Pointer).await?;
    tour.person.approve(Pointer).await?;
    tour.person.tick(Pointer).await?;
    tour.person.give(Pointer, Given::Nothing).await?;
    tour.stop(Place::Ended).await?;
    tour.end()
}
