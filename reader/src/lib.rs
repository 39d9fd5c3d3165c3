//! The schedule readers, in a worker: bytes and texts come in, an answer and the texts of a trip go out.
//!
//! `public/reader.js` runs this. It decides nothing, and keeps the last import while the worker is kept: what is read and
//! what becomes of it is decided in `lanyard_core::trips`, and time zones are the browser's own.

mod zones;

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use lanyard_core::trips::{ReaderRequest, ReaderResponse, Readings, TripTexts, respond};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static READINGS: RefCell<Readings> = RefCell::default();
}

/// `trip` holds the index, the details and the changes of the trip that is shown; `files` are missing when they came
/// under this number before. Gives the answer, and after it the index, the details and the changes of the trip as it
/// would be, when there is one. Nothing at all asks for the files.
#[wasm_bindgen(js_name = answer)]
pub fn answer_in_bytes(ask: &str, trip: &Array, number: u32, files: Option<Array>) -> Array {
    let [index, details, changes] =
        [0, 1, 2].map(|index| String::from_utf8(Uint8Array::new(&trip.get(index)).to_vec()).unwrap_or_default());
    let files = files.map(|files| files.iter().map(|file| Uint8Array::new(&file).to_vec()).collect());
    READINGS.with_borrow_mut(|readings| {
        let Some(import) = readings.import(number, files) else { return Array::new() };
        let (said, texts) = match ReaderRequest::decode(ask) {
            Ok(ask) => respond(&ask, &TripTexts { index, details, changes }, import, &zones::Browser::default()),
            Err(_) => {
                let why = "This was asked by another version of Lanyard. Reload it.";
                (ReaderResponse::Unreadable(why.to_owned()), None)
            }
        };
        let out = Array::of1(&JsValue::from(said.encode()));
        for text in texts.iter().flat_map(|texts| [&texts.index, &texts.details, &texts.changes]) {
            out.push(&Uint8Array::from(text.as_bytes()));
        }
        out
    })
}
