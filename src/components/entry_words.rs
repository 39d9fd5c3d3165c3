//! The words and the picture of an entry, drawn: in the notebook and on the card that shows its versions.

use lanyard_core::notebook::Entry;
use leptos::prelude::*;

use super::html::{div, p};
use super::{photo, rich};
use crate::state::App;

/// What the user wrote in it, drawn.
pub fn entry_words(app: App, entry: &Entry) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    for (class, words) in
        [("entry-person", &entry.name), ("entry-known", &entry.affiliation), ("entry-known", &entry.contact)]
    {
        if !words.is_empty() {
            parts.push(p().class(class).child(words.clone()).into());
        }
    }
    parts.extend(photo::figure(app, entry).map(Into::into));
    parts.push(div().class("entry-text").child(rich::note(app, &entry.text)).into());
    if !entry.url.is_empty() {
        parts.push(rich::link(&entry.url, &entry.url));
    }
    parts
}
