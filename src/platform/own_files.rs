//! The app's own files: those of the bundled trip, whose names only the build knows, and the trip that `boot.js` has
//! found in the store before anything else ran.
//!
//! The start page names the bundled trip's files: `<link id="trip-index" href>`, which also makes the browser fetch the
//! index beside the WebAssembly, and `<link id="trip-details" href>`.

#[cfg(all(test, not(target_arch = "wasm32")))]
use std::{cell::RefCell, collections::BTreeMap};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::waiting::Answer;

pub trait OwnFiles {
    /// Where the file is that an element of the start page names; `None` when the page lacks the element.
    fn address(&self, id: &str) -> Option<String>;

    /// Reads one of the app's own files as text; `None` when it cannot be had. The service worker answers when there is
    /// no network.
    fn read(&self, address: &str) -> Answer<Option<String>>;

    /// The index of the trip that the user keeps in place of the bundled one, if `boot.js` found it.
    fn first_trip(&self) -> Option<String>;
}

pub struct BrowserOwnFiles;

impl OwnFiles for BrowserOwnFiles {
    fn address(&self, id: &str) -> Option<String> {
        web_sys::window()?.document()?.get_element_by_id(id)?.get_attribute("href")
    }

    fn read(&self, address: &str) -> Answer<Option<String>> {
        let address = address.to_owned();
        Box::pin(async move { read(&address).await.ok()?.as_string() })
    }

    fn first_trip(&self) -> Option<String> {
        js_sys::Reflect::get(&web_sys::window()?.into(), &"lanyardTrip".into()).ok()?.as_string()
    }
}

/// Reads one of the app's own files as bytes; it has been asked for when this returns. `None` when it cannot be had.
pub fn read_bytes(address: &str) -> Answer<Option<Vec<u8>>> {
    let asked = web_sys::window().map(|window| window.fetch_with_str(address));
    Box::pin(async move {
        let response: Response = JsFuture::from(asked?).await.ok()?.dyn_into().ok()?;
        let bytes = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
        Some(js_sys::Uint8Array::new(&bytes).to_vec())
    })
}

async fn read(address: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(response.text()?).await
}

/// Files of an app that a test makes up, by the ids under which its start page names them.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryOwnFiles {
    /// Address and text by id.
    pub files: RefCell<BTreeMap<String, (String, String)>>,
    pub first_trip: RefCell<Option<String>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl OwnFiles for MemoryOwnFiles {
    fn address(&self, id: &str) -> Option<String> {
        self.files.borrow().get(id).map(|(address, _)| address.clone())
    }

    fn read(&self, address: &str) -> Answer<Option<String>> {
        let files = self.files.borrow();
        let text = files.values().find(|(known, _)| known == address).map(|(_, text)| text.clone());
        Box::pin(std::future::ready(text))
    }

    fn first_trip(&self) -> Option<String> {
        self.first_trip.borrow().clone()
    }
}
