//! What only a browser can show, step by step without a backend: run by `wasm-bindgen-test` in Chromium.
//! Asserts on roles and text, as a person and a screen reader meet them.

#![cfg(target_arch = "wasm32")]

use directory::{Availability, compile};
use guichet::embed::{Mounted, mount};
use js_sys::{Array, Promise};
use leptos_dom::helpers::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    CustomEvent, Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit,
    ShadowRoot,
};

wasm_bindgen_test_configure!(run_in_browser);

/// Nothing listens there: requests fail at once, and the bank step does not need them.
const NOWHERE: &str = "http://127.0.0.1:9";

struct Widget {
    host: HtmlElement,
    root: ShadowRoot,
    mounted: Mounted,
}

impl Widget {
    async fn open(locale: &str) -> Self {
        let widget = Self::with(locale, &catalogue(), &france().into());
        widget
            .until("the list of banks", |w| w.options().len() > 3)
            .await;
        widget
    }

    /// With a catalogue, and the text of its first country or a promise of it.
    fn with(locale: &str, catalogue: &str, file: &JsValue) -> Self {
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        host.set_attribute("locale", locale).unwrap();
        host.set_attribute("token", "none").unwrap();
        document().body().unwrap().append_child(&host).unwrap();
        let root = host
            .attach_shadow(&web_sys::ShadowRootInit::new(web_sys::ShadowRootMode::Open))
            .unwrap();
        let texts = Array::of2(&catalogue.into(), file);
        let mounted = mount(
            host.clone(),
            root.clone(),
            NOWHERE.into(),
            String::new(),
            Promise::resolve(&JsValue::from(texts)),
        )
        .unwrap();
        Self {
            host,
            root,
            mounted,
        }
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    fn text(&self, selector: &str) -> String {
        self.find(selector)
            .and_then(|e| e.text_content())
            .unwrap_or_default()
    }

    fn options(&self) -> Vec<String> {
        let all = self.root.query_selector_all("[role=option]").unwrap();
        (0..all.length())
            .filter_map(|at| all.get(at)?.text_content())
            .collect()
    }

    fn field(&self) -> HtmlInputElement {
        self.find("[role=combobox]")
            .expect("a search field")
            .unchecked_into()
    }

    async fn type_in(&self, text: &str) {
        self.field().set_value(text);
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        self.field()
            .dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap())
            .unwrap();
        frame().await;
    }

    async fn press(&self, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.field().dispatch_event(&event).unwrap();
        frame().await;
    }

    async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..200 {
            if holds(self) {
                return;
            }
            frame().await;
        }
        panic!("waited in vain for {what}");
    }

    fn place(&self) -> String {
        self.find(".frame")
            .and_then(|f| f.get_attribute("data-place"))
            .unwrap_or_default()
    }

    fn close(self) {
        self.mounted.unmount();
        self.host.remove();
    }
}

