//! From the sources to `dist/`, a folder that any static host can serve.
//!
//! Trunk does it, and calls `cargo xtask pack` before it compiles and `cargo xtask seal` after (`Trunk.toml`). So plain
//! `trunk serve` and `trunk build --release` make the whole site, too. What [`build`] adds are the programs that are
//! missing, and a smaller program of the app (`stand_in.rs`).

use anyhow::Context;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;

use crate::seal::{self, Parts};
use crate::steps::{project, run, step};
use crate::tools::{self, Tools};
use crate::{pack, stand_in};

/// Where the finished site is.
pub fn dist() -> PathBuf {
    project().join("dist")
}

/// Where Trunk puts the parts of the site until the last hook is done. It is empty when a build begins.
pub fn stage() -> PathBuf {
    dist().join(".stage")
}

/// How much time the compiler may take to make the app small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// What ships.
    Small,
    /// For looking at a change while working: the same app in one piece, as plain `trunk build` makes it.
    Quick,
}

/// Builds the app with a trip.
///
/// # Errors
/// The first step that fails.
pub fn build(trip: &Path, effort: Effort) -> anyhow::Result<()> {
    let tools = Tools::for_build()?;
    let mut trunk = tools.command("trunk");
    trunk.args(["build", "--dist"]).arg(dist());
    trunk.env(pack::TRIP, absolute(trip)?).env_remove("RUSTFLAGS");
    if effort == Effort::Small {
        trunk.arg("--release");
        stand_in::put_before(&mut trunk, &tools)?;
    }
    step("build the site", || run(&mut trunk))
}

/// Trunk's last step: makes the site of what it has put into `stage`, and leaves the site there.
///
/// # Errors
/// When a part is missing, or a page holds what the security policy forbids.
pub fn seal(stage: &Path, is_release: bool) -> anyhow::Result<()> {
    let parts = Parts { out: stage.to_owned(), ..Parts::of(&project()) };
    seal::keep(stage, &parts.compiled)?;
    if is_release {
        step("optimise the WebAssembly", || optimise(&parts.compiled))?;
    }
    seal::seal(&parts)
}

/// Makes each module of a folder smaller. Without the program for it the site is larger, and does the same.
fn optimise(folder: &Path) -> anyhow::Result<()> {
    let Some(wasm_opt) = tools::wasm_opt() else {
        println!("There is no wasm-opt here: the site is larger than it needs to be.");
        return Ok(());
    };
    let features =
        ["reference-types", "bulk-memory", "sign-ext", "nontrapping-float-to-int", "multivalue", "mutable-globals"];
    let features = features.map(|feature| format!("--enable-{feature}"));
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let module = entry?.path();
        if module.extension().is_some_and(|extension| extension == "wasm") {
            run(Command::new(&wasm_opt).arg("-Oz").args(&features).arg(&module).arg("-o").arg(&module))?;
        }
    }
    Ok(())
}
