//! Event: when it is, what is worth knowing, its sessions and venues, and how fresh its schedule is.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Event, EventId, Trip, TripId};
use lanyard_core::share::CalendarScope;
use leptos::prelude::*;

use super::{not_found, venue};
use crate::components::header::inner_header;
use crate::components::html::{
    HtmlElement, all, article, button, chips, details, div, input, li, line, list, p, summary, titled, ul,
};
use crate::components::plain_row::{link, plain_row};
use crate::components::{rich, sources, words};
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App, id: &EventId) -> HtmlElement {
    let trip = app.trip.get();
    let Some((index, event)) = trip.events.iter().enumerate().find(|(_, event)| event.id == *id) else {
        return not_found::page(app, &format!("event/{id}"));
    };
    let count = trip.sessions.iter().filter(|session| session.event == index).count();
    let filter = Filter { day: Some(event.first), events: vec![event.id.clone()], ..Filter::default() };
    let sessions = plain_row(link(app, Page::Agenda(filter)), "Sessions in the agenda", count.to_string());
    let calendar = plain_row(link(app, Page::Calendar(CalendarScope::Event(event.id.clone()))), "Calendar file", ());
    let venues = event.venues.iter().filter_map(|index| trip.venues.get(*index));
    let rows = ul()
        .class("rows")
        .child(sessions)
        .child(calendar)
        .child(share_row(app, event))
        .children(venues.map(|each| venue::row(app, each)).collect());
    let facts = event.facts.iter().map(|fact| li().child(fact.clone())).collect();
    let links = event
        .url
        .iter()
        .map(|url| ("Website", url.as_str()))
        .chain(event.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| li().child(rich::link(url, title)))
        .collect();
    article()
        .class(format!("event {}", state::event_class(Some(event))))
        .child(inner_header(app, Page::Trip, "Trip", event.title.clone(), ()))
        .child(p().class("when").child(words::days_between(event.first, event.last)))
        .child(rows)
        .child(list("facts-list", facts).map(|facts| titled("Good to know", facts)))
        .child(list("links", links).map(|links| titled("Links", links.aria_label("Links"))))
        .child(titled("Schedule", schedule(app, &trip, event)))
        .child(app.trips.sources().iter().any(|source| source.event == event.id).then(|| edit(app, &trip, event)))
}

/// What the user can change about a conference that the user added, folded away.
fn edit(app: App, trip: &Trip, event: &Event) -> HtmlElement {
    let typed = RwSignal::new(event.title.clone());
    let field = input().r#type("text").autocomplete("off");
    let field = field.prop_value(move || typed.get()).on_text(move |text| typed.set(text));
    let (id, before) = (event.id.clone(), event.title.clone());
    let name = move || Some(typed.get().trim().to_owned()).filter(|name| !name.is_empty() && *name != before);
    let rename = {
        let (id, name) = (id.clone(), name.clone());
        move || {
            if let Some(name) = untrack(&name) {
                app.trips.rename_event(id.clone(), name);
            }
        }
    };
    let rename = button().class("button").disabled(move || name().is_none()).on_click(rename).child("Rename");
    let shown = trip.id.clone();
    let move_to = {
        let id = id.clone();
        move |title: String, to: Option<TripId>| {
            let (id, to) = (id.clone(), to.clone());
            button().class("chip").on_click(move || app.trips.move_event(id.clone(), to.clone())).child(title)
        }
    };
    let others = app.trips.catalog.with(|catalog| {
        let others = catalog.trips.iter().filter(|kept| kept.id != shown);
        others.map(|kept| move_to(kept.title.clone(), Some(kept.id.clone()))).collect::<Vec<_>>()
    });
    let new = (trip.events.len() > 1).then(|| move_to("A new trip".to_owned(), None));
    let trips: Vec<HtmlElement> = others.into_iter().chain(new).collect();
    let trips = (!trips.is_empty())
        .then(|| all((p().class("facts").child("Move it to another trip:"), chips("Move it to another trip", trips))));
    let out =
        button().class("button").on_click(move || app.trips.leave_out(id.clone())).child("Take it out of this trip");
    details()
        .class("fold")
        .child(summary().child("Rename, move or take out"))
        .child(line("Its name in Lanyard", field))
        .child(div().class("buttons").child(rename))
        .child(trips)
        .child(div().class("buttons").child(out))
}

/// The way to the link of an event that was added from an address.
pub fn share_row(app: App, event: &Event) -> Option<HtmlElement> {
    let query = app.trips.event_link(event)?.encode()?;
    Some(plain_row(link(app, Page::Add(query)), "Share this conference", ()))
}

/// How whole the schedule is, where it comes from and of which day; and the way to a newer one.
fn schedule(app: App, trip: &Trip, event: &Event) -> AnyView {
    let whole = event.completeness.clone().map(|words| p().class("facts").child(words));
    let origin = sources::origin(app, trip, &event.id);
    let has_address =
        app.trips.sources().iter().any(|source| source.event == event.id && source.origin.address().is_some());
    all((whole, origin, has_address.then(|| sources::refresh(app))))
}
