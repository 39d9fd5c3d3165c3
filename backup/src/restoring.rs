//! From a file to the changes of the main store, and from there back.

use std::collections::BTreeSet;

use js_sys::{Array, Object, Uint8Array};
use lanyard_core::backup::{
    Backup, Operations, PENDING_FILE, PhotoBytes, ReceivedFile, RestorePlan, RestoreReport, TableOperations, read,
    read_old_copy, undo,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::values::{bytes_of, pair, parts, sentence, stored, text};

/// A file that was read.
#[wasm_bindgen]
pub struct Received(Backup);

#[wasm_bindgen]
impl Received {
    /// Of a zip. Each of its files has path, length, SHA-256 and, when it is no photo, content.
    ///
    /// # Errors
    /// When it is no backup, or damaged.
    #[wasm_bindgen(js_name = ofZip)]
    pub fn of_zip(files: &Array) -> Result<Self, JsValue> {
        let file = |file: JsValue| {
            let [path, bytes, sha256, content] = parts(&file);
            ReceivedFile {
                path: text(&path),
                bytes: bytes.as_f64().unwrap_or(0.0) as u64,
                sha256: sha256.as_string(),
                content: bytes_of(&content),
            }
        };
        read(files.iter().map(file).collect()).map(Self).map_err(sentence)
    }

    /// Of a copy that is no zip.
    ///
    /// # Errors
    /// When it is something else.
    #[wasm_bindgen(js_name = ofOldCopy)]
    pub fn of_old_copy(words: &str) -> Result<Self, JsValue> {
        read_old_copy(words).map(Self).map_err(sentence)
    }

    /// What restoring it would change in what [`stored`] reads, where the photos of these names were put for it.
    pub fn plan(&self, kept: &Object, put: &Array) -> Plan {
        let put: BTreeSet<String> = put.iter().map(|name| text(&name)).collect();
        let mut stored = stored(kept);
        stored.files.retain(|name| !put.contains(name));
        Plan(self.0.plan(&stored))
    }
}

/// What is to be done.
#[wasm_bindgen]
pub struct Plan(RestorePlan);

#[wasm_bindgen]
impl Plan {
    /// An encoded [`lanyard_core::backup::RestorePreview`].
    pub fn preview(&self) -> String {
        self.0.preview.encode()
    }

    /// The photos to be put before all else: the name in the main store, and where it is: a path of the zip, or its bytes.
    pub fn photos(&self) -> Array {
        let photo = |(name, bytes): &(String, PhotoBytes)| match bytes {
            PhotoBytes::InZip(path) => pair(name, path),
            PhotoBytes::Inline(bytes) => pair(name, Uint8Array::from(bytes.as_slice())),
        };
        self.0.photos.iter().map(photo).collect()
    }

    /// The changes of one transaction: table, key, and value, or none for what goes.
    pub fn changes(&self) -> Array {
        changes(&self.0.operations)
    }

    /// An encoded [`RestoreReport`], when so many photos were put, and for so many there was no room.
    pub fn report(&self, photos: usize, photos_left_out: usize) -> String {
        RestoreReport { photos, photos_left_out, ..self.0.operations.report }.encode()
    }
}

/// What undoes the latest restore.
#[wasm_bindgen]
pub struct Undoing(Operations);

#[wasm_bindgen]
impl Undoing {
    /// Nothing when there is nothing to undo.
    ///
    /// # Errors
    /// When the store's own word on it is spoilt.
    pub fn of(kept: &Object) -> Result<Option<Self>, JsValue> {
        Ok(undo(&stored(kept)).map_err(sentence)?.map(Self))
    }

    /// As [`Plan::changes`].
    pub fn changes(&self) -> Array {
        changes(&self.0)
    }

    /// An encoded [`RestoreReport`].
    pub fn report(&self) -> String {
        self.0.report.encode()
    }
}

/// The name of the file that says which photos are being put.
#[wasm_bindgen(js_name = pendingFile)]
pub fn pending_file() -> String {
    PENDING_FILE.to_owned()
}

fn changes(operations: &Operations) -> Array {
    let as_text = |text: &str| JsValue::from(text);
    let as_bytes = |text: &str| Uint8Array::from(text.as_bytes()).into();
    let all = Array::new();
    push(&all, "heads", &operations.heads, as_text);
    push(&all, "history", &operations.history, as_text);
    push(&all, "files", &operations.files, as_bytes);
    all
}

fn push(all: &Array, table: &str, operations: &TableOperations, value: impl Fn(&str) -> JsValue) {
    for (key, text) in &operations.put {
        all.push(&Array::of3(&table.into(), &key.into(), &value(text)));
    }
    for key in &operations.delete {
        all.push(&pair(table, key));
    }
}
