//! What an entry is about, when it was and at which event: right already most of the time, and changeable.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Entry};
use lanyard_core::schedule::{Day, EventId, Instant, SessionKey, Trip};
use leptos::prelude::*;

use super::html::{HtmlElement, a, details, label, line, optgroup, option, p, select, span, summary};
use super::moment::moment_field;
use super::words;
use crate::platform::{focus, scrolling};
use crate::route::Page;
use crate::state::App;
use crate::state::draft::Draft;

/// The select that says what the entry is about.
const ABOUT: &str = "capture-about";

/// What the entry is about: chosen already, changeable in one tap.
pub fn attachment_choice(app: App, draft: Draft) -> HtmlElement {
    let about = Memo::new(move |_| draft.with(|entry| (entry.attachment.clone(), app.day_at(entry.at))));
    let select = move || {
        let (attachment, day) = about.get();
        let trip = app.trip.get();
        let (first, rest) = untrack(|| choices(app, &trip, &attachment, day));
        let name = |choice: &Attachment| attachment_name(app, choice);
        let options = |from: usize, list: &[Attachment], name: &dyn Fn(&Attachment) -> String| {
            let option = |(number, choice): (usize, &Attachment)| {
                let chosen = *choice == attachment;
                option().value((from + number).to_string()).prop_selected(move || chosen).child(name(choice))
            };
            list.iter().enumerate().map(option).collect::<Vec<HtmlElement>>()
        };
        let near = options(0, &first, &name);
        let that_day = options(first.len(), &rest, &|choice| start(&trip, choice) + &name(choice));
        let all = [first, rest].concat();
        let choose = move |number: String| {
            if let Some(choice) = number.parse::<usize>().ok().and_then(|number| all.get(number)) {
                draft.change(|entry| attach(app, entry, choice.clone()));
                // The select is drawn anew.
                scrolling::before_next_frame(|_| focus::focus(ABOUT));
            }
        };
        let that_day = optgroup().label(words::day_long(day)).children(that_day);
        select().id(ABOUT).on_change(choose).children(near).child(that_day)
    };
    label().class("attachment").child(span().child("On:")).child(select)
}

fn attach(app: App, entry: &mut Entry, attachment: Attachment) {
    entry.about = app.title_of(&attachment).unwrap_or_default();
    if let Attachment::Session(key) = &attachment {
        entry.event = Some(key.event.clone());
    }
    entry.attachment = attachment;
}

/// First what it hangs on, what is on now, and the hallway; then every other session of the entry's day.
fn choices(app: App, trip: &Trip, attachment: &Attachment, day: Day) -> (Vec<Attachment>, Vec<Attachment>) {
    let now = app.now();
    let mut first = vec![attachment.clone()];
    let agenda_keys = app.marks.my_agenda();
    let running = agenda::on_at(trip, now).filter_map(|index| trip.sessions.get(index));
    let keys = running.map(|session| trip.key(session));
    let (mine, others): (Vec<SessionKey>, Vec<SessionKey>) = keys.partition(|key| agenda_keys.has(key));
    for choice in mine.into_iter().chain(others).map(Attachment::Session).chain([Attachment::Hallway]) {
        if !first.contains(&choice) {
            first.push(choice);
        }
    }
    let that_day = trip.sessions_on(day).map(|(_, session)| Attachment::Session(trip.key(session)));
    let rest = that_day.filter(|choice| !first.contains(choice)).collect();
    (first, rest)
}

/// `14:30 `, before a session that has a start.
fn start(trip: &Trip, choice: &Attachment) -> String {
    let Attachment::Session(key) = choice else { return String::new() };
    let start = trip.find(key).and_then(|session| session.when.start());
    start.map(|start| format!("{} ", words::clock(trip, start))).unwrap_or_default()
}

/// What is right already, most of the time: when it was, at which event; and the way to what it said before.
pub fn entry_details(app: App, draft: Draft, close: impl Fn() + 'static) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let set_when = move |at: Option<Instant>| {
        if let Some(at) = at {
            draft.change(|entry| entry.at = at);
        }
    };
    let when = moment_field(app, "When (venue time)", move || Some(draft.with(|entry| entry.at)), set_when);
    let is_at = move |id: Option<EventId>| move || draft.with(|entry| entry.event == id);
    let mut events = vec![option().value("").prop_selected(is_at(None)).child("None")];
    for event in &trip.events {
        let is_chosen = is_at(Some(event.id.clone()));
        events.push(option().value(event.id.to_string()).prop_selected(is_chosen).child(event.title.clone()));
    }
    let set_event = move |id: String| {
        draft.change(|entry| entry.event = (!id.is_empty()).then(|| EventId::new(id.as_str())));
    };
    let id = draft.now().id;
    let history = a().href(app.href(Page::History(id))).on_click(close).child("Older versions");
    details()
        .class("entry-details")
        .child(summary().child("Time, event, older versions"))
        .child(when)
        .child(line("Event", select().on_change(set_event).children(events)))
        .child(p().child(history))
}

/// What an entry is about, in words.
pub fn attachment_name(app: App, attachment: &Attachment) -> String {
    app.title_of(attachment).unwrap_or_else(|| "Something no longer in the programme".to_owned())
}

/// Where an entry's attachment leads, when it leads somewhere.
pub fn attachment_page(attachment: &Attachment) -> Option<Page> {
    match attachment {
        Attachment::Session(key) => Some(Page::Session(key.clone())),
        Attachment::Venue(id) => Some(Page::Venue(id.clone())),
        Attachment::Room(id) => Some(Page::Room(id.clone())),
        Attachment::Hallway => None,
    }
}
