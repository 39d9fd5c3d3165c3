//! Trash: what was deleted in the last 30 days and somewhat more, and the way back.

use lanyard_core::notebook::Entry;
use lanyard_core::records::keeper::TRASH_DAYS;
use leptos::prelude::*;

use crate::components::entry_words::entry_words;
use crate::components::header::inner_header;
use crate::components::node::{button, list, live, node, nothing, p};
use crate::components::saved::none_yet;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App) -> AnyView {
    let items = live(move || {
        let trash = app.notebook.trash().get();
        let mut gone: Vec<&Entry> = trash.iter().collect();
        gone.sort_by_key(|entry| std::cmp::Reverse(entry.deleted));
        let items = gone.into_iter().map(|entry| item(app, entry)).collect();
        list("entries", items).map_or_else(|| none_yet(app, "The trash is empty.").build(), |list| list.build())
    });
    let back = app.href(Page::Notebook(app.last_view.get_untracked()));
    let said =
        ["What you delete stays here for at least ", &TRASH_DAYS.to_string(), " days. After that it goes for good."]
            .concat();
    node("article")
        .child(inner_header(back, "Notebook", "Trash".to_owned(), nothing()))
        .child(p("facts", said))
        .child(items)
        .build()
}

fn item(app: App, entry: &Entry) -> AnyView {
    let trip = app.trip.get_untracked();
    let until = entry.deleted.map(|deleted| {
        let day = trip.today(deleted);
        let last = day.plus(TRASH_DAYS as i32);
        ["Deleted ", &words::day_short(day), " · kept at least until ", &words::day_short(last)].concat()
    });
    let id = entry.id.clone();
    let restore = move || {
        let again = id.clone();
        app.notebook.restore(&id);
        app.notices.say_with_undo("Back in the notebook.", move || app.notebook.delete(&again));
    };
    let body = node("div")
        .class("entry-body")
        .child(p("entry-kind", entry.kind.label()))
        .children(entry_words(app, entry))
        .child(p("entry-facts", until.unwrap_or_default()))
        .child(button("button", "Restore", restore));
    node("li").class(["entry kind-", entry.kind.word()].concat()).child(body).build()
}
