//! What I say about a session: starred, attended, to watch later, and where its recording is.

use lanyard_core::notebook::recording::{offset_in_words, parse_offset};
use lanyard_core::notebook::{Mark, Recording, SessionSnapshot};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::html::{HtmlElement, chip, chips, fieldset, input, line, live, p, titled};
use super::rich;
use super::saved::{closed_until_read, in_words, save_status};
use crate::state::App;

/// The three marks. `known` is what stays of the session should it vanish.
pub fn marks(app: App, key: &SessionKey, known: &SessionSnapshot) -> HtmlElement {
    let star = toggle(app, key, known, Mark::Star, "★ Star").aria_label(format!("Star {}", known.title));
    let toggles = vec![
        star,
        toggle(app, key, known, Mark::Attended, "Attended"),
        toggle(app, key, known, Mark::WatchLater, "Watch later"),
    ];
    chips("Marks", toggles)
}

fn toggle(app: App, key: &SessionKey, known: &SessionSnapshot, mark: Mark, name: &'static str) -> HtmlElement {
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
    live(move || wanted.get().then(|| recording_fields(app, key.clone(), &known)))
}

fn recording_fields(app: App, key: SessionKey, known: &SessionSnapshot) -> HtmlElement {
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
    let address = input()
        .r#type("url")
        .inputmode("url")
        .prop_value(move || kept.with(|kept| kept.url.clone()))
        .on_text(move |url| change_url(&|kept| kept.url.clone_from(&url)));
    let offset = input().r#type("text").placeholder("1:02:03").prop_value(move || start.get()).on_text(move |text| {
        let offset = parse_offset(&text);
        start.set(text);
        change(&|kept| kept.start = offset);
    });
    let unread = move || {
        let is_odd = start.with(|start| !start.trim().is_empty() && parse_offset(start).is_none());
        let sentence = "This start is not understood. Write it as 1:02:03 or 62:03.";
        is_odd.then(|| p().class("refused").role("status").child(sentence))
    };
    let way = move || {
        let recording = kept.get();
        if recording.url.trim().is_empty() {
            return None;
        }
        let words = match recording.start {
            Some(start) => format!("Play the recording from {}", offset_in_words(start)),
            None => "Play the recording".to_owned(),
        };
        Some(p().child(rich::link(&recording.href(), &words)))
    };
    let body = fieldset()
        .class("recording")
        .child(line("Address, once there is one", address))
        .child(line("Starts at (optional)", offset))
        .child(saved)
        .child(unread)
        .child(way)
        .child(chips("Watched", vec![watched]));
    titled("Recording", closed_until_read(app, body))
}
