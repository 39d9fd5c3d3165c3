//! A conference that a link names: to add it with a tap, and to hand it on once it is here.

use lanyard_core::schedule::Event;
use lanyard_core::share::EventLink;
use lanyard_core::trips::Origin;
use leptos::prelude::*;

use super::not_found;
use crate::components::header::inner_header;
use crate::components::html::{all, article, button, div, live, p, section, ul};
use crate::components::plain_row::{link, plain_row};
use crate::components::share::link_with_code;
use crate::components::sources::host;
use crate::components::words;
use crate::platform::address;
use crate::route::{Page, Route};
use crate::state::App;
use crate::state::trips::Input;

pub fn page(app: App, query: &str) -> AnyView {
    let head = move |title: String| inner_header(app, Page::Trip, "Trip", title, ());
    let named = match EventLink::decode(query) {
        Ok(named) => named,
        Err(error) => {
            let said = p().class("remark").role("alert").child(error.to_string());
            return article()
                .child(head("Add a conference".to_owned()))
                .child(said)
                .child(not_found::ways_on(app))
                .into();
        }
    };
    live(move || {
        // Whether it is here already is known once what is stored has been read.
        let found = app.trips.trip_of_link(&named);
        let Some((kept, event)) = found else {
            let title = format!("Add {}", named.name);
            return article().class("import").child(head(title)).child(way_to_add(app, &named));
        };
        let trip = app.trip.get();
        let page = article().child(head(format!("Share {}", named.name)));
        match trip.events.iter().find(|known| known.id == event).filter(|_| kept.id == trip.id) {
            Some(event) => page.child(hand_on(app, &named, event)),
            None => {
                let (said, id) = (format!("It is on this phone, in {}.", kept.title), kept.id);
                let show = button().class("button").on_click(move || app.trips.choose(id.clone()));
                page.child(p().child(said))
                    .child(div().class("buttons").child(show.child(format!("Show {}", kept.title))))
            }
        }
    })
}

/// Opens the conference that a pasted text names. False when it names none.
pub fn opens(app: App, text: &str) -> bool {
    let query = EventLink::query_in(text);
    if let Some(query) = query {
        app.navigation.go(Page::Add(query.to_owned()));
    }
    query.is_some()
}

/// Nothing is asked before the tap.
fn way_to_add(app: App, named: &EventLink) -> AnyView {
    let said = format!(
        "Its schedule is at {}. Lanyard asks that site once, when you tap. Nothing of yours is sent, and you see what is \
         in it before it is added.",
        host(&named.address)
    );
    let EventLink { zone, address, .. } = named.clone();
    let input = Input { zone, ..Input::of(Origin::Address(address), Vec::new()) };
    let read = move || {
        let input = input.clone();
        app.when_ready(move |_| {
            app.trips.look_into(input);
            app.navigation.go(Page::Import);
        });
    };
    let read = button().class("button primary").on_click(read).child("Read the schedule");
    all((p().child(said), p().class("facts").child(named.address.clone()), div().class("buttons").child(read)))
}

/// The link and its code.
fn hand_on(app: App, named: &EventLink, event: &Event) -> AnyView {
    let link_to_add = |query| address::of_app() + &Route::plain(Page::Add(query)).href();
    let panel = named.encode().map(|query| {
        let words = format!("{}\n{}\nAdd it to Lanyard:", named.name, words::days_between(event.first, event.last));
        let code_name = "Code with the link to this conference";
        section().class("share").child(link_with_code(app, &named.name, words, link_to_add(query), code_name))
    });
    let way = plain_row(link(app, Page::Event(event.id.clone())), "It is on this phone", ());
    let said = "Whoever opens the link, or scans the code, sees what it is and reads its schedule with a tap. Nothing of \
        yours is in it.";
    all((p().class("facts").child(said), panel, ul().class("rows").child(way)))
}
