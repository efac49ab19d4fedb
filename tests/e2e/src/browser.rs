//! Chromium with a fresh profile, driven by a chromedriver of its own; or another engine.
//!
//! `GUICHET_WEBDRIVER` names the program that drives another engine, and `GUICHET_CAPABILITIES` what it is asked for, as
//! JSON. `WebKitGTK`, with Debian's `webkit2gtk-driver` and `xvfb`, for the tests that only press keys:
//!
//! ```sh
//! export GUICHET_WEBDRIVER=/usr/bin/WebKitWebDriver
//! export GUICHET_CAPABILITIES='{"webkitgtk:browserOptions":{"binary":"/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser","args":["--automation"]}}'
//! xvfb-run cargo test -p e2e --test search r_139 -- --test-threads=1
//! ```
//!
//! Firefox, with `firefox-esr` and `geckodriver` (`cargo xtask attack --firefox` installs both): the same, without
//! `xvfb-run`, with `geckodriver` and `{"moz:firefoxOptions":{"args":["-headless"]}}`.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::Path,
    thread,
    time::Duration,
};

use serde_json::{Map, Value};
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{Done, program::Program};

/// More than two browsers on two cores only wait for each other.
static SEATS: Semaphore = Semaphore::const_new(2);

/// Flags for a root user without a network; the pipe makes Chromium end with its chromedriver.
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--remote-debugging-pipe",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1000,900",
];

/// One browser.
pub struct Browser {
    /// The session with chromedriver.
    pub driver: WebDriver,
    chromedriver: Option<Program>,
    profile: TempDir,
    _seat: SemaphorePermit<'static>,
}

impl Browser {
    /// Opens one, when there is a seat.
    pub async fn open() -> Done<Self> {
        let seat = SEATS.acquire().await?;
        let profile = tempfile::tempdir()?;
        if let Ok(program) = env::var("GUICHET_WEBDRIVER") {
            return Self::other(&program, profile, seat).await;
        }
        let program =
            env::var("CHROMEDRIVER").unwrap_or_else(|_| "/usr/bin/chromedriver".to_owned());
        let log = profile.path().join("chromedriver.log");
        let chromedriver = Program::watched(&program, &["--port=0".to_owned()], &log)?;
        let port = chromedriver.says("started successfully on port ", Some('.'))?;

        let mut wanted = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wanted.add_arg(flag)?;
        }
        wanted.add_arg(&format!(
            "--user-data-dir={}",
            profile.path().join("profile").display()
        ))?;
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        // The process ends the session: chromedriver's end is Chromium's.
        driver.clone().leak()?;
        Ok(Self {
            driver,
            chromedriver: Some(chromedriver),
            profile,
            _seat: seat,
        })
    }

    /// Another engine, by its own driver.
    async fn other(program: &str, profile: TempDir, seat: SemaphorePermit<'static>) -> Done<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = profile.path().join("webdriver.log");
        let program = Program::watched(program, &[format!("--port={port}")], &log)?;
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let wanted = env::var("GUICHET_CAPABILITIES").unwrap_or_else(|_| "{}".to_owned());
        let wanted: Map<String, Value> = serde_json::from_str(&wanted)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        driver.clone().leak()?;
        Ok(Self {
            driver,
            chromedriver: Some(program),
            profile,
            _seat: seat,
        })
    }

    /// A command of Chromium's developer tools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Done<Value> {
        Ok(self.driver.cdp().send_raw(command, parameters).await?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Chromium keeps "host-pid" here while it has the profile.
        let lock =
            fs::read_link(self.profile.path().join("profile/SingletonLock")).unwrap_or_default();
        let lock = lock.to_string_lossy().into_owned();
        let process = lock
            .rsplit_once('-')
            .map(|(_, process)| Path::new("/proc").join(process));
        drop(self.chromedriver.take());
        // It ends a moment after its chromedriver, and until then makes a removed profile anew.
        for _ in 0..100 {
            if process.as_ref().is_none_or(|process| !process.exists()) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}
