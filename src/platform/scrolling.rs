//! The scroll position, and what of the page can be seen at it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

use super::waiting::Callback;
use super::{listen, shell};

/// An element by its id, and how far below the top of the screen it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub id: String,
    pub top: f64,
}

/// The first element of a class that can be seen.
pub fn first_in_sight(class: &str) -> Option<Spot> {
    let found = web_sys::window()?.document()?.get_elements_by_class_name(class);
    let elements = (0..found.length()).filter_map(|index| found.item(index));
    let spot = |element: Element| {
        let index = element.get_bounding_client_rect();
        (index.bottom() > 0.0).then(|| Spot { id: element.id(), top: index.top() })
    };
    elements.into_iter().find_map(spot)
}

/// Scrolls the page until an element stands where it stood.
pub fn scroll_to_spot(spot: &Spot) {
    if let (Some(window), Some(element)) = (web_sys::window(), shell::by_id(&spot.id)) {
        window.scroll_by_with_x_and_y(0.0, element.get_bounding_client_rect().top() - spot.top);
    }
}

/// Scrolls an element below the sticky header; the style's `scroll-margin` says how far.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = shell::by_id(id) {
        element.scroll_into_view();
    }
}

/// Whether what one looks at stays where it is when something is put above it (CSS Scroll Anchoring).
pub fn holds_still() -> bool {
    let style = shell::root().and_then(|root| js_sys::Reflect::get(&root, &"style".into()).ok());
    style.is_some_and(|style| js_sys::Reflect::has(&style, &"overflowAnchor".into()).unwrap_or(false))
}

thread_local! {
    static TOUCHES: Cell<u32> = const { Cell::new(0) };
}

/// Notes whatever may be the start of scrolling, for the life of the page.
pub fn watch_touches() {
    let names = ["wheel", "touchstart", "pointerdown", "keydown"];
    listen::on_window(&names, |_| TOUCHES.set(TOUCHES.get().wrapping_add(1)));
}

/// Changes when somebody touches the page: from then on it must not scroll by itself.
pub fn touches() -> u32 {
    TOUCHES.get()
}

/// Calls `then` before the next frame is painted, with the time of that frame in milliseconds.
pub fn before_next_frame(then: impl FnOnce(f64) + 'static) {
    request_frame(Box::new(then));
}

fn request_frame(then: Callback<f64>) {
    if let Some(window) = web_sys::window() {
        let callback = Closure::once_into_js(then);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}
