//! What the phone's share sheet sent: words and pictures become entries, schedules are read.
//!
//! Words come with the address. Files wait in a cache that the service worker filled. A picture leaves it only when an
//! entry holds it; the entry's id is the picture's own, so that a second try after a crash makes no second entry. A
//! schedule leaves it when it has been read.

use lanyard_core::notebook::{Entry, EntryId};
use lanyard_core::records::{SaveState, Standing};
use lanyard_core::trips::Origin;
use leptos::prelude::*;

use crate::components::capture;
use crate::platform::inbox::{Shared, Waiting};
use crate::route::{Files, Page, received};
use crate::state::trips::Input;
use crate::state::{App, keeping};

const REFUSED: &str = "What you shared could not be taken over. It is still where you shared it from. Try again.";

/// Takes in what was shared, as soon as entries can be kept: now, and whatever an earlier start left behind.
pub fn receive(app: App) {
    let is_ready = Memo::new(move |_| app.user.standing().get() != Standing::Loading);
    Effect::new(move || {
        let arriving =
            untrack(|| matches!(app.route.get().page, Page::Received(_, Files::Pictures | Files::Schedules)));
        if is_ready.get() && !arriving {
            take_pictures(app, false);
            offer_schedules(app);
        }
    });
    Effect::new(move || {
        let Page::Received(words, files) = app.route.get().page else { return };
        if !is_ready.get() {
            return;
        }
        match files {
            Files::Pictures => take_pictures(app, true),
            Files::Schedules => {
                take_pictures(app, false);
                read_schedules(app);
                return app.replace(Page::Import);
            }
            Files::None | Files::Refused => write_words(app, words),
        }
        if files == Files::Refused {
            app.say(REFUSED);
        }
        app.replace(Page::Now);
    });
}

/// Schedules of an earlier share: the reader was not on the phone, or the app never came to read them.
fn offer_schedules(app: App) {
    app.user.waiting(Shared::Schedules, move |waiting| {
        if !waiting.is_empty() {
            app.offer("A schedule that you shared is not read yet.", "Read it", move || {
                read_schedules(app);
                app.go(Page::Import);
            });
        }
    });
}

/// All of them belong together.
fn read_schedules(app: App) {
    app.user.waiting(Shared::Schedules, move |waiting| {
        if waiting.is_empty() {
            return;
        }
        let names: Vec<String> = waiting.iter().map(|each| received(&each.words)).collect();
        let (addresses, files) = waiting.into_iter().map(|each| (each.address, each.file)).unzip::<_, _, Vec<_>, _>();
        app.read_files(files, move |files| {
            let done = move || addresses.iter().for_each(|address| app.user.let_go_of(address));
            let input = Input { origin: Origin::File(names.join(", ")), files, zone: None, place: None };
            app.look_into_and(input, done);
        });
    });
}

fn write_words(app: App, words: String) {
    let (attachment, event) = capture::context(app);
    let entry = Entry { text: words, ..app.blank_entry(attachment, event) };
    app.user.write_entry(entry.clone());
    app.sheet.set(Some(entry));
}

fn take_pictures(app: App, show: bool) {
    app.user.waiting(Shared::Pictures, move |waiting| {
        for picture in waiting {
            take_picture(app, picture, show);
        }
    });
}

fn take_picture(app: App, waiting: Waiting, show: bool) {
    let (attachment, event) = capture::context(app);
    let blank = app.blank_entry(attachment, event);
    let words = received(&waiting.words);
    let entry = Entry { id: EntryId::new(&waiting.id), text: words, ..blank };
    let address = waiting.address;
    let kept = move |kept: Result<Entry, &'static str>| match kept {
        Ok(entry) => {
            if show {
                app.sheet.set(Some(entry.clone()));
            } else {
                app.say("A picture you shared is in your notebook.");
            }
            Effect::new(move || {
                if app.user.save_state(&entry.id) == SaveState::Saved {
                    app.user.let_go_of(&address);
                }
            });
        }
        Err(why) => {
            app.say(why);
            // What is no picture will not become one.
            if why == keeping::NO_PICTURE {
                app.user.let_go_of(&address);
            }
        }
    };
    app.user.add_photo(entry, &waiting.file, kept);
}
