//! What came from outside, by the share sheet, a form of some page, or a link: shown, and kept only when the user says so.

use std::rc::Rc;

use lanyard_core::notebook::{Attachment, Entry, EntryId};
use lanyard_core::records::SaveState;
use lanyard_core::records::quota::bytes_in_words;
use lanyard_core::text::plain_title;
use lanyard_core::trips::Origin;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_found;
use crate::components::capture;
use crate::components::entry_words::entry_words;
use crate::components::header::header;
use crate::components::html::{HtmlElement, all, article, button, div, li, list, live, p};
use crate::platform::inbox::{Share, SharedFile};
use crate::route::{Arrival, Page};
use crate::state::App;
use crate::state::photos::PhotoError;
use crate::state::trips::Input;

const FROM_A_LINK: &str = "This text came with a link. It is not saved yet.";
const FROM_ELSEWHERE: &str = "Another app, or a page in this browser, sent this. It is not saved yet.";
const REFUSED: &str = "Lanyard could not take what you shared. It is still where it was. Try again.";
const TOO_LONG: &str = "This text is longer than 100 kB, which is too long for a note. Nothing was saved.";
const NOT_HERE: &str = "This is not here any more: you kept it, or discarded it.";
const ENDED: &str = "Lanyard stopped the last time it tried to keep this. If that happens again, discard it.";

/// How much of the words is shown before they are kept, in characters.
const SHOWN: usize = 1_000;

pub fn page(app: App, arrival: Arrival) -> AnyView {
    let body = match arrival {
        Arrival::Linked(words) => draft(app, Share { words, ..Share::default() }, FROM_A_LINK, false).into(),
        Arrival::Refused(words) => {
            let refused = p().class("refused").role("alert").child(REFUSED);
            let rest = (!words.is_empty())
                .then(|| draft(app, Share { words, ..Share::default() }, "This text came with it.", false));
            all((refused, rest))
        }
        Arrival::TooLong => all((p().class("refused").role("alert").child(TOO_LONG), not_found::ways_on(app))),
        Arrival::Shared(id) => shared(app, id),
    };
    all((header(app, "Shared with Lanyard".to_owned(), ()), body))
}

/// Whatever waits from an earlier start is offered, one share at a time.
pub fn offer_waiting(app: App, but: Option<String>) {
    spawn_local(async move {
        let shares = app.shares.waiting().await;
        let Some(share) = shares.into_iter().find(|share| Some(&share.id) != but.as_ref()) else { return };
        let (said, name) = match share.schedules.first() {
            None => ("Something was shared with Lanyard and is not saved yet.", "Look at it"),
            Some(file) if is_backup(file) => ("You shared a backup. It is not restored yet.", "Look at it"),
            Some(_) => ("You shared a schedule. It is not read yet.", "Read it"),
        };
        app.notices.offer(said, name, move || app.navigation.go(Page::Received(Arrival::Shared(share.id.clone()))));
    });
}

fn shared(app: App, id: String) -> AnyView {
    // The share, if it is still here, and whether taking it over was tried before.
    let found = RwSignal::<_, LocalStorage>::new_local(None::<(Option<Share>, bool)>);
    spawn_local(async move {
        let share = app.shares.waiting().await.into_iter().find(|share| share.id == id);
        match share.as_ref().and_then(|share| Some((share, share.schedules.first()?))) {
            Some((share, file)) if is_backup(file) => {
                return app.navigation.replace(Page::Backup(Some(share.id.clone())));
            }
            Some((share, _)) => return read_schedules(app, share),
            None => {}
        }
        let attempt = app.shares.attempt().await;
        let was_tried = share.is_some() && share.as_ref().map(|share| &share.id) == attempt.as_ref();
        // The page may have been left meanwhile.
        let _ = found.try_set(Some((share, was_tried)));
    });
    live(move || match found.get() {
        None => all(()),
        Some((None, _)) => all((p().class("empty").child(NOT_HERE), not_found::ways_on(app))),
        Some((Some(share), was_tried)) => draft(app, share, FROM_ELSEWHERE, was_tried).into(),
    })
}

/// By its name: a backup, or a copy of the rescue page.
fn is_backup(file: &SharedFile) -> bool {
    let name = file.name.to_lowercase();
    name.ends_with(".zip") || name.ends_with(".jwe") || name.starts_with("lanyard-copy-")
}

