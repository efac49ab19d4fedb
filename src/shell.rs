//! The shell around the machine: takes events, keeps the state in signals, performs effects.

use std::rc::Rc;

use contract::Locale;
use journey::{Event, Journey, Place, Screen, Trouble};
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::{
    api::Api,
    banks::Banks,
    effects::{self, Memory, Page},
    embed::{config::Config, names},
    text::{self, Words},
};

/// One widget. Copied freely into views; all copies are the same widget.
#[derive(Clone, Copy)]
pub struct Shell {
    journey: RwSignal<Journey>,
    /// Which frame is drawn: changes when a step must be drawn anew, not when something in it is marked.
    frame: RwSignal<(Place, u32)>,
    locale: RwSignal<Locale>,
    /// What the live region says.
    pub spoken: RwSignal<String>,
    /// The directory.
    pub banks: Banks,
    page: StoredValue<Option<Rc<Page>>, LocalStorage>,
}

impl Shell {
    /// A widget in this element, not started yet.
    pub fn new(host: HtmlElement, home: HtmlElement, config: Config, memory: Memory, token: Option<String>, banks: Banks) -> Self {
        let locale = RwSignal::new(config.locale);
        let api = Api::new(config, memory.clone(), token);
        let page = Page { host, home, api, memory, listeners: Default::default() };
        let shell = Self {
            journey: RwSignal::new(Journey::default()),
            frame: RwSignal::new((Place::Opening, 0)),
            locale,
            spoken: RwSignal::new(String::new()),
            banks,
            page: StoredValue::new_local(Some(Rc::new(page))),
        };
        shell.set_locale(locale.get_untracked());
        shell
    }

    /// Takes an event: the one way in.
    pub fn send(self, event: Event) {
        let Some(page) = self.page() else { return };
        let before = self.journey.get_untracked();
        let (after, asked) = before.clone().step(event);
        if after != before {
            if must_redraw(before.screen(), after.screen()) {
                self.frame.update(|(place, count)| (*place, *count) = (after.place(), count.wrapping_add(1)));
            }
            self.journey.set(after);
        }
        for effect in asked {
            effects::perform(self, &page, effect);
        }
    }

    /// What is drawn: place and count.
    pub fn frame(self) -> (Place, u32) {
        self.frame.get()
    }

    /// Reads the state, and is told when it changes.
    pub fn with<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        self.journey.with(read)
    }

    /// Reads the state once.
    pub fn peek<T>(self, read: impl FnOnce(&Journey) -> T) -> T {
        self.journey.with_untracked(read)
    }

    /// Whether an answer is awaited that the screen depends on.
    pub fn is_waiting(self) -> Signal<bool> {
        Signal::derive(move || self.with(Journey::is_waiting))
    }

    /// What failed beside the screen.
    pub fn trouble(self) -> Option<Trouble> {
        self.with(Journey::trouble)
    }

    /// The words of the current language. Views are drawn anew when it changes, so this is read once.
    pub fn words(self) -> &'static Words {
        text::words(self.locale.get_untracked())
    }

    /// The current language.
    pub fn locale(self) -> Locale {
        self.locale.get_untracked()
    }

    /// The partner's name, or a word for it until the backend has said it.
    pub fn partner(self) -> String {
        self.peek(|j| j.partner().map(|p| p.name.clone())).unwrap_or_else(|| self.words().partner.to_owned())
    }

    /// The page around the widget, while it is mounted.
    pub fn page(self) -> Option<Rc<Page>> {
        self.page.try_get_value().flatten()
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
        if name == names::LOCALE {
            let locale = page.host.get_attribute(name).as_deref().and_then(Locale::parse).unwrap_or_default();
            if locale != self.locale.get_untracked() {
                self.set_locale(locale);
                self.frame.update(|(_, count)| *count = count.wrapping_add(1));
                self.send(Event::Relabelled);
            }
        }
    }

    /// The widget is taken out: late answers find nobody.
    pub fn close(self) {
        if let Some(page) = self.page.try_update_value(Option::take).flatten() {
            page.deafen();
        }
    }

    fn set_locale(self, locale: Locale) {
        self.locale.set(locale);
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
        (Screen::Bank(_), Screen::Bank(_)) | (Screen::Reading(..), Screen::Reading(..)) => false,
        (a, b) => a != b,
    }
}
