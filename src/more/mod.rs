//! The door between the two parts of the app.
//!
//! A first visit on a slow phone waits for every byte of WebAssembly, and at first it needs the frame, Now and the agenda.
//! `xtask build` therefore cuts what is reached only through [`More`] off into a second file, which arrives while the
//! first screen is being read (`--cfg split`; xtask/src/split.rs). Other builds are in one piece and do the same.
//!
//! Code of the first part must never name what belongs to the second one, or it takes it along. It asks the trait object
//! in [`App::more`]; a view shows something in the meantime, a command waits with [`App::when_ready`].

mod rest;

use lanyard_core::notebook::{Attachment, Entry, Mark, SessionSnapshot};
use lanyard_core::schedule::{Day, EventId, SessionKey};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::route::Page;
use crate::state::App;

/// What the second part does.
pub trait More: Send + Sync {
    /// Opens both stores, and listens to what is shared with the app.
    fn begin(&self, app: App);

    /// Every page but Now and the agenda.
    fn page(&self, app: App, page: Page) -> AnyView;

    /// Opens the capture sheet: on what is given, else on what the screen is about, else on the session running now.
    fn capture(&self, app: App, on: Option<(Attachment, Option<EventId>)>);

    /// The open capture sheet.
    fn sheet(&self, app: App, entry: Entry) -> AnyView;

    /// What was promised and is still to do.
    fn open_follow_ups(&self, app: App) -> AnyView;

    /// The user's own items of a day, and the way to a new one.
    fn own_items(&self, app: App, day: Day) -> AnyView;

    /// What of the user's own is on now, and what is next.
    fn own_now(&self, app: App) -> AnyView;

    fn set_mark(&self, app: App, key: &SessionKey, known: SessionSnapshot, mark: Mark, on: bool);

    /// What changed in my agenda since I last looked.
    fn changes(&self, app: App) -> AnyView;

    /// How safe what the user writes is, whenever that is less than fully.
    fn safety(&self, app: App) -> AnyView;
}

/// Fetches the second part, when it is one.
///
/// # Errors
/// When it does not arrive whole.
pub async fn load() -> Result<&'static dyn More, SplitLoaderError> {
    #[cfg(split)]
    let part = second_part().await;
    #[cfg(not(split))]
    let part = second_part();
    part
}

#[cfg_attr(split, leptos::wasm_split::wasm_split(more, wasm_split_path = leptos::wasm_split, fallible))]
#[cfg_attr(split, allow(unsafe_code, reason = "the macro declares the door as a foreign function"))]
fn second_part() -> Result<&'static dyn More, SplitLoaderError> {
    Ok(&rest::Rest)
}
