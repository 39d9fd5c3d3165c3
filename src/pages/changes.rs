//! The list of changes since the user last looked: mine first, then what matters most.

use lanyard_core::schedule::changes::ChangeKind;
use lanyard_core::schedule::diff::FieldChange;
use lanyard_core::schedule::{SessionKey, SessionStatus, Speaker, Trip, When};
use lanyard_core::trips::{CatalogTrip, TripChange};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::node::{Node, all, button, link, list, live, node, nothing, p, section};
use crate::components::words;
use crate::route::Page;
use crate::state::{self, App};

/// As many as are drawn at once; a whole new programme is a longer list than anybody reads.
const MOST: usize = 60;

pub fn page(app: App) -> AnyView {
    let body = move || {
        let changes = app.trips.changes();
        if changes.is_empty() {
            let none = "No session has changed since you last looked. What changes with an update shows here.";
            return p("empty", none).build();
        }
        let trip = app.trip.get();
        let (mine, others): (Vec<&TripChange>, Vec<&TripChange>) = changes.iter().partition(|change| change.is_mine);
        let rows = |changes: Vec<&TripChange>| {
            let rows = changes.iter().take(MOST).map(|change| row(app, &trip, change)).collect();
            list("rows", rows)
        };
        let more = others.len().saturating_sub(MOST);
        let more = (more > 0).then(|| p("facts", ["And ", &more.to_string(), " more."].concat()));
        let titled = |title: &'static str, rows: Option<Node>| rows.map(|rows| section(title, rows));
        node("div")
            .child(titled("In your agenda", rows(mine)))
            .child(titled("Other sessions", rows(others)))
            .child(more)
            .child(node("div").class("buttons").child(button("button primary", "Mark all as seen", move || {
                app.trips.acknowledge(None);
            })))
            .build()
    };
    node("article")
        .class("changes")
        .child(inner_header(app.href(Page::Trip), "Trip", "Changes".to_owned(), nothing()))
        .live(body)
        .live(move || undo(app).map_or_else(nothing, Node::build))
        .build()
}

/// The way here, with how much there is to see. For the page of the trip.
pub fn link_to_all(app: App) -> AnyView {
    live(move || match app.trips.changes().len() {
        0 => nothing(),
        count => {
            let words = words::count(count, "change to the schedule", "changes to the schedule");
            node("p").class("buttons").child(link("button", app.href(Page::Changes), words)).build()
        }
    })
}

/// What changed in my agenda, for Now.
pub fn mine_in_short(app: App) -> AnyView {
    const MOST: usize = 3;
    live(move || {
        let mine: Vec<TripChange> = app.trips.changes().into_iter().filter(|change| change.is_mine).collect();
        let trip = app.trip.get();
        let rows: Vec<AnyView> = mine.iter().take(MOST).map(|change| row(app, &trip, change)).collect();
        let more = (mine.len() > MOST).then(|| {
            let words = ["All ", &mine.len().to_string(), " changes to your agenda"].concat();
            node("p").class("buttons").child(link("button", app.href(Page::Changes), words))
        });
        let rows = list("rows", rows);
        rows.map_or_else(nothing, |rows| section("Changed in your agenda", rows).child(more).build())
    })
}

/// What changed about one session, on its own page. That it is cancelled or gone, the page says by itself.
pub fn on_session(app: App, key: &SessionKey) -> AnyView {
    let trip = app.trip.get();
    let changes = app.trips.changes().into_iter().find(|change| change.key == *key).map(|change| change.what);
    let Some(ChangeKind::Changed(changes)) = changes else { return nothing() };
    let told = changes.iter().filter(|change| !matches!(change, FieldChange::Status { .. }));
    all(told.map(|change| p("remark", told_of(&trip, change)).build()).collect())
}

/// The schedule as it was before its last update, for as long as it is kept.
fn undo(app: App) -> Option<Node> {
    let id = app.trip.get().id.clone();
    let undoable = |kept: &CatalogTrip| kept.before.as_ref().map(|_| kept.now.number);
    let number = app.trips.catalog.with(|catalog| catalog.find(&id).and_then(undoable))?;
    let undo = move || app.trips.undo(id.clone(), number);
    Some(node("div").class("buttons").child(button("button", "Undo the last change of the trip", undo)))
}

fn row(app: App, trip: &Trip, change: &TripChange) -> AnyView {
    let seen = change.key.clone();
    let lines = match &change.what {
        ChangeKind::Added => vec![p("row-facts", "New in the schedule").build()],
        ChangeKind::Changed(changes) => {
            changes.iter().map(|change| p("row-facts", told_of(trip, change)).build()).collect()
        }
    };
    let title = match trip.find(&change.key) {
        Some(_) => link("row-title", app.href(Page::Session(change.key.clone())), change.title.clone()),
        None => p("row-title", change.title.clone()),
    };
    let name = ["Seen: ", &change.title].concat();
    let body = node("div").class("row-body").child(title).children(lines);
    let done = button("button", "Seen", move || app.trips.acknowledge(Some(&seen))).set("aria-label", name);
    let event = trip.events.iter().find(|event| event.id == change.key.event);
    node("li").class(["row ", &state::event_class(event)].concat()).child(body).child(done).build()
}

/// What was and what is: `Was Wed 13 Nov · 14:00–14:30, now Thu 14 Nov · 09:00–09:30`.
fn told_of(trip: &Trip, change: &FieldChange) -> String {
    match change {
        FieldChange::Status { to: SessionStatus::Cancelled, .. } => "Cancelled".to_owned(),
        FieldChange::Status { to: SessionStatus::Gone, .. } => "No longer listed".to_owned(),
        FieldChange::Status { to: SessionStatus::Listed, .. } => "Takes place again".to_owned(),
        FieldChange::Time { from, to } => was_and_is(&time(trip, *from), &time(trip, *to)),
        FieldChange::Room { from, to } => was_and_is(&room_name(from.as_deref()), &room_name(to.as_deref())),
        FieldChange::Title { from, .. } => ["Was called “", from, "”"].concat(),
        FieldChange::Speakers { from, to } => was_and_is(&people(from), &people(to)),
    }
}

fn was_and_is(was: &str, is: &str) -> String {
    ["Was ", was, ", now ", is].concat()
}

fn time(trip: &Trip, when: When) -> String {
    let day = match when {
        When::Unknown => return "without a time".to_owned(),
        When::Day(day) => return [&words::day_short(day), ", time not known"].concat(),
        When::Timed { start, .. } => trip.zone.local(start).day,
    };
    [&words::day_short(day), " ", &words::time_range(trip, when)].concat()
}

/// `Building | Level | Room` as people write it.
fn room_name(room: Option<&str>) -> String {
    room.map_or_else(|| "without a room".to_owned(), |room| room.replace(" | ", " · "))
}

fn people(speakers: &[Speaker]) -> String {
    if speakers.is_empty() {
        return "without speakers".to_owned();
    }
    speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(", ")
}
