//! The only code that touches network, location, storage, focus and host events: one function per effect.

mod forms;
mod listeners;
mod memory;
mod tidings;

use std::{cell::RefCell, rc::Rc, time::Duration};

use crate::leptos::prelude::*;
use journey::{Call, Effect, Event, Place, RequestNo};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub use listeners::Listener;
pub use memory::Memory;
pub use tidings::bank_missing;

use crate::{api::Api, embed::contrast, shell::Shell};

/// What effects act on.
pub struct Page {
    /// The custom element: attributes are read from it, events leave through it.
    pub host: HtmlElement,
    /// The one node in the shadow root that everything is drawn into.
    pub home: HtmlElement,
    /// The backend.
    pub api: Api,
    /// What this tab remembers.
    pub memory: Memory,
    /// Listeners outside the shadow root, taken away on unmount.
    pub listeners: RefCell<Vec<Listener>>,
}

/// Does what the machine asks for: the complete list of what the widget can do to the world.
pub fn perform(shell: Shell, page: &Rc<Page>, effect: Effect) {
    match effect {
        Effect::Request(no, call) => request(shell, page.clone(), no, call),
        Effect::Wait(no, milliseconds) => wait(shell, no, milliseconds),
        Effect::Go(ticket) => forms::post(page, "/go", &[("ticket", ticket.expose())]),
        Effect::Reclaim => reclaim(shell, page),
        Effect::Visit(address) => visit(&address),
        Effect::HandBack => forms::post(page, "/finish", &[]),
        Effect::Announce(place) => announce(shell, page.clone(), place),
        Effect::Tell(news) => tidings::tell(&page.host, &news),
        Effect::Forget => page.memory.forget(),
    }
}

fn request(shell: Shell, page: Rc<Page>, no: RequestNo, call: Call) {
    spawn_local(async move {
        let answer = page.api.call(call).await;
        shell.send(Event::Answered(no, answer));
    });
}

fn wait(shell: Shell, no: RequestNo, milliseconds: u32) {
    set_timeout(
        move || shell.send(Event::Waited(no)),
        Duration::from_millis(milliseconds.into()),
    );
}

fn reclaim(shell: Shell, page: &Page) {
    if let Some(id) = shell.peek(|j| j.id().cloned()) {
        forms::post(page, "/again", &[("journey", id.as_str())]);
    }
}

fn visit(address: &str) {
    // An address that the browser refuses leaves the person on this page, with the same button.
    let _ = window().location().assign(address);
}

/// Tells the page where the person is, and moves the focus to the new heading once it is drawn.
fn announce(shell: Shell, page: Rc<Page>, place: Place) {
    tidings::step(&page.host, place);
    contrast::judge(&page.home);
    // The widget takes the focus only from itself: a page that has just loaded keeps its own.
    let first = page.home.get_attribute("data-shown").is_none();
    let had_focus = page.host.matches(":focus-within").unwrap_or(false);
    request_animation_frame(move || {
        let Ok(Some(heading)) = page.home.query_selector("h2") else {
            return;
        };
        let _ = page.home.set_attribute("data-shown", place.name());
        let returning = matches!(
            place,
            Place::Redeeming | Place::Accounts | Place::Outcome | Place::Purposes
        );
        if returning || (!first && (had_focus || place != Place::Bank)) {
            let heading: HtmlElement = heading.unchecked_into();
            let _ = heading.focus();
        }
        shell.say(String::new());
    });
}
