//! The parts of Leptos that the widget is built of: its reactive graph, its renderer, its helpers for the browser.
//!
//! Leptos is several crates behind the facade `leptos`. The facade also brings server functions, and with them classes
//! for streams that each page would load, although nothing here uses them.

use any_spawner::Executor;
use tachys::view::{Mountable, Render};
use web_sys::HtmlElement;

/// What views and effects use of it.
pub mod prelude {
    pub use leptos_dom::helpers::{
        document, event_target, event_target_checked, event_target_value, request_animation_frame,
        set_timeout, window,
    };
    pub use reactive_graph::{
        effect::Effect,
        graph::untrack,
        owner::{LocalStorage, Owner, StoredValue},
        prelude::*,
        signal::ArcTrigger,
    };
    pub use tachys::prelude::*;

    pub use super::{mount_to, spawn_local, start_futures};
}

/// Lets what follows run futures. To be called before anything else here.
pub fn start_futures() {
    // An error says that another widget of this page has done it already.
    let _ = Executor::init_wasm_bindgen();
}

/// Runs a future to its end. Boxed, since what drives futures is compiled anew for each type of them.
pub fn spawn_local(future: impl Future<Output = ()> + 'static) {
    Executor::spawn_local(future);
}

/// Draws a view into an element. Dropping what is returned leaves the view where it is.
pub fn mount_to<V: Render>(parent: &HtmlElement, view: impl FnOnce() -> V) -> V::State {
    let mut state = view().build();
    state.mount(parent, None);
    state
}
