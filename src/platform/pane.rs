//! A pane that scrolls both ways: where it is scrolled to, and where in it somebody taps, pinches or turns the wheel.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent, TouchEvent};

use super::shell;

/// A point of the pane, in CSS pixels from its upper left corner.
pub type PanePoint = (f64, f64);

/// What of a pane's content can be seen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaneSight {
    /// How far it is scrolled to the right.
    pub left: f64,
    /// How far it is scrolled down.
    pub top: f64,
    pub width: f64,
    pub height: f64,
    /// One rem.
    pub rem: f64,
}

/// The element with this id as it is; nothing while it has no size.
pub fn sight(id: &str) -> Option<PaneSight> {
    let (pane, root) = (shell::by_id(id)?, shell::root()?);
    let style = web_sys::window()?.get_computed_style(&root).ok()??;
    let rem = js_sys::Number::parse_float(&style.get_property_value("font-size").ok()?);
    let sight = PaneSight {
        left: pane.scroll_left().into(),
        top: pane.scroll_top().into(),
        width: pane.client_width().into(),
        height: pane.client_height().into(),
        rem,
    };
    (rem > 0.0 && sight.width > 0.0 && sight.height > 0.0).then_some(sight)
}

/// Scrolls there, as far as it goes.
pub fn scroll_to(id: &str, left: f64, top: f64) {
    if let Some(pane) = shell::by_id(id) {
        pane.set_scroll_left(left.round() as i32);
        pane.set_scroll_top(top.round() as i32);
    }
}

/// The id of what was tapped, or of what is around that, when it matches.
pub fn tapped(event: &Event, selector: &str) -> Option<String> {
    let tapped = event.target()?.dyn_into::<Element>().ok()?;
    Some(tapped.closest(selector).ok()??.id())
}

/// Where in the pane something happened.
pub fn point(id: &str, event: &MouseEvent) -> Option<PanePoint> {
    within(id, (event.client_x().into(), event.client_y().into()))
}

/// The middle between two fingers, and how far they are from each other; nothing with fewer or more.
pub fn pinch(id: &str, event: &TouchEvent) -> Option<(PanePoint, f64)> {
    let touches = event.touches();
    let (first, second) = (touches.get(0)?, touches.get(1)?);
    if touches.length() > 2 {
        return None;
    }
    let (x, y) = (f64::from(first.client_x()), f64::from(first.client_y()));
    let (other_x, other_y) = (f64::from(second.client_x()), f64::from(second.client_y()));
    let middle = within(id, ((x + other_x) / 2.0, (y + other_y) / 2.0))?;
    Some((middle, (x - other_x).hypot(y - other_y)))
}

/// Whether it got the focus by a key, and not by a tap.
pub fn is_focused_by_key(id: &str) -> bool {
    shell::by_id(id).is_some_and(|pane| pane.matches(":focus-visible").unwrap_or(false))
}

fn within(id: &str, (x, y): PanePoint) -> Option<PanePoint> {
    let bounds = shell::by_id(id)?.get_bounding_client_rect();
    Some((x - bounds.left(), y - bounds.top()))
}
