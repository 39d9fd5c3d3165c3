//! How safe what the user writes is, whenever that is less than fully: what happened, what is safe, what to do.

use lanyard_core::records::{Reason, Standing};
use leptos::prelude::*;

use super::node::{Node, all, live, node, p};
use super::words;
use crate::state::App;

pub fn state(app: App) -> AnyView {
    live(move || {
        let mut said: Vec<AnyView> = Vec::new();
        if let Some(sentence) = sentence(app.user.standing().get()) {
            said.push(message("alert", sentence.to_owned()).build());
        }
        let restored = app.user.restored();
        let back = restored.from_small.max(restored.from_main);
        if back > 0 {
            let back = words::count(back, "record", "records");
            let text = ["This browser had lost a part of its storage. Restored ", &back, "."].concat();
            said.push(message("status", text).build());
        }
        if !restored.damaged.is_empty() {
            let damaged = words::count(restored.damaged.len(), "record is", "records are");
            let text = [&damaged, " unreadable. The rest is fine, and nothing was overwritten."].concat();
            let save = node("a").class("button").set("href", "rescue.html").text("Save a raw copy");
            said.push(message("alert", text).child(save).build());
        }
        all(said)
    })
}

fn message(role: &'static str, text: String) -> Node {
    node("div").class("safety").set("role", role).child(p("", text))
}

fn sentence(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Loading | Standing::Ready => None,
        Standing::LessSafe(Reason::NoMainStore) => Some(
            "Less safe mode: this browser gives us only its small store. What you write is kept there. Share or copy what matters.",
        ),
        Standing::LessSafe(Reason::NoSmallStore) => Some(
            "Less safe mode: this browser gives us only one of its two stores. What you write is saved in it, a moment later than usual.",
        ),
        Standing::LessSafe(_) => {
            Some("The last change is not on disk yet. It is still here, and saving is tried again.")
        }
        Standing::NothingCanBeSaved => Some(
            "Nothing can be saved here: this browser gives us no storage, perhaps because the window is private. Copy what you write before you close it.",
        ),
    }
}
