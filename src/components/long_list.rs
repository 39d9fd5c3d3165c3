//! A list that may be long: its first rows, and a way to more of them.

use std::sync::Arc;

use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use super::html::{HtmlElement, all, button, item, keyed, p, ul};
use super::row::{RowTime, session_row};
use super::slices::Slices;
use crate::state::App;

/// How many sessions are drawn at first, and how many more with each tap: three screens. A room may have hundreds.
const PAGE: usize = 24;

/// How many of them in one frame.
const SLICE: usize = 8;

/// Sessions of several days, by their index into the trip.
pub fn session_list(app: App, trip: &Arc<Trip>, sessions: Vec<usize>) -> AnyView {
    let (trip, slices, count) = (trip.clone(), Slices::new(PAGE, SLICE), sessions.len());
    let rows = move || {
        let row = |index: usize| {
            let trip = trip.clone();
            item(&index, move || {
                let session = trip.sessions.get(index)?;
                Some(session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()))
            })
        };
        sessions.iter().take(slices.drawn()).copied().map(row).collect()
    };
    let more = move || show_more(count, slices, PAGE);
    all((ul().class("rows").child(keyed(rows)), more))
}

/// The button that draws `page` more of `count` rows, unless all are there. Reactive.
pub fn show_more(count: usize, slices: Slices, page: usize) -> Option<HtmlElement> {
    let left = count.saturating_sub(slices.total());
    let more = move || button().class("button").on_click(move || slices.more(page));
    (left > 0).then(|| p().class("buttons").child(more().child(format!("Show more ({left} left)"))))
}
