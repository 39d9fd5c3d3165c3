//! Room for what is kept, in a browser. `navigator.storage` and `caches` are missing in some, and then nothing is known.

use super::installation;
use super::storage::StorageManager;
use super::waiting::Answer;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The cache it lies in.
const WITNESS: &str = "witness";
const ADDRESS: &str = "./witness";

pub struct BrowserStorageManager;

impl StorageManager for BrowserStorageManager {
    fn estimate(&self) -> Answer<Option<(u64, u64)>> {
        Box::pin(async {
            let estimate = ask("estimate").await?;
            let number = |key: &str| Reflect::get(&estimate, &key.into()).ok()?.as_f64().map(|value| value as u64);
            number("usage").zip(number("quota"))
        })
    }

    fn persist(&self) -> Answer<Option<bool>> {
        Box::pin(async { ask("persist").await?.as_bool() })
    }

    fn persisted(&self) -> Answer<Option<bool>> {
        Box::pin(async { ask("persisted").await?.as_bool() })
    }

    fn count_marker(&self) -> Answer<Option<String>> {
        Box::pin(async { read_witness().await.ok() })
    }

    fn set_count_marker(&self, text: &str) {
        let text = text.to_owned();
        // Without a cache there is one copy of the marker less; the stores hold the others.
        spawn_local(async move { drop(write_witness(&text).await) });
    }
}

/// Calls a method of `navigator.storage`, when there is one.
async fn ask(method: &str) -> Option<JsValue> {
    let storage = Reflect::get(&web_sys::window()?.navigator(), &"storage".into()).ok()?;
    let method: Function = Reflect::get(&storage, &method.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(method.call0(&storage).ok()?.dyn_into::<Promise>().ok()?).await.ok()
}

async fn open_cache() -> Result<web_sys::Cache, JsValue> {
    let caches = web_sys::window().ok_or(JsValue::NULL)?.caches()?;
    JsFuture::from(caches.open(&installation::name_of(WITNESS))).await?.dyn_into()
}

async fn read_witness() -> Result<String, JsValue> {
    let found = JsFuture::from(open_cache().await?.match_with_str(ADDRESS)).await?;
    let text = JsFuture::from(found.dyn_into::<web_sys::Response>()?.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}

async fn write_witness(text: &str) -> Result<(), JsValue> {
    let response = web_sys::Response::new_with_opt_str(Some(text))?;
    JsFuture::from(open_cache().await?.put_with_str(ADDRESS, &response)).await.map(drop)
}
