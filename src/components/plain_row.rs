//! A row that leads to a page: its words, how much is there, and an arrow.

use super::html::{HtmlElement, Piece, a, li, span};
use super::icon::icon;
use crate::route::Page;
use crate::state::App;

/// The way to a page. In a list it is marked while that page stands beside it.
pub fn link(app: App, page: Page) -> HtmlElement {
    let href = app.href(page.clone());
    a().href(href).aria_current(move || app.navigation.is_open(&page).then_some("true"))
}

/// A list item. `end` stands at the right, before the arrow.
pub fn plain_row(link: HtmlElement, words: impl Piece, end: impl Piece) -> HtmlElement {
    let row = link
        .class("plain-row")
        .child(span().class("row-words").child(words))
        .child(span().class("end").child(end))
        .child(icon("back"));
    li().child(row)
}
