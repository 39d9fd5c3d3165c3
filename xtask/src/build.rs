//! From the sources to `dist/`, a folder that any static host can serve.

use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{project, run, step};
use crate::tools::Tools;
use crate::{pack, seal, split};

/// Where the finished site is.
pub fn dist() -> PathBuf {
    project().join("dist")
}

/// How much time the compiler may take to make the app small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// What ships.
    Small,
    /// For looking at a change while working: the same app, built in seconds, twice as large.
    Quick,
}

/// Builds the app with a trip, and seals it.
///
/// # Errors
/// The first step that fails.
pub fn build(trip: &Path, effort: Effort) -> anyhow::Result<()> {
    let tools = Tools::for_build()?;
    let packed = pack::output();
    step("pack the trip", || Ok(pack::write(trip, &packed)?))?;
    let mut trunk = tools.command("trunk");
    trunk.arg("build").env_remove("RUSTFLAGS");
    step("compile the app", || {
        run(match effort {
            Effort::Small => smallest(&mut trunk, &tools)?,
            Effort::Quick => quickest(&mut trunk),
        })
    })?;
    match effort {
        Effort::Small => step("optimise the deferred part", || optimised(&split::deferred(), &tools).map(drop))?,
        Effort::Quick => split::forget(),
    }
    step("compile the readers", || compile_readers(&tools, effort))?;
    step("seal the site", || seal::seal(&seal::Parts::of(&project())))
}

/// Where the compiled readers are.
fn readers() -> PathBuf {
    project().join("target/readers")
}

/// The schedule readers, for the worker that `public/reader.js` is.
fn compile_readers(tools: &Tools, effort: Effort) -> anyhow::Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut cargo = Command::new("cargo");
    cargo.args([
        "build",
        "--quiet",
        "--locked",
        "--release",
        "--package",
        "lanyard-reader",
        "--lib",
        "--target",
        TARGET,
    ]);
    cargo.env_remove("RUSTFLAGS");
    let folder = match effort {
        Effort::Small => {
            // The app is compiled with other flags, so neither may share what the other made.
            cargo.env("CARGO_TARGET_DIR", readers());
            // A third quicker at its first run than "z", and than 3, which takes the browser longer to compile.
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s");
            run(without_words(&mut cargo, "")).map(|()| "target/readers")
        }
        Effort::Quick => run(quickest(&mut cargo)).map(|()| "target/quick"),
    }?;
    let compiled = project().join(folder).join(TARGET).join("release/lanyard_reader.wasm");
    let mut bindgen = tools.command("wasm-bindgen");
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", "reader", "--out-dir"]).arg(readers());
    run(bindgen.arg(compiled))?;
    if effort == Effort::Quick {
        return Ok(());
    }
    let wasm = readers().join("reader_bg.wasm");
    let small = optimised(&wasm, tools)?;
    std::fs::rename(&small, &wasm).with_context(|| wasm.display().to_string())
}

/// `split` makes a deferred part of `src/deferred/`; the cut needs to know every place that refers to another.
fn smallest<'a>(trunk: &'a mut Command, tools: &Tools) -> anyhow::Result<&'a mut Command> {
    split::stand_in_for(&tools.program(split::NAME), trunk)?;
    Ok(without_words(trunk, "--cfg split -Clink-arg=--emit-relocs"))
}

/// Compiles the standard library with the program, so that a panic is one trap instead of a sentence put together by
/// formatting code. That is a fifth of the WebAssembly. What the user sees is the same: `boot.js` says that something
/// broke. The sentence is there in a build without these settings, by plain `trunk serve`.
fn without_words<'a>(command: &'a mut Command, flags: &str) -> &'a mut Command {
    command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    let flags = ["-Zunstable-options -Cpanic=immediate-abort ", flags].concat();
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.trim_end());
    // The settings above are not stable; the compiler is.
    command.env("RUSTC_BOOTSTRAP", "1")
}

/// Does to other modules what `index.html` asks Trunk to do to the app's first part.
fn optimised(module: &Path, tools: &Tools) -> anyhow::Result<PathBuf> {
    let features =
        ["reference-types", "bulk-memory", "sign-ext", "nontrapping-float-to-int", "multivalue", "mutable-globals"];
    let features = features.map(|feature| format!("--enable-{feature}"));
    let optimised = module.with_extension("small.wasm");
    run(tools.wasm_opt().arg("-Oz").args(features).arg(module).arg("-o").arg(&optimised))?;
    Ok(optimised)
}

/// In a target folder of its own, so that neither kind of build undoes the other's work.
fn quickest(trunk: &mut Command) -> &mut Command {
    trunk.env("CARGO_TARGET_DIR", project().join("target/quick"));
    trunk.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_INCREMENTAL", "true");
    trunk.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
}
