//! The two-version card: something that was changed in two places at once, where the changes touch. All versions are
//! shown, and the person chooses. What is not chosen of an entry stays in its history.

use lanyard_core::notebook::{Entry, EntryId, OwnItem, OwnItemId};
use lanyard_core::records::Stamp;
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::entry_words::entry_words;
use super::node::{Node, button, live, node, nothing, p};
use super::words;
use crate::state::App;

/// One version, as it is shown, and what choosing it does.
struct Version {
    stamp: Option<Stamp>,
    shown: Vec<AnyView>,
    keep: Box<dyn Fn()>,
}

/// Nothing, unless there is something to choose.
pub fn card(app: App, id: EntryId) -> AnyView {
    live(move || {
        let versions = app.notebook.versions(&id);
        let of = |entry: &Entry| {
            let chosen = entry.clone();
            let keep = Box::new(move || app.notebook.resolve(&chosen));
            Version { stamp: entry.based_on.clone(), shown: entry_words(app, entry), keep }
        };
        let shown = versions.iter().map(of).collect();
        let kept = "Kept. The other version is in the entry's history.";
        choice(app, ("This entry", kept), shown, move || app.notebook.keep_all(&versions))
    })
}

/// The same for an item that the user put into the agenda.
pub fn own_card(app: App, id: OwnItemId) -> AnyView {
    live(move || {
        let versions = app.own_items.versions(&id);
        let of = |item: &OwnItem| {
            let chosen = item.clone();
            let keep = Box::new(move || app.own_items.resolve(&chosen));
            Version { stamp: item.based_on.clone(), shown: own_words(app, item), keep }
        };
        let shown = versions.iter().map(of).collect();
        choice(app, ("This item", "Kept."), shown, move || app.own_items.keep_all(&versions))
    })
}

fn own_words(app: App, item: &OwnItem) -> Vec<AnyView> {
    let trip = app.trip.get_untracked();
    let mut time = words::day_and_clock(&trip, item.start);
    if let Some(end) = item.end {
        time.push_str(" to ");
        time.push_str(&words::day_and_clock(&trip, end));
    }
    let deleted = item.deleted.map(|_| "Deleted".to_owned());
    let lines = [Some(item.title.clone()), Some(time), Some(item.location.clone()), Some(item.note.clone()), deleted];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).map(|line| p("", line).build()).collect()
}

/// `what` was changed, and what is said once one version was `kept`.
fn choice(
    app: App,
    (what, kept): (&str, &'static str),
    versions: Vec<Version>,
    keep_all: impl Fn() + 'static,
) -> AnyView {
    if versions.is_empty() {
        return nothing();
    }
    let title = "Two versions";
    let said = [what, " was changed in two places at once. Both versions are kept until you choose."].concat();
    let keep_all = button("button", if versions.len() > 2 { "Keep all" } else { "Keep both" }, move || {
        keep_all();
        app.notices.say("All versions are kept, each on its own.");
    });
    let shown =
        versions.into_iter().enumerate().map(|(index, version)| one(app, index + 1, version, kept).build()).collect();
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

fn one(app: App, number: usize, version: Version, kept: &'static str) -> Node {
    let written = version.stamp.map(|stamp| Instant(stamp.time().seconds()));
    let when = written.map(|at| [", written ", &words::day_and_clock(&app.trip.get_untracked(), at)].concat());
    let number = number.to_string();
    let keep = move || {
        (version.keep)();
        app.notices.say(kept);
    };
    node("div")
        .class("version")
        .child(p("entry-kind", ["Version ", &number, &when.unwrap_or_default()].concat()))
        .children(version.shown)
        .child(button("button", ["Keep version ", &number].concat(), keep))
}
