//! Where an address that leads nowhere lands: it says so, and offers search.

use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::hidden;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, article, p};
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, path: &str) -> HtmlElement {
    let what = format!("The link says “{}”. It may be damaged or cut off.", path.trim_start_matches('/'));
    leads_nowhere(app, "There is no such page", what)
}

/// The user may have hidden it.
pub fn no_such_session(app: App, key: &SessionKey) -> HtmlElement {
    if let Some(hidden) = hidden::hidden_session(app, key) {
        return hidden;
    }
    let session = &key.session;
    let what =
        format!("The schedule on this phone has no session “{session}”. It may be newer or older than the link.");
    leads_nowhere(app, "This session is not here", what)
}

fn leads_nowhere(app: App, title: &'static str, what: String) -> HtmlElement {
    article()
        .child(inner_header(app, Page::Now, "Now", title.to_owned(), ()))
        .child(p().child(what))
        .child(ways_on(app))
}

/// Search and the agenda, for whoever landed where nothing is.
pub fn ways_on(app: App) -> HtmlElement {
    p().class("buttons")
        .child(a().class("button primary").href(app.href(Page::Search(String::new()))).child("Search"))
        .child(a().class("button").href(app.href(Page::Agenda(app.last_filter.get_untracked()))).child("Agenda"))
}
