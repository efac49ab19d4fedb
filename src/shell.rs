//! The shell around the machine: takes events, keeps the state, performs effects.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::leptos::prelude::*;
use contract::Locale;
use journey::{Event, Journey, Place, Screen, Trouble};
use web_sys::HtmlElement;

use crate::{
    api::Api,
    banks::Banks,
    effects::{self, Memory, Page},
    embed::{config::Config, contrast, names},
    text::{self, Words},
    ui::{Kept, Live, live},
};

/// One widget. Copied freely into views; all copies are the same widget.
#[derive(Clone, Copy)]
pub struct Shell(StoredValue<Rc<State>, LocalStorage>);

/// What a widget is made of.
struct State {
    journey: RefCell<Journey>,
    /// Tells that the journey is another.
    changed: ArcTrigger,
    /// Tells that the step must be drawn anew: not when something in it is marked.
    redrawn: ArcTrigger,
    locale: Cell<Locale>,
    /// What the live region says.
    spoken: Kept<String>,
    banks: Banks,
    /// Taken out when the widget is.
    page: RefCell<Option<Rc<Page>>>,
}

impl Shell {
    /// A widget in this element, not started yet.
    pub fn new(
        host: HtmlElement,
        home: HtmlElement,
        config: Config,
        memory: Memory,
        token: Option<String>,
        banks: Banks,
    ) -> Self {
        let locale = config.locale;
        let api = Api::new(config, memory.clone(), token);
        let page = Page {
            host,
            home,
            api,
            memory,
            listeners: RefCell::default(),
        };
        let shell = Self(StoredValue::new_local(Rc::new(State {
            journey: RefCell::default(),
            changed: ArcTrigger::new(),
            redrawn: ArcTrigger::new(),
            locale: Cell::new(locale),
            spoken: Kept::new(String::new()),
            banks,
            page: RefCell::new(Some(Rc::new(page))),
        })));
        shell.set_locale(locale);
        shell
    }

    /// Takes an event: the one way in.
    pub fn send(self, event: Event) {
        let Some(page) = self.page() else { return };
        let state = self.state();
        // Taken and not copied: nobody looks at it while it steps.
        let before = state.journey.take();
        let shown = before.screen().clone();
        let (after, asked) = before.step(event);
        let redraw = must_redraw(&shown, after.screen());
        state.journey.replace(after);
        if redraw {
            state.redrawn.notify();
        }
        state.changed.notify();
        for effect in asked {
            effects::perform(self, &page, effect);
        }
    }

    /// Which step is drawn; tells when it must be drawn anew.
    pub fn frame(self) -> Place {
        self.state().redrawn.track();
        self.peek(Journey::place)
    }

    /// Reads the state, and is told when it changes.
    pub fn with<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        self.state().changed.track();
        self.peek(read)
    }

    /// Reads the state once.
    pub fn peek<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        read(&self.state().journey.borrow())
    }

    /// The directory.
    pub fn banks(self) -> Banks {
        self.state().banks.clone()
    }

    /// What the live region says; tells when it changes.
    pub fn spoken(self) -> String {
        self.state().spoken.get()
    }

    /// Lets the live region say something, if the widget is still there.
    pub fn say(self, text: String) {
        if let Some(state) = self.0.try_get_value() {
            state.spoken.set(text);
        }
    }

    /// Whether an answer is awaited that the screen depends on.
    pub fn is_waiting(self) -> Live<bool> {
        live(move || self.with(Journey::is_waiting))
    }

    /// What failed beside the screen.
    pub fn trouble(self) -> Option<Trouble> {
        self.with(Journey::trouble)
    }

    /// The words of the current language. Views are drawn anew when it changes, so this is read once.
    pub fn words(self) -> &'static Words {
        text::words(self.locale())
    }

    /// The current language.
    pub fn locale(self) -> Locale {
        self.state().locale.get()
    }

    /// The partner's name, or a word for it until the backend has said it.
    pub fn partner(self) -> String {
        self.peek(|j| j.partner().map(|p| p.name.clone()))
            .unwrap_or_else(|| self.words().partner.to_owned())
    }

    /// The page around the widget, while it is mounted.
    pub fn page(self) -> Option<Rc<Page>> {
        self.0.try_get_value()?.page.borrow().clone()
    }

    /// Listens to what the page and the network do.
    pub fn listen(self) {
        if let Some(page) = self.page() {
            page.listen(self);
        }
    }

    /// An attribute has a new value.
    pub fn attribute_changed(self, name: &str) {
        let Some(page) = self.page() else { return };
        if name == names::THEME {
            contrast::judge(&page.home);
        }
        if name == names::LOCALE {
            let locale = page
                .host
                .get_attribute(name)
                .as_deref()
                .and_then(Locale::parse)
                .unwrap_or_default();
            if locale != self.locale() {
                self.set_locale(locale);
                self.state().redrawn.notify();
                self.send(Event::Relabelled);
            }
        }
    }

    /// The widget is taken out: late answers find nobody.
    pub fn close(self) {
        if let Some(page) = self.0.try_get_value().and_then(|state| state.page.take()) {
            page.deafen();
        }
    }

    /// Views and watches, which read it, live no longer than it does.
    fn state(self) -> Rc<State> {
        self.0.get_value()
    }

    fn set_locale(self, locale: Locale) {
        self.state().locale.set(locale);
        if let Some(page) = self.page() {
            page.api.set_locale(locale);
            // Where this fails there is no element any more to set it on.
            let _ = page.home.set_attribute("lang", locale.tag());
        }
    }
}

/// Whether a step must be drawn anew: not when only marks in it changed, so that focus and scroll stay.
fn must_redraw(before: &Screen, after: &Screen) -> bool {
    match (before, after) {
        (Screen::Accounts(a, _), Screen::Accounts(b, _)) => a != b,
        (Screen::Purposes(a, _), Screen::Purposes(b, _)) => a != b,
        (Screen::Region(a), Screen::Region(b)) => a.institution != b.institution,
        // Another number for the same value is read by what shows it.
        (Screen::Result(a), Screen::Result(b)) => !a.is_drawn_like(b),
        (Screen::Bank(_), Screen::Bank(_)) | (Screen::Reading(..), Screen::Reading(..)) => false,
        (a, b) => a != b,
    }
}
