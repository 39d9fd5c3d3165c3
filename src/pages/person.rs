//! Person: everything by one speaker, and everything in the notebook that names them. Whoever was met has a contact
//! card, too.

use lanyard_core::notebook::{Entry, EntryId, Met, named_in, people, persons_entry};
use lanyard_core::schedule::Person;
use lanyard_core::search::fold;
use leptos::prelude::*;

use super::not_found;
use super::people::save_contact;
use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::html::{all, article, keyed, live, p, titled, ul};
use crate::components::long_list::session_list;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, name: &str) -> AnyView {
    // Case and accents do not count: a mention is typed in haste.
    let wanted = fold(name);
    let of = wanted.clone();
    let met = Memo::new(move |_| {
        let entries = app.notebook.entries().get();
        let met = people(&entries).into_iter().find(|met| fold(&met.name) == of)?;
        let card = persons_entry(&met, &entries);
        Some((met, card))
    });
    let of = wanted.clone();
    let names_them = Memo::new(move |_| {
        let (entries, names) = (app.notebook.entries().get(), app.names());
        let is_named = |entry: &&Entry| named_in(entry, &names).iter().any(|other| fold(other) == of);
        entries.iter().filter(is_named).map(|entry| entry.id.clone()).collect::<Vec<EntryId>>()
    });
    let is_named = Memo::new(move |_| !names_them.with(Vec::is_empty));
    let person = Memo::new(move |_| {
        app.trip.with(|trip| trip.people.iter().find(|person| fold(&person.name) == wanted).cloned())
    });
    let name = name.to_owned();
    live(move || {
        let trip = app.trip.get();
        let sessions: Vec<usize> =
            person.get().iter().flat_map(|person| trip.sessions_by(&person.name)).map(|(index, _)| index).collect();
        if sessions.is_empty() && !is_named.get() {
            return not_found::page(app, &format!("person/{name}"));
        }
        let name = name.clone();
        let notes = move || {
            let items = move || names_them.get().into_iter().map(|id| entry_item(app, id, |_| true)).collect();
            let list = ul().class("entries").child(keyed(items));
            is_named.get().then(|| titled("In your notebook", list))
        };
        article()
            .child(move || head(app, person.get(), met.get(), &name))
            .child((!sessions.is_empty()).then(|| titled("Sessions", session_list(app, &trip, sessions))))
            .child(notes)
    })
}

fn head(app: App, person: Option<Person>, met: Option<(Met, Option<Entry>)>, name: &str) -> AnyView {
    let (back, back_to) = match person {
        Some(_) => (Page::Agenda(app.last_filter.get_untracked()), "Agenda"),
        None => (Page::People, "People"),
    };
    let (met, card) = met.unzip();
    let met = met.unwrap_or_default();
    let Person { name: title, affiliation } = person.unwrap_or_else(|| Person {
        name: if met.name.is_empty() { name.to_owned() } else { met.name },
        affiliation: None,
    });
    let affiliation = affiliation.unwrap_or(met.affiliation);
    let contact = Some(met.contact).filter(|contact| !contact.is_empty());
    let card = card.flatten().map(|card| p().class("buttons").child(save_contact(app, card)));
    all((
        inner_header(app, back, back_to, title, ()),
        p().class("where").child(affiliation),
        contact.map(|contact| p().class("where").child(contact)),
        card,
    ))
}
