//! How `cargo xtask build` gets a smaller program out of Trunk than Trunk makes by itself.
//!
//! That takes settings for the compiler that must not reach the tools in Trunk's hooks, and a cut between rustc and
//! wasm-bindgen (`split.rs`). Trunk runs all of them by their names in one go. So this program puts itself at the head of
//! Trunk's `PATH`, as `cargo` and as `wasm-bindgen`, does its part, and lets the real one go on.

use anyhow::{Context, anyhow};
use std::ffi::OsString;
use std::process::Command;

use crate::split;
use crate::steps::project;
use crate::tools::Tools;

/// By these names Trunk runs us, and by these variables we know the real ones.
const REAL: [(&str, &str); 2] = [("cargo", "LANYARD_CARGO"), ("wasm-bindgen", "LANYARD_WASM_BINDGEN")];

/// Makes Trunk run us where it would run `cargo` or `wasm-bindgen`.
///
/// # Errors
/// When the file system refuses.
pub fn put_before(trunk: &mut Command, tools: &Tools) -> anyhow::Result<()> {
    let folder = project().join("target/stand-in");
    std::fs::create_dir_all(&folder)?;
    let program = std::env::current_exe()?;
    for (name, _) in REAL {
        let ours = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
        // The one that is there may be an older one.
        let _ = std::fs::remove_file(&ours);
        std::fs::hard_link(&program, &ours)
            .or_else(|_| std::fs::copy(&program, &ours).map(drop))
            .with_context(|| ours.display().to_string())?;
    }
    let others = tools.path();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&others)))?;
    let cargo = std::env::var_os("CARGO").context("Please run this as `cargo xtask`.")?;
    let real = [cargo, tools.program("wasm-bindgen").into()];
    trunk.env("PATH", path).envs(REAL.map(|(_, variable)| variable).into_iter().zip(real));
    Ok(())
}

/// What a call by one of the names comes to, if this is one. The hooks' `cargo xtask` is none: it is this very program.
pub fn answer(name: &str, arguments: &[OsString]) -> Option<anyhow::Result<()>> {
    let (name, variable) = REAL.into_iter().find(|(known, _)| *known == name)?;
    let is_hook = arguments.first().is_some_and(|first| first == "xtask");
    (!is_hook).then(|| go_on(name, variable, arguments))
}

fn go_on(name: &str, variable: &str, arguments: &[OsString]) -> anyhow::Result<()> {
    let is = |argument: &str| arguments.iter().any(|given| given == argument);
    let mut real = Command::new(std::env::var_os(variable).with_context(|| format!("{variable} is not set"))?);
    match name {
        "cargo" if is("build") => without_words(real.args(arguments), is("--bin")),
        "cargo" => real.args(arguments),
        _ => split::cut(&mut real, arguments)?,
    };
    let status = real.status().with_context(|| name.to_owned())?;
    if status.success() { Ok(()) } else { Err(anyhow!("{name} ended with {status}")) }
}

/// Compiles the standard library with the program, so that a panic is one trap instead of a sentence put together by
/// formatting code. That is a fifth of the WebAssembly. What the user sees is the same: `boot.js` says that something
/// broke. The sentence is there in a build without these settings, by plain Trunk.
fn without_words(cargo: &mut Command, is_app: bool) -> &mut Command {
    cargo.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    cargo.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    // The cut needs to know every place that refers to another.
    let for_the_cut = if is_app { " --cfg split -Clink-arg=--emit-relocs" } else { "" };
    let flags = ["-Zunstable-options -Cpanic=immediate-abort", for_the_cut].concat();
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    // The settings above are not stable; the compiler is.
    cargo.env("RUSTC_BOOTSTRAP", "1")
}
