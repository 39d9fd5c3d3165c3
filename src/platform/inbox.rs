//! What the service worker has put aside of what was shared, and nobody has taken over yet.

use super::installation;
use super::waiting::Answer;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Cache, Request, Response};

/// The cache that the service worker puts it into.
const SHARED: &str = "shared";

/// Everything that was shared at once.
#[derive(Clone, Debug, Default)]
pub struct Share {
    /// Made by the service worker, and known to nobody else.
    pub id: String,
    pub words: String,
    pub pictures: Vec<SharedFile>,
    /// The files of one schedule.
    pub schedules: Vec<SharedFile>,
    /// Where the words wait, if there are any.
    pub words_at: Option<String>,
}

#[derive(Clone, Debug)]
pub struct SharedFile {
    /// Where it waits.
    pub address: String,
    pub name: String,
    pub file: Blob,
}

pub trait Inbox {
    /// All shares that wait, earliest first.
    fn waiting(&self) -> Answer<Vec<Share>>;

    /// Forgets a part of a share.
    fn let_go(&self, address: &str);
}

pub struct BrowserInbox;

impl Inbox for BrowserInbox {
    fn waiting(&self) -> Answer<Vec<Share>> {
        // Without a cache nothing can wait in it.
        Box::pin(async { waiting().await.unwrap_or_default() })
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

async fn waiting() -> Result<Vec<Share>, JsValue> {
    let cache = shared().await?;
    let mut shares: Vec<Share> = Vec::new();
    for key in JsFuture::from(cache.keys()).await?.dyn_into::<Array>()?.iter() {
        let address = key.dyn_into::<Request>()?.url();
        let Some((id, part)) = address.rsplit_once("/shared/").and_then(|(_, rest)| rest.split_once('/')) else {
            continue;
        };
        let response: Response = JsFuture::from(cache.match_with_str(&address)).await?.dyn_into()?;
        let index = shares.iter().position(|share| share.id == id).unwrap_or_else(|| {
            shares.push(Share { id: id.to_owned(), ..Share::default() });
            shares.len() - 1
        });
        let Some(share) = shares.get_mut(index) else { continue };
        if part == "words" {
            share.words = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
            share.words_at = Some(address);
            continue;
        }
        let file: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
        let name = part.rsplit('/').next().and_then(lanyard_core::text::query::decode).unwrap_or_default();
        let files = if part.starts_with("schedules/") { &mut share.schedules } else { &mut share.pictures };
        files.push(SharedFile { address, name, file });
    }
    shares.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(shares)
}

/// Nothing is ever shared with it.
pub struct MemoryInbox;

impl Inbox for MemoryInbox {
    fn waiting(&self) -> Answer<Vec<Share>> {
        super::waiting::answered(Vec::new())
    }

    fn let_go(&self, _: &str) {}
}
