//! Mounting the widget into an element, and taking it out again.

pub mod config;
pub mod contrast;
pub mod names;
mod style;

use std::cell::RefCell;

use crate::leptos::prelude::*;
use contract::{JourneyId, Mode};
use journey::{Event, Returned, Session, Start};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::{banks::Banks, effects::Memory, shell::Shell, steps};
use config::Config;

/// A mounted widget: kept by the element, one each.
#[wasm_bindgen]
pub struct Mounted {
    shell: Shell,
    /// Taken out on unmount, which drops all signals, listeners and nodes.
    view: RefCell<Option<Box<dyn FnOnce()>>>,
}

/// Draws a widget into the element's shadow root.
///
/// `fragment` is what the page's address carried and has been stripped of; `directory` resolves to the text of the
/// catalogue, and a promise of that of its first country.
///
/// # Errors
/// What the browser throws when it cannot make an element or a style sheet: the element then says that it could not open.
#[wasm_bindgen]
#[expect(
    clippy::needless_pass_by_value,
    reason = "JavaScript hands its values over"
)]
pub fn mount(
    host: HtmlElement,
    root: ShadowRoot,
    backend: String,
    fragment: String,
    directory: js_sys::Promise,
) -> Result<Mounted, JsValue> {
    start_futures();
    let config = Config::read(&host, backend);
    style::adopt(&root)?;
    let home: HtmlElement = document().create_element("div")?.unchecked_into();
    home.set_attribute("part", "root")?;
    // What stands there already is the element's to take away: the field of the first moment may have the focus.
    root.append_child(&home)?;

    let returned = returned(&fragment);
    let config = as_remembered(config, &host, returned.as_ref());
    let memory = Memory::of(&host, &config);
    let start = start(&config, &memory, &fragment, returned);
    let token = config
        .on_backend
        .then(|| fragment.clone())
        .filter(|f| !f.is_empty() && !f.starts_with(names::FRAGMENT));
    let postcode = config.postcode.clone();
    let owner = Owner::new();
    let (shell, mut view) = owner.with(|| {
        let shell = Shell::new(
            host,
            home.clone(),
            config,
            memory,
            token,
            Banks::load(directory, postcode),
        );
        (shell, mount_to(&home, || steps::frame(shell)))
    });
    shell.listen();
    shell.send(Event::Started(start));
    let unmount = move || {
        view.unmount();
        owner.cleanup();
    };
    Ok(Mounted {
        shell,
        view: RefCell::new(Some(Box::new(unmount))),
    })
}

#[wasm_bindgen]
impl Mounted {
    /// An attribute of the element has a new value.
    pub fn attribute_changed(&self, name: &str) {
        self.shell.attribute_changed(name);
    }

    /// The element left the page: nothing of the widget remains.
    pub fn unmount(&self) {
        self.shell.close();
        if let Some(unmount) = self.view.take() {
            unmount();
        }
    }
}

/// The journey and the code that came back from the bank with the address.
fn returned(fragment: &str) -> Option<Returned> {
    let (journey, code) = fragment.strip_prefix(names::FRAGMENT)?.split_once('.')?;
    Some(Returned {
        journey: JourneyId::from(journey),
        code: contract::Secret::new(code.to_owned()),
    })
}

/// A renewal may come back to a page whose element connects: the tab remembers which of the two left.
fn as_remembered(config: Config, host: &HtmlElement, returned: Option<&Returned>) -> Config {
    let Some(returned) = returned.filter(|_| config.mode == Mode::Connect) else {
        return config;
    };
    let renewing = Config {
        mode: Mode::Renew,
        ..config.clone()
    };
    match Memory::of(host, &renewing).journey() {
        Some(left) if left == returned.journey => renewing,
        _ => config,
    }
}

/// What the machine is told of how the page was opened.
fn start(config: &Config, memory: &Memory, fragment: &str, returned: Option<Returned>) -> Start {
    let saved = memory.journey();
    // On the backend's own page a bare address after the bank means: the cookie knows which journey.
    let session = if config.on_backend && saved.is_none() && fragment.is_empty() {
        Session::Cookie
    } else {
        Session::Storage
    };
    let fresh = config.on_backend && !fragment.is_empty() && returned.is_none();
    Start {
        saved: saved.filter(|_| !fresh),
        returned,
        institution: config.institution.clone(),
        session,
        mode: config.mode,
    }
}
