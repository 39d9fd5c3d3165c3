//! The camera, and a screen that stays on.

use super::waiting::{Answer, answered};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::task::spawn_local;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, ImageBitmap, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// What a camera saw at one moment.
pub enum CameraPicture {
    Browser(ImageBitmap),
    /// The text of the code in it.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    Memory(String),
}

impl CameraPicture {
    pub(super) fn into_js(self) -> JsValue {
        match self {
            Self::Browser(picture) => picture.into(),
            #[cfg(all(test, not(target_arch = "wasm32")))]
            Self::Memory(_) => JsValue::UNDEFINED,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraFailure {
    /// The user, or the browser's settings, said no.
    Refused,
    /// There is none that this page may use, or another program has it.
    Missing,
}

pub trait Camera {
    /// Asks for the camera that looks away from the user, which asks the user, and shows what it sees in the video element
    /// with this id.
    fn open(&self, id: &'static str) -> Answer<Result<Rc<dyn OpenCamera>, CameraFailure>>;

    /// Keeps the screen on, where the browser can, until what is given is dropped or the page is hidden.
    fn keep_screen_on(&self) -> Answer<Option<ScreenLock>>;
}

/// The camera is off again when this is dropped.
pub trait OpenCamera {
    /// `None` while there is none yet.
    fn picture(&self) -> Answer<Option<CameraPicture>>;
}

pub struct BrowserCamera;

/// More pixels take longer to read than they help.
const PIXELS: [(&str, f64); 2] = [("width", 1280.0), ("height", 720.0)];

impl Camera for BrowserCamera {
    fn open(&self, id: &'static str) -> Answer<Result<Rc<dyn OpenCamera>, CameraFailure>> {
        let Some(asked) = ask() else { return answered(Err(CameraFailure::Missing)) };
        Box::pin(async move {
            let stream = JsFuture::from(asked).await.map_err(|why| failure(&why))?;
            let stream: MediaStream = stream.dyn_into().map_err(|_| CameraFailure::Missing)?;
            let camera = BrowserOpenCamera { video: video(id).ok_or(CameraFailure::Missing)?, stream };
            camera.video.set_src_object(Some(&camera.stream));
            if let Ok(playing) = camera.video.play() {
                // When it does not play, no picture comes, and the user sees that. Nobody waits for it: it may never say.
                spawn_local(async move { drop(JsFuture::from(playing).await) });
            }
            Ok(Rc::new(camera) as Rc<dyn OpenCamera>)
        })
    }

    fn keep_screen_on(&self) -> Answer<Option<ScreenLock>> {
        let asked = screen_lock();
        Box::pin(async move { JsFuture::from(asked?).await.ok().map(ScreenLock) })
    }
}

fn ask() -> Option<Promise> {
    let video = Object::new();
    let wish = |name: &str, value: JsValue| {
        let ideal = Object::new();
        Reflect::set(&ideal, &"ideal".into(), &value).and_then(|_| Reflect::set(&video, &name.into(), &ideal)).ok()
    };
    wish("facingMode", "environment".into())?;
    for (name, pixels) in PIXELS {
        wish(name, pixels.into())?;
    }
    let wishes = MediaStreamConstraints::new();
    wishes.set_video(&video);
    web_sys::window()?.navigator().media_devices().ok()?.get_user_media_with_constraints(&wishes).ok()
}

fn failure(why: &JsValue) -> CameraFailure {
    let name = Reflect::get(why, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraFailure::Refused,
        _ => CameraFailure::Missing,
    }
}

fn video(id: &str) -> Option<HtmlVideoElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

struct BrowserOpenCamera {
    video: HtmlVideoElement,
    stream: MediaStream,
}

impl OpenCamera for BrowserOpenCamera {
    fn picture(&self) -> Answer<Option<CameraPicture>> {
        // The element has nothing yet, or the page was drawn anew.
        let is_there = self.video.video_width() > 0;
        let window = web_sys::window().filter(|_| is_there);
        let taken = window.and_then(|window| window.create_image_bitmap_with_html_video_element(&self.video).ok());
        Box::pin(async move {
            let picture = JsFuture::from(taken?).await.ok()?;
            Some(CameraPicture::Browser(picture.dyn_into().ok()?))
        })
    }
}

impl Drop for BrowserOpenCamera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
    }
}

/// A [Screen Wake Lock](https://www.w3.org/TR/screen-wake-lock/). The browser lets go of it when the page is hidden.
pub struct ScreenLock(JsValue);

impl ScreenLock {
    /// Whether it has been let go of.
    pub fn is_released(&self) -> bool {
        Reflect::get(&self.0, &"released".into()).ok().and_then(|released| released.as_bool()) != Some(false)
    }
}

impl Drop for ScreenLock {
    fn drop(&mut self) {
        if let Some(release) = method(&self.0, "release") {
            // What is released already needs nothing.
            let _ = release.call0(&self.0);
        }
    }
}

fn screen_lock() -> Option<Promise> {
    let lock = Reflect::get(&web_sys::window()?.navigator(), &"wakeLock".into()).ok()?;
    method(&lock, "request")?.call1(&lock, &"screen".into()).ok()?.dyn_into().ok()
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

/// Sees the codes that a test holds before it, one after the other.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryCamera {
    pub texts: Rc<RefCell<Vec<String>>>,
    pub refuses: Cell<bool>,
    /// How often somebody wanted the screen to stay on.
    pub screens: Cell<u32>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
struct MemoryOpenCamera(Rc<RefCell<Vec<String>>>);

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Camera for MemoryCamera {
    fn open(&self, _: &'static str) -> Answer<Result<Rc<dyn OpenCamera>, CameraFailure>> {
        answered(match self.refuses.get() {
            true => Err(CameraFailure::Refused),
            false => Ok(Rc::new(MemoryOpenCamera(self.texts.clone()))),
        })
    }

    fn keep_screen_on(&self) -> Answer<Option<ScreenLock>> {
        self.screens.set(self.screens.get() + 1);
        answered(None)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl OpenCamera for MemoryOpenCamera {
    fn picture(&self) -> Answer<Option<CameraPicture>> {
        let mut texts = self.0.borrow_mut();
        answered((!texts.is_empty()).then(|| CameraPicture::Memory(texts.remove(0))))
    }
}
