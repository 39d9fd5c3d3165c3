//! From the sources to `dist/`, a folder that any static host can serve.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{project, run, step};
use crate::tools::Tools;
use crate::{pack, seal};

/// Where the finished site is.
pub fn dist() -> PathBuf {
    project().join("dist")
}

/// `cargo xtask build [DIR]`: with the trip in DIR, or with the bundled one.
///
/// # Errors
/// The first step that fails.
pub fn build(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [] => build_with(&pack::bundled()),
        [trip] if !trip.starts_with('-') => build_with(Path::new(trip)),
        _ => Err("Usage: cargo xtask build [DIR]".to_owned()),
    }
}

/// Builds the app for release with a trip, and seals it.
///
/// # Errors
/// The first step that fails.
pub fn build_with(trip: &Path) -> Result<(), String> {
    let tools = Tools::for_build()?;
    let packed = pack::output();
    step("pack the trip", || pack::write(trip, &packed).map_err(|error| error.to_string()))?;
    step("compile the app", || run(smallest(tools.command("trunk").arg("build"))))?;
    step("seal the site", || {
        seal::seal(&seal::Parts {
            page: project().join("index.html"),
            styles: project().join("style"),
            public: project().join("public"),
            compiled: project().join("target/trunk"),
            packed,
            out: dist(),
        })
    })
}

/// Compiles the standard library with the app, so that a panic is one trap instead of a sentence put together by
/// formatting code. That is a fifth of the WebAssembly. What the user sees is the same: `boot.js` says that something
/// broke. The sentence is there in a build without these settings, by plain `trunk serve`.
fn smallest(trunk: &mut Command) -> &mut Command {
    trunk.env_remove("RUSTFLAGS").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    let flags = "-Zunstable-options -Cpanic=immediate-abort --cfg erase_components";
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    // The settings above are not stable; the compiler is.
    trunk.env("RUSTC_BOOTSTRAP", "1")
}
