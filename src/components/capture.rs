//! Capture: one field, already attached to what is going on, saved on every input event.
//!
//! The sheet never asks a question and closing it loses nothing, because there is nothing left to save: every input
//! has already gone to [`crate::state::User::write_entry`]. It does not lock the page it is about.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind, StarLevel};
use lanyard_core::schedule::{Day, EventId, SessionKey};
use lanyard_core::text::excerpt;
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::attachment::{attachment_choice, attachment_list, entry_details};
use super::html::{HtmlElement, button, check, chip, div, fieldset, h2, input, line, live, section, span, textarea};
use super::icon::icon;
use super::saved::{closed_until_read, in_words, save_status};
use super::{photo, versions, words};
use crate::platform::{focus, scrolling};
use crate::route::Page;
use crate::state::App;
use crate::state::draft::Draft;

/// The sheet's field, to put the cursor in.
const FIELD: &str = "capture-field";

/// The field of the search page.
pub const SEARCH_FIELD: &str = "search-field";

/// `off` when the key n does nothing.
pub const KEY_SETTING: &str = "key-n";

/// The kinds one can capture here, in the order of the chips.
pub const KINDS: [EntryKind; 7] = [
    EntryKind::Note,
    EntryKind::Photo,
    EntryKind::Takeaway,
    EntryKind::FollowUp,
    EntryKind::Person,
    EntryKind::Quote,
    EntryKind::Link,
];

/// Opens the sheet with a new entry: on what is given, else on what the screen is about, else on what is on now.
pub fn open(app: App, on: Option<(Attachment, Option<EventId>)>) {
    let (attachment, event) = on.unwrap_or_else(|| context(app));
    app.sheet.set(Some(app.blank_entry(attachment, event)));
}

/// What the screen is about, else what is on now.
pub fn context(app: App) -> (Attachment, Option<EventId>) {
    untrack(|| match app.navigation.route.get().page {
        Page::Session(key) => (Attachment::Session(key.clone()), Some(key.event)),
        Page::Venue(venue) => (Attachment::Venue(venue), None),
        Page::Room(room) => (Attachment::Room(room), None),
        _ => {
            let trip = app.trip.get();
            let (mine, now) = (app.marks.my_agenda(), app.now());
            let been = |key: &SessionKey| mine.has(key) || app.notes_on(key) > 0;
            let days = app.conference_days.get();
            let here = agenda::here(&trip, &days, &|key| mine.level(key) == Some(StarLevel::Going), &been, now);
            match here.and_then(|index| trip.sessions.get(index)) {
                Some(session) => {
                    let key = trip.key(session);
                    (Attachment::Session(key.clone()), Some(key.event))
                }
                None => {
                    (Attachment::Hallway, agenda::only_event_on(&trip, app.day_at(now)).map(|event| event.id.clone()))
                }
            }
        }
    })
}

/// The setting that names the entry in the open sheet, so that it is known after the browser was ended.
const WRITING: &str = "writing";

/// Whoever was writing when the browser was ended may go on at once.
pub fn offer_to_go_on(app: App) {
    app.when_ready(move |_| {
        let writing = untrack(|| app.settings.get(WRITING)).filter(|id| !id.is_empty());
        let entry = writing.and_then(|id| untrack(|| app.notebook.entry(&EntryId::new(&id))));
        if let Some(entry) = entry.filter(|entry| entry.deleted.is_none()) {
            app.settings.set(WRITING, "");
            let said = format!("“{}” is saved. You were writing it.", excerpt(&entry.text, 30));
            app.notices.offer(said, "Continue", move || app.sheet.set(untrack(|| app.notebook.entry(&entry.id))));
        }
    });
}

/// The way back, and a tap outside, close the sheet and do nothing else. Call it once.
pub fn listen_for_ways_out(app: App) {
    app.navigation.follow_layer(move || app.sheet.with(Option::is_some), move || app.sheet.set(None));
    focus::on_tap_outside(".sheet, .notices, .skip", move || {
        let has_sheet = app.sheet.with_untracked(Option::is_some);
        if has_sheet {
            app.sheet.set(None);
        }
        has_sheet
    });
}

