//! History: the kept versions of one entry, latest first, and the way back to each.

use lanyard_core::notebook::{Entry, EntryId};
use lanyard_core::records::StorageHealth;
use lanyard_core::schedule::Instant;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_found;
use crate::components::entry_words::entry_words;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, button, div, li, list, live, p};
use crate::components::words;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, id: EntryId) -> AnyView {
    // Nothing until the store has answered, and then perhaps that it cannot.
    let versions = RwSignal::new(None::<Option<Vec<(Instant, Entry)>>>);
    let (asked, of) = (id.clone(), id.clone());
    let current = Memo::new(move |_| app.notebook.entry(&of));
    // Read again whenever the entry was written: also by another tab.
    Effect::new(move || {
        app.notebook.save_state(&asked);
        if current.with(Option::is_some) {
            let asked = asked.clone();
            spawn_local(async move {
                let found = app.notebook.history(&asked).await;
                // Drawn anew only for something new: the focus may be in here.
                if versions.try_get_untracked().is_some_and(|shown| shown.as_ref() != Some(&found)) {
                    versions.set(Some(found));
                }
            });
        }
    });
    live(move || match (versions.get(), current.get()) {
        (_, None) if app.storage.health().get() == StorageHealth::Loading => None,
        (_, None) => Some(not_found::page(app, &format!("history/{}", id.as_str()))),
        (None, Some(_)) => None,
        (Some(None), Some(_)) => {
            let said = "The older versions cannot be read right now. The entry itself is safe.";
            Some(page_of(app, said, None))
        }
        (Some(Some(versions)), Some(current)) => Some(found(app, &versions, &current)),
    })
}

fn found(app: App, versions: &[(Instant, Entry)], current: &Entry) -> HtmlElement {
    let mut items: Vec<HtmlElement> = Vec::new();
    let mut newer: Option<Entry> = None;
    // Versions are told apart by what is in them, not by when they were stored.
    let content = |version: &Entry| Entry { based_on: None, ..version.clone() };
    let now = content(current);
    for (written, version) in versions {
        let content = content(version);
        if newer.as_ref() != Some(&content) {
            items.push(item(app, *written, version, current, content == now));
        }
        newer = Some(content);
    }
    let said = match items.len() {
        0 => "There are no older versions.",
        1 => "There is one version so far.",
        _ => "Bring one back, and the others stay here.",
    };
    page_of(app, said, list("entries", items))
}

fn page_of(app: App, said: &'static str, versions: Option<HtmlElement>) -> HtmlElement {
    let back = app.href(Page::Notebook(app.last_view.get_untracked()));
    article()
        .child(inner_header(app, back, "Notebook", "History".to_owned(), ()))
        .child(p().class("facts").child(said))
        .child(versions)
}

fn item(app: App, written: Instant, version: &Entry, current: &Entry, is_now: bool) -> HtmlElement {
    let when = words::day_and_clock(&app.trip.get_untracked(), written);
    let mut body =
        div().class("entry-body").child(p().class("entry-kind").child(format!("{} · {when}", version.kind.label())));
    body = body.children(entry_words(app, version));
    if version.deleted.is_some() {
        body = body.child(p().class("entry-facts").child("In the trash"));
    }
    if is_now {
        body = body.child(p().class("entry-facts").child("As it is now"));
    } else {
        let (older, newer) = (version.clone(), current.clone());
        let bring_back = move || {
            let undone = newer.clone();
            app.notebook.bring_back(older.clone());
            app.notices.say_with_undo("This version is back.", move || app.notebook.bring_back(undone.clone()));
        };
        let name = format!("Bring back the version of {when}");
        body = body.child(button().class("button").on_click(bring_back).aria_label(name).child("Bring back"));
    }
    li().class(format!("entry kind-{}", version.kind.word())).child(body)
}
