//! Trip: the events and venues, my agenda as a link, and what this phone keeps.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Event, Trip, Venue};
use leptos::prelude::*;

use crate::components::header::{header, offline_state};
use crate::components::{icon::icon, rich, share, words};
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let trip = app.trip.get();
    let events: Vec<_> = trip.events.iter().map(|event| event_card(app, &trip, event)).collect();
    let venues: Vec<_> = trip.venues.iter().map(|venue| venue_row(app, venue)).collect();
    let under = view! {
        <p>{[&words::days_between(trip.first, trip.last), " · ", &trip.place].concat()}</p>
        {offline_state(app)}
    };
    view! {
        {header(app, trip.title.clone(), under)}
        {share::share_agenda(app)}
        <section><h2>"Events"</h2><ul class="cards">{events}</ul></section>
        {(!trip.facts.is_empty()).then(|| {
            let facts: Vec<_> = trip.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect();
            view! { <section><h2>"Good to know"</h2><ul class="facts-list">{facts}</ul></section> }
        })}
        <section><h2>"Venues"</h2><ul class="rows">{venues}</ul></section>
        <section>
            <h2>"On this phone"</h2>
            <p class="facts">{["Schedule as of ", &words::day_long(trip.as_of), " ", &trip.as_of.ymd().0.to_string(), "."].concat()}</p>
            <p class="facts">{["All times are ", &trip.zone.name, " time."].concat()}</p>
            <ul class="rows"><li><a class="plain-row" href=app.href(Page::Settings)>{icon("settings")}"Settings"</a></li></ul>
        </section>
    }
    .into_any()
}

fn event_card(app: App, trip: &Trip, event: &Event) -> AnyView {
    let class = ["card ", &state::event_class(Some(event))].concat();
    let sessions =
        trip.sessions.iter().filter(|session| trip.event(session).is_some_and(|own| own.id == event.id)).count();
    let filter = Filter { day: Some(event.first), events: vec![event.id.clone()], ..Filter::default() };
    let facts: Vec<_> = event
        .facts
        .iter()
        .chain(&event.completeness)
        .map(|fact| view! { <p class="facts">{fact.clone()}</p> })
        .collect();
    let links: Vec<_> = event
        .url
        .iter()
        .map(|url| ("Website", url.as_str()))
        .chain(event.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| view! { <p>{rich::link(url, title)}</p> })
        .collect();
    view! {
        <li class=class>
            <h3>{event.title.clone()}</h3>
            <p class="row-facts">{words::days_between(event.first, event.last)}</p>
            {facts}
            <p><a href=app.href(Page::Agenda(filter))>{words::count(sessions, "session", "sessions")}</a></p>
            {links}
        </li>
    }
    .into_any()
}

fn venue_row(app: App, venue: &Venue) -> AnyView {
    view! {
        <li>
            <a class="plain-row two" href=app.href(Page::Venue(venue.id.clone()))>
                <b>{venue.name.clone()}</b>
                <span>{venue.address.clone()}</span>
            </a>
        </li>
    }
    .into_any()
}
