//! Splits the app's WebAssembly in three: what the first screen needs, what keeps a star or a note, and the rest.
//!
//! `src/deferred/` and `src/later/` mark the doors. What is reached through both of them becomes one file: that is the
//! deferred part, since the later one names all of it. The cut has to be made after rustc and before wasm-bindgen.

use anyhow::{Context, anyhow};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use crate::build::stage;
use crate::steps::project;

/// What `wasm_split` writes into a module that it can cut.
const MARK: &[u8] = b"__wasm_split_00deferred00";

/// Gives wasm-bindgen the arguments that Trunk has for it, but of a module that can be cut the first part alone. The
/// others go straight to the site's other parts.
///
/// # Errors
/// When the module cannot be cut.
pub fn cut<'a>(wasm_bindgen: &'a mut Command, arguments: &[OsString]) -> anyhow::Result<&'a mut Command> {
    for argument in arguments {
        let is_module = Path::new(argument).extension().is_some_and(|extension| extension == "wasm");
        let module = if is_module { std::fs::read(argument)? } else { Vec::new() };
        if !module.windows(MARK.len()).any(|window| window == MARK) {
            wasm_bindgen.arg(argument);
            continue;
        }
        let folder = project().join("target/split");
        let first = folder.join("lanyard.wasm");
        let mut options = Options::new(&module);
        options.output_dir = &folder;
        options.main_out_path = &first;
        let cut = transform(options).map_err(|error| anyhow!("the app cannot be cut: {error:#}"))?;
        for part in &cut.split_modules {
            std::fs::rename(part, stage().join(name_of(part)?))?;
        }
        // The table of functions, through which the parts call each other, is one of the exports that the linker makes.
        wasm_bindgen.arg(first).arg("--keep-lld-exports");
    }
    Ok(wasm_bindgen)
}

/// The name that a part has among those of the site (`AFTER_THE_FIRST`), by the one that `wasm_split` gives it. Of the
/// deferred part it takes the function at the door alone for this part's own.
fn name_of(part: &Path) -> anyhow::Result<&'static str> {
    match part.file_stem().and_then(OsStr::to_str).context("a part without a name")? {
        "split_deferred" => Ok("door.wasm"),
        "split_later" => Ok("later.wasm"),
        chunk if chunk.starts_with("chunk_") => Ok("deferred.wasm"),
        other => Err(anyhow!("{other} is no part of the app")),
    }
}
