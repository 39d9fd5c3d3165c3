//! A file for the calendar on the phone: my agenda, one event or one session; what is in it, what goes along, and what
//! calendars make of it.
//!
//! What calendars were told is written down when the file was handed over, and not before (`state/appointments.rs`).

use std::sync::Arc;

use lanyard_core::notebook::{AgendaItemId, StarLevel};
use lanyard_core::records::StorageHealth;
use lanyard_core::schedule::{EventId, SessionKey, Trip};
use lanyard_core::share::{
    CalendarChoices, CalendarMaterial, CalendarOptions, CalendarScope, Editions, Export, calendar,
};
use leptos::prelude::*;

use super::not_found;
use crate::components::hand_over::{OnHanded, hand_over_and};
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, check, chip, chips, li, list, live, p, section, titled};
use crate::components::saved::none_yet;
use crate::components::{rich, words};
use crate::route::Page;
use crate::state::App;

/// What the file is made of: what it says, and the file.
#[derive(PartialEq)]
struct CalendarFile {
    editions: Editions,
    export: Export,
}

const ALARMS: [(&str, Option<u32>); 5] =
    [("No alarm", None), ("5 min", Some(5)), ("10 min", Some(10)), ("15 min", Some(15)), ("30 min", Some(30))];
const ALARM: &str = "calendar-alarm";
const INTERESTED: &str = "calendar-interested";
const OWN_ITEMS: &str = "calendar-own-items";
const NOTES: &str = "calendar-notes";

/// It waits for the stores: what calendars were told before decides what the file has to say.
pub fn page(app: App, scope: CalendarScope) -> AnyView {
    let is_loading = Memo::new(move |_| app.storage.health().get() == StorageHealth::Loading);
    let of = scope.clone();
    let head = Memo::new(move |_| (is_loading.get(), head(app, &of)));
    live(move || match head.get() {
        (true, None) => article().child(none_yet(app, "")),
        (false, None) => nowhere(app, &scope),
        (is_loading, Some((title, above, name))) => {
            let over = p().class("event-name").child("Calendar");
            let page = article().class("calendar").child(inner_header(app, above, name, title, over));
            page.child(if is_loading { none_yet(app, "").into() } else { body(app, scope.clone()) })
        }
    })
}

/// The heading, and the page above.
fn head(app: App, scope: &CalendarScope) -> Option<(String, Page, &'static str)> {
    let trip = app.trip.get();
    Some(match scope {
        CalendarScope::Agenda => ("My agenda".to_owned(), Page::Trip, "Trip"),
        CalendarScope::Event(id) => (event_title(&trip, id)?, Page::Event(id.clone()), "Event"),
        CalendarScope::Session(key) => (session_title(app, &trip, key)?, Page::Session(key.clone()), "Session"),
    })
}

fn nowhere(app: App, scope: &CalendarScope) -> HtmlElement {
    match scope {
        CalendarScope::Session(key) => not_found::no_such_session(app, key),
        CalendarScope::Event(id) => not_found::page(app, &format!("calendar/event/{id}")),
        CalendarScope::Agenda => not_found::page(app, "calendar"),
    }
}

fn event_title(trip: &Trip, id: &EventId) -> Option<String> {
    trip.events.iter().find(|event| event.id == *id).map(|event| event.title.clone())
}

/// A session that has left the programme may still be in a calendar.
fn session_title(app: App, trip: &Trip, key: &SessionKey) -> Option<String> {
    let told = || {
        let handed_out = app.appointments.handed_out();
        handed_out.get(&AgendaItemId::Session(key.clone())).map(|told| told.facts.title.clone())
    };
    trip.find(key).map(|session| session.title.clone()).or_else(told)
}

fn body(app: App, scope: CalendarScope) -> AnyView {
    let takes_out = RwSignal::new(untrack(|| has_left_agenda(app, &scope)));
    let of = scope.clone();
    let file = Memo::new(move |_| Arc::new(file(app, &of, takes_out.get())));
    let said = p().class("facts").role("status").child(move || file.with(|file| in_short(file)));
    let is_empty = Memo::new(move |_| file.with(|file| file.editions.appointments.is_empty()));
    let on_handed = move || -> OnHanded {
        let told = untrack(|| file.get());
        Arc::new(move || app.appointments.hand_out(&told.editions.records))
    };
    let why_empty = match scope {
        CalendarScope::Agenda => "Your agenda has nothing for a calendar yet. Star a session first.",
        CalendarScope::Event(_) => "This event has no session for a calendar yet.",
        CalendarScope::Session(_) => {
            "There is nothing to tell a calendar: the session has no day yet, or does not take place."
        }
    };
    let way_out = live(move || match is_empty.get() {
        true => none_yet(app, why_empty),
        false => hand_over_and(app, "the file", move || file.with(|file| file.export.clone()), on_handed),
    });
    let file = section().class("publish").child(choices(app, &scope, takes_out)).child(said).child(way_out);
    all((file, titled("What calendars do with it", calendars()), move || organisers(app, &scope)))
}

fn has_left_agenda(app: App, scope: &CalendarScope) -> bool {
    with_material(app, false, |material| match scope {
        CalendarScope::Session(key) => material.has_left_agenda(key),
        CalendarScope::Agenda | CalendarScope::Event(_) => false,
    })
}

