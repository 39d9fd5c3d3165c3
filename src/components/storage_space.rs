//! Room for what is kept, and whether the browser has promised to keep it.

use lanyard_core::records::Fullness;
use lanyard_core::records::quota::bytes_in_words;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::html::{HtmlElement, a, button, div, live, p, titled};
use crate::route::Page;
use crate::state::App;
use crate::state::storage::StorageSpace;

/// How much is used, whether it may be thrown away, and a way to ask that it is not.
pub fn state(app: App) -> HtmlElement {
    app.storage.look_at_space();
    let room = app.storage.space();
    let ask = move || {
        if room.get().persistent == Some(true) {
            return None;
        }
        let ask = move || {
            spawn_local(async move { app.notices.say(answer(app.storage.ask_to_persist_again().await)) });
        };
        // Until it has promised, a backup is the only second copy.
        let backup = a().class("button").href(app.href(Page::Backup(None))).child("Save a backup");
        let ask = button().class("button").on_click(ask).child("Ask the browser to keep my notes");
        Some(div().class("buttons").child(ask).child(backup))
    };
    let body = div()
        .class("storage-space")
        .child(p().child(move || used(&room.get())))
        .child(p().child(move || promise(room.get().persistent)))
        .child(ask);
    titled("Storage", body)
}

/// What has to be said on every page: nothing while there is room.
pub fn notice(app: App) -> AnyView {
    let fullness = Memo::new(move |_| app.storage.space().get().fullness);
    live(move || {
        let (role, words) = match fullness.get() {
            Fullness::Unknown | Fullness::Plenty => return None,
            Fullness::Filling => (
                "status",
                "Storage is more than 70 % full. Everything is still kept. Free some space on the phone before it runs out.",
            ),
            Fullness::NoPhotos => (
                "alert",
                "Storage is more than 90 % full. Text is still kept, new photos are not. Free some space on the phone.",
            ),
        };
        Some(div().class("storage-health").role(role).child(p().child(words)))
    })
}

fn used(room: &StorageSpace) -> String {
    let how_full = match room.fullness {
        Fullness::Unknown | Fullness::Plenty => "Plenty of room",
        Fullness::Filling => "Filling up",
        Fullness::NoPhotos => "Nearly full",
    };
    match room.bytes {
        Some((used, there_is)) => {
            format!("{how_full}: {} used of about {}.", bytes_in_words(used), bytes_in_words(there_is))
        }
        None if room.fullness == Fullness::Unknown => "This browser does not say how much room there is.".to_owned(),
        None => format!("{how_full}. This browser does not say how much room there is."),
    }
}

fn promise(persistent: Option<bool>) -> &'static str {
    match persistent {
        Some(true) => "This browser has promised to keep your notes until you delete them yourself.",
        Some(false) => {
            "This browser has not promised to keep your notes: it may remove them when the phone runs short of room."
        }
        None => "This browser does not say whether it keeps your notes when the phone runs short of room.",
    }
}

fn answer(granted: Option<bool>) -> &'static str {
    match granted {
        Some(true) => "The browser has promised to keep your notes.",
        Some(false) => "The browser said no. Put Lanyard on the home screen, then ask again.",
        None => "This browser cannot be asked. Put Lanyard on the home screen.",
    }
}
