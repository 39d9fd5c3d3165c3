//! What arrives after the first screen.
//!
//! A first visit on a slow phone waits for every byte of WebAssembly, and at first it needs the frame, Now and the agenda.
//! `xtask build` therefore cuts what is reached only through [`DeferredFeatures`] off into a second file, which arrives
//! while the first screen is being read (`--cfg split`; xtask/src/split.rs). Other builds are in one piece and do the same.
//!
//! Code of the first part must never name what belongs to the deferred one, or it takes it along. It asks the trait object
//! in `App::deferred`; a view shows something in the meantime, a command waits with `App::when_ready`.

mod features;

use leptos::wasm_split::SplitLoaderError;

pub use self::features::Deferred;
use crate::state::DeferredFeatures;

/// Fetches the deferred part, when it is one.
///
/// # Errors
/// When it does not arrive whole.
pub async fn load() -> Result<&'static dyn DeferredFeatures, SplitLoaderError> {
    #[cfg(split)]
    let part = deferred_part().await;
    #[cfg(not(split))]
    let part = deferred_part();
    part
}

#[cfg_attr(split, leptos::wasm_split::wasm_split(deferred, wasm_split_path = leptos::wasm_split, fallible))]
#[cfg_attr(split, allow(unsafe_code, reason = "the macro declares the door as a foreign function"))]
fn deferred_part() -> Result<&'static dyn DeferredFeatures, SplitLoaderError> {
    Ok(&features::Deferred)
}
