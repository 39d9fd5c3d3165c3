//! One thing captured, as it stands in the notebook and on the pages it is about.

use std::sync::Arc;

use lanyard_core::notebook::{Entry, EntryKind};
use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use super::capture::{attachment_name, attachment_page};
use super::{icon::icon, rich, words};
use crate::state::App;

/// A list item. `says_what` adds what the entry is about; pages that are about it leave that out.
pub fn entry_item(app: App, trip: &Arc<Trip>, entry: &Entry, says_what: bool) -> AnyView {
    let edited = entry.clone();
    let edit = move |_| app.sheet.set(Some(edited.clone()));
    let gone = entry.id.clone();
    let delete = move |_| {
        let back = gone.clone();
        app.user.delete_entry(&gone);
        app.say_with_undo("Deleted.", move || app.user.restore_entry(&back));
    };
    view! {
        <li class=["entry kind-", entry.kind.word()].concat()>
            {follow_up_box(app, entry)}
            <div class="entry-body">
                <p class="entry-kind">{entry.kind.label()}</p>
                {person_line(entry)}
                <div class="entry-text">{rich::markdown(&entry.text)}</div>
                {link_line(entry)}
                <p class="entry-facts">{facts(app, trip, entry, says_what)}</p>
            </div>
            <div class="entry-tools">
                <button type="button" class="icon-button" aria-label="Edit" on:click=edit>{icon("pen")}</button>
                <button type="button" class="icon-button" aria-label="Delete" on:click=delete>{icon("bin")}</button>
            </div>
        </li>
    }
    .into_any()
}

fn follow_up_box(app: App, entry: &Entry) -> Option<impl IntoView + use<>> {
    if entry.kind != EntryKind::FollowUp {
        return None;
    }
    let changed = entry.clone();
    Some(view! {
        <input
            type="checkbox"
            class="box"
            aria-label=["Done: ", &entry.text].concat()
            prop:checked=entry.done
            on:change:target=move |event| {
                app.user.write_entry(Entry { done: event.target().checked(), ..changed.clone() });
            }
        />
    })
}

fn person_line(entry: &Entry) -> Option<impl IntoView + use<>> {
    let parts: Vec<&str> = [&entry.name, &entry.affiliation, &entry.contact]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| view! { <p class="entry-person">{parts.join(" · ")}</p> })
}

fn link_line(entry: &Entry) -> Option<impl IntoView + use<>> {
    (!entry.url.is_empty()).then(|| rich::link(&entry.url, &entry.url))
}

fn facts(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    if says_what {
        let name = attachment_name(trip, &entry.attachment);
        parts.push(match attachment_page(&entry.attachment) {
            Some(page) => view! { <a href=app.href(page)>{name}</a> }.into_any(),
            None => name.into_any(),
        });
        parts.push(" · ".into_any());
    }
    let local = trip.zone.local(entry.at);
    parts.push([&words::day_short(local.day), " ", &local.clock()].concat().into_any());
    if let Some(due) = entry.due {
        parts.push([" · by ", &words::day_short(due)].concat().into_any());
    }
    if !entry.publishable {
        parts.push(" · private".into_any());
    }
    parts
}
