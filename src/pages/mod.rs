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
use leptos::prelude::*;

use crate::components::capture::{capture_button, capture_sheet};
use crate::components::{icon::icon, safety, words};
use crate::platform::window;
use crate::route::{Page, Route};
use crate::state::App;

pub use settings::apply as apply_settings;

/// Everything on screen.
pub fn frame(app: App) -> impl IntoView {
    view! {
        <button type="button" class="skip" on:click=|_| window::focus_heading()>"Skip to the page"</button>
        {bar(app)}
        <div class="stage">
            {rehearsal(app)}
            {safety::state(app)}
            {move || screen(app)}
        </div>
        {capture_sheet(app)}
        {notices(app)}
    }
}

fn bar(app: App) -> impl IntoView {
    let place = move |name: &'static str, symbol: &'static str, page: Page, covers: fn(&Page) -> bool| {
        view! {
            <a
                class="place"
                href=move || Route { page: page.clone(), at: app.route.with(|route| route.at) }.href()
                aria-current=move || app.route.with(|route| covers(&route.page)).then_some("page")
            >
                <span class="place-icon">{icon(symbol)}</span>
                {name}
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="bar" aria-label="Main">
            {place("Now", "now", Page::Now, |page| matches!(page, Page::Now))}
            {place("Agenda", "agenda", Page::Agenda(Filter::default()), |page| {
                matches!(page, Page::Agenda(_) | Page::Session(_) | Page::Person(_) | Page::Search(_))
            })}
            {capture_button(app)}
            {place("Notebook", "notebook", Page::Notebook, |page| matches!(page, Page::Notebook | Page::Retrospective))}
            {place("Trip", "trip", Page::Trip, |page| matches!(page, Page::Trip | Page::Venue(_) | Page::Settings))}
        </nav>
    }
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
        let wide = app.wide.get();
        (wide && place.with(|(page, _)| matches!(page, Page::Agenda(_) | Page::Session(_))), place.with(|(_, at)| *at))
    });
    (move || {
        if beside_list.get().0 {
            let detail = move || match place.get().0 {
                Page::Session(key) => session::page(app, key),
                _ => view! { <p class="pick-one">"Pick a session to see it here."</p> }.into_any(),
            };
            let is_page = move || place.with(|(page, _)| matches!(page, Page::Agenda(_)));
            return view! {
                <main class="panes" tabindex="-1">
                    <div class="pane list">{agenda::list(app, Signal::derive(is_page))}</div>
                    <div class="pane detail">{detail}</div>
                </main>
            }
            .into_any();
        }
        view! { <main tabindex="-1">{move || alone(app, place.get().0)}</main> }.into_any()
    })
    .into_any()
}

fn alone(app: App, page: Page) -> AnyView {
    match page {
        Page::Now => now::page(app),
        Page::Agenda(_) => agenda::list(app, Signal::stored(true)),
        Page::Session(key) => session::page(app, key),
        Page::Notebook => notebook::page(app),
        Page::Trip => trip::page(app),
        Page::Venue(id) => venue::page(app, &id),
        Page::Person(name) => person::page(app, &name),
        Page::Shared(payload) => shared::page(app, &payload),
        Page::Search(_) => search::page(app),
        Page::Settings => settings::page(app),
        Page::Retrospective => lost::not_yet(app),
        Page::Lost(path) => lost::page(app, path),
    }
}

/// Says that the app behaves as at another instant, and leads back to real time.
fn rehearsal(app: App) -> impl IntoView {
    move || {
        let Route { page, at } = app.route.get();
        at.map(|at| {
            let real = Route { page, at: None }.href();
            let when = words::day_and_clock(&app.trip.get(), at);
            view! {
                <p class="rehearsal">
                    <span>"Rehearsing " <b>{when}</b></span>
                    <a href=real aria-label="Back to real time">"Stop"</a>
                </p>
            }
        })
    }
}

fn notices(app: App) -> impl IntoView {
    let update = move || {
        app.update_waiting.get().then(|| {
            view! {
                <div class="notice">
                    <p>"A new version is ready."</p>
                    <button type="button" class="button" on:click=|_| window::announce("lanyard:apply-update")>"Use it now"</button>
                </div>
            }
        })
    };
    let notice = move || {
        app.notice.get().map(|notice| {
            let undo = notice.undo.map(|undo| {
                let back = move |_| {
                    undo.run(());
                    app.notice.set(None);
                };
                view! { <button type="button" class="button" on:click=back>"Undo"</button> }
            });
            view! {
                <div class="notice">
                    <p>{notice.text}</p>
                    {undo}
                    <button type="button" class="icon-button" aria-label="Close" on:click=move |_| app.notice.set(None)>
                        {icon("close")}
                    </button>
                </div>
            }
        })
    };
    view! { <div class="notices" role="status">{update}{notice}</div> }
}
