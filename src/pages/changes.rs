//! The list of changes since the user last looked: mine first, then what matters most.

use lanyard_core::schedule::changes::ChangeKind;
use lanyard_core::schedule::diff::FieldChange;
use lanyard_core::schedule::{SessionKey, SessionStatus, Speaker, Trip, When};
use lanyard_core::trips::{CatalogTrip, TripChange};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, article, button, div, li, list, live, p, titled};
use crate::components::plain_row::link;
use crate::components::{sources, words};
use crate::route::Page;
use crate::state::{self, App};

/// As many as are drawn at once; a whole new programme is a longer list than anybody reads.
const MOST: usize = 60;

pub fn page(app: App) -> HtmlElement {
    let body = move || {
        let changes = app.trips.changes();
        if changes.is_empty() {
            let none = "Nothing has changed since you last looked. Changes to the schedule show here.";
            return p().class("empty").child(none);
        }
        let trip = app.trip.get();
        let (mine, others): (Vec<&TripChange>, Vec<&TripChange>) = changes.iter().partition(|change| change.is_mine);
        let rows = |changes: Vec<&TripChange>| {
            let rows = changes.iter().take(MOST).map(|change| row(app, &trip, change)).collect();
            list("rows", rows)
        };
        let more = others.len().saturating_sub(MOST);
        let more = (more > 0).then(|| p().class("facts").child(format!("And {more} more.")));
        let seen =
            button().class("button primary").on_click(move || app.trips.acknowledge(None)).child("Mark all as seen");
        let titled = |title: &'static str, rows: Option<HtmlElement>| rows.map(|rows| titled(title, rows));
        div()
            .child(titled("In your agenda", rows(mine)))
            .child(titled("Other sessions", rows(others)))
            .child(more)
            .child(div().class("buttons").child(seen))
    };
    article()
        .class("changes")
        .child(inner_header(app, Page::Trip, "Trip", "Changes".to_owned(), ()))
        .child(body)
        .child(sources::refresh(app))
        .child(move || undo(app))
}

/// What changed in my agenda, for Now.
pub fn mine_in_short(app: App) -> AnyView {
    const MOST: usize = 3;
    live(move || {
        let mine: Vec<TripChange> = app.trips.changes().into_iter().filter(|change| change.is_mine).collect();
        let trip = app.trip.get();
        let rows: Vec<HtmlElement> = mine.iter().take(MOST).map(|change| row(app, &trip, change)).collect();
        let more = (mine.len() > MOST).then(|| {
            let words = format!("All {} changes to your agenda", mine.len());
            p().class("buttons").child(a().class("button").href(app.href(Page::Changes)).child(words))
        });
        let rows = list("rows", rows);
        rows.map(|rows| titled("Changed in your agenda", rows).child(more))
    })
}

/// What changed about one session, on its own page. That it is cancelled or gone, the page says by itself.
pub fn on_session(app: App, key: &SessionKey) -> Vec<HtmlElement> {
    let trip = app.trip.get();
    let changes = app.trips.changes().into_iter().find(|change| change.key == *key).map(|change| change.what);
    let Some(ChangeKind::Changed(changes)) = changes else { return Vec::new() };
    let told = changes.iter().filter(|change| !matches!(change, FieldChange::Status { .. }));
    told.map(|change| p().class("remark").child(told_of(&trip, change))).collect()
}

/// The schedule as it was before its last update, for as long as it is kept.
fn undo(app: App) -> Option<HtmlElement> {
    let id = app.trip.get().id.clone();
    let undoable = |kept: &CatalogTrip| kept.before.as_ref().map(|_| kept.now.number);
    let number = app.trips.catalog.with(|catalog| catalog.find(&id).and_then(undoable))?;
    let undo = move || app.trips.undo(id.clone(), number);
    let undo = button().class("button").on_click(undo).child("Undo the last update");
    Some(div().class("buttons").child(undo))
}

fn row(app: App, trip: &Trip, change: &TripChange) -> HtmlElement {
    let seen = change.key.clone();
    let lines = match &change.what {
        ChangeKind::Added => vec![p().class("row-facts").child("New in the schedule")],
        ChangeKind::Changed(changes) => {
            changes.iter().map(|change| p().class("row-facts").child(told_of(trip, change))).collect()
        }
    };
    let title = match trip.find(&change.key) {
        Some(_) => link(app, Page::Session(change.key.clone())).class("row-title").child(change.title.clone()),
        None => p().class("row-title").child(change.title.clone()),
    };
    let name = format!("Seen: {}", change.title);
    let body = div().class("row-body").child(title).children(lines);
    let done =
        button().class("button").on_click(move || app.trips.acknowledge(Some(&seen))).aria_label(name).child("Seen");
    let event = trip.events.iter().find(|event| event.id == change.key.event);
    li().class(format!("row {}", state::event_class(event))).child(body).child(done)
}

/// What was and what is: `Was Wed 13 Nov · 14:00–14:30, now Thu 14 Nov · 09:00–09:30`.
pub fn told_of(trip: &Trip, change: &FieldChange) -> String {
    match change {
        FieldChange::Status { to: SessionStatus::Cancelled, .. } => "Cancelled".to_owned(),
        FieldChange::Status { to: SessionStatus::Gone, .. } => "No longer listed".to_owned(),
        FieldChange::Status { to: SessionStatus::Listed, .. } => "Takes place again".to_owned(),
        FieldChange::Time { from, to } => was_and_is(&time(trip, *from), &time(trip, *to)),
        FieldChange::Room { from, to } => was_and_is(&room_name(from.as_deref()), &room_name(to.as_deref())),
        FieldChange::Title { from, .. } => format!("Was called “{from}”"),
        FieldChange::Speakers { from, to } => was_and_is(&people(from), &people(to)),
    }
}

fn was_and_is(was: &str, is: &str) -> String {
    format!("Was {was}, now {is}")
}

fn time(trip: &Trip, when: When) -> String {
    let day = match when {
        When::Unknown => return "without a time".to_owned(),
        When::Day(day) => return format!("{}, time not known", words::day_short(day)),
        When::Timed { start, .. } => words::shown_local(trip, start).day,
    };
    format!("{} {}", words::day_short(day), words::time_range(trip, when))
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
