//! A person in front of a browser: what they can see, type and press. Keys and clicks are the browser's own events.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use thirtyfour::{Key, WebElement};
use tokio::time::{Instant, sleep};

use crate::{Done, Failure, Place, Spot, browser::Browser, failure::ensure, stack::Stack};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks.
const GLANCE: Duration = Duration::from_millis(40);
/// More things than this are not on any of our pages.
const TABS: usize = 150;

/// `root(n)`: the shadow root of the nth widget, or the document of a page without one. `spot(n, css, text)`: the first
/// thing there that is drawn, has room, and whose text begins so.
const LOOK: &str = r"
const root = n => { const all = document.querySelectorAll('guichet-connect'); return all.length ? all[n]?.shadowRoot : document; };
const spot = (n, css, text) => [...(root(n)?.querySelectorAll(css) ?? [])]
    .find(e => e.checkVisibility() && e.getClientRects().length && (e.textContent ?? '').trim().startsWith(text));
";

/// What a person would read first: the step's heading and its notice, or a page that has no widget.
const SIGHT: &str = "const step = root(widget)?.querySelector('.step'); const notice = root(widget)?.querySelector('.notice'); \
    return [step?.querySelector('h2') ?? document.querySelector('h1') ?? document.body, notice].map(e => e?.textContent ?? '').join(' | ')";

/// A person, with a browser of their own, in front of one of the page's widgets.
pub struct Person {
    /// What they deal with.
    pub stack: Arc<Stack>,
    /// Their browser.
    pub browser: Browser,
    widget: usize,
}

impl Person {
    /// Someone with a new browser, on the partner's page at `path`.
    pub async fn arrive(path: &str) -> Done<Self> {
        let person = Self::sit_down().await?;
        person.open(path).await?;
        person.until(Place::Bank).await?;
        Ok(person)
    }

    /// Someone with a new browser, no page yet.
    pub async fn sit_down() -> Done<Self> {
        Self::sit_down_at(Stack::start()?).await
    }

    /// The same, at a stack of the test's own.
    pub async fn sit_down_at(stack: Arc<Stack>) -> Done<Self> {
        let browser = Browser::open().await?;
        Ok(Self {
            stack,
            browser,
            widget: 0,
        })
    }

    /// Turns to another widget of the page; they count from 0.
    pub fn turn_to(&mut self, widget: usize) {
        self.widget = widget;
    }

    /// Opens a page of the partner.
    pub async fn open(&self, path: &str) -> Done {
        Ok(self
            .browser
            .driver
            .goto(format!("{}{path}", self.stack.partner))
            .await?)
    }

    /// Reloads.
    pub async fn reload(&self) -> Done {
        Ok(self.browser.driver.refresh().await?)
    }

    /// Runs a script in the page and answers its value. Scripts look; only where a test says so do they change the page.
    pub async fn look(&self, script: &str) -> Done<Value> {
        let script = format!("{LOOK} const widget = {}; {script}", self.widget);
        Ok(self
            .browser
            .driver
            .execute(script, Vec::new())
            .await?
            .json()
            .clone())
    }

    /// Where the widget says it is.
    pub async fn place(&self) -> Done<Option<Place>> {
        let name = self
            .look("return root(widget)?.querySelector('.frame')?.dataset.place ?? ''")
            .await?;
        Ok(name.as_str().and_then(Place::parse))
    }

    /// Waits until the widget is at `place`.
    pub async fn until(&self, place: Place) -> Done {
        self.until_any(&[place]).await.map(|_| ())
    }

    /// Waits until the widget is at one of `places`, and says which.
    pub async fn until_any(&self, places: &[Place]) -> Done<Place> {
        let names = || {
            places
                .iter()
                .map(|place| place.name())
                .collect::<Vec<_>>()
                .join(" or ")
        };
        self.patiently(&names(), async || {
            let place = self.place().await?;
            Ok(place.filter(|place| places.contains(place)))
        })
        .await
    }

    /// Waits until `script` answers something true, and gives it.
    pub async fn until_seen(&self, what: &str, script: &str) -> Done<Value> {
        self.patiently(what, async || {
            let seen = self.look(script).await?;
            let no =
                seen.is_null() || seen == json!(false) || seen == json!("") || seen == json!(0);
            Ok((!no).then_some(seen))
        })
        .await
    }

