//! Venue: the address, the rooms with their levels, how to get around, and my notes on the place.

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::Attachment;
use lanyard_core::schedule::{Trip, Venue, VenueId};
use leptos::prelude::*;

use super::lost;
use crate::components::capture::open_field;
use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::rich;
use crate::route::{self, Page};
use crate::state::App;

pub fn page(app: App, id: &VenueId) -> AnyView {
    let trip = app.trip.get();
    let Some((place, venue)) = trip.venues.iter().enumerate().find(|(_, venue)| venue.id == *id) else {
        return lost::page(app, ["venue/", id.as_str()].concat());
    };
    let facts: Vec<_> = venue.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect();
    let kept = StoredValue::new(venue.id.clone());
    view! {
        <article class="venue">
            {inner_header(app.href(Page::Trip), "Trip", venue.name.clone(), ())}
            {address(venue)}
            {rooms(app, &trip, place)}
            {(!facts.is_empty()).then(|| view! { <section><h2>"Getting around"</h2><ul class="facts-list">{facts}</ul></section> })}
            <section>
                <h2>"Your notes on this place"</h2>
                {entries(app, venue.id.clone())}
                {open_field(app, move || app.blank_entry(Attachment::Venue(kept.get_value()), None))}
            </section>
        </article>
    }
    .into_any()
}

fn address(venue: &Venue) -> Option<impl IntoView + use<>> {
    let address = venue.address.clone()?;
    let mut map = String::from("https://www.openstreetmap.org/search?query=");
    match venue.position {
        Some(position) => map.push_str(&position.to_string()),
        None => route::encode(&address, &mut map),
    }
    Some(view! { <p class="where">{address}<br/>{rich::link(&map, "Open in a map")}</p> })
}

fn rooms(app: App, trip: &Trip, venue: usize) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = trip
        .rooms
        .iter()
        .enumerate()
        .filter(|(_, room)| room.venue == Some(venue))
        .map(|(place, room)| {
            let sessions = || trip.sessions.iter().filter(|session| session.room == Some(place));
            let first = sessions().find_map(|session| trip.day(session));
            let filter = Filter { day: first, rooms: vec![room.id.clone()], ..Filter::default() };
            let count = sessions().count();
            view! {
                <li>
                    <a class="plain-row two" href=app.href(Page::Agenda(filter))>
                        <b>{room.name.clone()}</b>
                        <span>{room.level.clone()}</span>
                        <span class="count">{count}</span>
                    </a>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <section><h2>"Rooms"</h2><ul class="rows">{rows}</ul></section> })
}

fn entries(app: App, id: VenueId) -> impl IntoView {
    move || {
        let trip = app.trip.get();
        let all = app.user.entries().get();
        let items: Vec<_> = all
            .iter()
            .filter(|entry| entry.attachment == Attachment::Venue(id.clone()))
            .map(|entry| entry_item(app, &trip, entry, false))
            .collect();
        (!items.is_empty()).then(|| view! { <ul class="entries">{items}</ul> })
    }
}
