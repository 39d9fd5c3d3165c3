//! Trip: the events and venues, my agenda as a link, and what this phone keeps.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Event, Trip, Venue};
use leptos::prelude::*;

use super::marked;
use crate::components::header::{header, offline_state};
use crate::components::node::{all, link, list, node, nothing, p, section};
use crate::components::{icon::icon, rich, share, sources, words};
use crate::pages::{changes, import, own};
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let trip = app.trip.get();
    let when = p("", [&words::days_between(trip.first, trip.last), " · ", &trip.city].concat());
    let events = trip.events.iter().map(|event| event_card(app, &trip, event)).collect();
    let venues = trip.venues.iter().map(|venue| venue_row(app, venue)).collect();
    let facts = trip.facts.iter().map(|fact| node("li").text(fact.clone()).build()).collect();
    let as_of = ["Schedule as of ", &words::day_long(trip.as_of), " ", &trip.as_of.ymd().0.to_string(), "."].concat();
    let settings = link("plain-row", app.href(Page::Settings), "").child(icon("settings")).text("Settings");
    let on_phone = all(vec![
        p("facts", as_of).build(),
        p("facts", ["All times are ", &trip.zone.name, " time."].concat()).build(),
        node("ul").class("rows").live(move || import::way_to_trips(app)).child(node("li").child(settings)).build(),
    ]);
    all(vec![
        header(app, trip.title.clone(), all(vec![when.build(), offline_state(app).build()])).build(),
        changes::link_to_all(app),
        share::share_agenda(app).build(),
        marked::ways(app).build(),
        own::on_other_days(app),
        section("Events", list("cards", events)).build(),
        sources::refresh(app),
        import::way_in(app).build(),
        list("facts-list", facts).map_or_else(nothing, |facts| section("Good to know", facts).build()),
        list("rows", venues).map_or_else(nothing, |venues| section("Venues", venues).build()),
        section("On this phone", on_phone).build(),
    ])
}

fn event_card(app: App, trip: &Trip, event: &Event) -> AnyView {
    let sessions =
        trip.sessions.iter().filter(|session| trip.event(session).is_some_and(|own| own.id == event.id)).count();
    let filter = Filter { day: Some(event.first), events: vec![event.id.clone()], ..Filter::default() };
    let facts = event.facts.iter().chain(&event.completeness).map(|fact| p("facts", fact.clone()).build()).collect();
    let links = event
        .url
        .iter()
        .map(|url| ("Website", url.as_str()))
        .chain(event.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| node("p").child(rich::link(url, title)).build())
        .collect();
    node("li")
        .class(["card ", &state::event_class(Some(event))].concat())
        .child(node("h3").text(event.title.clone()))
        .child(p("row-facts", words::days_between(event.first, event.last)))
        .children(facts)
        .child(sources::origin(app, trip, &event.id))
        .child(node("p").child(link("", app.href(Page::Agenda(filter)), words::count(sessions, "session", "sessions"))))
        .children(links)
        .build()
}

fn venue_row(app: App, venue: &Venue) -> AnyView {
    let row = link("plain-row two", app.href(Page::Venue(venue.id.clone())), "")
        .child(node("b").text(venue.name.clone()))
        .child(node("span").text(venue.address.clone().unwrap_or_default()));
    node("li").child(row).build()
}
