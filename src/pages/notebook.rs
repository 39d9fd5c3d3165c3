//! Notebook: everything captured, open follow-ups first, then by day.

use std::sync::Arc;

use lanyard_core::notebook::{Entry, EntryKind};
use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use crate::components::capture::KINDS;
use crate::components::entry::entry_item;
use crate::components::header::header;
use crate::components::words;
use crate::state::App;

pub fn page(app: App) -> AnyView {
    let kind = RwSignal::new(None::<EntryKind>);
    let under = view! {
        <p>{move || words::count(app.user.entries().with(|entries| entries.len()), "entry", "entries")}</p>
    };
    view! {
        {header(app, "Notebook".to_owned(), under)}
        {kinds(app, kind)}
        {move || list(app, kind.get())}
    }
    .into_any()
}

fn kinds(app: App, kind: RwSignal<Option<EntryKind>>) -> impl IntoView {
    let chip = move |each: Option<EntryKind>, name: &'static str| {
        let count = move || {
            app.user
                .entries()
                .with(|entries| entries.iter().filter(|entry| each.is_none_or(|kind| entry.kind == kind)).count())
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if kind.get() == each { "true" } else { "false" }
                on:click=move |_| kind.set(each)
            >{name} " " <span class="count">{count}</span></button>
        }
        .into_any()
    };
    view! {
        <div class="chips scrolls" role="group" aria-label="Kind">
            {chip(None, "All")}
            {KINDS.map(|each| chip(Some(each), each.label()))}
        </div>
    }
}

fn list(app: App, kind: Option<EntryKind>) -> AnyView {
    let trip = app.trip.get();
    let all = app.user.entries().get();
    let shown: Vec<&Entry> = all.iter().filter(|entry| kind.is_none_or(|kind| entry.kind == kind)).collect();
    if shown.is_empty() {
        return view! { <p class="empty">"Nothing here yet. Tap Capture, and type."</p> }.into_any();
    }
    let (open, rest): (Vec<&Entry>, Vec<&Entry>) =
        shown.into_iter().partition(|entry| entry.kind == EntryKind::FollowUp && !entry.done);
    let mut sections: Vec<AnyView> = Vec::new();
    if !open.is_empty() {
        sections.push(section(app, &trip, "Open follow-ups".to_owned(), &open));
    }
    for day in rest.chunk_by(|one, other| trip.today(one.at) == trip.today(other.at)) {
        let title = day.first().map(|entry| words::day_long(trip.today(entry.at))).unwrap_or_default();
        sections.push(section(app, &trip, title, day));
    }
    sections.into_any()
}

fn section(app: App, trip: &Arc<Trip>, title: String, entries: &[&Entry]) -> AnyView {
    let items: Vec<_> = entries.iter().map(|entry| entry_item(app, trip, entry, true)).collect();
    view! { <section><h2>{title}</h2><ul class="entries">{items}</ul></section> }.into_any()
}
