//! What the user carries things in and out with: the share sheet, the clipboard, downloads, chosen files.

use super::listen;
use super::storage::Callback;
use js_sys::{Array, Reflect, Uint8Array};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, ShareData, Url};

/// How handing something over went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferOutcome {
    Done,
    /// The user closed the sheet.
    Cancelled,
    /// The browser cannot, or did not allow it.
    Refused,
}

pub trait Transfer {
    fn can_share(&self) -> bool;

    /// Opens the share sheet. Call it within a tap.
    fn share(&self, title: &str, text: &str, url: &str, done: Callback<TransferOutcome>);

    /// Puts text on the clipboard. Call it within a tap.
    fn copy(&self, text: &str, done: Callback<TransferOutcome>);

    /// Offers a file for download.
    #[allow(dead_code, reason = "exports and imports come with their pages")]
    fn download(&self, name: &str, media_type: &str, bytes: &[u8]) -> TransferOutcome;

    /// The bytes of a file the user chose or shared.
    fn read(&self, file: &Blob, done: Callback<Option<Vec<u8>>>);
}

pub struct BrowserTransfer;

impl Transfer for BrowserTransfer {
    fn can_share(&self) -> bool {
        web_sys::window()
            .is_some_and(|window| Reflect::get(&window.navigator(), &"share".into()).is_ok_and(|it| it.is_function()))
    }

    fn share(&self, title: &str, text: &str, url: &str, done: Callback<TransferOutcome>) {
        let Some(window) = web_sys::window().filter(|_| self.can_share()) else {
            return done(TransferOutcome::Refused);
        };
        let data = ShareData::new();
        for (value, set) in [
            (title, ShareData::set_title as fn(&ShareData, &str)),
            (text, ShareData::set_text),
            (url, ShareData::set_url),
        ] {
            if !value.is_empty() {
                set(&data, value);
            }
        }
        answer(window.navigator().share_with_data(&data), done);
    }

    fn copy(&self, text: &str, done: Callback<TransferOutcome>) {
        let clipboard = web_sys::window()
            .and_then(|window| Reflect::get(&window.navigator(), &"clipboard".into()).ok())
            .and_then(|value| value.dyn_into::<web_sys::Clipboard>().ok());
        match clipboard {
            Some(clipboard) => answer(clipboard.write_text(text), done),
            None => done(TransferOutcome::Refused),
        }
    }

    fn download(&self, name: &str, media_type: &str, bytes: &[u8]) -> TransferOutcome {
        match offer(name, media_type, bytes) {
            Ok(()) => TransferOutcome::Done,
            Err(_) => TransferOutcome::Refused,
        }
    }

    fn read(&self, file: &Blob, done: Callback<Option<Vec<u8>>>) {
        let bytes = JsFuture::from(file.array_buffer());
        spawn_local(async move { done(bytes.await.ok().map(|buffer| Uint8Array::new(&buffer).to_vec())) });
    }
}

fn answer<P: Into<js_sys::Promise>>(promise: P, done: Callback<TransferOutcome>) {
    let future = JsFuture::from(promise.into());
    spawn_local(async move {
        done(match future.await {
            Ok(_) => TransferOutcome::Done,
            Err(why) if name_of(&why) == "AbortError" => TransferOutcome::Cancelled,
            Err(_) => TransferOutcome::Refused,
        });
    });
}

fn name_of(error: &JsValue) -> String {
    Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

fn offer(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the blob after the click; the next time the page is left is early enough to let it go.
    if let Some(window) = web_sys::window() {
        listen::once(&window, &["pagehide"], move |_| drop(Url::revoke_object_url(&url)));
    }
    Ok(())
}

/// Remembers what was handed over.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryTransfer {
    pub handed: RefCell<Vec<String>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Transfer for MemoryTransfer {
    fn can_share(&self) -> bool {
        true
    }

    fn share(&self, _title: &str, _text: &str, url: &str, done: Callback<TransferOutcome>) {
        self.handed.borrow_mut().push(url.to_owned());
        done(TransferOutcome::Done);
    }

    fn copy(&self, text: &str, done: Callback<TransferOutcome>) {
        self.handed.borrow_mut().push(text.to_owned());
        done(TransferOutcome::Done);
    }

    fn download(&self, name: &str, _media_type: &str, _bytes: &[u8]) -> TransferOutcome {
        self.handed.borrow_mut().push(name.to_owned());
        TransferOutcome::Done
    }

    fn read(&self, _file: &Blob, done: Callback<Option<Vec<u8>>>) {
        done(None);
    }
}
