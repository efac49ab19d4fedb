//! Every event that leaves the element: step names and opaque ids only.

use contract::{End, JourneyId};
use journey::{Place, Stop, Tidings};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, console};

use crate::embed::names;

/// Tells the page about an outcome.
pub fn tell(host: &HtmlElement, news: &Tidings) {
    match news {
        Tidings::Ready => dispatch(host, names::READY, &[]),
        Tidings::Success(journey) => {
            dispatch(host, names::SUCCESS, &[("journey", journey.as_str())]);
        }
        Tidings::Exit(journey, end) => {
            let journey = journey.as_ref().map_or("", JourneyId::as_str);
            dispatch(
                host,
                names::EXIT,
                &[("journey", journey), ("reason", reason(*end))],
            );
        }
        Tidings::Error(stop) => {
            if let Some(advice) = advice(*stop) {
                console::error_2(&"guichet-connect:".into(), &advice.into());
            }
            dispatch(host, names::ERROR, &[("code", code(*stop))]);
        }
    }
}

/// What the partner's developer has to do, where nobody else can.
fn advice(stop: Stop) -> Option<&'static str> {
    match stop {
        Stop::Mode => Some(
            "this version has no mode=\"renew\", and the journey token must be made for the element's mode",
        ),
        Stop::Setup => Some(
            "the page's origin must be registered with the backend, and the element needs token-url or token",
        ),
        Stop::Elsewhere | Stop::Gone | Stop::Token => None,
    }
}

/// Tells the page which step is shown.
pub fn step(host: &HtmlElement, place: Place) {
    dispatch(host, names::STEP, &[("step", place.name())]);
}

/// Tells the page that the person's bank is not in the list.
pub fn bank_missing(host: &HtmlElement) {
    dispatch(host, names::STEP, &[("step", names::BANK_MISSING)]);
}

fn dispatch(host: &HtmlElement, name: &str, detail: &[(&str, &str)]) {
    let object = js_sys::Object::new();
    for (key, value) in detail {
        // Setting a property of a fresh object does not fail.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&object);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = host.dispatch_event(&event);
    }
}

fn reason(end: End) -> &'static str {
    match end {
        End::NothingGiven(_) => "nothing-given",
        End::NotSent(_) => "not-sent",
        End::Cancelled(_) => "cancelled",
        End::Abandoned => "abandoned",
    }
}

fn code(stop: Stop) -> &'static str {
    match stop {
        Stop::Elsewhere => "elsewhere",
        Stop::Gone => "journey-gone",
        Stop::Token => "token",
        Stop::Setup => "setup",
        Stop::Mode => "mode",
    }
}
