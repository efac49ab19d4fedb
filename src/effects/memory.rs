//! What a tab remembers: the journey's id and a random verifier, in `sessionStorage`, and nothing else.

use crate::leptos::prelude::{document, window};
use contract::{JourneyId, Mode, Secret};
use web_sys::{HtmlElement, Storage};

use crate::embed::config::Config;

/// One element's place in the storage. Two elements of a page have two.
#[derive(Clone, Debug)]
pub struct Memory {
    key: String,
}

impl Memory {
    /// The place of this element: by its `id`, else by its number in the page.
    pub fn of(host: &HtmlElement, config: &Config) -> Self {
        let name = Some(host.id())
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| number(host).to_string());
        // What is managed or renewed is another journey than the one that connects.
        let mode = match config.mode {
            Mode::Manage => ":manage",
            Mode::Renew => ":renew",
            Mode::Connect => "",
        };
        Self {
            key: format!("guichet:{}:{name}{mode}", config.backend),
        }
    }

    /// The journey that this tab holds a verifier for.
    pub fn journey(&self) -> Option<JourneyId> {
        self.read().map(|(journey, _)| journey)
    }

    /// The journey and its verifier.
    pub fn read(&self) -> Option<(JourneyId, Secret)> {
        let text = storage()?.get_item(&self.key).ok()??;
        let (journey, verifier) = text.split_once('.')?;
        Some((JourneyId::from(journey), Secret::new(verifier.to_owned())))
    }

    /// Keeps both.
    pub fn keep(&self, journey: &JourneyId, verifier: &Secret) {
        // A browser that refuses storage still runs the journey; it only cannot be reloaded.
        if let Some(storage) = storage() {
            let _ = storage.set_item(
                &self.key,
                &format!("{}.{}", journey.as_str(), verifier.expose()),
            );
        }
    }

    /// Drops both.
    pub fn forget(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.key);
        }
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

fn number(host: &HtmlElement) -> u32 {
    let Ok(all) = document().query_selector_all(&host.local_name()) else {
        return 0;
    };
    (0..all.length())
        .find(|at| {
            all.get(*at)
                .is_some_and(|node| host.is_same_node(Some(&node)))
        })
        .unwrap_or(0)
}
