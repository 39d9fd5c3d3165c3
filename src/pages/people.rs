//! People: everyone met, each with a contact card for the phone's address book.

use lanyard_core::notebook::{ContactCard, Entry, Met, people, persons_entry, where_and_when};
use lanyard_core::share::Export;
use leptos::prelude::*;

use crate::components::hand_over::save_file;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, button, div, li, list, live, p, ul};
use crate::components::plain_row::{link, plain_row};
use crate::components::saved::none_yet;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

pub fn page(app: App) -> HtmlElement {
    let body = live(move || {
        let entries = app.notebook.entries().get();
        let items = people(&entries).into_iter().map(|met| item(app, &met, &entries)).collect();
        let nobody = || none_yet(app, "Nobody yet. Tap Capture and choose Person.");
        list("entries", items).unwrap_or_else(nobody)
    });
    let ways = ul().class("rows").child(plain_row(link(app, Page::Card), "My card", ())).child(plain_row(
        link(app, Page::Scan),
        "Scan a card",
        (),
    ));
    let back = Page::Notebook(app.last_view.get_untracked());
    article()
        .child(inner_header(app, back, "Notebook", "People".to_owned(), ()))
        .child(p().class("facts").child("Everyone you met. This list stays on this phone."))
        .child(ways)
        .child(body)
}

fn item(app: App, met: &Met, entries: &[Entry]) -> HtmlElement {
    let name = link(app, Page::Person(met.name.clone())).child(met.name.clone());
    let mut facts = words::count(met.entries.len(), "entry", "entries");
    for part in [&met.contact, &met.affiliation].into_iter().filter(|part| !part.is_empty()) {
        facts = format!("{part} · {facts}");
    }
    let body = div()
        .class("entry-body")
        .child(p().class("entry-person").child(name))
        .child(p().class("entry-facts").child(facts))
        .child(persons_entry(met, entries).map(|person| save_contact(app, person)));
    li().class("entry kind-person").child(body)
}

/// Saves what is known of somebody as a vCard: for the phone's address book.
pub fn save_contact(app: App, person: Entry) -> HtmlElement {
    let name = format!("Save {} as a contact", person.name);
    let save = move || {
        let met = app.trip.with_untracked(|trip| where_and_when(trip, &person));
        save_card(app, &ContactCard::of_person(&person, &format!("Met at {met}")));
    };
    button().class("button").on_click(save).aria_label(name).child("Save contact")
}

/// Saves a card as a file, which every phone's address book takes.
pub fn save_card(app: App, card: &ContactCard) {
    let words = card.vcard(untrack(|| app.now()));
    save_file(app, &Export::of_text(&format!("{}.vcf", card.name), "text/vcard", words));
}