async fn frame() {
    let next = Promise::new(&mut |resolve, _| {
        window().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(next).await.unwrap();
}

fn france() -> String {
    let all = compile::institutions(compile::FRANCE).unwrap();
    compile::country_file(&all, |id, _| {
        if id == "fortuneo" {
            Availability::NoConnector
        } else {
            Availability::Connected
        }
    })
}

fn catalogue() -> String {
    r#"{"first":"FR","countries":[{"country":"FR","path":"/directory/fr.txt"},{"country":"DE","path":"/directory/de.txt"}]}"#.into()
}

#[wasm_bindgen_test]
async fn the_bank_step_is_there_without_a_backend_popular_ones_first() {
    let widget = Widget::open("fr").await;
    assert_eq!(widget.place(), "bank");
    assert_eq!(
        widget.text("h2"),
        "Quelle est votre banque ?".replace(" ?", "\u{a0}?")
    );
    assert!(
        widget.options()[0].contains("Crédit Agricole"),
        "{:?}",
        widget.options()
    );
    assert_eq!(widget.text("[aria-current=step]"), "Banque");
    widget.close();
}

#[wasm_bindgen_test]
async fn r_139_typing_finds_and_the_arrows_move_through_the_list() {
    let widget = Widget::open("fr").await;
    widget.type_in("caisse epargne").await;
    let active = || widget.field().get_attribute("aria-activedescendant");
    assert_eq!(active().as_deref(), Some("option-0"));
    assert!(
        widget.options()[0].contains("Caisse d'Épargne"),
        "{:?}",
        widget.options()
    );
    let count = widget.options().len();
    if count > 1 {
        widget.press("ArrowDown").await;
        assert_eq!(active().as_deref(), Some("option-1"));
    }
    widget.press("ArrowUp").await;
    widget.press("Escape").await;
    assert_eq!(
        widget.field().get_attribute("aria-expanded").as_deref(),
        Some("false")
    );
    widget.press("Escape").await;
    assert_eq!(widget.field().value(), "");
    assert!(
        widget.options().len() > 3,
        "nothing typed shows the popular ones again"
    );
    widget.close();
}

#[wasm_bindgen_test]
async fn a_bank_with_regions_asks_for_the_region_and_a_postcode_ranks_them() {
    let widget = Widget::open("fr").await;
    widget.type_in("credit agricole").await;
    widget.press("Enter").await;
    widget
        .until("the region step", |w| w.place() == "region")
        .await;
    let all = widget.options().len();
    assert_eq!(all, 39);
    widget.type_in("33000").await;
    assert!(
        widget.options()[0].contains("Aquitaine"),
        "{:?}",
        widget.options()
    );
    assert_eq!(widget.options().len(), all, "none is hidden");
    widget.close();
}

#[wasm_bindgen_test]
async fn a_bank_without_a_connector_says_so_and_cannot_be_picked() {
    let widget = Widget::open("en").await;
    widget.type_in("fortuneo").await;
    assert!(widget.options()[0].contains("Not available yet"));
    assert_eq!(
        widget
            .find("[role=option]")
            .unwrap()
            .get_attribute("aria-disabled")
            .as_deref(),
        Some("true")
    );
    widget.press("Enter").await;
    assert_eq!(widget.place(), "bank");
    widget.close();
}

#[wasm_bindgen_test]
async fn a_bank_that_is_down_says_so_and_a_logo_covers_its_letters() {
    let catalogue = r#"{"first":"FR","countries":[],"down":["lcl","credit-agricole-aquitaine"],"logos":"https://logos.example"}"#;
    let widget = Widget::with("en", catalogue, &france().into());
    widget
        .until("the list of banks", |w| w.options().len() > 3)
        .await;
    widget.type_in("lcl").await;
    assert!(
        widget.options()[0].contains("Not answering"),
        "{:?}",
        widget.options()
    );
    let option = |selector: &str| widget.find(&format!("[role=option] {selector}"));
    let logo = option("img").unwrap();
    let attribute = |name: &str| logo.get_attribute(name).unwrap_or_default();
    assert_eq!(attribute("src"), "https://logos.example/lcl.png");
    assert_eq!(
        (attribute("alt"), attribute("loading")),
        (String::new(), "lazy".to_owned())
    );
    assert!(
        option("[aria-hidden=true] img").is_some(),
        "R-141: decorative"
    );
    widget.press("Enter").await;
    assert_eq!(widget.place(), "bank");
    widget.type_in("ca aquitaine").await;
    assert!(
        widget.options()[0].contains("Not answering"),
        "a region too"
    );
    widget.type_in("credit agricole").await;
    assert!(
        !widget.options()[0].contains("Not answering"),
        "not the others"
    );
    widget.close();
}

#[wasm_bindgen_test]
async fn the_popular_banks_are_there_before_the_file_is() {
    let catalogue =
        r#"{"first":"FR","countries":[],"popular":"guichet-directory 1 FR 2\nLCL\t3\nCIC\t3\n"}"#;
    let resolver = std::rc::Rc::new(std::cell::RefCell::new(None));
    let kept = resolver.clone();
    let file = Promise::new(&mut |resolve, _| {
        kept.replace(Some(resolve));
    });
    let widget = Widget::with("fr", catalogue, &file.into());
    widget.until("two banks", |w| w.options().len() == 2).await;
    widget.type_in("cmso").await;
    let resolve = resolver.take().unwrap();
    resolve.call1(&JsValue::NULL, &france().into()).unwrap();
    widget
        .until("what was typed is answered by the file", |w| {
            w.options().first().is_some_and(|o| o.contains("Sud-Ouest"))
        })
        .await;
    widget.close();
}

#[wasm_bindgen_test]
async fn an_account_number_leaves_the_field_at_once_and_names_the_bank() {
    let widget = Widget::open("fr").await;
    widget.type_in("FR76 3000 6000 0112 3456 7890 189").await;
    widget
        .until("the bank of the number", |w| {
            w.options()
                .first()
                .is_some_and(|o| o.contains("Crédit Agricole"))
        })
        .await;
    assert_eq!(widget.field().value(), "");
    widget.type_in("FR76 3000 6000 0112 3456 7890 188").await;
    assert!(
        widget.text(".bank .notice").contains("IBAN"),
        "wrong check digits are said"
    );
    widget.close();
}

#[wasm_bindgen_test]
async fn a_backend_that_does_not_answer_is_said_beside_the_step() {
    let widget = Widget::open("fr").await;
    widget
        .until("the alert", |w| w.find("[role=alert]").is_some())
        .await;
    assert!(widget.text("[role=alert]").contains("Réessayer"));
    assert_eq!(widget.place(), "bank");
    widget.close();
}

#[wasm_bindgen_test]
async fn two_widgets_share_nothing_and_unmounting_leaves_nothing() {
    let (one, two) = (Widget::open("fr").await, Widget::open("en").await);
    one.type_in("cmso").await;
    assert_eq!(two.field().value(), "");
    assert_eq!(two.text("h2"), "Which is your bank?");
    let root = one.root.clone();
    one.close();
    assert_eq!(root.query_selector_all(".frame").unwrap().length(), 0);
    two.type_in("bnp").await;
    assert!(two.options()[0].contains("BNP"));
    two.close();
}

#[wasm_bindgen_test]
async fn leaving_is_asked_once_more_and_told_to_the_page_once() {
    let widget = Widget::open("en").await;
    let told = Array::new();
    let heard = told.clone();
    let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        heard.push(&event.detail());
    });
    widget
        .host
        .add_event_listener_with_callback("guichet-exit", listener.as_ref().unchecked_ref())
        .unwrap();
    press_button(&widget, "Leave").await;
    assert_eq!(told.length(), 0);
    press_button(&widget, "Yes, leave").await;
    widget.until("the end", |w| w.place() == "ended").await;
    widget.close();
    drop(listener);
    assert!(told.length() <= 1, "{told:?}");
}

