//! The directory in memory: the first country comes with the page, others on demand.

use contract::Catalogue;
use directory::Directory;
use js_sys::{Array, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::api::{http, json};

/// The directory of one country and what else there is. The list itself is kept out of signals; `version` tells when
/// it has changed.
#[derive(Clone, Copy)]
pub struct Banks {
    directory: StoredValue<Option<Directory>>,
    catalogue: StoredValue<Option<Catalogue>>,
    state: RwSignal<Loading>,
}

/// How far the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// On its way.
    Waiting,
    /// There; the number grows with each country.
    Ready(u32),
    /// It did not come.
    Failed,
}

impl Banks {
    /// Waits for what the page began to fetch: the texts of the catalogue and of its first country.
    pub fn load(texts: Promise) -> Self {
        let banks = Self {
            directory: StoredValue::new(None),
            catalogue: StoredValue::new(None),
            state: RwSignal::new(Loading::Waiting),
        };
        spawn_local(async move {
            let texts: Option<Array> = JsFuture::from(texts).await.ok().and_then(|value| value.dyn_into().ok());
            let text = |at: u32| texts.as_ref().and_then(|t| t.get(at).as_string());
            banks.catalogue.try_set_value(text(0).and_then(|text| json::read(&text)));
            banks.show(text(1));
        });
        banks
    }

    /// How far the list is; tells when that changes.
    pub fn state(self) -> Loading {
        self.state.get()
    }

    /// Reads the directory, when it is there.
    pub fn with<T>(self, read: impl FnOnce(&Directory) -> T) -> Option<T> {
        self.directory.try_with_value(|directory| directory.as_ref().map(read)).flatten()
    }

    /// The countries there are, ISO 3166, and the one that is shown.
    pub fn countries(self) -> (Vec<String>, Option<String>) {
        let all = self.catalogue.with_value(|catalogue| {
            catalogue.iter().flat_map(|c| &c.countries).map(|file| file.country.clone()).collect()
        });
        (all, self.with(|directory| directory.country().to_owned()))
    }

    /// Fetches another country's file from the backend.
    pub fn fetch(self, backend: String, country: String) {
        let path = self.catalogue.with_value(|catalogue| {
            catalogue.as_ref()?.countries.iter().find(|file| file.country == country).map(|file| file.path.clone())
        });
        let Some(path) = path else { return };
        self.state.set(Loading::Waiting);
        spawn_local(async move {
            let reply = http::get(&format!("{backend}{path}")).await;
            self.show(reply.map(|reply| reply.text));
        });
    }

    fn show(self, text: Option<String>) {
        let directory = text.and_then(|text| Directory::parse(text).ok());
        let state = if directory.is_some() { Loading::Ready(self.next()) } else { Loading::Failed };
        self.directory.try_set_value(directory);
        self.state.try_set(state);
    }

    fn next(self) -> u32 {
        match self.state.try_get_untracked() {
            Some(Loading::Ready(version)) => version.wrapping_add(1),
            _ => 0,
        }
    }
}
