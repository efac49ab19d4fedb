//! What the browser tells a page: coming back from its cache, being online again.

use journey::Event;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::Page;
use crate::shell::Shell;

/// A listener on the window, removed when it is dropped.
pub struct Listener {
    name: &'static str,
    call: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    fn new(name: &'static str, call: impl FnMut(JsValue) + 'static) -> Self {
        let call = Closure::<dyn FnMut(JsValue)>::new(call);
        // Registration of a plain listener on the window does not fail.
        let _ = window().add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self { name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = window()
            .remove_event_listener_with_callback(self.name, self.call.as_ref().unchecked_ref());
    }
}

impl Page {
    /// Starts listening.
    pub fn listen(&self, shell: Shell) {
        let shown = Listener::new("pageshow", move |event| {
            let persisted = js_sys::Reflect::get(&event, &JsValue::from_str("persisted"));
            if persisted.is_ok_and(|p| p.is_truthy()) {
                shell.send(Event::Restored);
            }
        });
        let online = Listener::new("online", move |_| shell.send(Event::Online));
        self.listeners.borrow_mut().extend([shown, online]);
    }

    /// Stops listening.
    pub fn deafen(&self) {
        self.listeners.borrow_mut().clear();
    }
}
