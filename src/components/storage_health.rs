//! How safe what the user writes is, whenever that is less than fully: what happened, what is safe, what to do.

use leptos::prelude::*;

use super::html::{HtmlElement, a, all, button, div, live, p};
use super::{storage_space, words};
use crate::route::Page;
use crate::state::App;
use crate::wording;

pub fn state(app: App) -> AnyView {
    let said = live(move || {
        let mut said: Vec<HtmlElement> = Vec::new();
        let sentence = wording::storage_health(app.storage.health().get());
        if !sentence.is_empty() {
            said.push(message("alert", sentence.to_owned()).child(raw_copy()));
        }
        let restored = app.storage.restored();
        if restored.missing > 0 {
            let missing = words::count(restored.missing, "entry that was", "entries that were");
            let text = format!(
                "This browser removed {missing} kept here. What is left is safe. Restore the newest backup that you have."
            );
            let restore = a().class("button").href(app.href(Page::Backup(None))).child("Restore a backup");
            let noted =
                button().class("button").on_click(move || app.storage.acknowledge_missing()).child("Understood");
            said.push(message("alert", text).child(restore).child(noted));
        }
        // What only the main store had is no loss: a killed browser forgets the end of its small store.
        if restored.from_small > 0 {
            let back = words::count(restored.from_small, "record", "records");
            let text = format!("Brought back {back} from the second copy on this phone.");
            said.push(message("status", text));
        }
        if restored.unreadable > 0 {
            let damaged = words::count(restored.unreadable, "record is", "records are");
            let text = format!("{damaged} unreadable. The rest is fine, and nothing was overwritten.");
            said.push(message("alert", text).child(raw_copy()));
        }
        if restored.newer > 0 {
            let newer = words::count(restored.newer, "record was", "records were");
            let text = format!(
                "{newer} written by a newer Lanyard and cannot be shown here. Nothing was overwritten. \
                 Reload to get the new version."
            );
            said.push(message("alert", text).child(raw_copy()));
        }
        all(said)
    });
    all((said, storage_space::notice(app)))
}

fn message(role: &'static str, text: String) -> HtmlElement {
    div().class("storage-health").role(role).child(p().child(text))
}

/// The way out that works without the app: everything stored, as it is, in a file.
fn raw_copy() -> HtmlElement {
    a().class("button").href("rescue.html").child("Save a copy of my notes")
}
