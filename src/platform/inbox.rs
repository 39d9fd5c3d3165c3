//! What the service worker took in from the phone's share sheet and nobody has taken over yet: pictures and schedules.

use super::storage::Answer;
use super::{installation, window};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Cache, Request, Response};

/// The cache that the service worker puts them into.
const SHARED: &str = "shared";

/// A file that was shared, with the words that came with it.
pub struct Waiting {
    /// Where it waits.
    pub address: String,
    /// The part of the address that no other file has.
    pub id: String,
    /// As a query: `title=..&text=..`. A schedule's title is the file's name.
    pub words: String,
    pub file: Blob,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Pictures,
    /// The files of one share, which belong together.
    Schedules,
}

pub trait Inbox {
    fn waiting(&self, what: Shared, done: Answer<Vec<Waiting>>);

    /// Forgets one of them.
    fn let_go(&self, address: &str);
}

pub struct BrowserInbox;

impl Inbox for BrowserInbox {
    fn waiting(&self, what: Shared, done: Answer<Vec<Waiting>>) {
        // Without a cache nothing can wait in it.
        spawn_local(async move { done(waiting(what).await.unwrap_or_default()) });
    }

    fn let_go(&self, address: &str) {
        let address = address.to_owned();
        spawn_local(async move {
            if let Ok(cache) = shared().await {
                let _ = JsFuture::from(cache.delete_with_str(&address)).await;
            }
        });
    }
}

async fn shared() -> Result<Cache, JsValue> {
    let caches = web_sys::window().ok_or(JsValue::NULL)?.caches()?;
    JsFuture::from(caches.open(&installation::name_of(SHARED))).await?.dyn_into()
}

/// Another Lanyard on the same host has files of its own, under another address.
async fn waiting(what: Shared) -> Result<Vec<Waiting>, JsValue> {
    let cache = shared().await?;
    let home = window::address();
    let home = home.rsplit_once('/').map_or(home.as_str(), |(home, _)| home);
    let folder = match what {
        Shared::Pictures => "/shared/",
        Shared::Schedules => "/shared-schedules/",
    };
    let mut found = Vec::new();
    for key in JsFuture::from(cache.keys()).await?.dyn_into::<Array>()?.iter() {
        let address = key.dyn_into::<Request>()?.url();
        let Some(rest) = address.strip_prefix(home).and_then(|rest| rest.strip_prefix(folder)) else { continue };
        let (id, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (id, words) = (id.to_owned(), query.to_owned());
        let response: Response = JsFuture::from(cache.match_with_str(&address)).await?.dyn_into()?;
        let file: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
        found.push(Waiting { address, id, words, file });
    }
    Ok(found)
}

/// Nothing is ever shared with it.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub struct MemoryInbox;

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Inbox for MemoryInbox {
    fn waiting(&self, _: Shared, done: Answer<Vec<Waiting>>) {
        done(Vec::new());
    }

    fn let_go(&self, _: &str) {}
}
