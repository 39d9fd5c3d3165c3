//! Backups, in a worker: what lies in the main store and in a file comes in; what goes into a file, and what is to be
//! changed in the store, goes out.
//!
//! `public/backup.js` runs this, and carries all bytes. It decides nothing: [`lanyard_core::backup`] does. Errors are sentences
//! for the user.

mod restoring;
mod values;
mod zipped;

use js_sys::{Array, Object};
use lanyard_core::backup::{BackupContents, BackupRequest, FileDigest, manifest, write};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use values::{pairs, sentence, stored, text};

/// A backup on its way.
#[wasm_bindgen]
pub struct Making {
    request: BackupRequest,
    contents: BackupContents,
}

#[wasm_bindgen]
impl Making {
    /// `request` is an encoded [`BackupRequest`], `kept` what [`stored`] reads.
    ///
    /// # Errors
    /// When another version of Lanyard asks.
    #[wasm_bindgen(constructor)]
    pub fn new(request: &str, kept: &Object) -> Result<Self, JsValue> {
        let request = BackupRequest::decode(request)
            .map_err(|_| JsValue::from("This was asked by another version of Lanyard. Reload it."))?;
        let contents = write(&request, &stored(kept)).map_err(sentence)?;
        Ok(Self { request, contents })
    }

    /// When it is made, in milliseconds since 1970: what is made anew of the same is the same.
    pub fn made(&self) -> f64 {
        self.request.made.0 as f64
    }

    /// The files that are ready: path in the zip, and text.
    pub fn texts(&mut self) -> Array {
        pairs(&std::mem::take(&mut self.contents.texts))
    }

    /// The files to be taken out of the main store: path in the zip, and name in the store.
    pub fn wanted(&self) -> Array {
        pairs(&self.contents.wanted)
    }

    /// One that was wanted is not in the store any more.
    pub fn miss(&mut self) {
        let counts = &mut self.contents.counts;
        counts.photos = counts.photos.saturating_sub(1);
        counts.missing_photos += 1;
    }

    /// The text of `manifest.json`; of each other file, `files` has path, length and, where there is one, SHA-256.
    pub fn manifest(&self, files: &Array) -> String {
        let digest = |file: JsValue| {
            let [path, bytes, sha256] = values::parts(&file);
            FileDigest { path: text(&path), bytes: bytes.as_f64().unwrap_or(0.0) as u64, sha256: sha256.as_string() }
        };
        let files: Vec<FileDigest> = files.iter().map(digest).collect();
        manifest(&self.request, self.contents.counts, &files)
    }

    /// What is in it: an encoded [`lanyard_core::backup::BackupCounts`].
    pub fn counts(&self) -> String {
        self.contents.counts.encode()
    }
}
