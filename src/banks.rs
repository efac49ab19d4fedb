//! The directory in memory: the first country comes with the page, others on demand.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::leptos::prelude::{ArcTrigger, Notify, Track, spawn_local};
use contract::Catalogue;
use directory::{Department, Directory};
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::api::{http, json};

/// The directory of one country and what else there is. All copies are the same list.
#[derive(Clone)]
pub struct Banks(Rc<Lists>);

struct Lists {
    directory: RefCell<Option<Directory>>,
    catalogue: RefCell<Option<Catalogue>>,
    state: Cell<Loading>,
    /// A French postcode: the partner's, or the one typed last. In memory only: a tab keeps a journey's id and its
    /// verifier, nothing else.
    postcode: RefCell<String>,
    changed: ArcTrigger,
}

/// How far the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// On its way.
    Waiting,
    /// The popular ones are there, the others are on their way.
    Popular,
    /// There; the number grows with each country.
    Ready(u32),
    /// It did not come.
    Failed,
}

impl Banks {
    /// Waits for what the page began to fetch: the text of the catalogue, and with it that of its first country or a
    /// promise of it.
    pub fn load(texts: Promise, postcode: String) -> Self {
        let banks = Self(Rc::new(Lists {
            directory: RefCell::new(None),
            catalogue: RefCell::new(None),
            state: Cell::new(Loading::Waiting),
            postcode: RefCell::new(postcode),
            changed: ArcTrigger::new(),
        }));
        let loading = banks.clone();
        spawn_local(async move {
            let texts: Option<Array> = JsFuture::from(texts)
                .await
                .ok()
                .and_then(|value| value.dyn_into().ok());
            let Some(texts) = texts else {
                return loading.show(None);
            };
            let catalogue: Option<Catalogue> =
                texts.get(0).as_string().and_then(|text| json::read(&text));
            let popular = catalogue.as_ref().map(|c| c.popular.clone());
            loading.0.catalogue.replace(catalogue);
            if let Some(popular) = popular.and_then(|text| Directory::parse(text).ok()) {
                loading.0.directory.replace(Some(popular));
                loading.tell(Loading::Popular);
            }
            let file = JsFuture::from(Promise::resolve(&texts.get(1))).await.ok();
            loading.show(file.and_then(|text| text.as_string()));
        });
        banks
    }

    /// How far the list is; tells when that changes.
    pub fn state(&self) -> Loading {
        self.0.changed.track();
        self.0.state.get()
    }

    /// Reads the directory, when it is there.
    pub fn with<T>(&self, read: impl FnOnce(&Directory) -> T) -> Option<T> {
        self.0.directory.borrow().as_ref().map(read)
    }

    /// The countries there are, ISO 3166, and the one that is shown.
    pub fn countries(&self) -> (Vec<String>, Option<String>) {
        let catalogue = self.0.catalogue.borrow();
        let all = catalogue
            .iter()
            .flat_map(|c| &c.countries)
            .map(|file| file.country.clone())
            .collect();
        (all, self.with(|directory| directory.country().to_owned()))
    }

    /// Whether one of these, institution or region, does not answer at present.
    pub fn is_down(&self, ids: [Option<&str>; 2]) -> bool {
        let catalogue = self.0.catalogue.borrow();
        let mut down = catalogue.iter().flat_map(|c| &c.down);
        down.any(|id| ids.contains(&Some(id)))
    }

    /// The address of an institution's logo, where the operator has logos.
    pub fn logo(&self, institution: &str) -> Option<String> {
        let catalogue = self.0.catalogue.borrow();
        let base = catalogue.as_ref()?.logos.as_deref()?;
        Some([base, "/", institution, ".png"].concat())
    }

    /// The postcode that is known, or nothing.
    pub fn postcode(&self) -> String {
        self.0.postcode.borrow().clone()
    }

    /// Keeps what was typed, if it is a postcode.
    pub fn keep_postcode(&self, typed: &str) {
        if Department::of_postcode(typed).is_some() {
            self.0.postcode.replace(typed.to_owned());
        }
    }

    /// Fetches another country's file from the backend.
    pub fn fetch(&self, backend: String, country: &str) {
        let Some(path) = self.path(country) else {
            return;
        };
        self.tell(Loading::Waiting);
        let banks = self.clone();
        spawn_local(async move {
            let reply = http::get(&format!("{backend}{path}")).await;
            banks.show(reply.map(|reply| reply.text));
        });
    }

    fn path(&self, country: &str) -> Option<String> {
        let catalogue = self.0.catalogue.borrow();
        catalogue
            .as_ref()?
            .countries
            .iter()
            .find(|file| file.country == country)
            .map(|file| file.path.clone())
    }

    fn show(&self, text: Option<String>) {
        let directory = text.and_then(|text| Directory::parse(text).ok());
        let state = if directory.is_some() {
            Loading::Ready(self.next())
        } else {
            Loading::Failed
        };
        self.0.directory.replace(directory);
        self.tell(state);
    }

    fn tell(&self, state: Loading) {
        self.0.state.set(state);
        self.0.changed.notify();
    }

    /// Differs from the number of the list before: a failed or waiting state lies between two lists.
    fn next(&self) -> u32 {
        match self.0.state.get() {
            Loading::Ready(version) => version.wrapping_add(1),
            Loading::Waiting | Loading::Popular | Loading::Failed => 0,
        }
    }
}
