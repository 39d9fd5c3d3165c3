//! The deferred part of the app: everything but the first screens.

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::{Attachment, Entry, OwnItemId};
use lanyard_core::schedule::{Day, EventId};
use leptos::prelude::*;

use crate::components::html::{live, p};
use crate::components::{capture, entry, rehearsal, storage_health};
use crate::pages;
use crate::platform::{Platform, scrolling};
use crate::route::Page;
use crate::state::{AgendaFilter, App, DeferredFeatures, example};

pub struct Deferred;

impl DeferredFeatures for Deferred {
    fn begin(&self, app: App) {
        match app.is_example() {
            true => example::open(app),
            false => app.begin(Platform::browser()),
        }
        app.when_ready(move |_| {
            if !untrack(|| matches!(app.navigation.route.get().page, Page::Received(_))) {
                pages::offer_waiting(app, None);
            }
        });
        capture::listen_for_key(app);
        capture::listen_for_ways_out(app);
        capture::offer_to_go_on(app);
    }

    /// Drawn anew when times are told otherwise, which at a start is as soon as the settings were read; but not under the
    /// finger that sets it.
    fn page(&self, app: App, page: Page) -> AnyView {
        scrolling::after_next_frame(scrolling::show_marked);
        let telling = Memo::new(move |_| app.trip.with(|trip| trip.telling.clone()));
        live(move || {
            if page != Page::Settings {
                telling.with(|_| ());
            }
            pages::page(app, page.clone())
        })
    }

    fn capture(&self, app: App, on: Option<(Attachment, Option<EventId>)>) {
        capture::open(app, on);
    }

    fn sheet(&self, app: App) -> Option<AnyView> {
        app.sheet.get_untracked().map(|entry| capture::sheet(app, entry).into())
    }

    fn open_follow_ups(&self, app: App) -> AnyView {
        entry::entry_list(app, Entry::is_open_follow_up, |_| true)
    }

    fn looking_back(&self, app: App, day: Option<Day>) -> AnyView {
        pages::looking_back(app, day)
    }

    fn filters(&self, app: App, shown: AgendaFilter) -> AnyView {
        pages::agenda_filters(app, shown).into()
    }

    fn grid(&self, app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView {
        let title = |_, title| p().class("empty").child(title);
        pages::of_later_part(app, title, move |later| later.grid(app, filter, day))
    }

    fn add_own(&self, app: App, day: Day) -> AnyView {
        pages::own::add(app, day)
    }

    fn has_versions(&self, app: App, id: &OwnItemId) -> bool {
        !app.own_items.versions(id).is_empty()
    }

    fn changes(&self, app: App) -> AnyView {
        pages::changes_to_mine(app)
    }

    fn rehearsal(&self, app: App) -> AnyView {
        rehearsal::clock(app)
    }

    fn safety(&self, app: App) -> AnyView {
        storage_health::state(app)
    }
}
