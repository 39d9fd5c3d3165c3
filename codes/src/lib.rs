//! The animated codes and the reader of codes, in a worker: bytes come in and modules go out, or pictures come in and what
//! their codes say goes out.
//!
//! `public/codes.js` runs this. It decides nothing: that is done in `lanyard_core::codes`.

use js_sys::{Array, Uint8Array};
use lanyard_core::codes::{CodeReceiver, CodeSender, ScanOutcome, luma, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The side that shows codes.
#[wasm_bindgen]
pub struct Sender(CodeSender);

#[wasm_bindgen]
impl Sender {
    /// Makes a transfer of these bytes.
    ///
    /// # Errors
    /// `["too large"]`, when they are too many.
    #[wasm_bindgen(constructor)]
    pub fn new(payload: &[u8]) -> Result<Sender, JsValue> {
        CodeSender::new(payload).map(Self).map_err(|_| Array::of1(&"too large".into()).into())
    }

    /// About how many codes the other phone has to see. A method: what makes the glue smaller takes a getter for one.
    pub fn needed(&self) -> usize {
        self.0.codes_needed()
    }

    /// The modules of the code with this number, row by row: 1 is dark. There are as many rows as columns.
    pub fn code(&self, number: u32) -> Option<Vec<u8>> {
        Some(self.0.code(number)?.modules.into_iter().map(u8::from).collect())
    }
}

/// The side that sees codes.
#[wasm_bindgen]
#[derive(Default)]
pub struct Receiver(CodeReceiver);

#[wasm_bindgen]
impl Receiver {
    /// Waits for the first code of any transfer.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the code in a picture was, as `take` says it, if one was read. The picture is as a canvas gives it, four bytes
    /// a pixel.
    pub fn look(&mut self, rgba: &[u8], width: usize, height: usize) -> Option<Array> {
        text(&luma(rgba), width, height).map(|text| self.take(&text))
    }

    /// What the code with this text was: a word, and what belongs to it.
    pub fn take(&mut self, text: &str) -> Array {
        match self.0.take(text) {
            ScanOutcome::Foreign => Array::of2(&"foreign".into(), &text.into()),
            ScanOutcome::Progress { known, needed } => Array::of3(&"progress".into(), &known.into(), &needed.into()),
            ScanOutcome::Other => Array::of1(&"other".into()),
            ScanOutcome::Newer => Array::of1(&"newer".into()),
            ScanOutcome::Damaged => Array::of1(&"damaged".into()),
            ScanOutcome::Spoilt => Array::of1(&"spoilt".into()),
            ScanOutcome::Complete(payload) => Array::of2(&"complete".into(), &Uint8Array::from(&*payload)),
        }
    }
}
