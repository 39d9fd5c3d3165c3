//! What the user carries things in and out with: the share sheet, the clipboard, downloads, chosen files.
//!
//! A file is put together of parts that the browser has taken over, so that the app never holds more of it than one part,
//! and before the tap that hands it over. Which ways to hand it over there are is `lanyard_core::share::hand_over`.

use super::listen;
use super::waiting::{Answer, answered};
use js_sys::{Array, Function, Reflect, Uint8Array};
use lanyard_core::share::SharingFacts;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::{Cell, RefCell};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FilePropertyBag, HtmlAnchorElement, ShareData, Url};

/// How handing something over went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferOutcome {
    Done,
    /// The user closed the sheet.
    Cancelled,
    /// The browser cannot, or did not allow it.
    Refused,
}

/// Bytes that left the app's memory, on their way into a file.
#[derive(Clone)]
pub struct FilePart(FileBytes);

/// A file that is ready to be handed over.
#[derive(Clone)]
pub struct PreparedFile {
    /// With its extension.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    content: FileBytes,
}

/// Where the bytes are.
#[derive(Clone)]
enum FileBytes {
    Browser(Blob),
    #[cfg(all(test, not(target_arch = "wasm32")))]
    Memory(Rc<[u8]>),
}

impl FilePart {
    /// Those of a file that the user chose, or of one that was made elsewhere.
    pub fn of(blob: Blob) -> Self {
        Self(FileBytes::Browser(blob))
    }

    pub(super) fn blob(&self) -> Option<&Blob> {
        self.0.blob()
    }
}

impl PreparedFile {
    /// The bytes of it.
    pub fn part(&self) -> FilePart {
        FilePart(self.content.clone())
    }
}

impl FileBytes {
    fn blob(&self) -> Option<&Blob> {
        match self {
            Self::Browser(blob) => Some(blob),
            #[cfg(all(test, not(target_arch = "wasm32")))]
            Self::Memory(_) => None,
        }
    }
}

/// A method has called the browser when it returns, because the browser allows it within a tap alone.
pub trait Transfer {
    fn can_share(&self) -> bool;

    /// Opens the share sheet.
    fn share(&self, title: &str, text: &str, url: &str) -> Answer<TransferOutcome>;

    /// Puts text on the clipboard.
    fn copy(&self, text: &str) -> Answer<TransferOutcome>;

    /// Lets the browser take bytes over; `None` when it has no room for them.
    fn part(&self, bytes: &[u8]) -> Option<FilePart>;

    /// A file of these parts, one after the other. It costs nothing: no byte is copied.
    fn file(&self, name: &str, media_type: &str, parts: &[FilePart]) -> Option<PreparedFile>;

    /// What the browser says of sharing this file.
    fn sharing_facts(&self, file: &PreparedFile) -> SharingFacts;

    /// Opens the share sheet on a file. Nothing goes with it: Safari shares the words of a title or text as a file more.
    fn share_file(&self, file: &PreparedFile) -> Answer<TransferOutcome>;

    /// Offers a file for download.
    fn download(&self, file: &PreparedFile) -> TransferOutcome;

    /// The bytes of a file the user chose or shared.
    fn read(&self, file: &Blob) -> Answer<Option<Vec<u8>>>;
}

pub struct BrowserTransfer;

impl Transfer for BrowserTransfer {
    fn can_share(&self) -> bool {
        of_navigator("share").is_function()
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
        match of_navigator("clipboard").dyn_into::<web_sys::Clipboard>() {
            Ok(clipboard) => outcome(clipboard.write_text(text)),
            Err(_) => answered(TransferOutcome::Refused),
        }
    }

    fn part(&self, bytes: &[u8]) -> Option<FilePart> {
        let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
        Some(FilePart(FileBytes::Browser(blob)))
    }

    fn file(&self, name: &str, media_type: &str, parts: &[FilePart]) -> Option<PreparedFile> {
        let blobs: Array = parts.iter().filter_map(|part| part.0.blob()).collect();
        let kind = FilePropertyBag::new();
        kind.set_type(media_type);
        let file = File::new_with_blob_sequence_and_options(&blobs, name, &kind).ok()?;
        let bytes = file.size() as u64;
        Some(PreparedFile { name: name.to_owned(), bytes, content: FileBytes::Browser(file.into()) })
    }

