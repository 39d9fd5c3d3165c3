//! Photos: shrunk, named by their content, shown from memory.
//!
//! A picture is drawn on a canvas and taken from there, so what a camera writes beside it, the location above all, does
//! not come along. The browser turns it upright while decoding.

use super::waiting::Answer;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use lanyard_core::notebook::photo::{MOST_PIXELS, QUALITIES, WEIGHT, fit};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Url};

pub const MEDIA_TYPE: &str = "image/jpeg";

/// A photo ready to be kept: its bytes, and the SHA-256 of them in hex.
pub struct Shrunk {
    pub bytes: Vec<u8>,
    pub digest: String,
}

/// Why a picture was not taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Its header is of no kind that is known here, or the browser cannot read it.
    NoPicture,
    /// It has more pixels than a phone with little memory can hold.
    TooLarge,
}

pub trait Photos {
    /// One picture at a time: taken apart, each may fill a phone's memory.
    fn shrink(&self, picture: &Blob) -> Answer<Result<Shrunk, Unfit>>;

    /// An address under which the page can show these bytes, for as long as it lives.
    fn show(&self, bytes: &[u8]) -> Option<String>;
}

pub struct BrowserPhotos;

impl Photos for BrowserPhotos {
    fn shrink(&self, picture: &Blob) -> Answer<Result<Shrunk, Unfit>> {
        let picture = picture.clone();
        Box::pin(async move {
            match pixels(&picture).await {
                Some(pixels) if pixels > MOST_PIXELS => Err(Unfit::TooLarge),
                Some(_) => shrink(&picture).await.map_err(|_| Unfit::NoPicture),
                None => Err(Unfit::NoPicture),
            }
        })
    }

    fn show(&self, bytes: &[u8]) -> Option<String> {
        let kind = BlobPropertyBag::new();
        kind.set_type(MEDIA_TYPE);
        let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind).ok()?;
        Url::create_object_url_with_blob(&blob).ok()
    }
}

/// As many bytes as a header with a preview, a colour profile and all that a camera says may take.
const HEADER: i32 = 1 << 20;

/// How many pixels a picture has, by its header alone.
async fn pixels(picture: &Blob) -> Option<u64> {
    let header = picture.slice_with_i32_and_i32(0, HEADER).ok()?;
    let bytes = Uint8Array::new(&JsFuture::from(header.array_buffer()).await.ok()?).to_vec();
    let size = imagesize::blob_size(&bytes).ok()?;
    Some(size.width as u64 * size.height as u64)
}

async fn shrink(picture: &Blob) -> Result<Shrunk, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let bitmap: ImageBitmap = JsFuture::from(window.create_image_bitmap_with_blob(picture)?).await?.dyn_into()?;
    let (width, height) = fit(bitmap.width(), bitmap.height());
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    // Where a picture is clear, paper shows through and not black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let (across, down) = (f64::from(width), f64::from(height));
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, across, down)?;
    bitmap.close();
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        let blob: Blob = JsFuture::from(encoded(&canvas, quality)).await?.dyn_into()?;
        bytes = Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec();
        if bytes.len() <= WEIGHT {
            break;
        }
    }
    let digest = digest(&bytes).await?;
    Ok(Shrunk { bytes, digest })
}

/// The canvas as a JPEG.
fn encoded(canvas: &HtmlCanvasElement, quality: f64) -> Promise {
    Promise::new(&mut |resolve: Function, reject: Function| {
        let taken = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        let asked = canvas.to_blob_with_type_and_encoder_options(taken.unchecked_ref(), MEDIA_TYPE, &quality.into());
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}

async fn digest(bytes: &[u8]) -> Result<String, JsValue> {
    let crypto: JsValue = web_sys::window().ok_or(JsValue::NULL)?.crypto()?.into();
    let subtle: Object = Reflect::get(&crypto, &"subtle".into())?.dyn_into()?;
    let method: Function = Reflect::get(&subtle, &"digest".into())?.dyn_into()?;
    let asked: Promise = method.call2(&subtle, &"SHA-256".into(), &Uint8Array::from(bytes))?.dyn_into()?;
    let mut text = String::with_capacity(64);
    for byte in Uint8Array::new(&JsFuture::from(asked).await?).to_vec() {
        lanyard_core::records::frame::push_hex(&mut text, u64::from(byte), 2);
    }
    Ok(text)
}

/// Takes every picture as it is.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryPhotos;

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Photos for MemoryPhotos {
    fn shrink(&self, _picture: &Blob) -> Answer<Result<Shrunk, Unfit>> {
        super::waiting::answered(Ok(Shrunk { bytes: vec![1, 2, 3], digest: "abc".into() }))
    }

    fn show(&self, bytes: &[u8]) -> Option<String> {
        Some(format!("memory:{}", bytes.len()))
    }
}
