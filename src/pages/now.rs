//! Now: where do I go, in one glance and without a tap.

use std::sync::Arc;

use lanyard_core::agenda::{self, OnNow};
use lanyard_core::notebook::{Attachment, Entry, Mark};
use lanyard_core::schedule::{Instant, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::{header, offline_state};
use crate::components::node::{Node, all, link, list, live, node, nothing, p, section};
use crate::components::row::{RowTag, RowTime, session_row};
use crate::components::{icon::icon, words};
use crate::route::{Page, Route};
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let head = live(move || {
        let trip = app.trip.get();
        let title = trip.title.clone();
        let clock = move || [&words::day_and_clock(&trip, app.now()), " · ", &trip.city].concat();
        let under = all(vec![node("p").live_text(clock).build(), offline_state(app).build()]);
        header(app, title, under).build()
    });
    let changes = live(move || app.deferred.get().map_or_else(nothing, |deferred| deferred.changes(app)));
    let body = live(move || {
        let (trip, now) = (app.trip.get(), app.now());
        match agenda::phase(&trip, now) {
            agenda::Phase::Before { minutes } => before(app, &trip, minutes),
            agenda::Phase::During => during(app, &trip, now),
            agenda::Phase::After => after(app, &trip),
        }
    });
    all(vec![head, changes, body])
}

fn during(app: App, trip: &Arc<Trip>, now: Instant) -> AnyView {
    let agenda_keys = app.marks.my_agenda();
    let mine = |key: &SessionKey| agenda_keys.has(key);
    let on_now = agenda::on_now(trip, &mine, now);
    let next = agenda::next(trip, &mine, now);
    let mut parts: Vec<AnyView> = on_now.iter().filter_map(|on| on_now_card(app, trip, on)).collect();
    if parts.is_empty() && next.is_none() {
        let agenda = Page::Agenda(app.last_filter.get_untracked());
        let hint = p("empty", "Nothing of yours is on now or later. ")
            .child(link("", app.href(agenda), "Star sessions in the agenda"))
            .text(" and the next one shows here.");
        parts.push(hint.build());
    }
    if let Some((session, next)) = next.and_then(|next| Some((trip.sessions.get(next.session)?, next))) {
        let mut tags = vec![RowTag { text: ["in ", &words::duration(next.in_minutes)].concat(), warns: false }];
        if let Some(way) = &next.way {
            tags.push(RowTag { text: way.words(), warns: way.is_tight() });
        }
        let row = session_row(app, trip, session, RowTime::DayAndClock, tags);
        parts.push(section("Next in your agenda", list("rows", vec![row])).build());
    }
    parts.push(own_now(app));
    let others = agenda::also_on(trip, &mine, now);
    if !others.is_empty() {
        let title = ["Also on now · ", &others.len().to_string()].concat();
        let rows = others
            .into_iter()
            .filter_map(|index| trip.sessions.get(index))
            .map(|session| session_row(app, trip, session, RowTime::InGroup, Vec::new()))
            .collect();
        parts.push(section(title, list("rows", rows)).build());
    }
    all(parts)
}

/// What of the user's own is on now and next: on any day, for one arrives early and leaves late.
fn own_now(app: App) -> AnyView {
    live(move || app.deferred.get().map_or_else(nothing, |deferred| deferred.own_now(app)))
}

fn on_now_card(app: App, trip: &Trip, on: &OnNow) -> Option<AnyView> {
    let session = trip.sessions.get(on.session)?;
    let key = trip.key(session);
    let noted = key.clone();
    let note = move || app.capture_on(Attachment::Session(noted.clone()), Some(noted.event.clone()));
    let left = match on.minutes_left {
        0 => "ends now".to_owned(),
        minutes => [&words::duration(minutes), " left"].concat(),
    };
    let facts = [words::location(trip, session).unwrap_or_default(), words::speakers(trip, session)];
    let facts = facts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
    let gone = node("progress").set("max", "1000").set("value", on.permille.to_string()).set("aria-label", "Time gone");
    let buttons = node("div")
        .class("buttons")
        .child(
            node("button")
                .set("type", "button")
                .class("button primary")
                .on_click(note)
                .child(icon("pen"))
                .text("Note on this talk"),
        )
        .child(link("button", app.href(Page::Session(key)), "Open"));
    let card =
        card(&state::event_class(trip.event(session)), ["On now · ", &left].concat(), session.title.clone(), facts);
    Some(card.child(gone).child(buttons).build())
}

