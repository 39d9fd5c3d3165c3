//! A row that leads to a page: its words, how much is there, and an arrow.

use super::html::{HtmlElement, Piece, a, li, span};
use super::icon::icon;

/// A list item. `end` stands at the right, before the arrow.
pub fn plain_row(href: String, words: impl Piece, end: impl Piece) -> HtmlElement {
    let row = a()
        .class("plain-row")
        .href(href)
        .child(span().class("row-words").child(words))
        .child(span().class("end").child(end))
        .child(icon("back"));
    li().child(row)
}
