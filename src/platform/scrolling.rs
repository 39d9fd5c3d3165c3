//! The scroll position, and what of the page can be seen at it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::waiting::Callback;
use super::{listen, shell};

/// What of a list can be seen, in CSS pixels.
pub struct ListInSight {
    /// How much of it lies above the top of the screen; negative when it begins below.
    pub above: f64,
    /// The height of the screen.
    pub height: f64,
    /// One rem.
    pub rem: f64,
}

/// Where the element with this id is.
pub fn list_in_sight(id: &str) -> Option<ListInSight> {
    let window = web_sys::window()?;
    let above = -shell::by_id(id)?.get_bounding_client_rect().top();
    let height = window.inner_height().ok()?.as_f64()?;
    let root: web_sys::Element = shell::root()?.into();
    let style = window.get_computed_style(&root).ok()??;
    let rem = js_sys::Number::parse_float(&style.get_property_value("font-size").ok()?);
    Some(ListInSight { above, height, rem })
}

/// Scrolls an element below the sticky header; the style's `scroll-margin` says how far.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = shell::by_id(id) {
        element.scroll_into_view();
    }
}

/// Scrolls a row that is wider than the screen to the button in it that stays down.
pub fn show_pressed(id: &str) {
    let Some(row) = shell::by_id(id) else { return };
    let pressed = row.query_selector("[aria-pressed=true]").ok().flatten();
    if let Some(pressed) = pressed.and_then(|pressed| pressed.dyn_into::<web_sys::HtmlElement>().ok()) {
        row.set_scroll_left(pressed.offset_left() - (row.client_width() - pressed.offset_width()) / 2);
    }
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

/// Calls `then` once the next frame is painted: what the eye waits for comes first.
pub fn after_next_frame(then: impl FnOnce() + 'static) {
    before_next_frame(move |_| before_next_frame(move |_| then()));
}

fn request_frame(then: Callback<f64>) {
    if let Some(window) = web_sys::window() {
        let callback = Closure::once_into_js(then);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}
