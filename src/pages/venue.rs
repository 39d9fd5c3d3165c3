//! Venues: all of them with what holds for the whole trip; and one, with its address, its rooms and their levels, how to
//! get around, and my notes on it.

use lanyard_core::notebook::Attachment;
use lanyard_core::schedule::{Trip, Venue, VenueId};
use lanyard_core::text::query;
use leptos::prelude::*;

use super::{not_found, room};
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, b, br, li, list, p, span, titled};
use crate::components::notes_field::notes_field;
use crate::components::plain_row::{link, plain_row};
use crate::components::{rich, words};
use crate::route::Page;
use crate::state::App;

/// All venues, and how to get around.
pub fn all_venues(app: App) -> HtmlElement {
    let trip = app.trip.get();
    let rows = trip.venues.iter().map(|venue| row(app, venue)).collect();
    let facts = trip.facts.iter().map(|fact| li().child(fact.clone())).collect();
    article()
        .child(inner_header(app, Page::Trip, "Trip", "Venues and getting around".to_owned(), ()))
        .child(list("rows", rows))
        .child(list("facts-list", facts).map(|facts| titled("Good to know", facts)))
}

/// The way to a venue's page.
pub fn row(app: App, venue: &Venue) -> HtmlElement {
    let address = venue.address.as_ref().map(|address| span().child(address.clone()));
    plain_row(link(app, Page::Venue(venue.id.clone())), (b().child(venue.name.clone()), br(), address), ())
}

pub fn page(app: App, id: &VenueId) -> HtmlElement {
    let trip = app.trip.get();
    let Some((index, venue)) = trip.venue_index(id).and_then(|index| Some((index, trip.venues.get(index)?))) else {
        return not_found::page(app, &format!("venue/{id}"));
    };
    let facts = venue.facts.iter().map(|fact| li().child(fact.clone())).collect();
    let around = list("facts-list", facts).map(|facts| titled("Getting around", facts));
    let kept = StoredValue::new(venue.id.clone());
    let blank = move || app.blank_entry(Attachment::Venue(kept.get_value()), None);
    let own_rooms = trip.rooms_of(index).map(|(_, room)| room.id.clone()).collect();
    let notes = all((room::notes_on_venue(app, venue, own_rooms), notes_field(app, blank)));
    article()
        .class("venue")
        .child(inner_header(app, Page::Venues, "Venues", venue.name.clone(), ()))
        .child(address(venue))
        .child(rooms(app, &trip, index))
        .child(around)
        .child(titled("Your notes on this place", notes))
}

fn address(venue: &Venue) -> Option<HtmlElement> {
    let address = venue.address.clone()?;
    let mut map = "https://www.openstreetmap.org/search?query=".to_owned();
    match venue.position {
        Some(position) => map += &position.to_string(),
        None => query::encode(&address, &mut map),
    }
    Some(p().class("where").child(address).child(br()).child(rich::link(&map, "Open in a map")))
}

fn rooms(app: App, trip: &Trip, venue: usize) -> Option<HtmlElement> {
    let rows = trip
        .rooms_of(venue)
        .map(|(index, room)| {
            let count = words::count(trip.sessions_in(index).count(), "session", "sessions");
            let facts = room.level.iter().map(String::as_str).chain([count.as_str()]).collect::<Vec<_>>().join(" · ");
            let words = (b().child(room.name.clone()), br(), span().child(facts));
            plain_row(link(app, Page::Room(room.id.clone())), words, ())
        })
        .collect();
    list("rows", rows).map(|rows| titled("Rooms", rows))
}
