//! The small store in a browser: localStorage.
//!
//! `gloo-storage` hands the store out, and only after a look at it: it panics where storage is switched off. Its readers
//! are not used, for they take every value for JSON and give none when one is bad.

use super::installation;
use super::storage::SmallStore;
use js_sys::Reflect;
use lanyard_core::records::keeper::{KeyedFrames, Refusal};
use wasm_bindgen::JsValue;
use web_sys::Storage;

pub struct LocalStorage {
    storage: Option<Storage>,
    /// What all keys of this installation begin with.
    prefix: String,
}

impl LocalStorage {
    /// Looks for a store that works: merely being there is not enough.
    pub fn find() -> Self {
        let is_there = web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))));
        let storage = is_there.then(<gloo_storage::LocalStorage as gloo_storage::Storage>::raw);
        let prefix = installation::name_of("");
        let storage = storage.filter(|storage| {
            let probe = &format!("{prefix}probe");
            // A full store works: what is in it can be read, and there may be room again.
            let works = storage.set_item(probe, "1").map_or_else(|error| refusal(&error) == Refusal::Full, |()| true);
            let _ = storage.remove_item(probe);
            works
        });
        Self { storage, prefix }
    }

    fn prefixed(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl SmallStore for LocalStorage {
    fn all(&self) -> Option<KeyedFrames> {
        let storage = self.storage.as_ref()?;
        let count = storage.length().ok()?;
        let keys: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
        let ours = keys.iter().filter_map(|key| Some((key.strip_prefix(&self.prefix)?, storage.get_item(key).ok()??)));
        Some(ours.map(|(key, value)| (key.to_owned(), value)).collect())
    }

    fn get(&self, key: &str) -> Option<String> {
        self.storage.as_ref()?.get_item(&self.prefixed(key)).ok()?
    }

    fn put(&self, key: &str, value: &str) -> Result<(), Refusal> {
        let storage = self.storage.as_ref().ok_or(Refusal::Broken)?;
        storage.set_item(&self.prefixed(key), value).map_err(|error| refusal(&error))
    }

    fn remove(&self, key: &str) {
        if let Some(storage) = &self.storage {
            let _ = storage.remove_item(&self.prefixed(key));
        }
    }
}

/// What the browser meant.
pub fn refusal(error: &JsValue) -> Refusal {
    match Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => Refusal::Full,
        _ => Refusal::Broken,
    }
}
