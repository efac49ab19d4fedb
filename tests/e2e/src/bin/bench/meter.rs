//! A browser as a measuring instrument: a tab per visit, nothing cached, a machine and a line as slow as asked for.

use std::time::Duration;

use e2e::{Done, Failure, browser::Browser, failure::ensure};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use tokio::time::{Instant, sleep, sleep_until};

use crate::{figures::Condition, site::DIRECTORY, target::Target};

/// How long a page may take before the run ends.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks at the page.
const GLANCE: Duration = Duration::from_millis(50);
/// Between two keys.
const KEY: Duration = Duration::from_millis(80);
/// The list has its results when it has not changed for so long, in milliseconds of the page's clock: a server's answer
/// follows the sign of waiting sooner than that.
const QUIET: f64 = 250.0;
/// Results that have not changed so long after the last key are those of the key before, in milliseconds: three times the
/// longest that a peer waits before it searches.
const UNCHANGED: f64 = 1_500.0;

/// The script in the page.
const PAGE: &str = include_str!("page.js");

/// One browser.
pub struct Meter {
    browser: Browser,
    home: WindowHandle,
}

/// When the things of a page were there, in milliseconds since the navigation.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// The search box, enabled.
    pub search_box: f64,
    /// The first bank of the list; none on a page without one.
    pub first_bank: Option<f64>,
}

/// What one search took.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    /// From the last key to the frame after the results, in milliseconds.
    pub painted: f64,
    /// The longest task of the main thread since the first key, in milliseconds; 0 when none was over 50.
    pub longest_task: f64,
}

impl Meter {
    /// Opens a browser and lets it start up.
    pub async fn open() -> Done<Self> {
        let browser = Browser::open().await?;
        let home = browser.driver.window().await?;
        Ok(Self { browser, home })
    }

    /// Name and version of the browser.
    pub async fn version(&self) -> Done<String> {
        let answer = self
            .browser
            .devtools("Browser.getVersion", json!({}))
            .await?;
        Ok(answer["product"].as_str().unwrap_or("unknown").to_owned())
    }

    /// Opens a page in a new tab and waits until it is ready. Caches, compiled code and cookies of earlier visits are gone.
    pub async fn visit(&self, target: &Target, condition: Condition) -> Done<Ready> {
        let tab = self.browser.driver.new_tab().await?;
        self.browser.driver.switch_to_window(tab).await?;
        let script = PAGE
            .replace("__TARGET__", &target.to_json().to_string())
            .replace("__DIRECTORY__", DIRECTORY);
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.clearBrowserCache", json!({}))
            .await?;
        self.devtools("Network.clearBrowserCookies", json!({}))
            .await?;
        self.devtools("Page.enable", json!({})).await?;
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await?;
        self.slow_down(condition).await?;
        self.browser.driver.goto(&target.address).await?;
        let what = format!("{} to be ready", target.program.name());
        let wanted = if target.to_json()["row"].is_null() {
            "__bench.ready"
        } else {
            "__bench.ready && __bench.listed"
        };
        let seen = format!(
            "return globalThis.__bench && {wanted} ? [__bench.ready, __bench.listed] : null"
        );
        let seen = self.until(&what, &seen).await?;
        let search_box = seen[0]
            .as_f64()
            .ok_or_else(|| Failure::new("no time of the search box"))?;
        let visible = self.look("return document.visibilityState").await?;
        ensure(visible == "visible", "a page out of sight draws no frames")?;
        Ok(Ready {
            search_box,
            first_bank: seen[1].as_f64(),
        })
    }

    /// Closes the tab of the visit.
    pub async fn leave(&self) -> Done {
        self.browser.driver.close_window().await?;
        Ok(self
            .browser
            .driver
            .switch_to_window(self.home.clone())
            .await?)
    }

    async fn slow_down(&self, condition: Condition) -> Done {
        let rate = match condition {
            Condition::Plain => 1,
            Condition::Cpu4 | Condition::Cpu4Line => 4,
        };
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
            .await?;
        if condition == Condition::Cpu4Line {
            // Bytes per second.
            let line = json!({
                "offline": false, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8,
            });
            self.devtools("Network.emulateNetworkConditions", line)
                .await?;
        }
        Ok(())
    }

