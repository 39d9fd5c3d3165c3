//! Capture: one field, already attached to what is going on, saved on every input event.
//!
//! The sheet never asks a question and closing it loses nothing, because there is nothing left to save: every input
//! has already gone to [`crate::state::User::write_entry`]. It does not lock the page it is about.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Entry, EntryKind};
use lanyard_core::schedule::{Day, Trip};
use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::icon::icon;
use crate::route::Page;
use crate::state::App;
use lanyard_core::records::SaveState;

/// The kinds one can capture here, in the order of the chips.
pub const KINDS: [EntryKind; 6] =
    [EntryKind::Note, EntryKind::Takeaway, EntryKind::FollowUp, EntryKind::Person, EntryKind::Quote, EntryKind::Link];

/// The sheet over whatever is on screen, when it is open.
pub fn capture_sheet(app: App) -> impl IntoView {
    move || app.sheet.get().map(|entry| sheet(app, entry).into_any())
}

fn sheet(app: App, entry: Entry) -> impl IntoView {
    let draft = RwSignal::new(entry);
    let close = move || app.sheet.set(None);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <section class="sheet" role="dialog" aria-label="Capture" on:keydown=on_key>
            <div class="sheet-head">
                <h2>"Capture"</h2>
                {attachment_choice(app, draft)}
            </div>
            {fields(app, draft, true)}
            <div class="sheet-foot">
                {save_status(app, draft)}
                <button type="button" class="button primary" on:click=move |_| close()>"Done"</button>
            </div>
        </section>
    }
}

/// The field that is always open on a session's or venue's page. It becomes an entry with its first letter, and makes
/// room for the next one when the user says so.
pub fn open_field(app: App, blank: impl Fn() -> Entry + Copy + Send + Sync + 'static) -> impl IntoView {
    let draft = RwSignal::new(blank());
    view! {
        <div class="open-field">
            {fields(app, draft, false)}
            <div class="sheet-foot">
                {save_status(app, draft)}
                <Show when=move || draft.with(|entry| !entry.text.is_empty())>
                    <button type="button" class="button" on:click=move |_| draft.set(blank())>"Next note"</button>
                </Show>
            </div>
        </div>
    }
}

fn fields(app: App, draft: RwSignal<Entry>, focus: bool) -> impl IntoView {
    let change = move |edit: &dyn Fn(&mut Entry)| {
        draft.update(|entry| edit(entry));
        let entry = draft.get_untracked();
        if !entry.is_blank() {
            app.user.write_entry(entry);
        }
    };
    let field = NodeRef::<html::Textarea>::new();
    if focus {
        field.on_load(|field| {
            let _ = field.focus();
        });
    }
    let kind = Memo::new(move |_| draft.with(|entry| entry.kind));
    view! {
        <textarea
            node_ref=field
            class="field"
            rows="4"
            aria-label="What do you want to keep?"
            placeholder=move || prompt(kind.get())
            prop:value=move || draft.with(|entry| entry.text.clone())
            on:input:target=move |event| {
                let text = event.target().value();
                change(&|entry| entry.text.clone_from(&text));
            }
        ></textarea>
        {move || kind_fields(kind.get(), draft, change)}
        <div class="chips" role="group" aria-label="Kind">
            {KINDS.map(|each| view! {
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || if kind.get() == each { "true" } else { "false" }
                    on:click=move |_| change(&|entry| entry.set_kind(each))
                >{each.label()}</button>
            }.into_any())}
        </div>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || !draft.with(|entry| entry.publishable)
                on:change:target=move |event| {
                    let private = event.target().checked();
                    change(&|entry| entry.publishable = !private);
                }
            />
            <span>"Private: stays out of everything I share"</span>
        </label>
    }
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

fn kind_fields<C>(kind: EntryKind, draft: RwSignal<Entry>, change: C) -> Option<AnyView>
where
    C: Fn(&dyn Fn(&mut Entry)) + Copy + Send + Sync + 'static,
{
    let line =
        move |label: &'static str, kind: &'static str, get: fn(&Entry) -> String, set: fn(&mut Entry, String)| {
            view! {
                <label class="line">
                    <span>{label}</span>
                    <input
                        type=kind
                        prop:value=move || draft.with(get)
                        on:input:target=move |event| {
                            let value = event.target().value();
                            change(&|entry| set(entry, value.clone()));
                        }
                    />
                </label>
            }
            .into_any()
        };
    let lines: Vec<AnyView> = match kind {
        EntryKind::Person => vec![
            line("Name", "text", |entry| entry.name.clone(), |entry, value| entry.name = value),
            line("Affiliation", "text", |entry| entry.affiliation.clone(), |entry, value| entry.affiliation = value),
            line("Contact", "text", |entry| entry.contact.clone(), |entry, value| entry.contact = value),
        ],
        EntryKind::Quote => {
            vec![line("Who said it", "text", |entry| entry.name.clone(), |entry, value| entry.name = value)]
        }
        EntryKind::Link => vec![line("Address", "url", |entry| entry.url.clone(), |entry, value| entry.url = value)],
        EntryKind::FollowUp => vec![line(
            "By (optional)",
            "date",
            |entry| entry.due.map(|day| day.to_string()).unwrap_or_default(),
            |entry, value| entry.due = Day::parse(&value),
        )],
        EntryKind::Note | EntryKind::Takeaway | EntryKind::Photo => return None,
    };
    Some(view! { <div class="lines">{lines}</div> }.into_any())
}

/// "Saving", then "Saved on this phone", and nothing before it is true.
fn save_status(app: App, draft: RwSignal<Entry>) -> impl IntoView {
    let id = Memo::new(move |_| draft.with(|entry| entry.id.clone()));
    view! {
        <p class="save-state" role="status">
            {move || match app.user.save_state(&id.get()) {
                SaveState::Untouched => "Saved as you type".to_owned(),
                SaveState::Saving => "Saving".to_owned(),
                SaveState::Saved => "Saved on this phone".to_owned(),
                SaveState::Failed(sentence) => sentence.to_string(),
            }}
        </p>
    }
}

/// What the entry is about: chosen already, changeable in one tap.
fn attachment_choice(app: App, draft: RwSignal<Entry>) -> impl IntoView {
    let choices = untrack(|| choices(app, &draft.get()));
    let names: Vec<String> = choices.iter().map(|choice| attachment_name(&app.trip.get_untracked(), choice)).collect();
    let chosen = choices.iter().position(|choice| draft.with_untracked(|entry| entry.attachment == *choice));
    let options: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(
            |(number, name)| view! { <option value=number.to_string() selected=chosen == Some(number)>{name}</option> },
        )
        .collect();
    let choose = move |number: &str| {
        let Some(choice) = number.parse::<usize>().ok().and_then(|number| choices.get(number)) else { return };
        draft.update(|entry| attach(entry, choice.clone()));
        let entry = draft.get_untracked();
        if !entry.is_blank() {
            app.user.write_entry(entry);
        }
    };
    view! {
        <label class="about">
            <span>"On:"</span>
            <select on:change:target=move |event| choose(&event.target().value())>{options}</select>
        </label>
    }
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
pub fn capture_button(app: App) -> impl IntoView {
    view! {
        <button type="button" class="place capture" on:click=move |_| app.capture()>
            <span class="place-icon">{icon("pen")}</span>
            "Capture"
        </button>
    }
}
