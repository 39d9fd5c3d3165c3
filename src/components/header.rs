//! A page's head: its one heading, what stands under it, and the way to search.

use leptos::prelude::*;

use super::icon::icon;
use super::node::{Node, Piece, link, node};
use crate::platform::shell;
use crate::route::Page;
use crate::state::{App, Offline};

/// The head of a top-level page.
pub fn header(app: App, title: String, under: impl Into<Piece>) -> Node {
    let words =
        node("div").class("head-words").child(heading(title)).child(node("div").class("head-under").child(under));
    let search = link("icon-button", app.href(Page::Search(String::new())), "")
        .set("aria-label", "Search")
        .child(icon("search"));
    node("header").class("head").child(words).child(search)
}

/// The head of a page one level down: a way back, then the heading.
pub fn inner_header(back: String, back_to: &'static str, title: String, over: impl Into<Piece>) -> Node {
    node("header")
        .class("head inner")
        .child(node("a").class("back").set("href", back).child(icon("back")).text(back_to))
        .child(over)
        .child(heading(title))
}

fn heading(title: String) -> Node {
    shell::set_title(&[&title, " · Lanyard"].concat());
    node("h1").set("tabindex", "-1").text(title)
}

/// Whether everything works without a network, said honestly.
pub fn offline_state(app: App) -> Node {
    node("p")
        .class("offline")
        .set("role", "status")
        .set_live("data-offline", move || (app.offline.get() == Offline::Ready).then(|| "ready".to_owned()))
        .live_text(move || {
            match app.offline.get() {
                Offline::Ready => "Ready offline",
                Offline::Preparing => "Getting ready for offline",
                Offline::Unsupported => "Works online only here",
            }
            .to_owned()
        })
}