fn draft(app: App, share: Share, from: &'static str, was_tried: bool) -> HtmlElement {
    let shown: String = share.words.chars().take(SHOWN).collect();
    let more = share.words.chars().count().saturating_sub(SHOWN);
    let preview = Entry { text: shown, ..Entry::new(EntryId::new(""), app.now(), Attachment::Hallway, None) };
    let picture = |file: &SharedFile| {
        let size = bytes_in_words(file.file.size() as u64);
        li().child(format!("{}, {size}", plain_title(&file.name)))
    };
    let pictures = list("shared-files", share.pictures.iter().map(picture).collect());
    let share = Rc::new(share);
    let (kept, discarded) = (share.clone(), share);
    let keep = move || {
        let share = kept.clone();
        app.when_ready(move |_| spawn_local(keep(app, share)));
    };
    let discard = move || {
        let_go(app, &discarded);
        leave(app, &discarded);
        app.notices.say("Discarded. Nothing was saved.");
    };
    let buttons = div()
        .class("buttons")
        .child(button().class("button primary").on_click(keep).child(if was_tried { "Try again" } else { "Keep" }))
        .child(button().class("button").on_click(discard).child("Discard"));
    article()
        .class("shared-draft")
        .child(p().class("facts").child(from))
        .child(was_tried.then(|| p().class("refused").role("alert").child(ENDED)))
        .children(entry_words(app, &preview))
        .child((more > 0).then(|| p().class("facts").child(format!("and {more} more characters"))))
        .child(pictures)
        .child(buttons)
}

/// Makes entries of it: one of the words, or one of each picture, the first with the words.
async fn keep(app: App, share: Rc<Share>) {
    let (attachment, event) = capture::context(app);
    let blank = move || app.blank_entry(attachment.clone(), event.clone());
    let id = |number: usize| match (share.id.as_str(), number) {
        ("", _) => app.notebook.new_id(),
        (id, 0) => EntryId::new(id),
        (id, number) => EntryId::new(&format!("{id}-{number}")),
    };
    let mut words = share.words.clone();
    let (mut kept, mut refused) = (None, Vec::new());
    if !share.pictures.is_empty() {
        // A picture may fill the phone's memory and end the browser: what failed once is asked about.
        app.shares.note_attempt(&share.id).await;
    }
    for (number, picture) in share.pictures.iter().enumerate() {
        // The same id at a second try, after a crash: it makes no second entry.
        let entry = Entry { id: id(number), text: words.clone(), ..blank() };
        match app.photos.add(entry, &picture.file).await {
            Ok(entry) => {
                words.clear();
                let_go_when_saved(app, &entry.id, picture.address.clone());
                kept = kept.or(Some(entry));
            }
            Err(why) => {
                refused.push(format!("{}: {}", plain_title(&picture.name), why.sentence()));
                // What is no picture, or too large, will not become fit by waiting.
                if matches!(why, PhotoError::Unfit(_)) {
                    app.shares.let_go_of(&picture.address);
                }
            }
        }
    }
    app.shares.forget_attempt();
    let words_at = share.words_at.clone();
    if !words.is_empty() {
        let entry = Entry { id: id(share.pictures.len()), text: words, ..blank() };
        app.notebook.write(entry.clone());
        kept = kept.or(Some(entry));
    }
    if let Some((entry, words_at)) = kept.as_ref().zip(words_at) {
        let_go_when_saved(app, &entry.id, words_at);
    }
    leave(app, &share);
    app.sheet.set(kept);
    if !refused.is_empty() {
        app.notices.warn(refused.join("\n"));
    }
}

fn let_go_when_saved(app: App, id: &EntryId, address: String) {
    let id = id.clone();
    Effect::new(move || {
        if app.notebook.save_state(&id) == SaveState::Saved {
            app.shares.let_go_of(&address);
        }
    });
}

fn let_go(app: App, share: &Share) {
    let files = share.pictures.iter().chain(&share.schedules).map(|file| &file.address);
    files.chain(&share.words_at).for_each(|address| app.shares.let_go_of(address));
}

/// From the page of a share that was decided on.
fn leave(app: App, share: &Share) {
    app.navigation.replace(Page::Now);
    offer_waiting(app, Some(share.id.clone()));
}

/// All files of a share belong to one schedule. What is in it is shown before it is added.
fn read_schedules(app: App, share: &Share) {
    let names: Vec<String> = share.schedules.iter().map(|each| plain_title(&each.name)).collect();
    let mut addresses: Vec<String> = share.schedules.iter().map(|each| each.address.clone()).collect();
    if share.pictures.is_empty() {
        // Words beside a schedule say what it is.
        addresses.extend(share.words_at.clone());
    }
    let files = share.schedules.iter().map(|each| each.file.clone()).collect();
    app.trips.read_files(files, move |files| {
        let done = move || addresses.iter().for_each(|address| app.shares.let_go_of(address));
        app.trips.look_into_and(Input::of(Origin::File(names.join(", ")), files), done);
    });
    app.navigation.replace(Page::Import);
}
