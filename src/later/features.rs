//! The later part of the app.

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::Day;
use leptos::prelude::*;

use crate::pages;
use crate::route::Page;
use crate::state::{App, LaterFeatures};

pub struct Later;

impl LaterFeatures for Later {
    fn page(&self, app: App, page: Page) -> AnyView {
        pages::later_page(app, page)
    }

    fn grid(&self, app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView {
        pages::agenda_grid(app, filter, day)
    }
}