    fn sharing_facts(&self, file: &PreparedFile) -> SharingFacts {
        let standalone = of_navigator("standalone");
        let takes_file = || {
            let can_share = of_navigator("canShare").dyn_into::<Function>().ok()?;
            let navigator = web_sys::window()?.navigator();
            let data: JsValue = share_data(file)?.into();
            can_share.call1(&navigator, &data).ok()?.as_bool()
        };
        SharingFacts {
            has_share_sheet: self.can_share(),
            takes_file: takes_file() == Some(true),
            is_ios: !standalone.is_undefined(),
            is_installed: standalone.is_truthy() || is_standalone() == Some(true),
        }
    }

    fn share_file(&self, file: &PreparedFile) -> Answer<TransferOutcome> {
        match (web_sys::window(), share_data(file)) {
            (Some(window), Some(data)) if self.can_share() => outcome(window.navigator().share_with_data(&data)),
            _ => answered(TransferOutcome::Refused),
        }
    }

    fn download(&self, file: &PreparedFile) -> TransferOutcome {
        match offer(file) {
            Some(()) => TransferOutcome::Done,
            None => TransferOutcome::Refused,
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

/// A property that the navigator may not have.
fn of_navigator(name: &str) -> JsValue {
    web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &name.into()).ok()).unwrap_or_default()
}

/// Whether the app was started from the home screen.
fn is_standalone() -> Option<bool> {
    let query = web_sys::window()?.match_media("(display-mode: standalone)").ok()??;
    Some(query.matches())
}

fn share_data(file: &PreparedFile) -> Option<ShareData> {
    let data = ShareData::new();
    data.set_files(&Array::of1(file.content.blob()?));
    Some(data)
}

fn offer(file: &PreparedFile) -> Option<()> {
    let window = web_sys::window()?;
    let url = Url::create_object_url_with_blob(file.content.blob()?).ok()?;
    let link: HtmlAnchorElement = window.document()?.create_element("a").ok()?.unchecked_into();
    link.set_href(&url);
    link.set_download(&file.name);
    link.click();
    // The browser reads the file after the click; the next time the page is left is early enough to let it go.
    listen::once(&window, &["pagehide"], move |_| drop(Url::revoke_object_url(&url)));
    Some(())
}

/// Remembers what was handed over.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryTransfer {
    pub handed: RefCell<Vec<String>>,
    /// What it says of sharing, but for the share sheet, which it has.
    pub facts: Cell<SharingFacts>,
    /// Whether it has no room for files.
    pub refuses_files: Cell<bool>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl FilePart {
    /// Bytes that a test makes up.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(FileBytes::Memory(bytes.into()))
    }

    /// What is in it, in a test.
    pub fn content(&self) -> Vec<u8> {
        match &self.0 {
            FileBytes::Browser(_) => Vec::new(),
            FileBytes::Memory(bytes) => bytes.to_vec(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl PreparedFile {
    /// What is in it, in a test.
    pub fn content(&self) -> Vec<u8> {
        match &self.content {
            FileBytes::Browser(_) => Vec::new(),
            FileBytes::Memory(bytes) => bytes.to_vec(),
        }
    }
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

    fn part(&self, bytes: &[u8]) -> Option<FilePart> {
        (!self.refuses_files.get()).then(|| FilePart(FileBytes::Memory(bytes.into())))
    }

    fn file(&self, name: &str, _media_type: &str, parts: &[FilePart]) -> Option<PreparedFile> {
        let mut all = Vec::new();
        for part in parts {
            match &part.0 {
                FileBytes::Browser(_) => return None,
                FileBytes::Memory(bytes) => all.extend_from_slice(bytes),
            }
        }
        let bytes = all.len() as u64;
        Some(PreparedFile { name: name.to_owned(), bytes, content: FileBytes::Memory(all.into()) })
    }

    fn sharing_facts(&self, _file: &PreparedFile) -> SharingFacts {
        SharingFacts { has_share_sheet: true, ..self.facts.get() }
    }

    fn share_file(&self, file: &PreparedFile) -> Answer<TransferOutcome> {
        self.handed.borrow_mut().push(format!("shared {}", file.name));
        answered(TransferOutcome::Done)
    }

    fn download(&self, file: &PreparedFile) -> TransferOutcome {
        self.handed.borrow_mut().push(file.name.clone());
        TransferOutcome::Done
    }

    fn read(&self, _file: &Blob) -> Answer<Option<Vec<u8>>> {
        answered(None)
    }
}
