//! What became of the last letter: "Saving", then "Saved on this phone", and nothing before it is true.

use lanyard_core::records::SaveState;

use super::node::{Node, node};

pub fn save_status(words: impl Fn() -> &'static str + Send + Sync + 'static) -> Node {
    node("p").class("save-state").set("role", "status").live_text(move || words().to_owned())
}

pub fn in_words(state: SaveState) -> &'static str {
    match state {
        SaveState::Untouched => "Saved as you type",
        SaveState::Saving => "Saving",
        SaveState::Saved => "Saved on this phone",
        SaveState::Failed(sentence) => sentence,
    }
}
