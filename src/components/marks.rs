//! What I say about a session: starred, attended, to watch later; and where its recording is.

use lanyard_core::notebook::recording::{offset_in_words, parse_offset};
use lanyard_core::notebook::{Mark, Recording, SessionSnapshot, StarLevel};
use lanyard_core::schedule::SessionKey;
use lanyard_core::share::CalendarScope;
use leptos::prelude::*;

use super::html::{
    HtmlElement, a, button, chip, chips, details, div, fieldset, input, line, live, p, span, summary, titled,
};
use super::saved::{closed_until_read, in_words, save_status};
use super::{icon::icon, rich, star::star_button};
use crate::route::Page;
use crate::state::App;

/// The three marks, and what else one does with a session, in one bar. `known` is what stays of the session should it
/// vanish.
pub fn mark_bar(app: App, key: &SessionKey, known: &SessionSnapshot, others: Vec<HtmlElement>) -> HtmlElement {
    let mark = |mark, symbol, name: &'static str| {
        let (on, set) = mark_switch(app, key, known, mark);
        button().class("mark").pressed(on).on_click(set).child(icon(symbol)).child(span().child(name))
    };
    div()
        .class("mark-bar")
        .role("group")
        .aria_label("Marks")
        .child(star(app, key, known))
        .child(mark(Mark::Attended, "check", "Attended"))
        .child(mark(Mark::WatchLater, "play", "Watch later"))
        .children(others)
}

/// The way to a session's file for a calendar.
pub fn to_calendar(app: App, key: &SessionKey) -> HtmlElement {
    let page = Page::Calendar(CalendarScope::Session(key.clone()));
    a().class("mark").href(app.href(page)).child(icon("calendar")).child(span().child("Calendar"))
}

/// It says the level, which a row has no room for.
fn star(app: App, key: &SessionKey, known: &SessionSnapshot) -> HtmlElement {
    let (shown, title) = (key.clone(), known.title.clone());
    let level = move || app.marks.star_level(&shown).map(StarLevel::label);
    let words = level.clone();
    // What one reads on it is a part of its name (WCAG 2.2, 2.5.3).
    let name = move || match level() {
        Some(level) => format!("Star {title}: {level}"),
        None => format!("Star {title}"),
    };
    let star = star_button(app, key.clone(), known).class("mark").aria_label(name);
    star.child(icon("star")).child(span().child(move || words().unwrap_or("Star")))
}

/// Whether a mark is on, and what a tap on it does.
fn mark_switch(
    app: App,
    key: &SessionKey,
    known: &SessionSnapshot,
    mark: Mark,
) -> (impl Fn() -> bool + Clone + Send + Sync + 'static, impl FnMut() + 'static) {
    let (shown, set, known) = (key.clone(), key.clone(), known.clone());
    let on = move || app.marks.of(&shown).get(mark);
    let now = on.clone();
    (on, move || app.marks.set(&set, known.clone(), mark, !untrack(&now)))
}

/// The recording that the programme has of a session, once its details have arrived. Reactive.
pub fn programmes_recording(app: App, key: &SessionKey) -> Option<Recording> {
    app.details.with(|book| Recording::among(&book.as_ref()?.find(key)?.links))
}

/// The recording: to play, where one is known; and for a session that is to be watched later, whether I have seen it and
/// where it is, for who wants to say that.
pub fn recording(app: App, key: &SessionKey, known: &SessionSnapshot) -> AnyView {
    let (key, known) = (key.clone(), known.clone());
    let (shown, of) = (key.clone(), key.clone());
    let wanted = Memo::new(move |_| app.marks.of(&shown).watch_later);
    let found = Memo::new(move |_| programmes_recording(app, &of));
    live(move || match (wanted.get(), found.get()) {
        (true, found) => Some(to_watch(app, key.clone(), &known, found)),
        (false, Some(found)) => Some(titled("Recording", way_to(&found))),
        (false, None) => None,
    })
}

fn way_to(recording: &Recording) -> HtmlElement {
    let words = match recording.starts_at() {
        Some(start) => format!("Play the recording from {}", offset_in_words(start)),
        None => "Play the recording".to_owned(),
    };
    p().class("recording").child(rich::link(&recording.href(), &words))
}

fn to_watch(app: App, key: SessionKey, known: &SessionSnapshot, found: Option<Recording>) -> HtmlElement {
    let kept = RwSignal::new(app.marks.recording(&key));
    let (on, set) = mark_switch(app, &key, known, Mark::Watched);
    let has_own = move || kept.with(|kept| !kept.url.trim().is_empty());
    let is_found = found.is_some();
    let way = move || match has_own() {
        true => Some(kept.with(way_to)),
        false => found.as_ref().map(way_to),
    };
    let asks = move || if has_own() || is_found { "Another recording" } else { "Add the recording" }.to_owned();
    let fold = details().class("fold").child(summary().child(asks)).child(recording_fields(app, key, kept));
    let watched = chips("Watched", vec![chip("Watched", on, set)]);
    titled("Recording", (way, watched, fold))
}

/// Where the recording is, and where in it the session starts.
fn recording_fields(app: App, key: SessionKey, kept: RwSignal<Recording>) -> HtmlElement {
    let noted = key.clone();
    let start = RwSignal::new(kept.with_untracked(|kept| kept.start.map(offset_in_words)).unwrap_or_default());
    let change = move |edit: &dyn Fn(&mut Recording)| {
        kept.update(edit);
        app.marks.write_recording(&key, kept.get_untracked());
    };
    let change_url = change.clone();
    let saved = save_status(move || in_words(app, app.marks.recording_save_state(&noted)));
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
        let sentence = "This start is not understood. Write it as 1:02:03, 62:03 or 1h2m3s.";
        is_odd.then(|| p().class("refused").role("status").child(sentence))
    };
    let body = fieldset()
        .child(line("Address of the recording", address))
        .child(line("The talk starts at (optional)", offset))
        .child(unread)
        .child(saved);
    closed_until_read(app, body)
}