/// Reactive, but for what calendars were told: the file stays as it is when it was handed over.
fn with_material<T>(app: App, with_notes: bool, read: impl FnOnce(&CalendarMaterial<'_>) -> T) -> T {
    let (trip, days, details) = (app.trip.get(), app.conference_days.get(), app.details.get());
    let (mine, own) = (app.marks.my_agenda(), app.own_items.all().get());
    let entries = if with_notes { app.notebook.entries().get() } else { Arc::default() };
    read(&CalendarMaterial {
        trip: &trip,
        days: &days,
        details: details.as_deref(),
        is_starred: &|key| mine.has(key),
        is_interested: &|key| mine.level(key) == Some(StarLevel::Interested),
        own: &own,
        entries: &entries,
        handed_out: &app.appointments.handed_out(),
    })
}

fn is_on(app: App, setting: &str, usually: bool) -> bool {
    app.settings.get(setting).map_or(usually, |word| word == "yes")
}

fn file(app: App, scope: &CalendarScope, takes_out: bool) -> CalendarFile {
    let alarm = app.settings.get(ALARM).and_then(|minutes| minutes.parse().ok());
    let choices = CalendarChoices {
        alarm_minutes: alarm,
        with_interested: is_on(app, INTERESTED, true),
        with_own_items: is_on(app, OWN_ITEMS, true),
        with_notes: is_on(app, NOTES, false),
        takes_out,
    };
    let now = app.clock.real_now();
    let editions = with_material(app, choices.with_notes, |material| material.editions(scope, &choices, now));
    let trip = app.trip.get();
    let named = match scope {
        CalendarScope::Agenda => None,
        CalendarScope::Event(id) => event_title(&trip, id),
        CalendarScope::Session(key) => session_title(app, &trip, key),
    };
    let name = match scope {
        CalendarScope::Event(id) => event_title(&trip, id),
        CalendarScope::Agenda | CalendarScope::Session(_) => None,
    };
    let name = name.unwrap_or_else(|| trip.title.clone());
    let file_name = format!("{}.ics", named.as_ref().unwrap_or(&name));
    let options = CalendarOptions { name, now, alarm_minutes: choices.alarm_minutes };
    let text = calendar(&editions.appointments, &options);
    CalendarFile { editions, export: Export::of_text(&file_name, "text/calendar", text) }
}

/// `12 sessions, 2 own items, 1 cancelled`.
fn in_short(file: &CalendarFile) -> String {
    let taking_place = file.editions.appointments.iter().filter(|appointment| !appointment.facts.is_cancelled);
    let own = taking_place.clone().filter(|appointment| matches!(appointment.id, AgendaItemId::Own(_))).count();
    let sessions = taking_place.count() - own;
    let cancelled = file.editions.cancelled();
    let parts = [
        (sessions > 0).then(|| words::count(sessions, "session", "sessions")),
        (own > 0).then(|| words::count(own, "own item", "own items")),
        (cancelled > 0).then(|| format!("{cancelled} cancelled")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("In the file: {}.", parts.join(", ")) }
}

fn choices(app: App, scope: &CalendarScope, takes_out: RwSignal<bool>) -> AnyView {
    let alarm = move |(name, minutes): (&'static str, Option<u32>)| {
        let is_chosen = move || app.settings.get(ALARM).and_then(|chosen| chosen.parse().ok()) == minutes;
        let choose = move || app.settings.set(ALARM, &minutes.map_or_else(|| "none".to_owned(), |it| it.to_string()));
        chip(name, is_chosen, choose)
    };
    let setting = move |words, setting: &'static str, usually| {
        let set = move |on| app.settings.set(setting, if on { "yes" } else { "no" });
        check(words, move || is_on(app, setting, usually), set)
    };
    let is_agenda = *scope == CalendarScope::Agenda;
    let out = match scope {
        CalendarScope::Session(key) if untrack(|| with_material(app, false, |it| it.is_in_calendar(key))) => {
            Some(check("Take it out of the calendar", move || takes_out.get(), move |on| takes_out.set(on)))
        }
        _ => None,
    };
    all((
        out,
        chips("Alarm before each start", ALARMS.map(alarm).into_iter().collect()),
        is_agenda.then(|| setting("With what I am interested in, as free time", INTERESTED, true)),
        is_agenda.then(|| setting("With my own items", OWN_ITEMS, true)),
        setting("With my notes", NOTES, false),
    ))
}

/// Etar-Group/Etar-Calendar#1557 and #1316 are about the first session.
fn calendars() -> AnyView {
    let lines = [
        "Google Calendar leaves the alarms out. Its Android app imports no files: open calendar.google.com on a computer, \
         Settings, Import.",
        "Outlook opens the file as a new calendar beside yours.",
        "Etar on Android takes the first session of a file and leaves the others. Give it one session at a time: open the \
         session here, then Calendar.",
        "Import into a calendar of its own, made for this trip. You can hide it, or delete it, in one go.",
        "It is a copy. When the programme or your stars have changed, import the file again: a calendar that reads versions \
         moves what has moved and takes out what is cancelled.",
    ];
    all(list("facts-list", lines.into_iter().map(|line| li().child(line)).collect()))
}

/// The addresses at which organisers keep calendars of their own.
fn organisers(app: App, scope: &CalendarScope) -> Option<HtmlElement> {
    let trip = app.trip.get();
    let is_asked = |event: &EventId| match scope {
        CalendarScope::Agenda => true,
        CalendarScope::Event(id) => event == id,
        CalendarScope::Session(key) => *event == key.event,
    };
    let sources = app.trips.sources();
    let address = |event: &EventId| {
        let source = sources.iter().find(|source| source.event == *event)?;
        source.origin.calendar_address().map(str::to_owned)
    };
    let events = trip.events.iter().filter(|event| is_asked(&event.id));
    let links: Vec<HtmlElement> =
        events.filter_map(|event| Some(li().child(rich::link(&address(&event.id)?, &event.title)))).collect();
    let links = list("links", links)?.aria_label("The organiser's own calendar");
    let said = p().class("facts").child(
        "Subscribe to this address in your calendar: it has all sessions, and changes by itself when the programme does.",
    );
    Some(titled("The organiser's own calendar", (said, links)))
}
