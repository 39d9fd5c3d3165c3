//! One module a screen, and the frame around them: the bar, the page, the capture sheet, the messages.
//!
//! On a wide screen a page opens beside the list that leads to it; the list then stays as it is, with its scroll position.

mod add;
mod agenda;
mod backup;
mod calendar;
mod card;
mod changes;
mod closing;
mod codes;
mod compare;
mod event;
mod found_card;
mod hidden;
mod history;
mod import;
mod marked;
mod not_found;
mod notebook;
mod now;
pub mod own;
mod people;
mod person;
mod phone;
mod plan;
mod posters;
mod print;
mod received;
mod recordings;
mod retrospective;
mod room;
mod scan;
mod search;
mod session;
mod settings;
mod shared;
mod stars;
mod trash;
mod trip;
mod unlisted;
mod venue;

use std::sync::atomic::{AtomicBool, Ordering};

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::View;
use lanyard_core::share::CalendarScope;
use leptos::ev;
use leptos::prelude::*;

use crate::components::capture::capture_button;
use crate::components::header::header;
use crate::components::html::{HtmlElement, a, all, button, div, live, main, nav, p, span};
use crate::components::icon::icon;
use crate::platform::{focus, shell};
use crate::route::{Page, Route};
use crate::state::{App, LaterFeatures, LaterPart, UpdateState};

pub use agenda::filters::filters as agenda_filters;
pub use agenda::grid::grid as agenda_grid;
pub use changes::mine_in_short as changes_to_mine;
pub use closing::looking_back;
pub use received::offer_waiting;
pub use settings::apply as apply_settings;

/// Everything on screen.
pub fn frame(app: App) -> AnyView {
    let skip = button().class("skip").on_click(focus::focus_heading).child("Skip to the page");
    let content = div().class("content").child(rehearsal(app)).child(safety(app)).child(move || screen(app));
    all((skip, bar(app), content, sheet(app), notices(app)))
}

fn safety(app: App) -> AnyView {
    live(move || app.deferred.get().map(|deferred| deferred.safety(app)))
}

fn sheet(app: App) -> AnyView {
    live(move || {
        app.sheet.track();
        app.deferred.get_untracked()?.sheet(app)
    })
}

fn bar(app: App) -> HtmlElement {
    // Beside a list one is where that is.
    let place = move || if app.wide.get() { app.navigation.list } else { app.navigation.route };
    let navigation_link = move |name: &'static str, symbol: &'static str, page: Page, covers: fn(&Page) -> bool| {
        let here = page.clone();
        let again = move || {
            if app.navigation.route.with_untracked(|route| route.page == here) {
                app.navigation.taps_again.update(|taps| *taps += 1);
            }
        };
        a().class("nav-link")
            .on_click(again)
            .href(move || app.navigation.route.with(|route| route.to(page.clone())).href())
            .aria_current(move || place().with(|route| covers(&route.page)).then_some("page"))
            .child(span().class("nav-icon").child(icon(symbol)))
            .child(name)
    };
    let in_agenda = |page: &Page| {
        matches!(
            page,
            Page::Agenda(_)
                | Page::Session(_)
                | Page::Calendar(CalendarScope::Session(_))
                | Page::Own(..)
                | Page::Person(_)
                | Page::Search(_)
                | Page::Plan(_)
                | Page::Instead(_)
                | Page::Print(_)
        )
    };
    let in_notebook = |page: &Page| {
        matches!(
            page,
            Page::Notebook(_)
                | Page::History(_)
                | Page::Trash
                | Page::People
                | Page::Card
                | Page::Retrospective(..)
                | Page::Closing(_)
                | Page::Recordings
        )
    };
    nav()
        .class("bar")
        .aria_label("Main")
        .child(navigation_link("Now", "now", Page::Now, |page| matches!(page, Page::Now)))
        .child(navigation_link("Agenda", "agenda", Page::Agenda(Filter::default()), in_agenda))
        .child(capture_button(app))
        .child(navigation_link("Notebook", "notebook", Page::Notebook(View::default()), in_notebook))
        .child(navigation_link("Trip", "trip", Page::Trip, |page| {
            use Page::{
                Add, Backup, Calendar, Changes, Codes, Compare, Event, Hidden, Import, Marked, Phone, Posters, Room,
                Scan, Settings, Stars, Trip, Venue, Venues,
            };
            matches!(
                page,
                Trip | Event(_)
                    | Venues
                    | Venue(_)
                    | Room(_)
                    | Marked(_)
                    | Phone
                    | Codes
                    | Scan
                    | Backup(_)
                    | Settings
                    | Import
                    | Add(_)
                    | Stars
                    | Changes
                    | Hidden
                    | Compare
                    | Posters
                    | Calendar(CalendarScope::Agenda | CalendarScope::Event(_))
            )
        }))
}