async fn press_button(widget: &Widget, label: &str) {
    let all = widget.root.query_selector_all("button").unwrap();
    let buttons = (0..all.length())
        .filter_map(|at| all.get(at))
        .map(JsCast::unchecked_into::<HtmlElement>);
    let found = buttons
        .into_iter()
        .find(|b| b.text_content().as_deref() == Some(label));
    found
        .ok_or_else(|| JsValue::from_str(label))
        .unwrap()
        .click();
    frame().await;
}

#[wasm_bindgen_test]
async fn a_change_of_language_is_drawn_and_set_as_lang() {
    let widget = Widget::open("fr").await;
    widget.host.set_attribute("locale", "en").unwrap();
    widget.mounted.attribute_changed("locale");
    frame().await;
    assert_eq!(widget.text("h2"), "Which is your bank?");
    assert_eq!(
        widget
            .find("[part=root]")
            .unwrap()
            .get_attribute("lang")
            .as_deref(),
        Some("en")
    );
    widget.close();
}

#[wasm_bindgen_test]
async fn r_133_colours_that_cannot_be_read_give_way_where_something_is_agreed_to() {
    let widget = Widget::open("fr").await;
    let (root, frame) = (
        widget.find("[part=root]").unwrap(),
        widget.find(".frame").unwrap(),
    );
    frame.set_attribute("data-place", "handoff").unwrap();
    let ink = |variable: &str, value: &str| {
        let style = widget.host.style();
        style.set_property(variable, value).unwrap();
        widget.host.set_attribute("theme", "light").unwrap();
        widget.mounted.attribute_changed("theme");
        let shown = window().get_computed_style(&frame).unwrap().unwrap();
        shown.get_property_value("color").unwrap()
    };
    let builtin = "rgb(27, 30, 36)";
    assert_eq!(ink("--guichet-text", "#303030"), "rgb(48, 48, 48)");
    assert!(!root.has_attribute("data-plain"));
    assert_eq!(ink("--guichet-text", "#999"), builtin, "2.8:1 on white");
    assert_eq!(ink("--guichet-text", "#303030"), "rgb(48, 48, 48)");
    assert_eq!(ink("--guichet-background", "#222"), builtin);
    assert_eq!(ink("--guichet-background", "transparent"), builtin);
    assert_eq!(ink("--guichet-background", "#fff"), "rgb(48, 48, 48)");
    assert_eq!(ink("--guichet-accent", "#ffd400"), builtin, "links too");
    frame.set_attribute("data-place", "bank").unwrap();
    assert_eq!(
        ink("--guichet-accent", "#ffd400"),
        "rgb(48, 48, 48)",
        "where nothing is agreed to, the partner's look stays"
    );
    widget.close();
}

#[wasm_bindgen_test]
async fn renewing_draws_no_bank_before_the_backend_says_where_it_begins() {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    for (name, value) in [("locale", "en"), ("token", "none"), ("mode", "renew")] {
        host.set_attribute(name, value).unwrap();
    }
    document().body().unwrap().append_child(&host).unwrap();
    let root = host
        .attach_shadow(&web_sys::ShadowRootInit::new(web_sys::ShadowRootMode::Open))
        .unwrap();
    let told = Array::new();
    let heard = told.clone();
    let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        let code = js_sys::Reflect::get(&event.detail(), &"code".into()).unwrap();
        heard.push(&code);
    });
    host.add_event_listener_with_callback("guichet-error", listener.as_ref().unchecked_ref())
        .unwrap();
    let texts = Array::of2(&catalogue().into(), &france().into());
    let mounted = mount(
        host.clone(),
        root.clone(),
        NOWHERE.into(),
        String::new(),
        Promise::resolve(&JsValue::from(texts)),
    )
    .unwrap();
    frame().await;
    let heading = root.query_selector("h2").unwrap().unwrap();
    assert_eq!(heading.text_content().as_deref(), Some("One moment…"));
    assert!(root.query_selector("input").unwrap().is_none());
    assert_eq!(told.length(), 0);
    mounted.unmount();
    host.remove();
}
