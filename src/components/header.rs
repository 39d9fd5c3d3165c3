//! A page's head: its one heading, what stands under it, and the way to search.

use leptos::prelude::*;

use super::html::{self, HtmlElement, Piece, a, div, h1, h2, live, p, span};
use super::icon::icon;
use crate::platform::shell;
use crate::route::Page;
use crate::state::{App, Offline};

/// The head of a top-level page.
pub fn header(app: App, title: String, under: impl Piece) -> HtmlElement {
    let words = div().class("head-words").child(heading(app, title)).child(div().class("head-under").child(under));
    let search =
        a().class("icon-button").href(app.href(Page::Search(String::new()))).aria_label("Search").child(icon("search"));
    html::header().class("head").child(words).child(search)
}

/// The head of a page one level down: a way back, then the heading. The way leads to where one came from; where that is not
/// known, to the page above, which has a name.
pub fn inner_header(app: App, above: Page, name: &'static str, title: String, over: impl Piece) -> HtmlElement {
    let came_from = app.navigation.came_from().filter(|_| app.is_page.get_untracked());
    let (back, back_to) = came_from.unwrap_or_else(|| (app.href(above), name.to_owned()));
    html::header()
        .class("head inner")
        .child(a().class("back").href(back).child(icon("back")).child(span().child(back_to)))
        .child(over)
        .child(heading(app, title))
}

/// There is one of the first order: that of the page.
fn heading(app: App, title: String) -> AnyView {
    live(move || {
        if !app.is_page.get() {
            return h2().child(title.clone());
        }
        shell::set_title(&format!("{title}{}", shell::AFTER_TITLE));
        h1().tabindex("-1").child(title.clone())
    })
}

/// Whether everything works without a network, said honestly.
pub fn offline_state(app: App) -> HtmlElement {
    p().class("offline")
        .role("status")
        .data_offline(move || (app.offline.get() == Offline::Ready).then_some("ready"))
        .child(move || {
            match app.offline.get() {
                Offline::Ready => "Ready offline",
                Offline::Preparing => "Getting ready for offline",
                Offline::Unsupported => "Works online only here",
            }
            .to_owned()
        })
}
