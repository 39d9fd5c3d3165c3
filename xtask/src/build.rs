//! From the sources to `dist/`, a folder that any static host can serve.

use std::path::PathBuf;

use crate::steps::{project, run, step};
use crate::tools::Tools;
use crate::{pack, seal};

/// Where the finished site is.
pub fn dist() -> PathBuf {
    project().join("dist")
}

/// Builds the app for release and seals it.
///
/// # Errors
/// The first step that fails.
pub fn build() -> Result<(), String> {
    let tools = Tools::for_build()?;
    let packed = project().join("target/packed");
    step("pack the trip", || {
        pack::run(&["--out".to_owned(), packed.to_string_lossy().into_owned()]).map_err(|error| error.to_string())
    })?;
    step("compile the app", || run(tools.command("trunk").arg("build")))?;
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
