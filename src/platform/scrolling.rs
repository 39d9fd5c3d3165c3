//! The scroll position, and what of the page can be seen at it.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;

use super::waiting::Callback;
use super::{listen, shell};

/// What of a list can be seen, in CSS pixels.
pub struct ListInSight {
    /// How much of it lies above the top of the screen; negative when it begins below.
    pub above: f64,
    /// The height of the screen.
    pub height: f64,
    /// How much of the screen lies under what stands above the list and stays there.
    pub covered: f64,
    /// What has the focus, if it is in the list, and how far below the list's top its middle is.
    pub focused: Option<(Element, f64)>,
    /// One rem.
    pub rem: f64,
}

/// Where the element with this id is.
pub fn list_in_sight(id: &str) -> Option<ListInSight> {
    let (window, list) = (web_sys::window()?, shell::by_id(id)?);
    let above = -list.get_bounding_client_rect().top();
    let covered = list.previous_element_sibling().map_or(0.0, |tools| tools.get_bounding_client_rect().bottom());
    let focused = list.query_selector(":focus").ok()?.map(|focused| {
        let place = focused.get_bounding_client_rect();
        (focused, (place.top() + place.bottom()) / 2.0 + above)
    });
    let height = window.inner_height().ok()?.as_f64()?;
    let root: web_sys::Element = shell::root()?.into();
    let style = window.get_computed_style(&root).ok()??;
    let rem = js_sys::Number::parse_float(&style.get_property_value("font-size").ok()?);
    Some(ListInSight { above, height, covered, focused, rem })
}

/// Scrolls what an element stands in by so many pixels, as far as it goes.
pub fn scroll_by(id: &str, pixels: f64) {
    if let Some(around) = shell::by_id(id).and_then(|element| scrolls_around(&element)) {
        around.set_scroll_top(around.scroll_top() + pixels.round() as i32);
    }
}

/// What scrolls when an element is scrolled to: its pane, or all of the page.
fn scrolls_around(element: &Element) -> Option<Element> {
    let pane = element.closest(".pane").ok().flatten();
    pane.or_else(|| web_sys::window()?.document()?.scrolling_element())
}

/// What scrolls with the page that was asked for, which is the one that the heading says.
pub fn page() -> Option<Element> {
    let document = web_sys::window()?.document()?;
    match document.query_selector("main h1").ok()? {
        Some(heading) => scrolls_around(&heading),
        None => document.scrolling_element(),
    }
}

/// Scrolls the link of a list that leads to the page beside it into sight, when it is not.
pub fn show_marked() {
    let document = web_sys::window().and_then(|window| window.document());
    let marked = document.and_then(|document| document.query_selector(".list a[aria-current=true]").ok().flatten());
    let Some(marked) = marked else { return };
    let Some(pane) = scrolls_around(&marked) else { return };
    let (row, pane) = (marked.get_bounding_client_rect(), pane.get_bounding_client_rect());
    if row.top() < pane.top() || row.bottom() > pane.bottom() {
        marked.scroll_into_view();
    }
}

/// Scrolls an element below the sticky header; the style's `scroll-margin` says how far.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = shell::by_id(id) {
        element.scroll_into_view();
    }
}

/// Scrolls a row that is wider than the screen to the button in it that stays down, or the link to the page one is on.
pub fn show_pressed(id: &str) {
    let Some(row) = shell::by_id(id) else { return };
    let pressed = row.query_selector("[aria-pressed=true], [aria-current]").ok().flatten();
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
