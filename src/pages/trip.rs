//! Trip: the hub. Which trip is shown, my agenda as a link, what changed, my marks, and the ways to all that is rarely
//! needed: events, venues, what this phone keeps.

use lanyard_core::agenda::{self, WELCOME_EXAMPLE};
use lanyard_core::notebook::Mark;
use lanyard_core::retrospective::{OutlineKind, OutlineView};
use lanyard_core::schedule::{Event, Trip, TripId};
use lanyard_core::share::CalendarScope;
use leptos::prelude::*;

use crate::components::header::{header, offline_state};
use crate::components::html::{HtmlElement, a, all, b, chip, chips, div, i, li, live, p, span, titled, ul};
use crate::components::plain_row::{link, plain_row};
use crate::components::{icon::icon, share, words};
use crate::pages::{backup, event, hidden, own, posters};
use crate::route::{Page, Route};
use crate::state::{self, App};

/// Nothing but the rows is drawn anew with another trip: the focus stays where one chose it.
pub fn page(app: App) -> AnyView {
    all((move || head(app), trip_switch(app), share::share_agenda(app), move || hub(app)))
}

fn head(app: App) -> HtmlElement {
    let trip = app.trip.get();
    let zone = words::shown_zone(&trip).abbreviation_at(trip.first_moment()).to_owned();
    let when = p().child(format!("{} · {}", words::days_between(trip.first, trip.last), trip.city));
    let zone = p().child(format!("Times in {zone}"));
    header(app, trip.title.clone(), all((when, zone, offline_state(app))))
}

/// The trips on this phone, to change between; nothing where there is one.
fn trip_switch(app: App) -> AnyView {
    let trips = Memo::new(move |_| {
        let (catalog, shown) = (app.trips.catalog.get(), app.trip.with(|trip| trip.id.clone()));
        let kept = catalog.trips.iter().filter(|kept| !catalog.hides(kept) || kept.id == shown);
        kept.map(|kept| (kept.id.clone(), kept.title.clone())).collect::<Vec<(TripId, String)>>()
    });
    let one = move |(id, title): (TripId, String)| {
        let shown = id.clone();
        let is_shown = move || app.trip.with(|trip| trip.id == shown);
        chip(title, is_shown, move || app.trips.choose(id.clone()))
    };
    live(move || {
        let trips = trips.get();
        (trips.len() > 1).then(|| {
            let trips = trips.into_iter().map(one).collect();
            div().class("trip-switch").child(chips("Trip", trips))
        })
    })
}

fn hub(app: App) -> AnyView {
    let trip = app.trip.get();
    let mine = ul()
        .class("rows")
        .child(plain_row(link(app, Page::Calendar(CalendarScope::Agenda)), "Calendar file", ()))
        .child(plain_row(link(app, Page::Changes), "Changes", move || changes_in_short(app)))
        .child(plain_row(link(app, Page::Plan(None)), "Plan: overlaps and gaps", ()))
        .child(plain_row(link(app, Page::Compare), "Compare agendas", move || colleagues(app)))
        .child(plain_row(link(app, Page::Marked(Mark::Star)), "Going, attended, watch later", move || marks(app)))
        .child(plain_row(link(app, Page::Stars), "Bring stars from elsewhere", ()));
    let events = trip.events.iter().map(|event| event_row(app, &trip, event)).collect();
    let add = link(app, Page::Import).class("plain-row more").child("Add a conference");
    // With several events, each has it on its own page.
    let share = if let [event] = trip.events.as_slice() { event::share_row(app, event) } else { None };
    let events = ul().class("rows").children(events).child(share).child(li().child(add));
    let venues = (!trip.venues.is_empty() || !trip.facts.is_empty())
        .then(|| plain_row(link(app, Page::Venues), "Venues and getting around", trip.venues.len().to_string()));
    let posters = (!agenda::halls(&trip).is_empty())
        .then(|| plain_row(link(app, Page::Posters), "Posters and booths", move || posters::visited(app)));
    let hidden = move || {
        let count = hidden::count(app);
        (count > 0).then(|| plain_row(link(app, Page::Hidden), "Hidden", count.to_string()))
    };
    let rehearsal = app.navigation.href_at(Page::Now, Some(trip.first_moment()));
    let example = app.has_example().then(|| plain_row(a().href(Route::into_example().href()), WELCOME_EXAMPLE, ()));
    let retrospective = Page::Retrospective(OutlineKind::Post, OutlineView::Outline);
    let others = ul()
        .class("rows")
        .child(venues)
        .child(posters)
        .child(hidden)
        .child(plain_row(link(app, retrospective), "Retrospective", ()))
        .child(plain_row(link(app, Page::Recordings), "Recordings", ()))
        .child(plain_row(link(app, Page::Backup(None)), "Backup", move || {
            backup::in_short(app.last_backup(), app.clock.real_now())
        }))
        .child(plain_row(link(app, Page::Print(None)), "Print my agenda", ()))
        .child(plain_row(link(app, Page::Scan), "Scan a code", ()))
        .child(plain_row(link(app, Page::Card), "My card", ()))
        .child(plain_row(link(app, Page::Phone), "On this phone", ()))
        .child(plain_row(link(app, Page::Settings), "Settings", ()))
        .child(plain_row(a().href(rehearsal), "Rehearse the week", ()))
        .child(example);
    all((mine, own::on_other_days(app), titled("Events", events), titled("More", others)))
}

/// How many sessions have changed since I last looked.
fn changes_in_short(app: App) -> String {
    let changes = app.trips.changes();
    let mine = changes.iter().filter(|change| change.is_mine).count();
    match (mine, changes.len() - mine) {
        (0, 0) => "nothing new".to_owned(),
        (0, others) => others.to_string(),
        (mine, 0) => format!("{mine} of yours"),
        (mine, others) => format!("{mine} of yours, {others} others"),
    }
}

/// How many agendas of others are here.
fn colleagues(app: App) -> String {
    match state::colleagues::colleagues(app.settings).len() {
        0 => "none yet".to_owned(),
        count => words::count(count, "colleague", "colleagues"),
    }
}

fn marks(app: App) -> String {
    let count = |mark| app.marks.sessions_with(mark).len();
    format!("{} · {} · {}", count(Mark::Star), count(Mark::Attended), count(Mark::WatchLater))
}

fn event_row(app: App, trip: &Trip, event: &Event) -> HtmlElement {
    let sessions =
        trip.sessions.iter().filter(|session| trip.event(session).is_some_and(|own| own.id == event.id)).count();
    let days = words::weekdays(event.first, event.last);
    let row = link(app, Page::Event(event.id.clone()))
        .class("plain-row")
        .child(i().class("dot"))
        .child(b().class("row-words").child(event.short.clone()))
        .child(span().class("end").child(format!("{days} · {sessions}")))
        .child(icon("back"));
    li().class(state::event_class(Some(event))).child(row)
}
