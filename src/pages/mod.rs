//! One module a screen, and the frame around them: the bar, the page, the capture sheet, the messages.
//!
//! On a wide screen a session opens beside the agenda; the list then stays as it is, with its scroll position.

mod agenda;
mod changes;
mod history;
mod import;
mod marked;
mod not_found;
mod notebook;
mod now;
pub mod own;
mod people;
mod person;
mod received;
mod room;
mod search;
mod session;
mod settings;
mod shared;
mod trash;
mod trip;
mod unlisted;
mod venue;

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::View;
use leptos::prelude::*;

use crate::components::capture::capture_button;
use crate::components::header::header;
use crate::components::node::{all, button, link, live, node, nothing, p};
use crate::components::{icon::icon, words};
use crate::platform::{focus, shell};
use crate::route::{Page, Route};
use crate::state::App;

pub use changes::mine_in_short as changes_to_mine;
pub use received::offer_waiting;
pub use settings::apply as apply_settings;

/// Everything on screen.
pub fn frame(app: App) -> AnyView {
    let skip = button("skip", "Skip to the page", focus::focus_heading);
    let content = node("div").class("content").child(rehearsal(app)).child(safety(app)).live(move || screen(app));
    all(vec![skip.build(), bar(app), content.build(), sheet(app), notices(app)])
}

fn safety(app: App) -> AnyView {
    live(move || app.deferred.get().map_or_else(nothing, |deferred| deferred.safety(app)))
}

fn sheet(app: App) -> AnyView {
    live(move || {
        let Some(entry) = app.sheet.get() else { return nothing() };
        app.deferred.get_untracked().map_or_else(nothing, |deferred| deferred.sheet(app, entry))
    })
}

fn bar(app: App) -> AnyView {
    let navigation_link = move |name: &'static str, symbol: &'static str, page: Page, covers: fn(&Page) -> bool| {
        node("a")
            .class("nav-link")
            .set_live("href", move || {
                Some(Route { page: page.clone(), at: app.navigation.route.with(|route| route.at) }.href())
            })
            .set_live("aria-current", move || {
                app.navigation.route.with(|route| covers(&route.page)).then(|| "page".to_owned())
            })
            .child(node("span").class("nav-icon").child(icon(symbol)))
            .text(name)
    };
    let in_agenda = |page: &Page| {
        matches!(page, Page::Agenda(_) | Page::Session(_) | Page::Own(..) | Page::Person(_) | Page::Search(_))
    };
    let in_notebook = |page: &Page| {
        matches!(page, Page::Notebook(_) | Page::History(_) | Page::Trash | Page::People | Page::Retrospective)
    };
    node("nav")
        .class("bar")
        .set("aria-label", "Main")
        .child(navigation_link("Now", "now", Page::Now, |page| matches!(page, Page::Now)))
        .child(navigation_link("Agenda", "agenda", Page::Agenda(Filter::default()), in_agenda))
        .child(capture_button(app))
        .child(navigation_link("Notebook", "notebook", Page::Notebook(View::default()), in_notebook))
        .child(navigation_link("Trip", "trip", Page::Trip, |page| {
            use Page::{Changes, Import, Marked, Room, Settings, Trip, Venue};
            matches!(page, Trip | Venue(_) | Room(_) | Marked(_) | Settings | Import | Changes)
        }))
        .build()
}

/// The page, drawn anew when the page or the rehearsed instant changes, but not with every filter or letter.
fn screen(app: App) -> AnyView {
    let current = Memo::new(move |_| {
        let route = app.navigation.route.get();
        let page = match route.page {
            Page::Agenda(_) => Page::Agenda(Filter::default()),
            Page::Search(_) => Page::Search(String::new()),
            Page::Notebook(_) => Page::Notebook(View::default()),
            page => page,
        };
        (page, route.at)
    });
    let beside_list = Memo::new(move |_| {
        let (page, at) = current.get();
        (app.wide.get() && matches!(page, Page::Agenda(_) | Page::Session(_)), at)
    });
    live(move || {
        let main = node("main").set("tabindex", "-1");
        if !beside_list.get().0 {
            return main.live(move || single_pane(app, current.get().0)).build();
        }
        let detail = move || match current.get().0 {
            page @ Page::Session(_) => of_deferred_part(app, page),
            _ => p("pick-one", "Pick a session to see it here.").build(),
        };
        let is_page = Signal::derive(move || current.with(|(page, _)| matches!(page, Page::Agenda(_))));
        main.class("panes")
            .child(node("div").class("pane list").child(agenda::page(app, is_page)))
            .child(node("div").class("pane detail").live(detail))
            .build()
    })
}

fn single_pane(app: App, page: Page) -> AnyView {
    match page {
        Page::Now => now::page(app),
        Page::Agenda(_) => agenda::page(app, Signal::stored(true)),
        page => of_deferred_part(app, page),
    }
}

fn of_deferred_part(app: App, page: Page) -> AnyView {
    live(move || match app.deferred.get() {
        Some(deferred) => deferred.page(app, page.clone()),
        None => header(app, "One moment".to_owned(), nothing()).build(),
    })
}

/// The pages that come with the deferred part of the app.
pub fn page(app: App, page: Page) -> AnyView {
    match page {
        Page::Now | Page::Agenda(_) => nothing(),
        Page::Session(key) => session::page(app, key),
        Page::Received(arrival) => received::page(app, arrival),
        Page::Notebook(_) => notebook::page(app),
        Page::Own(id, day) => own::page(app, id, day),
        Page::History(id) => history::page(app, id),
        Page::Trash => trash::page(app),
        Page::People => people::page(app),
        Page::Trip => trip::page(app),
        Page::Venue(id) => venue::page(app, &id),
        Page::Room(id) => room::page(app, &id),
        Page::Person(name) => person::page(app, &name),
        Page::Shared(payload) => shared::page(app, &payload),
        Page::Search(_) => search::page(app),
        Page::Settings => settings::page(app),
        Page::Import => import::page(app),
        Page::Changes => changes::page(app),
        Page::Marked(mark) => marked::page(app, mark),
        Page::Retrospective => not_found::not_yet(app),
        Page::Lost(path) => not_found::page(app, &path),
    }
}

/// Says that the app behaves as at another instant, and leads back to real time.
fn rehearsal(app: App) -> AnyView {
    live(move || {
        let Route { page, at } = app.navigation.route.get();
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
        let apply = button("button", "Use it now", || shell::announce("lanyard:apply-update"));
        node("div").class("notice").child(p("", "A new version is ready.")).child(apply).build()
    };
    let notice = move || {
        let Some(notice) = app.notices.shown() else { return nothing() };
        let close = move || app.notices.close();
        let way_back = notice.action.map(|(name, act)| {
            button("button", name, move || {
                act();
                close();
            })
        });
        node("div")
            .class("notice")
            .child(p("", notice.text))
            .child(way_back)
            .child(button("icon-button", "", close).set("aria-label", "Close").child(icon("close")))
            .build()
    };
    node("div").class("notices").set("role", "status").live(update).live(notice).build()
}
