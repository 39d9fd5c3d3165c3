//! The star: "I plan to go". One tap, no question, undone by a second tap.

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::{Session, SessionKey};
use leptos::prelude::*;

use super::html::{HtmlElement, button};
use super::icon::icon;
use crate::state::{self, App};

pub fn star(app: App, key: SessionKey, session: &Session) -> HtmlElement {
    let known = state::snapshot(session);
    let marked = key.clone();
    let on = move || app.marks.is_starred(&marked);
    let now = on.clone();
    button()
        .class("star")
        .aria_label(format!("Star {}", session.title))
        .pressed(on)
        .on_click(move || app.marks.set(&key, known.clone(), Mark::Star, !untrack(&now)))
        .child(icon("star"))
}
