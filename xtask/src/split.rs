//! Splits the app's WebAssembly in two: what the first screen needs, and the rest, which arrives a moment later.
//!
//! `src/deferred/` marks the door between the two. The cut has to be made after rustc and before wasm-bindgen.

use anyhow::anyhow;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use crate::build::stage;
use crate::seal::DEFERRED;
use crate::steps::project;

/// What `wasm_split` writes into a module that it can cut.
const MARK: &[u8] = b"__wasm_split_00deferred00";

/// Gives wasm-bindgen the arguments that Trunk has for it, but of a module that can be cut the first part alone. The
/// deferred part goes straight to the site's other parts.
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
        transform(options).map_err(|error| anyhow!("the app cannot be cut in two: {error:#}"))?;
        std::fs::rename(folder.join("split_deferred.wasm"), stage().join(DEFERRED))?;
        // The table of functions, through which the parts call each other, is one of the exports that the linker makes.
        wasm_bindgen.arg(first).arg("--keep-lld-exports");
    }
    Ok(wasm_bindgen)
}