/// The sheet over whatever is on screen.
pub fn sheet(app: App, entry: Entry) -> HtmlElement {
    let id = entry.id.clone();
    let was_kept = untrack(|| app.notebook.entry(&id)).is_some();
    let draft = Draft::open(app.notebook, entry, focus::change_text_under_cursor);
    remember(app, id.clone());
    let close = move || app.sheet.set(None);
    let focused = StoredValue::new_local(focus::focused());
    on_cleanup(move || {
        if let Some(focused) = focused.try_get_value().flatten() {
            focus::focus_again(&focused);
        }
    });
    Effect::new(|| focus::focus(FIELD));
    // What it is about is being chosen: the fields wait, and keep what was typed.
    let choosing = RwSignal::new(false);
    let chosen = move || {
        choosing.set(false);
        scrolling::before_next_frame(|_| focus::focus(FIELD));
    };
    let on_key = move |event: KeyboardEvent| match event.key() == "Escape" {
        true if choosing.get_untracked() => chosen(),
        true => close(),
        false => {}
    };
    let list = live(move || choosing.get().then(|| attachment_list(app, draft, chosen)));
    let title = h2().child(move || draft.with(|entry| title(app, entry, was_kept)));
    let head = div().class("sheet-head").child(title).child(delete_button(app, id.clone(), close));
    let form = div()
        .class("sheet-form")
        .hidden(move || choosing.get())
        .children(fields(app, draft, "capture"))
        .child(versions::card(app, id))
        .child(entry_details(app, draft, close));
    let done = button().class("button primary").on_click(close).child("Done");
    let foot = div().class("sheet-foot").child(status(app, draft)).child(done);
    section()
        .class("sheet")
        .role("dialog")
        .aria_label("Capture")
        .on(ev::keydown, on_key)
        .child(head)
        .child(attachment_choice(app, draft, choosing))
        .child(list)
        .child(form)
        .child(foot)
}

/// `New note`, `Note from 14:42`, `Note from Wed 13 Nov 14:42`. Reactive.
fn title(app: App, entry: &Entry, was_kept: bool) -> String {
    if !was_kept {
        return format!("New {}", entry.kind.label().to_lowercase());
    }
    app.trip.with(|trip| {
        let (local, today) = (entry.shown_local(trip, entry.at), entry.shown_local(trip, app.now()).day);
        let day = if local.day == today { String::new() } else { format!("{} ", words::day_short(local.day)) };
        format!("{} from {day}{}", entry.kind.label(), words::clock_of(trip, local))
    })
}

/// Once there is something to delete.
fn delete_button(app: App, id: EntryId, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let known = id.clone();
    let is_kept = Memo::new(move |_| app.notebook.entry(&known).is_some_and(|entry| entry.deleted.is_none()));
    live(move || {
        let gone = id.clone();
        let delete = move || {
            let back = gone.clone();
            app.notebook.delete(&gone);
            close();
            app.notices.say_with_undo("Deleted.", move || app.notebook.restore(&back));
        };
        let button = || button().class("icon-button").on_click(delete).aria_label("Delete").child(icon("bin"));
        is_kept.get().then(button)
    })
}

/// Keeps the entry's name from its first words until the sheet is closed.
fn remember(app: App, id: EntryId) {
    let known = id.clone();
    let is_kept = Memo::new(move |_| app.notebook.entry(&known).is_some());
    Effect::new(move || {
        if is_kept.get() {
            app.settings.set(WRITING, id.as_str());
        }
    });
    on_cleanup(move || {
        if untrack(|| app.settings.get(WRITING)).is_some_and(|writing| !writing.is_empty()) {
            app.settings.set(WRITING, "");
        }
    });
}

/// The field that is always open on a session's or venue's page. It becomes an entry with its first letter, and makes
/// room for the next one when the user says so.
pub fn open_field(app: App, blank: impl Fn() -> Entry + Copy + Send + Sync + 'static) -> AnyView {
    let draft = Draft::open(app.notebook, blank(), focus::change_text_under_cursor);
    // Two fields on one entry would write over each other: the sheet takes the entry over, and this field starts anew.
    Effect::new(move || {
        let taken = app.sheet.with(|sheet| sheet.as_ref().map(|entry| entry.id.clone()));
        if taken.is_some_and(|id| draft.now().id == id) {
            draft.replace(blank());
        }
    });
    let next = move || {
        let is_begun = !draft.with(|entry| entry.text.is_empty());
        is_begun.then(|| button().class("button").on_click(move || draft.replace(blank())).child("Next note"))
    };
    let foot = div().class("sheet-foot").child(status(app, draft)).child(next);
    closed_until_read(app, fieldset().class("open-field").children(fields(app, draft, "page")).child(foot)).into()
}

