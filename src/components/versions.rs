//! The two-version card: an entry that was changed in two places at once, where the changes touch. Both are shown, and
//! the person chooses. What is not chosen stays in the entry's history.

use lanyard_core::notebook::{Entry, EntryId};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::entry::entry_words;
use super::node::{Node, button, live, node, nothing, p};
use super::words;
use crate::state::App;

/// Nothing, unless there is something to choose.
pub fn card(app: App, id: EntryId) -> AnyView {
    live(move || {
        if !app.user.conflicts().with(|ids| ids.contains(&id)) {
            return nothing();
        }
        let versions = app.user.versions(&id);
        if versions.is_empty() { nothing() } else { choice(app, versions) }
    })
}

fn choice(app: App, versions: Vec<Entry>) -> AnyView {
    let title = "Two versions";
    let said = "This entry was changed in two places at once. Both versions are kept until you choose.";
    let shown = versions.iter().enumerate().map(|(number, version)| one(app, number + 1, version).build()).collect();
    let keep_all = button("button", if versions.len() > 2 { "Keep all" } else { "Keep both" }, move || {
        app.user.keep_all(&versions);
        app.say("All versions are kept, each as an entry of its own.");
    });
    node("section")
        .class("versions")
        .set("role", "group")
        .set("aria-label", title)
        .child(p("versions-title", title))
        .child(p("facts", said))
        .children(shown)
        .child(node("p").class("buttons").child(keep_all))
        .build()
}

fn one(app: App, number: usize, version: &Entry) -> Node {
    let chosen = version.clone();
    let keep = move || {
        app.user.resolve(&chosen);
        app.say("Kept. The other version is in the entry's history.");
    };
    let written = version.based_on.as_ref().map(|stamp| Instant((stamp.millis() / 1000) as i64));
    let when = written.map(|at| [", written ", &words::day_and_clock(&app.trip.get_untracked(), at)].concat());
    let number = number.to_string();
    node("div")
        .class("version")
        .child(p("entry-kind", ["Version ", &number, &when.unwrap_or_default()].concat()))
        .children(entry_words(app, version))
        .child(button("button", ["Keep version ", &number].concat(), keep))
}
