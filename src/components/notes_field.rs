//! The open field for notes on a page that has more to show: one line, until somebody comes to it.

use leptos::ev;
use leptos::prelude::*;

use lanyard_core::notebook::Entry;

use super::capture::open_field;
use super::html::{HtmlElement, div};
use crate::state::App;

/// The field takes its whole size with the first focus, and keeps it: nothing moves away from under a finger.
pub fn notes_field(app: App, blank: impl Fn() -> Entry + Copy + Send + Sync + 'static) -> HtmlElement {
    let is_open = RwSignal::new(false);
    div()
        .class(move || if is_open.get() { "notes-field" } else { "notes-field folded" })
        .on(ev::focusin, move |_| is_open.set(true))
        .child(open_field(app, blank))
}
