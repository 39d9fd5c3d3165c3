//! What the worker's script gives and takes: plain arrays and objects.

use std::fmt::Display;

use js_sys::{Array, Object, Reflect, Uint8Array};
use lanyard_core::backup::{BundledTexts, StoreContents};
use wasm_bindgen::{JsCast, JsValue};

/// What lies in the main store: the tables `heads` and `history` as their keys and their values, the names of all `files`, and
/// of the `texts` among them the names and bytes. `bundled` is base, index and details of the trip that comes with the app.
pub fn stored(kept: &Object) -> StoreContents {
    let array = |name: &str| field(kept, name).dyn_into::<Array>().unwrap_or_default();
    let texts = rows(&array("texts")).map(|(name, bytes)| (text(&name), bytes_of(&bytes)));
    let texts = texts.filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes?).ok()?)));
    let table = |name: &str| rows(&array(name)).map(|(key, frame)| (text(&key), text(&frame))).collect();
    let bundled = field(kept, "bundled").dyn_into::<Array>().ok().map(|bundled| {
        let [base, index, details] = parts(&bundled).map(|part| text(&part));
        BundledTexts { base, index, details }
    });
    StoreContents {
        heads: table("heads"),
        history: table("history"),
        files: array("files").iter().map(|name| text(&name)).collect(),
        texts: texts.collect(),
        bundled,
    }
}

/// A table that is given as its keys and its values.
fn rows(table: &Array) -> impl Iterator<Item = (JsValue, JsValue)> + use<> {
    let [keys, values] = [0, 1].map(|index| table.get(index).dyn_into::<Array>().unwrap_or_default());
    (0..keys.length()).map(move |index| (keys.get(index), values.get(index)))
}

/// The elements of an array.
pub fn parts<const N: usize>(array: &JsValue) -> [JsValue; N] {
    let array = array.dyn_ref::<Array>();
    std::array::from_fn(|index| array.map_or(JsValue::UNDEFINED, |array| array.get(index as u32)))
}

pub fn field(object: &Object, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

pub fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

pub fn bytes_of(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

pub fn pair(first: &str, second: impl Into<JsValue>) -> JsValue {
    Array::of2(&first.into(), &second.into()).into()
}

pub fn pairs(texts: &[(String, String)]) -> Array {
    texts.iter().map(|(first, second)| pair(first, second)).collect()
}

/// An error as the user is told it.
pub fn sentence(error: impl Display) -> JsValue {
    error.to_string().into()
}
