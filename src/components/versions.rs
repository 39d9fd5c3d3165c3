//! The two-version card: something that was changed in two places at once, where the changes touch. All versions are
//! shown, and the person chooses. What is not chosen of an entry stays in its history.

use lanyard_core::notebook::{Entry, EntryId, OwnItem, OwnItemId};
use lanyard_core::records::Stamp;
use lanyard_core::retrospective::{EditedText, OutlineKey, PieceEdit};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::entry_words::entry_words;
use super::html::{HtmlElement, button, div, live, p, section};
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

/// The same for a piece of a retrospective, each version with what it says.
pub fn piece_card(app: App, versions: Vec<(PieceEdit, String)>, outline: &OutlineKey) -> Option<HtmlElement> {
    let of = |(edit, words): (PieceEdit, String)| {
        let (stamp, outline) = (edit.based_on.clone(), outline.clone());
        let keep = Box::new(move || app.retrospective.resolve(&outline, &edit));
        Version { stamp, shown: vec![p().child(words).into()], keep }
    };
    let texts = versions.iter().map(|(_, words)| words.clone()).collect::<Vec<String>>().join("\n\n");
    let (all, outline_key) = (versions.first().map(|(edit, _)| edit.clone()), outline.clone());
    let keep_all = move || {
        if let Some(mut edit) = all.clone() {
            let base = edit.text.take().map(|edited| edited.base).unwrap_or_default();
            edit.text = Some(EditedText { base, text: texts.clone() });
            app.retrospective.resolve(&outline_key, &edit);
        }
    };
    let kept = "Kept. The other version is among the earlier ones.";
    choice(app, ("This piece", kept), versions.into_iter().map(of).collect(), keep_all)
}

fn own_words(app: App, item: &OwnItem) -> Vec<AnyView> {
    let trip = app.trip.get_untracked();
    let mut time = words::day_and_clock(&trip, item.start);
    if let Some(end) = item.end {
        time += &format!(" to {}", words::day_and_clock(&trip, end));
    }
    let deleted = item.deleted.map(|_| "Deleted".to_owned());
    let lines = [Some(item.title.clone()), Some(time), Some(item.location.clone()), Some(item.note.clone()), deleted];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).map(|line| p().child(line).into()).collect()
}

/// `what` was changed, and what is said once one version was `kept`.
fn choice(
    app: App,
    (what, kept): (&str, &'static str),
    versions: Vec<Version>,
    keep_all: impl Fn() + 'static,
) -> Option<HtmlElement> {
    if versions.is_empty() {
        return None;
    }
    let title = "Two versions";
    let said = format!("{what} was changed in two places at once. Both versions are kept until you choose.");
    let name = if versions.len() > 2 { "Keep all" } else { "Keep both" };
    let keep_all = move || {
        keep_all();
        app.notices.say("All versions are kept.");
    };
    let keep_all = button().class("button").on_click(keep_all).child(name);
    let shown = versions.into_iter().enumerate();
    let shown = shown.map(|(index, version)| one(app, index + 1, version, kept)).collect::<Vec<HtmlElement>>();
    let card = section()
        .class("versions")
        .role("group")
        .aria_label(title)
        .child(p().class("versions-title").child(title))
        .child(p().class("facts").child(said))
        .children(shown)
        .child(p().class("buttons").child(keep_all));
    Some(card)
}

fn one(app: App, number: usize, version: Version, kept: &'static str) -> HtmlElement {
    let written = version.stamp.map(|stamp| Instant(stamp.time().seconds()));
    let when = written.map(|at| format!(", written {}", words::day_and_clock(&app.trip.get_untracked(), at)));
    let keep = move || {
        (version.keep)();
        app.notices.say(kept);
    };
    div()
        .class("version")
        .child(p().class("entry-kind").child(format!("Version {number}{}", when.unwrap_or_default())))
        .children(version.shown)
        .child(button().class("button").on_click(keep).child(format!("Keep version {number}")))
}
