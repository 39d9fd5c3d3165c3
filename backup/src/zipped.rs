//! Where in a file what is.

use std::ops::Range;

use js_sys::{Array, Object, Reflect};
use lanyard_core::backup::{BackupError, Container, ReceivedZip};
use lanyard_core::zip::{Compression, DirectoryLocation, ZippedFile, end_range, find_directory};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::values::sentence;

/// `zip`, `encrypted` or `old copy`, by the first bytes of a file.
///
/// # Errors
/// When it is something else.
#[wasm_bindgen(js_name = containerOf)]
pub fn container_of(first: &[u8]) -> Result<String, JsValue> {
    let container = match Container::of(first).map_err(sentence)? {
        Container::Zip => "zip",
        Container::Encrypted => "encrypted",
        Container::OldCopy => "old copy",
    };
    Ok(container.to_owned())
}

/// From where on to read a zip of this length, to find its directory.
#[wasm_bindgen(js_name = endOf)]
pub fn end_of(length: f64) -> f64 {
    end_range(length as u64).start as f64
}

/// Where the directory is, by the end of a zip of this length.
#[wasm_bindgen]
pub struct Location(DirectoryLocation);

#[wasm_bindgen]
impl Location {
    /// # Errors
    /// When the zip is to be refused.
    #[wasm_bindgen(constructor)]
    pub fn new(end: &[u8], length: f64) -> Result<Self, JsValue> {
        find_directory(end, length as u64).map(Self).map_err(refused)
    }

    /// Begin and end.
    pub fn range(&self) -> Array {
        ends(&self.0.range())
    }
}

/// The files of a zip.
#[wasm_bindgen]
pub struct Directory(ReceivedZip);

#[wasm_bindgen]
impl Directory {
    /// Reads the bytes at the location.
    ///
    /// # Errors
    /// When the zip is to be refused.
    #[wasm_bindgen(constructor)]
    pub fn new(location: &Location, bytes: &[u8]) -> Result<Self, JsValue> {
        ReceivedZip::read(&location.0, bytes).map(Self).map_err(sentence)
    }

    /// Of each file its `path`, `length` and `crc`, whether it `isDeflated`, and begin and end of its `header`.
    pub fn files(&self) -> Array {
        self.0.files().iter().map(described).collect()
    }

    /// Begin and end of a file's bytes, by its header.
    ///
    /// # Errors
    /// When the header is not that of the file.
    pub fn content(&self, index: usize, header: &[u8]) -> Result<Array, JsValue> {
        let file = self.0.files().get(index).ok_or(JsValue::UNDEFINED)?;
        file.content(header).map(|range| ends(&range)).map_err(refused)
    }

    /// The file to be unpacked before the others, in a copy.
    pub fn stores(&self) -> Option<usize> {
        self.0.stores()
    }

    /// Takes the bytes of that one.
    ///
    /// # Errors
    /// When the others are too much.
    #[wasm_bindgen(js_name = takeStores)]
    pub fn take_stores(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.0.take_stores(bytes).map_err(sentence)
    }

    /// Whether a file stays in the zip until it is put.
    #[wasm_bindgen(js_name = isPhoto)]
    pub fn is_photo(&self, path: &str) -> bool {
        self.0.is_photo(path)
    }
}

fn described(file: &ZippedFile) -> JsValue {
    let object = Object::new();
    let fields: [(&str, JsValue); 5] = [
        ("path", file.path.as_str().into()),
        ("length", (file.length as f64).into()),
        ("crc", file.checksum.into()),
        ("isDeflated", (file.compression == Compression::Deflated).into()),
        ("header", ends(&file.header()).into()),
    ];
    for (name, value) in fields {
        // A plain object takes any member.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

fn refused(why: lanyard_core::zip::ZipReadError) -> JsValue {
    sentence(BackupError::Zip(why))
}

/// A file of this length has no more bytes than a number of JavaScript can count.
fn ends(range: &Range<u64>) -> Array {
    Array::of2(&(range.start as f64).into(), &(range.end as f64).into())
}
