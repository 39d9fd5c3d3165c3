//! The words and the picture of an entry, drawn: in the notebook and on the card that shows its versions.

use lanyard_core::notebook::Entry;
use leptos::prelude::*;

use super::node::{Node, node, nothing, p};
use super::{photo, rich};
use crate::state::App;

/// What the user wrote in it, drawn.
pub fn entry_words(app: App, entry: &Entry) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    parts.extend(
        [("entry-person", &entry.name), ("entry-known", &entry.affiliation), ("entry-known", &entry.contact)]
            .map(|(class, words)| if words.is_empty() { nothing() } else { p(class, words.clone()).build() }),
    );
    parts.extend(photo::figure(app, entry).map(Node::build));
    parts.push(node("div").class("entry-text").child(rich::note(app, &entry.text)).build());
    if !entry.url.is_empty() {
        parts.push(rich::link(&entry.url, &entry.url));
    }
    parts
}
