//! What an entry is about, when it was and at which event: right already most of the time, and changeable.

use std::sync::Arc;

use lanyard_core::notebook::{Attachment, Entry, likely_attachments};
use lanyard_core::schedule::{EventId, Instant, Trip};
use lanyard_core::search::{DocumentKind, Hit, Search};
use leptos::ev;
use leptos::prelude::*;

use super::html::{
    HtmlElement, Item, a, b, button, details, div, input, item, keyed, li, line, option, p, select, span, summary, ul,
};
use super::marked::marked_live;
use super::moment::local_field;
use super::slices::Slices;
use super::words;
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;
use crate::state::draft::Draft;
use crate::state::search::TripSearch;

/// The field in which what an entry is about is looked for.
const SEARCH: &str = "attachment-search";

/// As many are offered; the rest is found by its words.
const MOST: usize = 40;

/// As many as are seen at first.
const AT_ONCE: usize = 8;

/// What the entry is about: chosen already. A tap opens the list of everything else.
pub fn attachment_choice(app: App, draft: Draft, choosing: RwSignal<bool>) -> HtmlElement {
    let about = Memo::new(move |_| draft.with(|entry| entry.attachment.clone()));
    let name = move || app.trip.with(|_| about.with(|about| attachment_name(app, about)));
    button()
        .class("attachment")
        .aria_expanded(move || if choosing.get() { "true" } else { "false" })
        .on_click(move || choosing.update(|choosing| *choosing = !*choosing))
        .child(span().child("On: "))
        .child(b().child(name))
}

/// Everything that an entry may be about, the likeliest first, with a field to look for it. `done` is called when something
/// was chosen.
pub fn attachment_list(app: App, draft: Draft, done: impl Fn() + Copy + Send + Sync + 'static) -> HtmlElement {
    Effect::new(|| focus::focus(SEARCH));
    let words = RwSignal::new(String::new());
    let slices = Slices::new(MOST, AT_ONCE);
    let search = Memo::new(move |_| TripSearch::of(app));
    let about = Memo::new(move |_| draft.with(|entry| (entry.attachment.clone(), entry.at)));
    let offered = Memo::new(move |_| {
        let (chosen, at) = about.get();
        let trip = app.trip.get();
        let mut offered = if words.with(|words| words.trim().is_empty()) {
            let mine = app.marks.my_agenda();
            let likely = likely_attachments(&trip, app.day_at(at), at, &|key| mine.has(key));
            [chosen.clone()].into_iter().chain(likely.into_iter().filter(|other| *other != chosen)).collect()
        } else {
            let hits = search.with(|search| words.with(|words| search.find(&Search::new(), words)));
            hits.iter().filter_map(|hit| attachment_of(&trip, hit)).collect::<Vec<Attachment>>()
        };
        offered.truncate(MOST);
        offered
    });
    let choose = move |choice: &Attachment| {
        draft.change(|entry| attach(app, entry, choice.clone()));
        done();
    };
    let rows = move || {
        let drawn = offered.get().into_iter().take(slices.drawn());
        drawn.map(|choice| choice_row(app, choice, about, words, choose)).collect()
    };
    let look = move |typed| {
        slices.begin_again();
        words.set(typed);
    };
    let field = input()
        .id(SEARCH)
        .r#type("search")
        .class("field one-line")
        .aria_label("Search what it is about")
        .autocomplete("off")
        .placeholder("A session, a room, a venue")
        .prop_value(move || words.get())
        .on_text(look);
    let nothing =
        move || offered.with(Vec::is_empty).then(|| p().class("empty").child("Nothing found. Try fewer letters."));
    div().class("attachments").child(field).child(ul().class("rows").child(keyed(rows))).child(nothing)
}

fn choice_row(
    app: App,
    choice: Attachment,
    about: Memo<(Attachment, Instant)>,
    words: RwSignal<String>,
    choose: impl Fn(&Attachment) + Copy + Send + Sync + 'static,
) -> Item {
    item(&choice.clone(), move || {
        let name = b().child(marked_live(attachment_name(app, &choice), Arc::new(move || words.get())));
        let (facts, shown, chosen) = (facts(app, &choice), choice.clone(), choice);
        let is_chosen = move || about.with(|(about, _)| *about == shown);
        let row = button()
            .class("plain-row two")
            .pressed(is_chosen)
            // The cursor stays in a field, and so does a phone's keyboard.
            .on(ev::mousedown, |event| event.prevent_default())
            .on_click(move || choose(&chosen))
            .child(name);
        li().child(if facts.is_empty() { row } else { row.child(span().child(facts)) })
    })
}

/// `Yours · Wed 13 Nov 14:30 · Room 155`.
fn facts(app: App, choice: &Attachment) -> String {
    let trip = app.trip.get_untracked();
    match choice {
        Attachment::Hallway => "Nothing of the programme".to_owned(),
        Attachment::Venue(_) => "Venue".to_owned(),
        Attachment::Room(_) => "Room".to_owned(),
        Attachment::Session(key) => {
            let Some(session) = trip.find(key) else { return String::new() };
            let mine = untrack(|| app.marks.my_agenda()).has(key).then(|| "Yours".to_owned());
            let when = session.day.map(|day| {
                let clock = session.when.start().map(|start| format!(" {}", words::clock_on(&trip, Some(day), start)));
                format!("{}{}", words::day_short(day), clock.unwrap_or_default())
            });
            let room = trip.room(session).map(|room| room.name.clone());
            [mine, when, room].into_iter().flatten().collect::<Vec<String>>().join(" · ")
        }
    }
}

fn attachment_of(trip: &Trip, hit: &Hit) -> Option<Attachment> {
    match hit.kind {
        DocumentKind::Session => trip.sessions.get(hit.index).map(|session| Attachment::Session(trip.key(session))),
        DocumentKind::Room => trip.rooms.get(hit.index).map(|room| Attachment::Room(room.id.clone())),
        DocumentKind::Venue => trip.venues.get(hit.index).map(|venue| Attachment::Venue(venue.id.clone())),
        DocumentKind::Person | DocumentKind::OwnItem | DocumentKind::Entry | DocumentKind::PublicSchedule => None,
    }
}

fn attach(app: App, entry: &mut Entry, attachment: Attachment) {
    entry.about = app.title_of(&attachment).unwrap_or_default();
    if let Attachment::Session(key) = &attachment {
        entry.event = Some(key.event.clone());
    }
    entry.attachment = attachment;
}

/// What is right already, most of the time: when it was, at which event; and the way to what it said before.
pub fn entry_details(app: App, draft: Draft, close: impl Fn() + 'static) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let set_when = move |at: Option<Instant>| {
        if let Some(at) = at {
            draft.change(|entry| entry.at = at);
        }
    };
    let local = move || Some(app.trip.with(|trip| draft.with(|entry| entry.local(trip, entry.at))));
    let instant = move |local| app.trip.with_untracked(|trip| draft.now().instant(trip, local));
    let when = local_field("When (venue time)", local, instant, set_when);
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
    let page = Page::History(id);
    // Not by the link itself: the page takes the place of the sheet in the history.
    let history = a().href(app.href(page.clone())).child("Older versions").on(ev::click, move |event| {
        event.prevent_default();
        app.navigation.go(page.clone());
        close();
    });
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
