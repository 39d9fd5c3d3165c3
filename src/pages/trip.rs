//! Trip: the events and venues, my agenda as a link, and what this phone keeps.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Event, Trip, Venue};
use leptos::prelude::*;

use super::marked;
use crate::components::header::{header, offline_state};
use crate::components::html::{HtmlElement, a, all, b, h3, li, list, p, span, titled, ul};
use crate::components::{icon::icon, rich, share, sources, words};
use crate::pages::{changes, import, own};
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App) -> AnyView {
    let trip = app.trip.get();
    let when = p().child(format!("{} · {}", words::days_between(trip.first, trip.last), trip.city));
    let events = trip.events.iter().map(|event| event_card(app, &trip, event)).collect();
    let venues = trip.venues.iter().map(|venue| venue_row(app, venue)).collect();
    let facts = trip.facts.iter().map(|fact| li().child(fact.clone())).collect();
    let as_of = format!("Schedule as of {} {}.", words::day_long(trip.as_of), trip.as_of.ymd().0);
    let settings = a().class("plain-row").href(app.href(Page::Settings)).child(icon("settings")).child("Settings");
    let on_phone = all((
        p().class("facts").child(as_of),
        p().class("facts").child(format!("All times are {} time.", trip.zone.name)),
        ul().class("rows").child(move || import::way_to_trips(app)).child(li().child(settings)),
    ));
    all((
        header(app, trip.title.clone(), all((when, offline_state(app)))),
        changes::link_to_all(app),
        share::share_agenda(app),
        marked::ways(app),
        own::on_other_days(app),
        titled("Events", list("cards", events)),
        sources::refresh(app),
        import::way_in(app),
        list("facts-list", facts).map(|facts| titled("Good to know", facts)),
        list("rows", venues).map(|venues| titled("Venues", venues)),
        titled("On this phone", on_phone),
    ))
}

fn event_card(app: App, trip: &Trip, event: &Event) -> HtmlElement {
    let sessions =
        trip.sessions.iter().filter(|session| trip.event(session).is_some_and(|own| own.id == event.id)).count();
    let filter = Filter { day: Some(event.first), events: vec![event.id.clone()], ..Filter::default() };
    let facts =
        event.facts.iter().chain(&event.completeness).map(|fact| p().class("facts").child(fact.clone())).collect();
    let links = event
        .url
        .iter()
        .map(|url| ("Website", url.as_str()))
        .chain(event.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| p().child(rich::link(url, title)))
        .collect();
    li().class(format!("card {}", state::event_class(Some(event))))
        .child(h3().child(event.title.clone()))
        .child(p().class("row-facts").child(words::days_between(event.first, event.last)))
        .children(facts)
        .child(sources::origin(app, trip, &event.id))
        .child(p().child(a().href(app.href(Page::Agenda(filter))).child(words::count(sessions, "session", "sessions"))))
        .children(links)
}

fn venue_row(app: App, venue: &Venue) -> HtmlElement {
    let row = a()
        .class("plain-row two")
        .href(app.href(Page::Venue(venue.id.clone())))
        .child(b().child(venue.name.clone()))
        .child(span().child(venue.address.clone().unwrap_or_default()));
    li().child(row)
}
