//! Now: where do I go, in one glance and without a tap.

use std::sync::Arc;

use lanyard_core::agenda::{self, OnNow};
use lanyard_core::notebook::{Attachment, EntryKind};
use lanyard_core::schedule::{Instant, Session, SessionKey, Trip};
use leptos::prelude::*;

use crate::components::entry::entry_item;
use crate::components::header::{header, offline_state};
use crate::components::row::{RowTime, Tag, session_row};
use crate::components::{icon::icon, words};
use crate::route::{Page, Route};
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let trip = app.trip.get_untracked();
    let under = view! {
        <p>{move || {
            let trip = app.trip.get();
            [&words::day_and_clock(&trip, app.now()), " · ", &trip.place].concat()
        }}</p>
        {offline_state(app)}
    };
    view! {
        {header(app, trip.title.clone(), under)}
        {move || {
            let (trip, now) = (app.trip.get(), app.now());
            match agenda::phase(&trip, now) {
                agenda::Phase::Before { minutes } => before(app, &trip, minutes),
                agenda::Phase::During => during(app, &trip, now),
                agenda::Phase::After => after(app, &trip),
            }
        }}
    }
    .into_any()
}

fn during(app: App, trip: &Arc<Trip>, now: Instant) -> AnyView {
    let agenda_keys = app.mine();
    let mine = |key: &SessionKey| agenda_keys.has(key);
    let on_now = agenda::on_now(trip, &mine, now);
    let next = agenda::next(trip, &mine, now);
    let others = agenda::also_on(trip, &mine, now);
    let cards: Vec<_> = on_now.iter().filter_map(|on| on_now_card(app, trip, on)).collect();
    let nothing = (cards.is_empty() && next.is_none()).then(|| {
        view! {
            <p class="empty">
                "Nothing of yours is on now or later today. "
                <a href=app.href(Page::Agenda(app.last_filter.get_untracked()))>"Star sessions in the agenda"</a>
                " and the next one shows here."
            </p>
        }
    });
    let next = next.and_then(|next| {
        let session = trip.sessions.get(next.session)?;
        let mut tags = vec![Tag { text: ["in ", &words::duration(next.in_minutes)].concat(), warns: false }];
        if let Some(way) = &next.way {
            tags.push(Tag { text: way.words(), warns: way.is_tight() });
        }
        Some(view! {
            <section>
                <h2>"Next in your agenda"</h2>
                <ul class="rows">{session_row(app, trip, session, RowTime::DayAndClock, tags)}</ul>
            </section>
        })
    });
    let total = others.len();
    let others: Vec<_> = others
        .into_iter()
        .filter_map(|place| trip.sessions.get(place))
        .map(|session| session_row(app, trip, session, RowTime::InGroup, Vec::new()))
        .collect();
    view! {
        {cards}
        {nothing}
        {next}
        {(total > 0).then(|| view! {
            <section>
                <h2>{["Also on now · ", &total.to_string()].concat()}</h2>
                <ul class="rows">{others}</ul>
            </section>
        })}
    }
    .into_any()
}

fn on_now_card(app: App, trip: &Trip, on: &OnNow) -> Option<AnyView> {
    let session = trip.sessions.get(on.session)?;
    let key = trip.key(session);
    let class = ["now-card ", &state::event_class(trip.event(session))].concat();
    let note = {
        let key = key.clone();
        move |_| app.capture_on(Attachment::Session(key.clone()), Some(key.event.clone()))
    };
    let left = match on.minutes_left {
        0 => "ends now".to_owned(),
        minutes => [&words::duration(minutes), " left"].concat(),
    };
    Some(
        view! {
            <section class=class>
                <p class="now-kind">"On now · " {left}</p>
                <h2 class="now-title">{session.title.clone()}</h2>
                <p class="row-facts">{where_and_who(trip, session)}</p>
                <progress max="1000" value=on.permille.to_string() aria-label="Time gone"></progress>
                <div class="buttons">
                    <button type="button" class="button primary" on:click=note>{icon("pen")}"Note on this talk"</button>
                    <a class="button" href=app.href(Page::Session(key))>"Open"</a>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn where_and_who(trip: &Trip, session: &Session) -> String {
    let parts = [words::place(trip, session).unwrap_or_default(), words::speakers(trip, session)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ")
}

fn before(app: App, trip: &Arc<Trip>, minutes: i64) -> AnyView {
    let mine = app.mine();
    let unplanned: Vec<_> = trip
        .days()
        .filter(|day| !trip.sessions_on(*day).any(|(_, session)| mine.has(&trip.key(session))))
        .map(|day| {
            let page = Page::Agenda(agenda::Filter { day: Some(day), ..agenda::Filter::default() });
            view! { <li><a class="plain-row" href=app.href(page)>{words::day_long(day)}</a></li> }
        })
        .collect();
    view! {
        <section class="now-card event-0">
            <p class="now-kind">"Not yet"</p>
            <h2 class="now-title">{["Starts in ", &words::duration(minutes)].concat()}</h2>
            <p class="row-facts">{words::days_between(trip.first, trip.last)}</p>
        </section>
        {(!unplanned.is_empty()).then(|| view! {
            <section>
                <h2>"Nothing planned yet"</h2>
                <ul class="rows">{unplanned}</ul>
            </section>
        })}
    }
    .into_any()
}

fn after(app: App, trip: &Arc<Trip>) -> AnyView {
    let entries = app.user.entries().get();
    let open: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::FollowUp && !entry.done)
        .map(|entry| entry_item(app, trip, entry, true))
        .collect();
    let watch: Vec<_> = trip
        .sessions
        .iter()
        .filter(|session| app.user.marks(&trip.key(session)).watch_later)
        .map(|session| session_row(app, trip, session, RowTime::DayAndClock, Vec::new()))
        .collect();
    let busiest = Route { page: Page::Now, at: rehearsal_moment(trip) }.href();
    view! {
        <section class="now-card event-0">
            <p class="now-kind">"It is over"</p>
            <h2 class="now-title">{[&trip.title, " was on ", &words::days_between(trip.first, trip.last)].concat()}</h2>
            <p class="row-facts">"Look back through the agenda and the notebook, or walk through the week as if it were on."</p>
            <div class="buttons">
                <a class="button primary" href=app.href(Page::Agenda(agenda::Filter::default()))>"Open the agenda"</a>
                <a class="button" href=busiest>"Rehearse the week"</a>
            </div>
        </section>
        {(!open.is_empty()).then(|| view! { <section><h2>"Open follow-ups"</h2><ul class="entries">{open}</ul></section> })}
        {(!watch.is_empty()).then(|| view! { <section><h2>"Watch later"</h2><ul class="rows">{watch}</ul></section> })}
    }
    .into_any()
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