/// The page, drawn anew when the page, the list beside it or the rehearsed instant changes, but not with every filter or
/// letter.
fn screen(app: App) -> AnyView {
    let itself = |route: &Route| route.to(route.page.itself());
    let current = Memo::new(move |_| app.navigation.route.with(itself));
    let beside = Memo::new(move |_| app.navigation.list.with(itself));
    let page = move || pane(app, current.get().page);
    live(move || {
        let (main, list) = (main().tabindex("-1"), beside.get().page);
        if !app.wide.get() || list.is_alone() {
            return main.child(page);
        }
        let listed = list.clone();
        let is_page = Signal::derive(move || current.with(|route| route.page == listed));
        let has_stood = AtomicBool::new(false);
        let detail = move || {
            let stands = has_stood.swap(true, Ordering::Relaxed);
            if !is_page.get() {
                return page();
            }
            if stands {
                // The list has not moved.
                app.navigation.set_placed();
            }
            p().class("pick-one").child("What you pick opens here.").into()
        };
        main.class("panes")
            .child(div().class("pane list").child(pane(app.beside(is_page), list)))
            .child(div().class("pane detail").child(detail))
    })
}

fn pane(app: App, page: Page) -> AnyView {
    match page {
        Page::Now => now::page(app),
        Page::Agenda(_) => agenda::page(app),
        page => of_deferred_part(app, page),
    }
}

fn of_deferred_part(app: App, page: Page) -> AnyView {
    live(move || match app.deferred.get() {
        Some(deferred) => deferred.page(app, page.clone()),
        None => title(app, "One moment").into(),
    })
}

/// The pages that come with the deferred part of the app, and a place for those that come with the later one.
pub fn page(app: App, page: Page) -> AnyView {
    match page {
        Page::Now | Page::Agenda(_) => all(()),
        Page::Session(key) => session::page(app, key),
        Page::Received(arrival) => received::page(app, arrival),
        Page::Notebook(_) => notebook::page(app),
        Page::Own(id, day) => own::page(app, id, day).into(),
        Page::History(id) => history::page(app, id),
        Page::Trash => trash::page(app).into(),
        Page::People => people::page(app).into(),
        Page::Trip => trip::page(app),
        Page::Venues => venue::all_venues(app).into(),
        Page::Venue(id) => venue::page(app, &id).into(),
        Page::Room(id) => room::page(app, &id).into(),
        Page::Person(name) => person::page(app, &name),
        Page::Shared(payload) => shared::page(app, &payload),
        Page::Search(_) => search::page(app).into(),
        Page::Phone => phone::page(app).into(),
        Page::Changes => changes::page(app).into(),
        Page::Marked(mark) => marked::page(app, mark).into(),
        Page::Lost(path) => not_found::page(app, &path).into(),
        Page::Add(_)
        | Page::Backup(_)
        | Page::Calendar(_)
        | Page::Card
        | Page::Closing(_)
        | Page::Codes
        | Page::Compare
        | Page::Event(_)
        | Page::Hidden
        | Page::Import
        | Page::Instead(_)
        | Page::Plan(_)
        | Page::Posters
        | Page::Print(_)
        | Page::Recordings
        | Page::Retrospective(..)
        | Page::Scan
        | Page::Settings
        | Page::Stars => of_later_part(app, title, move |later| later.page(app, page.clone())),
    }
}

fn title(app: App, title: &'static str) -> HtmlElement {
    header(app, title.to_owned(), ())
}

