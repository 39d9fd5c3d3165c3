//! Where an address that leads nowhere lands: it says so, and offers search.

use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, path: String) -> AnyView {
    leads_nowhere(
        app,
        "There is no such page".to_owned(),
        ["The link says “", path.trim_start_matches('/'), "”. It may be damaged or cut off."].concat(),
    )
}

pub fn no_such_session(app: App, key: &SessionKey) -> AnyView {
    let what = [
        "The schedule on this phone has no session “",
        key.session.as_str(),
        "”. It may be newer or older than the link.",
    ];
    leads_nowhere(app, "This session is not here".to_owned(), what.concat())
}

pub fn not_yet(app: App) -> AnyView {
    leads_nowhere(
        app,
        "The retrospective is not here yet".to_owned(),
        "This version of Lanyard does not make it yet. Everything you capture is kept for it in the notebook."
            .to_owned(),
    )
}

fn leads_nowhere(app: App, title: String, what: String) -> AnyView {
    view! {
        <article>
            {inner_header(app.href(Page::Now), "Now", title, ())}
            <p>{what}</p>
            <p class="buttons">
                <a class="button primary" href=app.href(Page::Search(String::new()))>"Search"</a>
                <a class="button" href=app.href(Page::Agenda(app.last_filter.get_untracked()))>"Agenda"</a>
            </p>
        </article>
    }
    .into_any()
}
