//! Capture: one field, already attached to what is going on, saved on every input event.
//!
//! The sheet never asks a question and closing it loses nothing, because there is nothing left to save: every input
//! has already gone to [`crate::state::User::write_entry`]. It does not lock the page it is about.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Entry, EntryKind};
use lanyard_core::schedule::{Day, Trip};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::icon::icon;
use super::node::{Node, button, chip, chips, line, live, node, nothing};
use crate::platform::window;
use crate::route::Page;
use crate::state::App;
use lanyard_core::records::SaveState;

/// The sheet's field, to put the cursor in.
const FIELD: &str = "capture-field";

/// The kinds one can capture here, in the order of the chips.
pub const KINDS: [EntryKind; 6] =
    [EntryKind::Note, EntryKind::Takeaway, EntryKind::FollowUp, EntryKind::Person, EntryKind::Quote, EntryKind::Link];

/// The sheet over whatever is on screen, when it is open.
pub fn capture_sheet(app: App) -> AnyView {
    live(move || app.sheet.get().map_or_else(nothing, |entry| sheet(app, entry)))
}

fn sheet(app: App, entry: Entry) -> AnyView {
    let draft = RwSignal::new(entry);
    let close = move || app.sheet.set(None);
    Effect::new(|| window::focus(FIELD));
    let on_key = move |event: Event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            close();
        }
    };
    let head = node("div").class("sheet-head").child(node("h2").text("Capture")).child(attachment_choice(app, draft));
    let foot =
        node("div").class("sheet-foot").child(save_status(app, draft)).child(button("button primary", "Done", close));
    node("section")
        .class("sheet")
        .set("role", "dialog")
        .set("aria-label", "Capture")
        .on("keydown", on_key)
        .child(head)
        .children(fields(app, draft, FIELD))
        .child(foot)
        .build()
}

/// The field that is always open on a session's or venue's page. It becomes an entry with its first letter, and makes
/// room for the next one when the user says so.
pub fn open_field(app: App, blank: impl Fn() -> Entry + Copy + Send + Sync + 'static) -> AnyView {
    let draft = RwSignal::new(blank());
    // Two fields on one entry would write over each other: the sheet takes the entry over, and this field starts anew.
    Effect::new(move || {
        let taken = app.sheet.with(|sheet| sheet.as_ref().map(|entry| entry.id.clone()));
        if taken.is_some_and(|id| draft.with_untracked(|draft| draft.id == id)) {
            draft.set(blank());
        }
    });
    let next = move || {
        if draft.with(|entry| entry.text.is_empty()) {
            return nothing();
        }
        button("button", "Next note", move || draft.set(blank())).build()
    };
    let foot = node("div").class("sheet-foot").child(save_status(app, draft)).live(next);
    node("div").class("open-field").children(fields(app, draft, "")).child(foot).build()
}

/// Changes the draft and saves it. A new one in which nothing is written yet is not kept.
fn change(app: App, draft: RwSignal<Entry>, edit: impl FnOnce(&mut Entry)) {
    draft.update(edit);
    app.user.write_entry(draft.get_untracked());
}

fn fields(app: App, draft: RwSignal<Entry>, id: &'static str) -> Vec<AnyView> {
    let kind = Memo::new(move |_| draft.with(|entry| entry.kind));
    let field = node("textarea")
        .class("field")
        .set("id", id)
        .set("rows", "4")
        .set("aria-label", "What do you want to keep?")
        .set_live("placeholder", move || Some(prompt(kind.get()).to_owned()))
        .value(move || draft.with(|entry| entry.text.clone()))
        .on_text(move |words| change(app, draft, |entry| entry.text = words));
    let choices = KINDS
        .iter()
        .map(|each| {
            chip(each.label(), move || kind.get() == *each, move || change(app, draft, |entry| entry.set_kind(*each)))
                .build()
        })
        .collect();
    let private = node("input")
        .set("type", "checkbox")
        .checked(move || !draft.with(|entry| entry.publishable))
        .on_tick(move |private| change(app, draft, |entry| entry.publishable = !private));
    let private = node("label")
        .class("check")
        .child(private)
        .child(node("span").text("Private: stays out of everything I share"));
    vec![
        field.build(),
        live(move || kind_fields(app, draft, kind.get())),
        chips("Kind", choices).build(),
        private.build(),
    ]
}

fn prompt(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Note => "Type. It is kept with every letter.",
        EntryKind::Takeaway => "What will you take home?",
        EntryKind::FollowUp => "What have you promised, and to whom?",
        EntryKind::Person => "What did you talk about?",
        EntryKind::Quote => "What did they say?",
        EntryKind::Link => "What is there?",
        EntryKind::Photo => "What does the photo show?",
    }
}

