//! Somebody's card that was scanned or pasted: who it is, and a person of the notebook with a tap.

use lanyard_core::notebook::{ContactCard, Entry, EntryId, EntryKind};
use lanyard_core::search::fold;
use leptos::prelude::*;

use crate::components::attachment::attachment_name;
use crate::components::capture;
use crate::components::html::{HtmlElement, all, article, button, div, live, p};
use crate::components::plain_row::link;
use crate::route::Page;
use crate::state::App;

pub fn found_card(app: App, card: ContactCard) -> AnyView {
    let role = [card.role.clone(), card.affiliation.clone()];
    let role = role.into_iter().filter(|words| !words.is_empty()).collect::<Vec<String>>().join(", ");
    let contacts = card.mails.iter().chain(&card.phones).chain(&card.links);
    let facts: Vec<HtmlElement> = [role]
        .iter()
        .chain(contacts)
        .map(String::as_str)
        .chain(card.note.lines())
        .filter(|words| !words.is_empty())
        .map(|words| p().child(words.to_owned()))
        .collect();
    let shown = article()
        .class("shared-draft")
        .child(p().class("entry-person").child(card.name.clone()))
        .child((!facts.is_empty()).then(|| div().class("entry-text").children(facts)));
    let added = RwSignal::new(None::<EntryId>);
    let ways = live(move || {
        let is_it = |entry: &&Entry| match added.get() {
            Some(id) => entry.id == id,
            None => entry.kind == EntryKind::Person && fold(entry.name.trim()) == fold(&card.name),
        };
        let known = app.notebook.entries().with(|entries| entries.iter().find(is_it).cloned());
        match known {
            Some(person) => known_person(app, &card, person),
            None => new_person(app, &card, added),
        }
    });
    all((shown, ways))
}

/// Attached to where I am, as a note that I begin now would be.
fn new_person(app: App, card: &ContactCard, added: RwSignal<Option<EntryId>>) -> AnyView {
    let (about, _) = capture::context(app);
    let card_added = card.clone();
    let add = move || {
        let (attachment, event) = capture::context(app);
        let mut person = app.blank_entry(attachment, event);
        card_added.add_to(&mut person);
        let (id, name) = (person.id.clone(), person.name.clone());
        app.notebook.write(person);
        added.set(Some(id.clone()));
        app.notices.say_with_undo(format!("{name} is in your notebook."), move || {
            app.notebook.delete(&id);
            let _ = added.try_set(None);
        });
    };
    let add = button().class("button primary").on_click(add).child(format!("Add {}", card.name));
    all((p().class("facts").child(format!("On: {}", attachment_name(app, &about))), div().class("buttons").child(add)))
}

/// Nobody is there twice: what the card says beyond is added to who is there.
fn known_person(app: App, card: &ContactCard, person: Entry) -> AnyView {
    let mut completed = person.clone();
    card.add_to(&mut completed);
    let is_news = completed != person;
    let open = link(app, Page::Person(person.name.clone())).class("button").child(format!("Open {}", person.name));
    let said = format!("{} is in your notebook.", person.name);
    let complete = move || {
        app.notebook.write(completed.clone());
        let before = person.clone();
        app.notices.say_with_undo(format!("Added to {}.", person.name), move || {
            let now = untrack(|| app.notebook.entry(&before.id));
            app.notebook.write(Entry { based_on: now.and_then(|now| now.based_on), ..before.clone() });
        });
    };
    let complete = is_news.then(|| button().class("button primary").on_click(complete).child("Add what is new"));
    all((p().class("facts").child(said), div().class("buttons").child(complete).child(open)))
}
