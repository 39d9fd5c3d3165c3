//! What became of the last letter: "Saving", then "Saved on this phone", and nothing before it is true. In the example
//! nothing is saved there, and it says so. Fields stay closed
//! until what they are for has been read.

use lanyard_core::records::{SaveState, StorageHealth};

use leptos::prelude::*;

use super::html::{HtmlElement, p};
use crate::state::App;
use crate::wording;

pub fn save_status(words: impl Fn() -> &'static str + Send + Sync + 'static) -> HtmlElement {
    p().class("save-state").role("status").child(words)
}

/// Fields, by the element around them (`fieldset`) or one by itself: whoever wrote into one before the stores have been
/// read would write over what it does not show yet.
pub fn closed_until_read(app: App, fields: HtmlElement) -> HtmlElement {
    fields.disabled(move || app.storage.health().get() == StorageHealth::Loading)
}

/// `words` say that there is nothing of the user's here. Reactive: as long as nobody knows that, it says so instead.
pub fn none_yet(app: App, words: &'static str) -> HtmlElement {
    let said = match app.storage.health().get() {
        StorageHealth::Loading => "One moment.",
        _ if !app.storage.has_main_store() => {
            "This browser does not open its database. What you saved cannot be shown now."
        }
        _ => words,
    };
    p().class("empty").child(said)
}

pub fn in_words(app: App, state: SaveState) -> &'static str {
    match state {
        SaveState::Untouched | SaveState::Saved if app.is_example() => "Kept until you leave the example",
        SaveState::Untouched => "Saved as you type",
        SaveState::Saving => "Saving",
        SaveState::Saved => "Saved on this phone",
        SaveState::Failed(why) => wording::storage_health(why),
    }
}