fn kind_fields(app: App, draft: RwSignal<Entry>, kind: EntryKind) -> AnyView {
    type Get = fn(&Entry) -> String;
    type Set = fn(&mut Entry, String);
    let field = |name: &'static str, of_type: &'static str, get: Get, set: Set| {
        let field = node("input")
            .set("type", of_type)
            .value(move || draft.with(get))
            .on_text(move |value| change(app, draft, |entry| set(entry, value)));
        line(name, field).build()
    };
    let name = |label| field(label, "text", |entry| entry.name.clone(), |entry, value| entry.name = value);
    let lines: Vec<AnyView> = match kind {
        EntryKind::Person => vec![
            name("Name"),
            field("Affiliation", "text", |entry| entry.affiliation.clone(), |entry, value| entry.affiliation = value),
            field("Contact", "text", |entry| entry.contact.clone(), |entry, value| entry.contact = value),
        ],
        EntryKind::Quote => vec![name("Who said it")],
        EntryKind::Link => vec![field("Address", "url", |entry| entry.url.clone(), |entry, value| entry.url = value)],
        EntryKind::FollowUp => vec![field(
            "By (optional)",
            "date",
            |entry| entry.due.map(|day| day.to_string()).unwrap_or_default(),
            |entry, value| entry.due = Day::parse(&value),
        )],
        EntryKind::Note | EntryKind::Takeaway | EntryKind::Photo => return nothing(),
    };
    node("div").class("lines").children(lines).build()
}

/// "Saving", then "Saved on this phone", and nothing before it is true.
fn save_status(app: App, draft: RwSignal<Entry>) -> Node {
    let id = Memo::new(move |_| draft.with(|entry| entry.id.clone()));
    node("p").class("save-state").set("role", "status").live_text(move || {
        match app.user.save_state(&id.get()) {
            SaveState::Untouched => "Saved as you type",
            SaveState::Saving => "Saving",
            SaveState::Saved => "Saved on this phone",
            SaveState::Failed(sentence) => sentence,
        }
        .to_owned()
    })
}

/// What the entry is about: chosen already, changeable in one tap.
fn attachment_choice(app: App, draft: RwSignal<Entry>) -> Node {
    let choices = untrack(|| choices(app, &draft.get()));
    let trip = app.trip.get_untracked();
    let options = choices
        .iter()
        .enumerate()
        .map(|(number, choice)| {
            let chosen = draft.with_untracked(|entry| entry.attachment == *choice);
            let name = attachment_name(&trip, choice);
            node("option").set("value", number.to_string()).flag("selected", chosen).text(name).build()
        })
        .collect();
    let choose = move |number: String| {
        if let Some(choice) = number.parse::<usize>().ok().and_then(|number| choices.get(number)) {
            change(app, draft, |entry| attach(entry, choice.clone()));
        }
    };
    node("label")
        .class("about")
        .child(node("span").text("On:"))
        .child(node("select").on_change(choose).children(options))
}

fn attach(entry: &mut Entry, attachment: Attachment) {
    entry.event = match &attachment {
        Attachment::Session(key) => Some(key.event.clone()),
        Attachment::Hallway | Attachment::Venue(_) | Attachment::Room(_) => None,
    };
    entry.attachment = attachment;
}

/// What the entry hangs on now, what is on now, what was last on, and the hallway.
fn choices(app: App, entry: &Entry) -> Vec<Attachment> {
    let trip = app.trip.get();
    let now = app.now();
    let mut choices = vec![entry.attachment.clone()];
    let mut add = |choice: Attachment| {
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    };
    let agenda_keys = app.mine();
    let mine = |key: &_| agenda_keys.has(key);
    let on_now = agenda::on_now(&trip, &mine, now).into_iter().map(|on| on.session);
    for place in on_now.chain(agenda::also_on(&trip, &mine, now)) {
        if let Some(session) = trip.sessions.get(place) {
            add(Attachment::Session(trip.key(session)));
        }
    }
    add(Attachment::Hallway);
    choices
}

/// What an entry is about, in words.
pub fn attachment_name(trip: &Trip, attachment: &Attachment) -> String {
    match attachment {
        Attachment::Hallway => "Hallway".to_owned(),
        Attachment::Session(key) => trip.find(key).map_or_else(|| key.to_string(), |session| session.title.clone()),
        Attachment::Venue(id) => {
            trip.venues.iter().find(|venue| venue.id == *id).map_or_else(|| id.to_string(), |venue| venue.name.clone())
        }
        Attachment::Room(id) => {
            trip.rooms.iter().find(|room| room.id == *id).map_or_else(|| id.to_string(), |room| room.name.clone())
        }
    }
}

/// Where an entry's attachment leads, when it leads somewhere.
pub fn attachment_page(attachment: &Attachment) -> Option<Page> {
    match attachment {
        Attachment::Session(key) => Some(Page::Session(key.clone())),
        Attachment::Venue(id) => Some(Page::Venue(id.clone())),
        Attachment::Hallway | Attachment::Room(_) => None,
    }
}

/// The button in the bar, reachable with the thumb.
pub fn capture_button(app: App) -> Node {
    node("button")
        .set("type", "button")
        .class("place capture")
        .on_click(move || app.capture())
        .child(node("span").class("place-icon").child(icon("pen")))
        .text("Capture")
}
