//! Notebook: everything captured, open follow-ups first, then by day.

use lanyard_core::notebook::{Entry, EntryKind};
use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use crate::components::capture::KINDS;
use crate::components::entry::entry_item;
use crate::components::header::header;
use crate::components::node::{Node, all, button, chip, list, live, node, p, section};
use crate::components::words;
use crate::state::App;

/// How many entries are drawn at first, and how many more with each tap. A notebook may hold thousands.
const SLICE: usize = 50;

pub fn page(app: App) -> AnyView {
    let kind = RwSignal::new(None::<EntryKind>);
    let drawn = RwSignal::new(SLICE);
    let count =
        node("p").live_text(move || words::count(app.user.entries().with(|entries| entries.len()), "entry", "entries"));
    all(vec![
        header(app, "Notebook".to_owned(), count).build(),
        kinds(app, kind).build(),
        live(move || entries(app, kind.get(), drawn)),
    ])
}

fn kinds(app: App, kind: RwSignal<Option<EntryKind>>) -> Node {
    let chip = move |each: Option<EntryKind>, name: &'static str| {
        let count = move || {
            let of_kind = |entry: &&Entry| each.is_none_or(|kind| entry.kind == kind);
            let count = app.user.entries().with(|entries| entries.iter().filter(of_kind).count());
            [" ", &count.to_string()].concat()
        };
        chip(name, move || kind.get() == each, move || kind.set(each))
            .child(node("span").class("count").live_text(count))
            .build()
    };
    let mut choices = vec![chip(None, "All")];
    choices.extend(KINDS.iter().map(|each| chip(Some(*each), each.label())));
    node("div").class("chips scrolls").set("role", "group").set("aria-label", "Kind").children(choices)
}

fn entries(app: App, kind: Option<EntryKind>, drawn: RwSignal<usize>) -> AnyView {
    let trip = app.trip.get();
    let all_entries = app.user.entries().get();
    let shown: Vec<&Entry> = all_entries.iter().filter(|entry| kind.is_none_or(|kind| entry.kind == kind)).collect();
    if shown.is_empty() {
        return p("empty", "Nothing here yet. Tap Capture, and type.").build();
    }
    let (open, rest): (Vec<&Entry>, Vec<&Entry>) = shown.into_iter().partition(|entry| entry.is_open_follow_up());
    let total = open.len() + rest.len();
    let open = open.get(..drawn.get()).unwrap_or(&open);
    let left = drawn.get().saturating_sub(open.len());
    let rest = rest.get(..left).unwrap_or(&rest);
    let mut sections: Vec<AnyView> = Vec::new();
    if !open.is_empty() {
        sections.push(group(app, &trip, "Open follow-ups".to_owned(), open));
    }
    for day in rest.chunk_by(|one, other| trip.today(one.at) == trip.today(other.at)) {
        let title = day.first().map(|entry| words::day_long(trip.today(entry.at))).unwrap_or_default();
        sections.push(group(app, &trip, title, day));
    }
    let hidden = total - open.len() - rest.len();
    if hidden > 0 {
        let name = ["Show more (", &hidden.to_string(), " left)"].concat();
        let more = button("button", name, move || drawn.update(|drawn| *drawn += SLICE));
        sections.push(node("p").class("buttons").child(more).build());
    }
    all(sections)
}

fn group(app: App, trip: &Trip, title: String, entries: &[&Entry]) -> AnyView {
    let items = entries.iter().map(|entry| entry_item(app, trip, entry, true)).collect();
    section(title, list("entries", items)).build()
}
