//! Room for what is kept, and whether the browser has promised to keep it.

use lanyard_core::records::Fullness;
use lanyard_core::records::quota::bytes_in_words;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::node::{Node, button, live, node, nothing, p, section};
use crate::state::App;
use crate::state::user::StorageSpace;

/// How much is used, whether it may be thrown away, and a way to ask that it is not.
pub fn state(app: App) -> Node {
    app.user.look_at_storage_space();
    let room = app.user.storage_space();
    let ask = move || {
        if room.get().persistent == Some(true) {
            return nothing();
        }
        let ask = move || spawn_local(async move { app.say(answer(app.user.ask_to_persist_again().await)) });
        node("p").class("buttons").child(button("button", "Ask the browser to keep my notes", ask)).build()
    };
    let body = node("div")
        .class("storage-space")
        .child(p("", "").live_text(move || used(&room.get())))
        .child(p("", "").live_text(move || promise(room.get().persistent).to_owned()))
        .live(ask);
    section("Storage", body)
}

/// What has to be said on every page: nothing while there is room.
pub fn notice(app: App) -> AnyView {
    let fullness = Memo::new(move |_| app.user.storage_space().get().fullness);
    live(move || {
        let (role, words) = match fullness.get() {
            Fullness::Unknown | Fullness::Plenty => return nothing(),
            Fullness::Filling => (
                "status",
                "Storage is more than 70 % full. Everything is still kept. Free some space on the phone before it runs out.",
            ),
            Fullness::NoPhotos => (
                "alert",
                "Storage is more than 90 % full. Text is still kept, new photos are not. Free some space on the phone.",
            ),
        };
        node("div").class("storage-health").set("role", role).child(p("", words)).build()
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
            [how_full, ": ", &bytes_in_words(used), " used of about ", &bytes_in_words(there_is), "."].concat()
        }
        None if room.fullness == Fullness::Unknown => "This browser does not say how much room there is.".to_owned(),
        None => [how_full, ". This browser does not say how much room there is."].concat(),
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
        Some(false) => "The browser did not promise it. Put Lanyard on the home screen, then ask again.",
        None => "This browser cannot be asked. Put Lanyard on the home screen.",
    }
}
