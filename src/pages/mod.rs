//! One module a screen, and the frame around them: the bar, the page, the capture sheet, the messages.
//!
//! On a wide screen a session opens beside the agenda; the list then stays as it is, with its place in the scroll.

mod agenda;
mod lost;
mod notebook;
mod now;
mod person;
mod search;
mod session;
mod settings;
mod shared;
mod trip;
mod venue;

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::Entry;
use lanyard_core::records::Standing;
use leptos::prelude::*;

use crate::components::capture::{capture_button, capture_sheet};
use crate::components::node::{all, button, link, live, node, nothing, p};
use crate::components::{icon::icon, safety, words};
use crate::platform::window;
use crate::route::{Page, Route};
use crate::state::App;

pub use settings::apply as apply_settings;

/// Everything on screen.
pub fn frame(app: App) -> AnyView {
    receive(app);
    let skip = button("skip", "Skip to the page", window::focus_heading);
    let stage = node("div").class("stage").child(rehearsal(app)).child(safety::state(app)).live(move || screen(app));
    all(vec![skip.build(), bar(app), stage.build(), capture_sheet(app), notices(app)])
}

/// Makes an entry of what the share sheet sent, as soon as entries can be kept, and opens it in the sheet.
fn receive(app: App) {
    Effect::new(move || {
        let Page::Received(words) = app.route.get().page else { return };
        if app.user.standing().get() == Standing::Loading {
            return;
        }
        app.capture();
        if let Some(entry) = app.sheet.get_untracked() {
            let entry = Entry { text: words, ..entry };
            app.user.write_entry(entry.clone());
            app.sheet.set(Some(entry));
        }
        app.replace(Page::Now);
    });
}

fn bar(app: App) -> AnyView {
    let place = move |name: &'static str, symbol: &'static str, page: Page, covers: fn(&Page) -> bool| {
        node("a")
            .class("place")
            .set_live("href", move || Some(Route { page: page.clone(), at: app.route.with(|route| route.at) }.href()))
            .set_live("aria-current", move || app.route.with(|route| covers(&route.page)).then(|| "page".to_owned()))
            .child(node("span").class("place-icon").child(icon(symbol)))
            .text(name)
    };
    let in_agenda =
        |page: &Page| matches!(page, Page::Agenda(_) | Page::Session(_) | Page::Person(_) | Page::Search(_));
    node("nav")
        .class("bar")
        .set("aria-label", "Main")
        .child(place("Now", "now", Page::Now, |page| matches!(page, Page::Now)))
        .child(place("Agenda", "agenda", Page::Agenda(Filter::default()), in_agenda))
        .child(capture_button(app))
        .child(place("Notebook", "notebook", Page::Notebook, |page| {
            matches!(page, Page::Notebook | Page::Retrospective)
        }))
        .child(place("Trip", "trip", Page::Trip, |page| matches!(page, Page::Trip | Page::Venue(_) | Page::Settings)))
        .build()
}

/// The page, drawn anew when the place or the rehearsed instant changes, but not with every filter or letter.
fn screen(app: App) -> AnyView {
    let place = Memo::new(move |_| {
        let route = app.route.get();
        let page = match route.page {
            Page::Agenda(_) => Page::Agenda(Filter::default()),
            Page::Search(_) => Page::Search(String::new()),
            page => page,
        };
        (page, route.at)
    });
    let beside_list = Memo::new(move |_| {
        let (page, at) = place.get();
        (app.wide.get() && matches!(page, Page::Agenda(_) | Page::Session(_)), at)
    });
    live(move || {
        let main = node("main").set("tabindex", "-1");
        if !beside_list.get().0 {
            return main.live(move || alone(app, place.get().0)).build();
        }
        let detail = move || match place.get().0 {
            Page::Session(key) => session::page(app, key),
            _ => p("pick-one", "Pick a session to see it here.").build(),
        };
        let is_page = Signal::derive(move || place.with(|(page, _)| matches!(page, Page::Agenda(_))));
        main.class("panes")
            .child(node("div").class("pane list").child(agenda::page(app, is_page)))
            .child(node("div").class("pane detail").live(detail))
            .build()
    })
}

fn alone(app: App, page: Page) -> AnyView {
    match page {
        Page::Now | Page::Received(_) => now::page(app),
        Page::Agenda(_) => agenda::page(app, Signal::stored(true)),
        Page::Session(key) => session::page(app, key),
        Page::Notebook => notebook::page(app),
        Page::Trip => trip::page(app),
        Page::Venue(id) => venue::page(app, &id),
        Page::Person(name) => person::page(app, &name),
        Page::Shared(payload) => shared::page(app, &payload),
        Page::Search(_) => search::page(app),
        Page::Settings => settings::page(app),
        Page::Retrospective => lost::not_yet(app),
        Page::Lost(path) => lost::page(app, &path),
    }
}

/// Says that the app behaves as at another instant, and leads back to real time.
fn rehearsal(app: App) -> AnyView {
    live(move || {
        let Route { page, at } = app.route.get();
        let Some(at) = at else { return nothing() };
        let when = words::day_and_clock(&app.trip.get(), at);
        let words = node("span").text("Rehearsing ").child(node("b").text(when));
        let stop = link("", Route { page, at: None }.href(), "Stop").set("aria-label", "Stop, back to real time");
        node("p").class("rehearsal").child(words).child(stop).build()
    })
}

fn notices(app: App) -> AnyView {
    let update = move || {
        if !app.update_waiting.get() {
            return nothing();
        }
        let apply = button("button", "Use it now", || window::announce("lanyard:apply-update"));
        node("div").class("notice").child(p("", "A new version is ready.")).child(apply).build()
    };
    let notice = move || {
        let Some(notice) = app.notice.get() else { return nothing() };
        let close = move || app.notice.set(None);
        let undo = notice.undo.map(|undo| {
            button("button", "Undo", move || {
                undo();
                close();
            })
        });
        node("div")
            .class("notice")
            .child(p("", notice.text))
            .child(undo)
            .child(button("icon-button", "", close).set("aria-label", "Close").child(icon("close")))
            .build()
    };
    node("div").class("notices").set("role", "status").live(update).live(notice).build()
}
