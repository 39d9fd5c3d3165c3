//! One thing captured, as it stands in the notebook and on the pages it is about.

use lanyard_core::notebook::{Entry, EntryKind};
use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use super::capture::{attachment_name, attachment_page};
use super::node::{Node, button, link, node, p, text};
use super::{icon::icon, rich, words};
use crate::state::App;

/// A list item. `says_what` adds what the entry is about; pages that are about it leave that out.
pub fn entry_item(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> AnyView {
    let edited = entry.clone();
    let edit = move || app.sheet.set(Some(edited.clone()));
    let gone = entry.id.clone();
    let delete = move || {
        let back = gone.clone();
        app.user.delete_entry(&gone);
        app.say_with_undo("Deleted.", move || app.user.restore_entry(&back));
    };
    let body = node("div")
        .class("entry-body")
        .child(p("entry-kind", entry.kind.label()))
        .child(person_line(entry))
        .child(node("div").class("entry-text").child(rich::markdown(&entry.text)))
        .child((!entry.url.is_empty()).then(|| rich::link(&entry.url, &entry.url)))
        .child(node("p").class("entry-facts").children(facts(app, trip, entry, says_what)));
    let tools = node("div")
        .class("entry-tools")
        .child(button("icon-button", "", edit).set("aria-label", "Edit").child(icon("pen")))
        .child(button("icon-button", "", delete).set("aria-label", "Delete").child(icon("bin")));
    node("li")
        .class(["entry kind-", entry.kind.word()].concat())
        .child(follow_up_box(app, entry))
        .child(body)
        .child(tools)
        .build()
}

fn follow_up_box(app: App, entry: &Entry) -> Option<Node> {
    (entry.kind == EntryKind::FollowUp).then(|| {
        let (changed, done) = (entry.clone(), entry.done);
        node("input")
            .set("type", "checkbox")
            .class("box")
            .set("aria-label", ["Done: ", &entry.text].concat())
            .checked(move || done)
            .on_tick(move |done| app.user.write_entry(Entry { done, ..changed.clone() }))
    })
}

fn person_line(entry: &Entry) -> Option<Node> {
    let parts: Vec<&str> = [&entry.name, &entry.affiliation, &entry.contact]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| p("entry-person", parts.join(" · ")))
}

fn facts(app: App, trip: &Trip, entry: &Entry, says_what: bool) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    if says_what {
        let name = attachment_name(trip, &entry.attachment);
        parts.push(match attachment_page(&entry.attachment) {
            Some(page) => link("", app.href(page), name).build(),
            None => text(name),
        });
        parts.push(text(" · "));
    }
    let local = trip.zone.local(entry.at);
    let mut rest = [&words::day_short(local.day), " ", &local.clock()].concat();
    if let Some(due) = entry.due {
        rest.push_str(" · by ");
        rest.push_str(&words::day_short(due));
    }
    if !entry.publishable {
        rest.push_str(" · private");
    }
    parts.push(text(rest));
    parts
}
