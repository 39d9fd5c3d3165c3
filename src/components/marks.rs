//! What I say about a session: starred, attended, to watch later, and where its recording is.

use lanyard_core::notebook::recording::{offset_in_words, parse_offset};
use lanyard_core::notebook::{Mark, Recording, SessionSnapshot};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::node::{Node, chip, chips, line, live, node, nothing, p, section};
use super::rich;
use super::saved::{closed_until_read, in_words, save_status};
use crate::state::App;

/// The three marks. `known` is what stays of the session should it vanish.
pub fn marks(app: App, key: &SessionKey, known: &SessionSnapshot) -> Node {
    let star = toggle(app, key, known, Mark::Star, "★ Star").set("aria-label", ["Star ", &known.title].concat());
    let toggles = vec![
        star.build(),
        toggle(app, key, known, Mark::Attended, "Attended").build(),
        toggle(app, key, known, Mark::WatchLater, "Watch later").build(),
    ];
    chips("Marks", toggles)
}

fn toggle(app: App, key: &SessionKey, known: &SessionSnapshot, mark: Mark, name: &'static str) -> Node {
    let (shown, set, known) = (key.clone(), key.clone(), known.clone());
    let on = move || app.marks.of(&shown).get(mark);
    let now = on.clone();
    chip(name, on, move || app.marks.set(&set, known.clone(), mark, !untrack(&now)))
}

/// Where the recording is and whether I have seen it, for a session that is to be watched later.
pub fn recording(app: App, key: &SessionKey, known: &SessionSnapshot) -> AnyView {
    let (key, known) = (key.clone(), known.clone());
    let shown = key.clone();
    let wanted = Memo::new(move |_| app.marks.of(&shown).watch_later);
    live(move || if wanted.get() { recording_fields(app, key.clone(), &known) } else { nothing() })
}

fn recording_fields(app: App, key: SessionKey, known: &SessionSnapshot) -> AnyView {
    let noted = key.clone();
    let kept = RwSignal::new(app.marks.recording(&key));
    let start = RwSignal::new(kept.with_untracked(|kept| kept.start.map(offset_in_words)).unwrap_or_default());
    let watched = toggle(app, &key, known, Mark::Watched, "Watched");
    let change = move |edit: &dyn Fn(&mut Recording)| {
        kept.update(edit);
        app.marks.write_recording(&key, kept.get_untracked());
    };
    let change_url = change.clone();
    let saved = save_status(move || in_words(app.marks.recording_save_state(&noted)));
    let address = node("input")
        .set("type", "url")
        .set("inputmode", "url")
        .value(move || kept.with(|kept| kept.url.clone()))
        .on_text(move |url| change_url(&|kept| kept.url.clone_from(&url)));
    let offset = node("input").set("type", "text").set("placeholder", "1:02:03").value(move || start.get()).on_text(
        move |text| {
            let offset = parse_offset(&text);
            start.set(text);
            change(&|kept| kept.start = offset);
        },
    );
    let unread = move || {
        let is_odd = start.with(|start| !start.trim().is_empty() && parse_offset(start).is_none());
        let sentence = "This start is not understood. Write it as 1:02:03 or 62:03.";
        if is_odd { p("refused", sentence).set("role", "status").build() } else { nothing() }
    };
    let way = move || {
        let recording = kept.get();
        let words = match recording.start {
            Some(start) => ["Play the recording from ", &offset_in_words(start)].concat(),
            None => "Play the recording".to_owned(),
        };
        if recording.url.trim().is_empty() {
            nothing()
        } else {
            p("", "").child(rich::link(&recording.href(), &words)).build()
        }
    };
    let body = node("fieldset")
        .class("recording")
        .child(line("Address, once there is one", address))
        .child(line("Starts at (optional)", offset))
        .child(saved)
        .live(unread)
        .live(way)
        .child(chips("Watched", vec![watched.build()]));
    section("Recording", closed_until_read(app, body)).build()
}
