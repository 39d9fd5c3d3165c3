//! Now: where do I go, in one glance and without a tap.

use std::sync::Arc;

use lanyard_core::agenda::{self, OnNow};
use lanyard_core::notebook::{Attachment, Entry, Mark};
use lanyard_core::schedule::{Instant, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::{header, offline_state};
use crate::components::html::{HtmlElement, a, all, button, div, h2, li, list, live, p, progress, section, titled};
use crate::components::row::{RowTag, RowTime, session_row};
use crate::components::{icon::icon, words};
use crate::route::{Page, Route};
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let head = live(move || {
        let trip = app.trip.get();
        let title = trip.title.clone();
        let clock = move || format!("{} · {}", words::day_and_clock(&trip, app.now()), trip.city);
        let under = all((p().child(clock), offline_state(app)));
        header(app, title, under)
    });
    let changes = live(move || app.deferred.get().map(|deferred| deferred.changes(app)));
    let body = live(move || {
        let (trip, now) = (app.trip.get(), app.now());
        match agenda::phase(&trip, now) {
            agenda::Phase::Before { minutes } => before(app, &trip, minutes),
            agenda::Phase::During => during(app, &trip, now),
            agenda::Phase::After => after(app, &trip),
        }
    });
    all((head, changes, body))
}

fn during(app: App, trip: &Arc<Trip>, now: Instant) -> AnyView {
    let agenda_keys = app.marks.my_agenda();
    let mine = |key: &SessionKey| agenda_keys.has(key);
    let on_now = agenda::on_now(trip, &mine, now);
    let next = agenda::next(trip, &mine, now);
    let mut parts: Vec<AnyView> = on_now.iter().filter_map(|on| on_now_card(app, trip, on).map(Into::into)).collect();
    if parts.is_empty() && next.is_none() {
        let agenda = Page::Agenda(app.last_filter.get_untracked());
        let hint = p()
            .class("empty")
            .child("Nothing of yours is on now or later. ")
            .child(a().href(app.href(agenda)).child("Star sessions in the agenda"))
            .child(" and the next one shows here.");
        parts.push(hint.into());
    }
    if let Some((session, next)) = next.and_then(|next| Some((trip.sessions.get(next.session)?, next))) {
        let mut tags = vec![RowTag { text: format!("in {}", words::duration(next.in_minutes)), warns: false }];
        if let Some(way) = &next.way {
            tags.push(RowTag { text: way.words(), warns: way.is_tight() });
        }
        let row = session_row(app, trip, session, RowTime::DayAndClock, tags);
        parts.push(titled("Next in your agenda", list("rows", vec![row])).into());
    }
    parts.push(own_now(app));
    let others = agenda::also_on(trip, &mine, now);
    if !others.is_empty() {
        let title = format!("Also on now · {}", others.len());
        let rows = others
            .into_iter()
            .filter_map(|index| trip.sessions.get(index))
            .map(|session| session_row(app, trip, session, RowTime::InGroup, Vec::new()))
            .collect();
        parts.push(titled(title, list("rows", rows)).into());
    }
    all(parts)
}

/// What of the user's own is on now and next: on any day, for one arrives early and leaves late.
fn own_now(app: App) -> AnyView {
    live(move || app.deferred.get().map(|deferred| deferred.own_now(app)))
}

fn on_now_card(app: App, trip: &Trip, on: &OnNow) -> Option<HtmlElement> {
    let session = trip.sessions.get(on.session)?;
    let key = trip.key(session);
    let noted = key.clone();
    let note = move || app.capture_on(Attachment::Session(noted.clone()), Some(noted.event.clone()));
    let left = match on.minutes_left {
        0 => "ends now".to_owned(),
        minutes => format!("{} left", words::duration(minutes)),
    };
    let facts = [words::location(trip, session).unwrap_or_default(), words::speakers(trip, session)];
    let facts = facts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
    let gone = progress().max("1000").value(on.permille.to_string()).aria_label("Time gone");
    let buttons = div()
        .class("buttons")
        .child(button().class("button primary").on_click(note).child(icon("pen")).child("Note on this talk"))
        .child(a().class("button").href(app.href(Page::Session(key))).child("Open"));
    let card = card(&state::event_class(trip.event(session)), format!("On now · {left}"), session.title.clone(), facts);
    Some(card.child(gone).child(buttons))
}

fn card(event_class: &str, kind: String, title: String, facts: String) -> HtmlElement {
    section()
        .class(format!("now-card {event_class}"))
        .child(p().class("now-kind").child(kind))
        .child(h2().class("now-title").child(title))
        .child(p().class("row-facts").child(facts))
}

fn before(app: App, trip: &Arc<Trip>, minutes: i64) -> AnyView {
    let mine = app.marks.my_agenda();
    let unplanned = trip
        .days()
        .filter(|day| !trip.sessions_on(*day).any(|(_, session)| mine.has(&trip.key(session))))
        .map(|day| {
            let page = Page::Agenda(agenda::Filter { day: Some(day), ..agenda::Filter::default() });
            li().child(a().class("plain-row").href(app.href(page)).child(words::day_long(day)))
        })
        .collect();
    let starts = format!("Starts in {}", words::duration(minutes));
    all((
        card("event-0", "Not yet".to_owned(), starts, words::days_between(trip.first, trip.last)),
        own_now(app),
        list("rows", unplanned).map(|days| titled("Nothing planned yet", days)),
        opening(app, trip),
    ))
}

fn after(app: App, trip: &Arc<Trip>) -> AnyView {
    let has_open =
        Memo::new(move |_| app.notebook.entries().with(|entries| entries.iter().any(Entry::is_open_follow_up)));
    let open = move || {
        let more = app.deferred.get().filter(|_| has_open.get());
        more.map(|more| titled("Open follow-ups", more.open_follow_ups(app)))
    };
    let watch = {
        let trip = trip.clone();
        move || {
            let to_watch = app.marks.sessions_with(Mark::WatchLater);
            let is_to_watch = |key: &SessionKey| to_watch.binary_search(key).is_ok() && !app.marks.of(key).watched;
            let sessions = trip.sessions.iter().filter(|session| is_to_watch(&trip.key(session)));
            let rows = sessions.map(|session| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()));
            list("rows", rows.collect()).map(|rows| titled("Watch later", rows))
        }
    };
    let was = format!("{} was on {}", trip.title, words::days_between(trip.first, trip.last));
    let what = "Look back through the agenda and the notebook, or walk through the week as if it were on.".to_owned();
    let busiest = Route { page: Page::Now, at: rehearsal_moment(trip) }.href();
    let buttons = div()
        .class("buttons")
        .child(
            a().class("button primary")
                .href(app.href(Page::Agenda(agenda::Filter::default())))
                .child("Open the agenda"),
        )
        .child(a().class("button").href(busiest).child("Rehearse the week"));
    all((
        card("event-0", "It is over".to_owned(), was, what).child(buttons),
        own_now(app),
        open,
        watch,
        opening(app, trip),
    ))
}

/// The programme's first sessions, by day: a phone's screen full, as the start page shows them before the app runs.
fn opening(app: App, trip: &Trip) -> AnyView {
    const MOST: usize = 6;
    let mut shown = 0;
    let mut parts = Vec::new();
    for day in trip.days() {
        let rows: Vec<HtmlElement> = trip
            .sessions_on(day)
            .take(MOST - shown)
            .map(|(_, session)| session_row(app, trip, session, RowTime::Clock, Vec::new()))
            .collect();
        shown += rows.len();
        if !rows.is_empty() {
            parts.push(titled(words::day_long(day), list("rows", rows)));
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
