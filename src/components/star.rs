//! The star: going, interested, or neither. One tap, no question; each tap goes on to the next.

use lanyard_core::notebook::{SessionSnapshot, StarLevel};
use lanyard_core::schedule::{Session, SessionKey};
use leptos::prelude::*;

use super::html::{HtmlElement, button};
use super::icon::icon;
use crate::state::{self, App};

pub fn star(app: App, key: SessionKey, session: &Session) -> HtmlElement {
    let known = state::snapshot(session);
    star_button(app, key, &known).aria_label(format!("Star {}", known.title)).class("star").child(icon("star"))
}

/// Without name, class and icon. `known` is what stays of the session should it vanish.
pub fn star_button(app: App, key: SessionKey, known: &SessionSnapshot) -> HtmlElement {
    let (shown, known) = (key.clone(), known.clone());
    let level = move || app.marks.star_level(&shown);
    let before = level.clone();
    button()
        .aria_pressed(move || match level() {
            Some(StarLevel::Going) => "true",
            Some(StarLevel::Interested) => "mixed",
            None => "false",
        })
        .on_click(move || app.marks.set_level(&key, &known, StarLevel::after_tap(untrack(&before))))
}
