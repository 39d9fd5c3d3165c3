//! What the user carries things in and out with: the share sheet, the clipboard, downloads, chosen files.

use super::listen;
use super::waiting::{Answer, answered};
use js_sys::{Array, Reflect, Uint8Array};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
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

/// A method has called the browser when it returns, because the browser allows it within a tap alone.
pub trait Transfer {
    fn can_share(&self) -> bool;

    /// Opens the share sheet.
    fn share(&self, title: &str, text: &str, url: &str) -> Answer<TransferOutcome>;

    /// Puts text on the clipboard.
    fn copy(&self, text: &str) -> Answer<TransferOutcome>;

    /// Offers a file for download.
    #[allow(dead_code, reason = "exports and imports come with their pages")]
    fn download(&self, name: &str, media_type: &str, bytes: &[u8]) -> TransferOutcome;

    /// The bytes of a file the user chose or shared.
    fn read(&self, file: &Blob) -> Answer<Option<Vec<u8>>>;
}

pub struct BrowserTransfer;

impl Transfer for BrowserTransfer {
    fn can_share(&self) -> bool {
        web_sys::window()
            .is_some_and(|window| Reflect::get(&window.navigator(), &"share".into()).is_ok_and(|it| it.is_function()))
    }

    fn share(&self, title: &str, text: &str, url: &str) -> Answer<TransferOutcome> {
        let Some(window) = web_sys::window().filter(|_| self.can_share()) else {
            return answered(TransferOutcome::Refused);
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
        outcome(window.navigator().share_with_data(&data))
    }

    fn copy(&self, text: &str) -> Answer<TransferOutcome> {
        let clipboard = web_sys::window()
            .and_then(|window| Reflect::get(&window.navigator(), &"clipboard".into()).ok())
            .and_then(|value| value.dyn_into::<web_sys::Clipboard>().ok());
        match clipboard {
            Some(clipboard) => outcome(clipboard.write_text(text)),
            None => answered(TransferOutcome::Refused),
        }
    }

    fn download(&self, name: &str, media_type: &str, bytes: &[u8]) -> TransferOutcome {
        match offer(name, media_type, bytes) {
            Ok(()) => TransferOutcome::Done,
            Err(_) => TransferOutcome::Refused,
        }
    }

    fn read(&self, file: &Blob) -> Answer<Option<Vec<u8>>> {
        let bytes = JsFuture::from(file.array_buffer());
        Box::pin(async move { Some(Uint8Array::new(&bytes.await.ok()?).to_vec()) })
    }
}

fn outcome(promise: impl Into<js_sys::Promise>) -> Answer<TransferOutcome> {
    let handed = JsFuture::from(promise.into());
    Box::pin(async move {
        match handed.await {
            Ok(_) => TransferOutcome::Done,
            Err(why) if name_of(&why) == "AbortError" => TransferOutcome::Cancelled,
            Err(_) => TransferOutcome::Refused,
        }
    })
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

    fn share(&self, _title: &str, _text: &str, url: &str) -> Answer<TransferOutcome> {
        self.handed.borrow_mut().push(url.to_owned());
        answered(TransferOutcome::Done)
    }

    fn copy(&self, text: &str) -> Answer<TransferOutcome> {
        self.handed.borrow_mut().push(text.to_owned());
        answered(TransferOutcome::Done)
    }

    fn download(&self, name: &str, _media_type: &str, _bytes: &[u8]) -> TransferOutcome {
        self.handed.borrow_mut().push(name.to_owned());
        TransferOutcome::Done
    }

    fn read(&self, _file: &Blob) -> Answer<Option<Vec<u8>>> {
        answered(None)
    }
}