    /// Looks again and again until there is an answer. A page that is just changing answers later.
    pub async fn patiently<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Done<Option<T>>,
    ) -> Done<T> {
        let end = Instant::now() + PATIENCE;
        loop {
            let last = match look().await {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => String::new(),
                Err(failure) => format!("; {failure:?}"),
            };
            if Instant::now() > end {
                let place = self
                    .place()
                    .await
                    .ok()
                    .flatten()
                    .map_or("nowhere", Place::name);
                let path = self.path().await.unwrap_or_default();
                let sight = self.look(SIGHT).await.unwrap_or_default();
                return Err(Failure::new(format!(
                    "waited for {what}; the widget is at {place} ({sight}) on {path}{last}"
                )));
            }
            sleep(GLANCE).await;
        }
    }

    /// Origin and path of the page. The rest of an address may hold what no log should.
    pub async fn path(&self) -> Done<String> {
        let address = self.browser.driver.current_url().await?;
        Ok(format!(
            "{}{}",
            address.origin().ascii_serialization(),
            address.path()
        ))
    }

    /// Waits for something to press, and brings it into sight.
    pub async fn find(&self, spot: Spot) -> Done<WebElement> {
        let Spot { css, text } = spot;
        let script = format!(
            "{LOOK} const found = spot({}, {}, {}); found?.scrollIntoView({{block: 'center'}}); return found ?? null",
            self.widget,
            json!(css),
            json!(text)
        );
        let driver = &self.browser.driver;
        self.patiently(&format!("{spot:?}"), async || {
            let found = driver.execute(script.as_str(), Vec::new()).await?;
            Ok(if found.json().is_null() {
                None
            } else {
                Some(found.element()?)
            })
        })
        .await
    }

    /// Presses it with the pointer. A page that moves between the look and the press (a heading that takes the focus
    /// scrolls) lets the press land beside; a person sees that and presses again.
    pub async fn click(&self, spot: Spot) -> Done {
        self.patiently(&format!("a click on {spot:?}"), async || {
            let found = self.find(spot).await?;
            let driver = &self.browser.driver;
            let watch = "window.beside = true; \
                arguments[0].addEventListener('click', () => { window.beside = false; }, {capture: true, once: true});";
            driver.execute(watch, vec![found.to_json()?]).await?;
            driver
                .action_chain()
                .move_to_element_center(&found)
                .click()
                .perform()
                .await?;
            // A page that has gone is one that the press has left.
            let beside = driver.execute("return window.beside === true", Vec::new());
            let beside = beside.await.is_ok_and(|answer| *answer.json() == json!(true));
            Ok((!beside).then_some(()))
        })
        .await
    }

    /// Presses it twice, as fast as a nervous hand.
    pub async fn double_click(&self, spot: Spot) -> Done {
        let found = self.find(spot).await?;
        Ok(self
            .browser
            .driver
            .action_chain()
            .double_click_element(&found)
            .perform()
            .await?)
    }

    /// Types into whatever has the focus.
    pub async fn keys(&self, text: &str) -> Done {
        Ok(self
            .browser
            .driver
            .action_chain()
            .send_keys(text)
            .perform()
            .await?)
    }

    /// Presses one key.
    pub async fn key(&self, key: Key) -> Done {
        self.keys(&char::from(key).to_string()).await
    }

    /// Presses Tab until the focus is there.
    pub async fn tab_to(&self, spot: Spot) -> Done {
        self.find(spot).await?;
        let script = format!(
            "let a = document.activeElement; while (a?.shadowRoot?.activeElement) a = a.shadowRoot.activeElement; \
             return !!a && a === spot(widget, {}, {})",
            json!(spot.css),
            json!(spot.text)
        );
        for _ in 0..TABS {
            if self.look(&script).await? == json!(true) {
                return Ok(());
            }
            self.key(Key::Tab).await?;
        }
        Err(Failure::new(format!("Tab never reached {spot:?}")))
    }

    /// The heading of the step.
    pub async fn heading(&self) -> Done<String> {
        let heading = self
            .look("return root(widget)?.querySelector('.step h2')?.textContent ?? ''")
            .await?;
        Ok(heading.as_str().unwrap_or_default().to_owned())
    }

    /// Fails if the browser's console has an error of a script. Failed requests are not: they are answers.
    pub async fn no_errors(&self) -> Done {
        let log = self.browser.driver.browser_log().await?;
        let errors = log.iter().map(|entry| format!("{entry:?}"));
        let errors: Vec<_> = errors
            .filter(|entry| entry.contains("SEVERE") && !entry.contains("Failed to load resource"))
            .collect();
        ensure(errors.is_empty(), errors.join("\n"))
    }
}
