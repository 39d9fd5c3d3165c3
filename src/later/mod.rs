//! What arrives last: planning, paper, the way in and the way out.
//!
//! A star is kept, and a note written, as soon as the deferred part is there (`src/deferred/`). What one opens on purpose
//! and can wait a second for is therefore a third file, which is fetched after that. Other builds than `xtask build` are in
//! one piece and do the same.
//!
//! Code of the parts before must never name what belongs to this one, or it takes it along. It asks the trait object in
//! `App::later`.

mod features;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::deferred::Deferred;
use crate::state::{App, DeferredFeatures, LaterFeatures, LaterPart};

/// Fetches the later part, when it is one.
pub fn fetch(app: App) {
    app.later.set(LaterPart::Awaited);
    spawn_local(async move {
        #[cfg(split)]
        let part = later_part().await;
        #[cfg(not(split))]
        let part = later_part();
        app.later.set(part.map_or(LaterPart::Missing(fetch), LaterPart::Here));
    });
}

#[cfg_attr(split, leptos::wasm_split::wasm_split(later, wasm_split_path = leptos::wasm_split, fallible))]
#[cfg_attr(split, allow(unsafe_code, reason = "the macro declares the door as a foreign function"))]
fn later_part() -> Result<&'static dyn LaterFeatures, SplitLoaderError> {
    // What the cut finds behind both doors becomes one file (xtask/src/split.rs). So the deferred part is one, and its code
    // is not divided into what this part needs of it and what it does not: two files are 16 kB larger than one.
    std::hint::black_box::<&dyn DeferredFeatures>(&Deferred);
    Ok(&features::Later)
}