    /// Turns the keyboard to the search box and begins to watch the list.
    pub async fn watch(&self) -> Done {
        self.look("__bench.watch(); return null").await.map(|_| ())
    }

    /// Types a search, a key every 80 ms, and waits for its results; none when the last key changed nothing in the list.
    ///
    /// The browser takes the next key when it is through with the one before: a program that needs longer than 80 ms for
    /// a key is typed to more slowly, which is to its favour.
    pub async fn search(&self, query: &str) -> Done<Option<Searched>> {
        let begun = self.number("return performance.now()").await?;
        let mut next = Instant::now();
        for letter in query.chars() {
            sleep_until(next).await;
            next = Instant::now().max(next) + KEY;
            let letter = letter.to_string();
            self.key(json!({ "type": "keyDown", "key": letter, "text": letter }))
                .await?;
            self.key(json!({ "type": "keyUp", "key": letter })).await?;
        }
        let painted = self.results().await?;
        let longest = format!("return __bench.longest({begun})");
        let longest_task = self.number(&longest).await?;
        Ok(painted.map(|painted| Searched {
            painted,
            longest_task,
        }))
    }

    async fn results(&self) -> Done<Option<f64>> {
        let end = Instant::now() + PATIENCE;
        loop {
            let seen = self
                .look("return [__bench.key, __bench.changed, __bench.painted, performance.now()]")
                .await?;
            let at = |index: usize| seen[index].as_f64();
            let (Some(key), Some(now)) = (at(0), at(3)) else {
                return Err(Failure::new("the page saw no key"));
            };
            match (at(1), at(2)) {
                (Some(changed), Some(painted)) if now - changed > QUIET => {
                    return Ok(Some(painted - key));
                }
                (None, _) if now - key > UNCHANGED => return Ok(None),
                _ if Instant::now() > end => {
                    return Err(Failure::new("the list never comes to rest"));
                }
                _ => sleep(GLANCE).await,
            }
        }
    }

    /// Empties the search box, and waits until the list has settled.
    pub async fn clear(&self) -> Done {
        let all = json!({ "type": "rawKeyDown", "key": "a", "commands": ["selectAll"] });
        let back = |kind: &str| json!({ "type": kind, "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8 });
        self.key(all).await?;
        self.key(json!({ "type": "keyUp", "key": "a" })).await?;
        self.key(back("keyDown")).await?;
        self.key(back("keyUp")).await?;
        self.results().await.map(|_| ())
    }

    async fn key(&self, key: Value) -> Done {
        self.devtools("Input.dispatchKeyEvent", key)
            .await
            .map(|_| ())
    }

    /// Bytes of the JavaScript heap that are in use after a garbage collection.
    pub async fn heap(&self) -> Done<f64> {
        // The second one takes what the first one's finalizers let go.
        for _ in 0..2 {
            self.devtools("HeapProfiler.collectGarbage", json!({}))
                .await?;
        }
        let usage = self.devtools("Runtime.getHeapUsage", json!({})).await?;
        usage["usedSize"]
            .as_f64()
            .ok_or_else(|| Failure::new("the browser does not say what its heap uses"))
    }

    /// A number of the page.
    pub async fn number(&self, script: &str) -> Done<f64> {
        self.look(script)
            .await?
            .as_f64()
            .ok_or_else(|| Failure::new(format!("no number: {script}")))
    }

    /// Waits until a script of the page answers something, and gives it.
    pub async fn until(&self, what: &str, script: &str) -> Done<Value> {
        let end = Instant::now() + PATIENCE;
        loop {
            let seen = self.look(script).await?;
            if !seen.is_null() && seen != json!(false) {
                return Ok(seen);
            }
            if Instant::now() > end {
                return Err(Failure::new(format!("waited for {what}")));
            }
            sleep(GLANCE).await;
        }
    }

    /// What a script of the page answers.
    pub async fn look(&self, script: &str) -> Done<Value> {
        Ok(self
            .browser
            .driver
            .execute(script, Vec::new())
            .await?
            .json()
            .clone())
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Done<Value> {
        self.browser.devtools(command, parameters).await
    }
}
