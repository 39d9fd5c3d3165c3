//! Trash: what was deleted in the last 30 days and somewhat more, and the way back.

use lanyard_core::notebook::Entry;
use lanyard_core::records::keeper::TRASH_DAYS;
use leptos::prelude::*;

use crate::components::entry_words::entry_words;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, button, div, li, list, live, p};
use crate::components::saved::none_yet;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App) -> HtmlElement {
    let items = live(move || {
        let trash = app.notebook.trash().get();
        let mut gone: Vec<&Entry> = trash.iter().collect();
        gone.sort_by_key(|entry| std::cmp::Reverse(entry.deleted));
        let items = gone.into_iter().map(|entry| item(app, entry)).collect();
        list("entries", items).unwrap_or_else(|| none_yet(app, "The trash is empty."))
    });
    let back = app.href(Page::Notebook(app.last_view.get_untracked()));
    let said = format!("What you delete stays here for at least {TRASH_DAYS} days. After that it goes for good.");
    article()
        .child(inner_header(app, back, "Notebook", "Trash".to_owned(), ()))
        .child(p().class("facts").child(said))
        .child(items)
}

fn item(app: App, entry: &Entry) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let until = entry.deleted.map(|deleted| {
        let day = trip.today(deleted);
        let last = day.plus(TRASH_DAYS as i32);
        format!("Deleted {} · kept at least until {}", words::day_short(day), words::day_short(last))
    });
    let id = entry.id.clone();
    let restore = move || {
        let again = id.clone();
        app.notebook.restore(&id);
        app.notices.say_with_undo("Back in the notebook.", move || app.notebook.delete(&again));
    };
    let body = div()
        .class("entry-body")
        .child(p().class("entry-kind").child(entry.kind.label()))
        .children(entry_words(app, entry))
        .child(p().class("entry-facts").child(until.unwrap_or_default()))
        .child(button().class("button").on_click(restore).child("Restore"));
    li().class(format!("entry kind-{}", entry.kind.word())).child(body)
}
