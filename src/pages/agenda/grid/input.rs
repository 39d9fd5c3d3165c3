//! Keys, taps, the wheel and two fingers on the grid.

use lanyard_core::agenda::{AgendaItemRef, GridStep};
use lanyard_core::notebook::StarLevel;
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::board::{GridBoard, PANE};
use super::cell::of_id;
use crate::components::html::HtmlElement;
use crate::platform::pane::{self, PanePoint};
use crate::route::Page;
use crate::state;

/// Two fingers this much further apart zoom by a step, and likewise nearer.
const PINCH: f64 = 1.25;

/// What the wheel turns for a step, in pixels: a notch of a mouse, or a short way on a touch pad.
const WHEEL: f64 = 40.0;

/// Lets the pane be used.
pub fn listening(pane: HtmlElement, board: GridBoard) -> HtmlElement {
    let turned = StoredValue::new(0.0);
    let apart = StoredValue::new(None::<f64>);
    let wheel = move |event: ev::WheelEvent| {
        if !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let total = turned.get_value() - event.delta_y();
        let steps = (total / WHEEL).trunc();
        turned.set_value(if steps == 0.0 { total } else { 0.0 });
        board.zoom_by(steps.signum() as isize, pane::point(PANE, &event));
    };
    let fingers = move |event: ev::TouchEvent| {
        let Some((middle, now)) = pane::pinch(PANE, &event) else { return apart.set_value(None) };
        event.prevent_default();
        apart.set_value(Some(pinched(board, apart.get_value(), now, middle)));
    };
    pane.on(ev::keydown, move |event| {
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !with_others && press(board, &event) {
            event.prevent_default();
        }
    })
    .on(ev::focus, move |_| {
        if board.picked.get_untracked().is_none() && pane::is_focused_by_key(PANE) {
            board.pick_in_sight();
        }
    })
    .on(ev::click, move |event| {
        // A tap where nothing is takes the row below away.
        board.pick(pane::tapped(&event, ".cell").and_then(|id| of_id(&id)));
    })
    .on(ev::wheel, wheel)
    .on(ev::touchstart, fingers)
    .on(ev::touchmove, fingers)
    .on(ev::touchend, move |_| apart.set_value(None))
}

/// How far apart the fingers were at the last step.
fn pinched(board: GridBoard, before: Option<f64>, now: f64, middle: PanePoint) -> f64 {
    let Some(before) = before.filter(|before| *before > 0.0) else { return now };
    let steps = match now / before {
        ratio if ratio >= PINCH => 1,
        ratio if ratio <= 1.0 / PINCH => -1,
        _ => return before,
    };
    board.zoom_by(steps, Some(middle));
    now
}

/// Whether the key means something here.
fn press(board: GridBoard, event: &KeyboardEvent) -> bool {
    let step = match event.key().as_str() {
        "ArrowUp" => GridStep::Up,
        "ArrowDown" => GridStep::Down,
        "ArrowLeft" => GridStep::Left,
        "ArrowRight" => GridStep::Right,
        "Home" => GridStep::First,
        "End" => GridStep::Last,
        "PageUp" => GridStep::HourUp,
        "PageDown" => GridStep::HourDown,
        "+" | "=" => {
            board.zoom_by(1, None);
            return true;
        }
        "-" => {
            board.zoom_by(-1, None);
            return true;
        }
        "Enter" => return open(board),
        " " => return change_star(board),
        "Escape" => {
            let is_picked = board.picked.get_untracked().is_some();
            board.picked.set(None);
            return is_picked;
        }
        _ => return false,
    };
    board.step(step);
    true
}

/// Opens what is picked.
fn open(board: GridBoard) -> bool {
    let app = board.app;
    let page = board.picked.get_untracked().and_then(|picked| match picked.what {
        AgendaItemRef::Session(_) => {
            app.trip.with_untracked(|trip| picked.what.session(trip).map(|session| Page::Session(trip.key(session))))
        }
        AgendaItemRef::Own(index) => {
            app.own_items.all().with_untracked(|own| own.get(index).map(|item| Page::Own(item.id.clone(), None)))
        }
    });
    page.map(|page| app.navigation.go(page)).is_some()
}

/// Does what a tap on its star does.
fn change_star(board: GridBoard) -> bool {
    let Some(picked) = board.picked.get_untracked() else { return false };
    let trip = board.app.trip.get_untracked();
    if let Some(session) = picked.what.session(&trip) {
        let key = trip.key(session);
        let level = untrack(|| board.app.marks.star_level(&key));
        board.app.marks.set_level(&key, &state::snapshot(session), StarLevel::after_tap(level));
    }
    true
}
