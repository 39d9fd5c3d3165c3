//! How safe what the user writes is, whenever that is less than fully: what happened, what is safe, what to do.

use leptos::prelude::*;

use super::node::{Node, all, button, live, node, p};
use super::{storage_space, words};
use crate::state::App;

pub fn state(app: App) -> AnyView {
    let said = live(move || {
        let mut said: Vec<AnyView> = Vec::new();
        let sentence = app.storage.health().get().sentence();
        if !sentence.is_empty() {
            said.push(message("alert", sentence.to_owned()).child(raw_copy()).build());
        }
        let restored = app.storage.restored();
        if restored.missing > 0 {
            let missing = words::count(restored.missing, "entry that was", "entries that were");
            let text = [
                "This browser removed ",
                &missing,
                " kept here. What is left is safe. If you have a raw copy, keep it.",
            ];
            let noted = button("button", "Understood", move || app.storage.acknowledge_missing());
            said.push(message("alert", text.concat()).child(noted).build());
        }
        // What only the main store had is no loss: a killed browser forgets the end of its small store.
        if restored.from_small > 0 {
            let back = words::count(restored.from_small, "record", "records");
            let text = ["Brought back ", &back, " from the second copy on this phone."].concat();
            said.push(message("status", text).build());
        }
        if restored.unreadable > 0 {
            let damaged = words::count(restored.unreadable, "record is", "records are");
            let text = [&damaged, " unreadable. The rest is fine, and nothing was overwritten."].concat();
            said.push(message("alert", text).child(raw_copy()).build());
        }
        if restored.newer > 0 {
            let newer = words::count(restored.newer, "record was", "records were");
            let text = [
                &newer,
                " written by a newer Lanyard and cannot be shown here. Nothing was overwritten. Reload to get the new version.",
            ];
            said.push(message("alert", text.concat()).child(raw_copy()).build());
        }
        all(said)
    });
    all(vec![said, storage_space::notice(app)])
}

fn message(role: &'static str, text: String) -> Node {
    node("div").class("storage-health").set("role", role).child(p("", text))
}

/// The way out that works without the app: everything stored, as it is, in a file.
fn raw_copy() -> Node {
    node("a").class("button").set("href", "rescue.html").text("Save a raw copy")
}
