//! Splits the app's WebAssembly in two: what the first screen needs, and the rest, which arrives a moment later.
//!
//! `src/deferred/` marks the door between the two. The cut has to be made after rustc and before wasm-bindgen, and Trunk
//! runs both in one go. So `xtask build` puts itself in the place of `wasm-bindgen`, under that name at the head of
//! Trunk's `PATH`: [`stand_in`] then cuts, and lets the real one go on with the first part.

use anyhow::{Context, anyhow};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use crate::steps::{project, run};

/// What the program is called when Trunk runs it.
pub const NAME: &str = "wasm-bindgen";

const REAL: &str = "LANYARD_WASM_BINDGEN";

/// What `wasm_split` writes into a module that it can cut.
const MARK: &[u8] = b"__wasm_split_00deferred00";

/// The deferred part, once Trunk is done.
pub fn deferred() -> PathBuf {
    folder().join("split_deferred.wasm")
}

/// There is no deferred part.
pub fn forget() {
    // Nothing is lost when there was none.
    let _ = std::fs::remove_dir_all(folder());
}

fn folder() -> PathBuf {
    project().join("target/split")
}

/// Makes Trunk run us where it would run `real`.
///
/// # Errors
/// When the file system refuses.
pub fn stand_in_for(real: &Path, trunk: &mut Command) -> anyhow::Result<()> {
    let here = folder().join("bin");
    let ours = here.join(NAME).with_extension(std::env::consts::EXE_EXTENSION);
    let placed = || -> std::io::Result<()> {
        std::fs::create_dir_all(&here)?;
        if ours.exists() {
            std::fs::remove_file(&ours)?;
        }
        let program = std::env::current_exe()?;
        std::fs::hard_link(&program, &ours).or_else(|_| std::fs::copy(&program, &ours).map(drop))
    };
    placed().with_context(|| ours.display().to_string())?;
    let before = trunk.get_envs().find_map(|(name, value)| (name == "PATH").then_some(value)).flatten();
    let paths = std::iter::once(here).chain(before.map(std::env::split_paths).into_iter().flatten());
    let path = std::env::join_paths(paths)?;
    trunk.env("PATH", path).env(REAL, real);
    Ok(())
}

/// `wasm-bindgen ARGUMENTS`, as Trunk calls it: the same, on the first part of a module that can be cut.
///
/// # Errors
/// When the module cannot be cut, or the real program fails.
pub fn stand_in(arguments: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let real = std::env::var_os(REAL).with_context(|| format!("{REAL} is not set"))?;
    let arguments: anyhow::Result<Vec<OsString>> = arguments.map(first_part).collect();
    // The table of functions, through which the parts call each other, is one of the exports that the linker makes.
    run(Command::new(real).args(arguments?).arg("--keep-lld-exports"))
}

/// An argument that names a module which can be cut is replaced by the name of its first part.
fn first_part(argument: OsString) -> anyhow::Result<OsString> {
    let is_module = Path::new(&argument).extension().is_some_and(|extension| extension == "wasm");
    let Some(module) = is_module.then(|| std::fs::read(&argument).ok()).flatten() else {
        return Ok(argument);
    };
    if !module.windows(MARK.len()).any(|window| window == MARK) {
        return Ok(argument);
    }
    let (folder, first) = (folder(), folder().join("lanyard.wasm"));
    let mut options = Options::new(&module);
    options.output_dir = &folder;
    options.main_out_path = &first;
    transform(options).map_err(|error| anyhow!("the app cannot be cut in two: {error:#}"))?;
    Ok(first.into())
}