/// `form` begins the ids of its fields.
fn fields(app: App, draft: Draft, form: &'static str) -> Vec<AnyView> {
    let kind = Memo::new(move |_| draft.with(|entry| entry.kind));
    let taking = RwSignal::new(photo::Taking::default());
    let field = textarea()
        .class("field")
        .id(format!("{form}-field"))
        .rows("3")
        .aria_label("What do you want to keep?")
        .placeholder(move || prompt(kind.get()))
        .prop_value(move || draft.with(|entry| entry.text.clone()))
        .on_text(move |words| draft.change(|entry| entry.text = words));
    let choose = move |chosen: EntryKind| {
        draft.change(|entry| entry.set_kind(chosen));
        let entry = draft.now();
        if chosen == EntryKind::Photo && entry.photo.is_none() {
            focus::press(&format!("{form}-photo"));
        }
        // Whoever meets somebody begins with the name.
        if chosen == EntryKind::Person && entry.is_blank() {
            scrolling::before_next_frame(move |_| focus::focus(&format!("{form}-name")));
        }
    };
    let choices = KINDS
        .iter()
        .map(|each| {
            // The cursor stays in its field, and so does a phone's keyboard.
            chip(each.label(), move || kind.get() == *each, move || choose(*each))
                .on(ev::mousedown, |event| event.prevent_default())
        })
        .collect::<Vec<HtmlElement>>();
    // The chosen one is seen, however long the row.
    Effect::new(move || {
        kind.track();
        scrolling::before_next_frame(move |_| scrolling::show_pressed(&format!("{form}-kinds")));
    });
    let kinds =
        div().id(format!("{form}-kinds")).class("chips scrolls").role("group").aria_label("Kind").children(choices);
    let private = check(
        "Private: stays out of everything I share",
        move || !draft.with(|entry| entry.publishable),
        move |private| draft.change(|entry| entry.publishable = !private),
    );
    let name = live(move || (kind.get() == EntryKind::Person).then(|| name_field(draft, "Name", form)));
    let of_kind = live(move || kind_fields(app, draft, kind.get(), taking, form));
    let source = photo::hidden_source(app, draft, taking, format!("{form}-photo"));
    vec![kinds.into(), name, field.into(), of_kind, private.into(), source.into()]
}

fn name_field(draft: Draft, label: &'static str, form: &'static str) -> HtmlElement {
    let field = input()
        .r#type("text")
        .id(format!("{form}-name"))
        .autocomplete("off")
        .prop_value(move || draft.with(|entry| entry.name.clone()))
        .on_text(move |name| draft.change(|entry| entry.name = name));
    line(label, field)
}

fn prompt(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Note => "Write anything",
        EntryKind::Takeaway => "What will you take home?",
        EntryKind::FollowUp => "What have you promised, and to whom?",
        EntryKind::Person => "What did you talk about?",
        EntryKind::Quote => "What did they say?",
        EntryKind::Link => "What is there?",
        EntryKind::Photo => "What is there to say about it?",
    }
}

/// What belongs to the kind, after what was written.
fn kind_fields(
    app: App,
    draft: Draft,
    kind: EntryKind,
    taking: RwSignal<photo::Taking>,
    form: &'static str,
) -> Option<HtmlElement> {
    type Get = fn(&Entry) -> String;
    type Set = fn(&mut Entry, String);
    let field = |name: &'static str, of_type: &'static str, get: Get, set: Set| -> AnyView {
        let field = input()
            .r#type(of_type)
            .prop_value(move || draft.with(get))
            .on_text(move |value| draft.change(|entry| set(entry, value)));
        line(name, field).into()
    };
    let lines: Vec<AnyView> = match kind {
        EntryKind::Person => vec![
            field("Affiliation", "text", |entry| entry.affiliation.clone(), |entry, value| entry.affiliation = value),
            field("Contact", "text", |entry| entry.contact.clone(), |entry, value| entry.contact = value),
        ],
        EntryKind::Quote => vec![name_field(draft, "Who said it", form).into()],
        EntryKind::Link => vec![field("Address", "url", |entry| entry.url.clone(), |entry, value| entry.url = value)],
        EntryKind::FollowUp => vec![field(
            "By (optional)",
            "date",
            |entry| entry.due.map(|day| day.to_string()).unwrap_or_default(),
            |entry, value| entry.due = Day::parse(&value),
        )],
        EntryKind::Photo => photo::fields(app, draft, taking),
        EntryKind::Note | EntryKind::Takeaway => return None,
    };
    Some(div().class("lines").children(lines))
}

fn status(app: App, draft: Draft) -> HtmlElement {
    let id = Memo::new(move |_| draft.with(|entry| entry.id.clone()));
    let deleted = Memo::new(move |_| draft.with(|entry| entry.deleted.is_some()));
    save_status(move || match deleted.get() {
        true => "In the trash. Type, and it comes back.",
        false => in_words(app, app.notebook.save_state(&id.get())),
    })
}

/// On a desk the key n does the same, outside of any field. On the search page every letter is one of what is searched for,
/// wherever the focus is.
pub fn listen_for_key(app: App) {
    focus::on_key(move |key| {
        let is_letter = key.chars().nth(1).is_none() && key != " ";
        let has_sheet = app.sheet.with_untracked(Option::is_some);
        if !has_sheet && app.navigation.route.with_untracked(|route| matches!(route.page, Page::Search(_))) {
            if is_letter {
                focus::focus(SEARCH_FIELD);
            }
            return false;
        }
        let wanted = key == "n" && untrack(|| app.settings.get(KEY_SETTING)).as_deref() != Some("off");
        if wanted && has_sheet {
            focus::focus(FIELD);
        } else if wanted {
            app.capture();
        }
        wanted
    });
}

/// The button in the bar, reachable with the thumb.
pub fn capture_button(app: App) -> HtmlElement {
    button()
        .class("nav-link capture")
        .on_click(move || app.capture())
        .child(span().class("nav-icon").child(icon("pen")))
        .child("Capture")
}