/// Something of the later part, as soon as it is there. Until then it has a title alone, which `title` draws. What did not
/// arrive is asked for again each time that something of it is opened.
pub fn of_later_part(
    app: App,
    title: fn(App, &'static str) -> HtmlElement,
    draw: impl Fn(&dyn LaterFeatures) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    if let LaterPart::Missing(fetch) = app.later.get_untracked() {
        fetch(app);
    }
    live(move || match app.later.get() {
        LaterPart::Here(later) => draw(later),
        LaterPart::Awaited => title(app, "One moment").into(),
        LaterPart::Missing(fetch) => {
            let why = "It did not arrive. Your notes are safe, and stars, search and the notebook work. Try again when the \
                network is better.";
            let again = p()
                .class("buttons")
                .child(button().class("button primary").on_click(move || fetch(app)).child("Try again"));
            all((title(app, "A part of Lanyard is missing"), p().class("empty").role("alert").child(why), again))
        }
    })
}

/// The pages that come with the later part of the app.
pub fn later_page(app: App, page: Page) -> AnyView {
    match page {
        Page::Codes => codes::page(app).into(),
        Page::Scan => scan::page(app).into(),
        Page::Backup(share) => backup::page(app, share).into(),
        Page::Import => import::page(app).into(),
        Page::Add(query) => add::page(app, &query),
        Page::Card => card::page(app).into(),
        Page::Stars => stars::page(app).into(),
        Page::Calendar(scope) => calendar::page(app, scope),
        Page::Retrospective(..) => retrospective::page(app).into(),
        Page::Closing(_) => closing::page(app).into(),
        Page::Plan(_) => plan::page(app).into(),
        Page::Instead(key) => plan::instead(app, &key).into(),
        Page::Hidden => hidden::page(app).into(),
        Page::Compare => compare::page(app).into(),
        Page::Event(id) => event::page(app, &id).into(),
        Page::Posters => posters::page(app).into(),
        Page::Recordings => recordings::page(app).into(),
        Page::Print(_) => print::page(app).into(),
        Page::Settings => settings::page(app).into(),
        _ => all(()),
    }
}

/// The rehearsal clock, while the app behaves as at another instant, or the way out of the example. It has its height before
/// what stands in it arrives.
fn rehearsal(app: App) -> AnyView {
    let is_example = app.is_example();
    let is_on = Memo::new(move |_| is_example || app.navigation.route.with(|route| route.at.is_some()));
    let (class, name) = if is_example { ("rehearsal example", "Example") } else { ("rehearsal", "Rehearsal clock") };
    let clock = move || app.deferred.get().map(|deferred| deferred.rehearsal(app));
    live(move || is_on.get().then(|| div().class(class).role("group").aria_label(name).child(clock)))
}

fn notices(app: App) -> HtmlElement {
    let update = move || {
        let update = app.update.get();
        if update == UpdateState::Nothing {
            return None;
        }
        let apply = button().class("button").on_click(|| shell::announce("lanyard:apply-update")).child("Use it now");
        let back_up = || a().class("button").href(app.href(Page::Backup(None))).child("Save a backup first");
        let ready = div().class("notice").child(p().child("A new version is ready."));
        Some(ready.child((update == UpdateState::Migrates).then(back_up)).child(apply))
    };
    let notice = move || {
        let notice = app.notices.shown()?;
        let close = move || app.notices.close();
        let way_back = notice.action.map(|(name, act)| {
            let act = move || {
                act();
                close();
            };
            button().class("button").on_click(act).child(name)
        });
        let close = button().class("icon-button").aria_label("Close").on_click(close).child(icon("close"));
        Some(div().class("notice").child(p().child(notice.text)).child(way_back).child(close))
    };
    let hold = move |is_held| app.notices.hold(is_held);
    div()
        .class("notices")
        .role("status")
        .on(ev::pointerover, move |_| hold(true))
        .on(ev::pointerout, move |_| hold(false))
        .on(ev::focusin, move |_| hold(true))
        .on(ev::focusout, move |_| hold(false))
        .child(update)
        .child(notice)
}
