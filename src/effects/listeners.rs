//! What the browser tells a page: coming back from its cache, being online again, light and dark.

use crate::leptos::prelude::window;
use journey::Event;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::EventTarget;

use super::Page;
use crate::{embed::contrast, shell::Shell};

/// A listener outside the shadow root, removed when it is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    fn new(target: EventTarget, name: &'static str, call: impl FnMut(JsValue) + 'static) -> Self {
        let call = Closure::<dyn FnMut(JsValue)>::new(call);
        // Registration of a plain listener does not fail.
        let _ = target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self { target, name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, self.call.as_ref().unchecked_ref());
    }
}

impl Page {
    /// Starts listening.
    pub fn listen(&self, shell: Shell) {
        let shown = Listener::new(window().into(), "pageshow", move |event| {
            let persisted = js_sys::Reflect::get(&event, &JsValue::from_str("persisted"));
            if persisted.is_ok_and(|p| p.is_truthy()) {
                shell.send(Event::Restored);
            }
        });
        let online = Listener::new(window().into(), "online", move |_| {
            shell.send(Event::Online);
        });
        self.listeners.borrow_mut().extend([shown, online]);
        let dark = window().match_media("(prefers-color-scheme: dark)");
        if let Ok(Some(dark)) = dark {
            let home = self.home.clone();
            let changed = Listener::new(dark.into(), "change", move |_| contrast::judge(&home));
            self.listeners.borrow_mut().push(changed);
        }
    }

    /// Stops listening.
    pub fn deafen(&self) {
        self.listeners.borrow_mut().clear();
    }
}
