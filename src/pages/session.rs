//! Session: what, when, where, who; my marks; my entries on it, with a field that is always open.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Mark, Marks};
use lanyard_core::schedule::{Details, Session, SessionKey, Trip, When};
use leptos::prelude::*;

use super::lost;
use crate::components::capture::open_field;
use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::row::{RowTime, session_row};
use crate::components::{rich, share, words};
use crate::platform::window;
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App, key: SessionKey) -> AnyView {
    (move || {
        let trip = app.trip.get();
        match trip.find(&key) {
            Some(session) => found(app, &trip, session, key.clone()),
            None => lost::no_such_session(app, &key),
        }
    })
    .into_any()
}

fn found(app: App, trip: &Trip, session: &Session, key: SessionKey) -> AnyView {
    let event = trip.event(session);
    let class = ["session ", &state::event_class(event)].concat();
    let event_name = event.map(|event| event.title.clone());
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    let over = view! { <p class="event-name">{event_name}</p> };
    let details = {
        let key = key.clone();
        move || app.details.get().and_then(|book| book.get(&key).cloned()).map(details_view)
    };
    let blank = {
        let key = StoredValue::new(key.clone());
        move || key.with_value(|key| app.blank_entry(Attachment::Session(key.clone()), Some(key.event.clone())))
    };
    view! {
        <article class=class>
            {inner_header(back, "Agenda", session.title.clone(), over)}
            <p class="when">{when_line(trip, session)}</p>
            {readers_time(trip, session.when)}
            <p class="where">{where_line(app, trip, session)}</p>
            {speakers(app, trip, session)}
            {labels(trip, session)}
            {marks(app, session, &key)}
            {overlaps(app, key.clone())}
            {details}
            <section>
                <h2>"Your notes"</h2>
                {entries(app, key.clone())}
                {open_field(app, blank)}
            </section>
            {share::share_session(app, trip, session)}
        </article>
    }
    .into_any()
}

fn when_line(trip: &Trip, session: &Session) -> String {
    let day = trip.day(session).map(words::day_long);
    let zone = session.when.start().map(|start| trip.zone.abbreviation_at(start));
    let mut text = day.map(|day| [&day, ", "].concat()).unwrap_or_default();
    text.push_str(&words::time_range(trip, session.when));
    if let Some(zone) = zone {
        text.push(' ');
        text.push_str(zone);
    }
    text
}

/// The reader's own time, when it differs from the venue's.
fn readers_time(trip: &Trip, when: When) -> Option<impl IntoView + use<>> {
    let start = when.start()?;
    let here = window::local_time(start)?;
    let there = trip.zone.local(start);
    (here != there).then(|| {
        let text = ["Your time: ", &words::day_short(here.day), ", ", &here.clock()].concat();
        view! { <p class="readers-time">{text}</p> }
    })
}

fn where_line(app: App, trip: &Trip, session: &Session) -> AnyView {
    let name = words::place(trip, session).unwrap_or_else(|| "Place not known".to_owned());
    match trip.venue_of(session).and_then(|place| trip.venues.get(place)) {
        Some(venue) => view! { <a href=app.href(Page::Venue(venue.id.clone()))>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

fn speakers(app: App, trip: &Trip, session: &Session) -> Option<impl IntoView + use<>> {
    let people: Vec<_> = trip
        .speakers(session)
        .map(|person| {
            let affiliation = person.affiliation.as_ref().map(|affiliation| [", ", affiliation].concat());
            view! {
                <li><a href=app.href(Page::Person(person.name.clone()))>{person.name.clone()}</a>{affiliation}</li>
            }
        })
        .collect();
    (!people.is_empty()).then(|| view! { <ul class="people" aria-label="Speakers">{people}</ul> })
}

fn labels(trip: &Trip, session: &Session) -> Option<impl IntoView + use<>> {
    let labels: Vec<_> = [session.kind, session.track, session.level, session.language]
        .into_iter()
        .filter_map(|place| trip.label(place))
        .map(|label| view! { <span class="tag">{label.to_owned()}</span> })
        .collect();
    (!labels.is_empty()).then(|| view! { <p class="row-tags">{labels}</p> })
}

fn marks(app: App, session: &Session, key: &SessionKey) -> impl IntoView + use<> {
    let toggle = |mark: Mark, name: &'static str, get: fn(&Marks) -> bool| {
        let (shown, set, known) = (key.clone(), key.clone(), state::known(session));
        let on = Memo::new(move |_| get(&app.user.marks(&shown)));
        let label = match mark {
            Mark::Star => Some(["Star ", &session.title].concat()),
            _ => None,
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-label=label
                aria-pressed=move || if on.get() { "true" } else { "false" }
                on:click=move |_| app.user.set_mark(&set, known.clone(), mark, !on.get_untracked())
            >{name}</button>
        }
        .into_any()
    };
    view! {
        <div class="chips" role="group" aria-label="Marks">
            {toggle(Mark::Star, "★ Star", |marks| marks.star)}
            {toggle(Mark::Attended, "Attended", |marks| marks.attended)}
            {toggle(Mark::WatchLater, "Watch later", |marks| marks.watch_later)}
        </div>
    }
}

fn overlaps(app: App, key: SessionKey) -> impl IntoView {
    move || {
        let trip = app.trip.get();
        let session = trip.find(&key)?;
        let mine = app.mine();
        let clashes = agenda::conflicts_of(&trip, &|other| mine.has(other), session);
        let rows: Vec<_> = clashes
            .iter()
            .filter_map(|clash| trip.sessions.get(clash.session))
            .map(|other| session_row(app, &trip, other, RowTime::Clock, Vec::new()))
            .collect();
        (!rows.is_empty())
            .then(|| view! { <section><h2>"Overlaps in your agenda"</h2><ul class="rows">{rows}</ul></section> })
    }
}

fn details_view(details: Details) -> AnyView {
    let links: Vec<_> = details
        .url
        .iter()
        .map(|url| ("Page in the programme".to_owned(), url.clone()))
        .chain(details.links.iter().map(|link| (link.title.clone(), link.url.clone())))
        .map(|(title, url)| view! { <li>{rich::link(&url, &title)}</li> })
        .collect();
    view! {
        {details.abstract_text.map(|text| view! { <div class="abstract">{rich::described(&text)}</div> })}
        {details.remark.map(|remark| view! { <p class="remark">{remark}</p> })}
        {(!links.is_empty()).then(|| view! { <ul class="links" aria-label="Links">{links}</ul> })}
    }
    .into_any()
}

fn entries(app: App, key: SessionKey) -> impl IntoView {
    move || {
        let trip = app.trip.get();
        let all = app.user.entries().get();
        let items: Vec<_> = all
            .iter()
            .filter(|entry| entry.attachment == Attachment::Session(key.clone()))
            .map(|entry| entry_item(app, &trip, entry, false))
            .collect();
        (!items.is_empty()).then(|| view! { <ul class="entries">{items}</ul> })
    }
}
