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
use crate::components::node::{all, button, list, live, node, nothing, p};
use crate::platform::inbox::{Share, SharedFile};
use crate::route::{Arrival, Page};
use crate::state::trips::Input;
use crate::state::{App, keeping};

const FROM_A_LINK: &str = "These words came with a link. Nothing of them is kept yet.";
const FROM_ELSEWHERE: &str = "Another app, or a page in this browser, sent this. Nothing of it is kept yet.";
const REFUSED: &str = "What you shared could not be taken over. It is still where you shared it from. Try again.";
const TOO_LONG: &str =
    "What was shared is longer than 100 kB of words, which is more than a note should hold. Nothing was kept.";
const NOT_HERE: &str = "What was shared is not here any more: it was kept, or discarded.";
const ENDED: &str = "Lanyard was ended the last time it took this over. If that happens again, discard it.";

/// How much of the words is shown before they are kept, in characters.
const SHOWN: usize = 1_000;

pub fn page(app: App, arrival: Arrival) -> AnyView {
    let body = match arrival {
        Arrival::Linked(words) => draft(app, Share { words, ..Share::default() }, FROM_A_LINK, false),
        Arrival::Refused(words) => {
            let refused = p("refused", REFUSED).set("role", "alert").build();
            let rest = (!words.is_empty())
                .then(|| draft(app, Share { words, ..Share::default() }, "These words came along.", false));
            all([Some(refused), rest].into_iter().flatten().collect())
        }
        Arrival::TooLong => {
            all(vec![p("refused", TOO_LONG).set("role", "alert").build(), not_found::ways_on(app).build()])
        }
        Arrival::Shared(id) => shared(app, id),
    };
    all(vec![header(app, "Shared with Lanyard".to_owned(), nothing()).build(), body])
}

/// Whatever waits from an earlier start is offered, one share at a time.
pub fn offer_waiting(app: App, but: Option<String>) {
    spawn_local(async move {
        let shares = app.user.shares().await;
        let Some(share) = shares.into_iter().find(|share| Some(&share.id) != but.as_ref()) else { return };
        let (said, name) = match share.schedules.is_empty() {
            true => ("Something was shared with Lanyard and is not kept yet.", "Look at it"),
            false => ("A schedule that you shared is not read yet.", "Read it"),
        };
        app.offer(said, name, move || app.go(Page::Received(Arrival::Shared(share.id.clone()))));
    });
}

fn shared(app: App, id: String) -> AnyView {
    // The share, if it is still here, and whether taking it over was tried before.
    let found = RwSignal::<_, LocalStorage>::new_local(None::<(Option<Share>, bool)>);
    spawn_local(async move {
        let share = app.user.shares().await.into_iter().find(|share| share.id == id);
        if let Some(share) = share.as_ref().filter(|share| !share.schedules.is_empty()) {
            return read_schedules(app, share);
        }
        let attempt = app.user.attempt().await;
        let was_tried = share.is_some() && share.as_ref().map(|share| &share.id) == attempt.as_ref();
        // The page may have been left meanwhile.
        let _ = found.try_set(Some((share, was_tried)));
    });
    live(move || match found.get() {
        None => nothing(),
        Some((None, _)) => all(vec![p("empty", NOT_HERE).build(), not_found::ways_on(app).build()]),
        Some((Some(share), was_tried)) => draft(app, share, FROM_ELSEWHERE, was_tried),
    })
}

fn draft(app: App, share: Share, from: &'static str, was_tried: bool) -> AnyView {
    let shown: String = share.words.chars().take(SHOWN).collect();
    let more = share.words.chars().count().saturating_sub(SHOWN);
    let preview = Entry { text: shown, ..Entry::new(EntryId::new(""), app.now(), Attachment::Hallway, None) };
    let picture = |file: &SharedFile| {
        let size = bytes_in_words(file.file.size() as u64);
        node("li").text([&plain_title(&file.name), ", ", &size].concat()).build()
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
        app.say("Discarded. Nothing was kept.");
    };
    let buttons = node("div")
        .class("buttons")
        .child(button("button primary", if was_tried { "Try again" } else { "Keep" }, keep))
        .child(button("button", "Discard", discard));
    node("article")
        .class("shared-draft")
        .child(p("facts", from))
        .child(was_tried.then(|| p("refused", ENDED).set("role", "alert")))
        .children(entry_words(app, &preview))
        .child((more > 0).then(|| p("facts", ["and ", &more.to_string(), " more characters"].concat())))
        .child(pictures)
        .child(buttons)
        .build()
}

/// Makes entries of it: one of the words, or one of each picture, the first with the words.
async fn keep(app: App, share: Rc<Share>) {
    let (attachment, event) = capture::context(app);
    let blank = move || app.blank_entry(attachment.clone(), event.clone());
    let id = |number: usize| match (share.id.as_str(), number) {
        ("", _) => app.user.new_entry_id(),
        (id, 0) => EntryId::new(id),
        (id, number) => EntryId::new(&[id, "-", &number.to_string()].concat()),
    };
    let mut words = share.words.clone();
    let (mut kept, mut refused) = (None, Vec::new());
    if !share.pictures.is_empty() {
        // A picture may fill the phone's memory and end the browser: what failed once is asked about.
        app.user.note_attempt(&share.id).await;
    }
    for (number, picture) in share.pictures.iter().enumerate() {
        // The same id at a second try, after a crash: it makes no second entry.
        let entry = Entry { id: id(number), text: words.clone(), ..blank() };
        match app.user.add_photo(entry, &picture.file).await {
            Ok(entry) => {
                words.clear();
                let_go_when_saved(app, &entry.id, picture.address.clone());
                kept = kept.or(Some(entry));
            }
            Err(why) => {
                refused.push([&plain_title(&picture.name), ": ", why].concat());
                // What is no picture, or too large, will not become fit by waiting.
                if why == keeping::NO_PICTURE || why == keeping::TOO_LARGE {
                    app.user.let_go_of(&picture.address);
                }
            }
        }
    }
    app.user.forget_attempt();
    let words_at = share.words_at.clone();
    if !words.is_empty() {
        let entry = Entry { id: id(share.pictures.len()), text: words, ..blank() };
        app.user.write_entry(entry.clone());
        kept = kept.or(Some(entry));
    }
    if let Some((entry, words_at)) = kept.as_ref().zip(words_at) {
        let_go_when_saved(app, &entry.id, words_at);
    }
    leave(app, &share);
    app.sheet.set(kept);
    if !refused.is_empty() {
        app.say(refused.join("\n"));
    }
}

fn let_go_when_saved(app: App, id: &EntryId, address: String) {
    let id = id.clone();
    Effect::new(move || {
        if app.user.save_state(&id) == SaveState::Saved {
            app.user.let_go_of(&address);
        }
    });
}

fn let_go(app: App, share: &Share) {
    let files = share.pictures.iter().chain(&share.schedules).map(|file| &file.address);
    files.chain(&share.words_at).for_each(|address| app.user.let_go_of(address));
}

/// From the page of a share that was decided on.
fn leave(app: App, share: &Share) {
    app.replace(Page::Now);
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
    app.read_files(files, move |files| {
        let done = move || addresses.iter().for_each(|address| app.user.let_go_of(address));
        let input = Input { origin: Origin::File(names.join(", ")), files, zone: None, destination: None };
        app.look_into_and(input, done);
    });
    app.replace(Page::Import);
}