fn card(event_class: &str, kind: String, title: String, facts: String) -> Node {
    node("section")
        .class(["now-card ", event_class].concat())
        .child(p("now-kind", kind))
        .child(node("h2").class("now-title").text(title))
        .child(p("row-facts", facts))
}

fn before(app: App, trip: &Arc<Trip>, minutes: i64) -> AnyView {
    let mine = app.marks.my_agenda();
    let unplanned: Vec<AnyView> = trip
        .days()
        .filter(|day| !trip.sessions_on(*day).any(|(_, session)| mine.has(&trip.key(session))))
        .map(|day| {
            let page = Page::Agenda(agenda::Filter { day: Some(day), ..agenda::Filter::default() });
            node("li").child(link("plain-row", app.href(page), words::day_long(day))).build()
        })
        .collect();
    let starts = ["Starts in ", &words::duration(minutes)].concat();
    all(vec![
        card("event-0", "Not yet".to_owned(), starts, words::days_between(trip.first, trip.last)).build(),
        own_now(app),
        if unplanned.is_empty() { nothing() } else { section("Nothing planned yet", list("rows", unplanned)).build() },
        opening(app, trip),
    ])
}

fn after(app: App, trip: &Arc<Trip>) -> AnyView {
    let has_open =
        Memo::new(move |_| app.notebook.entries().with(|entries| entries.iter().any(Entry::is_open_follow_up)));
    let open = move || match app.deferred.get().filter(|_| has_open.get()) {
        Some(more) => section("Open follow-ups", more.open_follow_ups(app)).build(),
        None => nothing(),
    };
    let watch = {
        let trip = trip.clone();
        move || {
            let to_watch = app.marks.sessions_with(Mark::WatchLater);
            let is_to_watch = |key: &SessionKey| to_watch.binary_search(key).is_ok() && !app.marks.of(key).watched;
            let sessions = trip.sessions.iter().filter(|session| is_to_watch(&trip.key(session)));
            let rows = sessions.map(|session| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()));
            list("rows", rows.collect()).map_or_else(nothing, |rows| section("Watch later", rows).build())
        }
    };
    let was = [&trip.title, " was on ", &words::days_between(trip.first, trip.last)].concat();
    let what = "Look back through the agenda and the notebook, or walk through the week as if it were on.".to_owned();
    let busiest = Route { page: Page::Now, at: rehearsal_moment(trip) }.href();
    let buttons = node("div")
        .class("buttons")
        .child(link("button primary", app.href(Page::Agenda(agenda::Filter::default())), "Open the agenda"))
        .child(link("button", busiest, "Rehearse the week"));
    all(vec![
        card("event-0", "It is over".to_owned(), was, what).child(buttons).build(),
        own_now(app),
        live(open),
        live(watch),
        opening(app, trip),
    ])
}

/// The programme's first sessions, by day: a phone's screen full, as the start page shows them before the app runs.
fn opening(app: App, trip: &Trip) -> AnyView {
    const MOST: usize = 6;
    let mut shown = 0;
    let mut parts = Vec::new();
    for day in trip.days() {
        let rows: Vec<AnyView> = trip
            .sessions_on(day)
            .take(MOST - shown)
            .map(|(_, session)| session_row(app, trip, session, RowTime::Clock, Vec::new()))
            .collect();
        shown += rows.len();
        if !rows.is_empty() {
            parts.push(section(words::day_long(day), list("rows", rows)).build());
        }
    }
    all(parts)
}

/// The moment a rehearsal starts at: ten minutes into the first start that most sessions share.
fn rehearsal_moment(trip: &Trip) -> Option<Instant> {
    let starts = || trip.sessions.iter().filter_map(|session| session.when.start());
    let mut best: Option<(usize, Instant)> = None;
    for start in starts() {
        let together = starts().filter(|other| *other == start).count();
        if best.is_none_or(|(most, _)| together > most) {
            best = Some((together, start));
        }
    }
    best.map(|(_, start)| start.plus_minutes(10))
}
