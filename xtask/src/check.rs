//! `cargo xtask check`: what a reviewer should not have to look for. Format, lints for every package and for the app as
//! it is shipped, and the few words that may not occur because they would turn text into markup or script.

use anyhow::{Context, anyhow};
use std::path::Path;
use std::process::Command;

use crate::steps::{project, run, step};
use crate::{structure, tools};

/// Each would get around the rule that schedule text and notes become nodes, never markup (`ARCHITECTURE.md`).
const BANNED: [&str; 9] = [
    "inner_html",
    "innerHTML",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "unsafe-inline",
];

/// # Errors
/// The first check that fails.
pub fn check() -> anyhow::Result<()> {
    tools::for_check()?;
    step("format", || run(Command::new("cargo").args(["fmt", "--all", "--check"])))?;
    step("banned words", banned_words)?;
    step("names, layers and circles", structure::check)?;
    step("lints", || {
        run(Command::new("cargo").args([
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("lints of the app in WebAssembly", || {
        let target = ["--package", "lanyard", "--target", "wasm32-unknown-unknown"];
        run(Command::new("cargo").args(["clippy", "--quiet"]).args(target).args(["--", "-D", "warnings"]))
    })
}

fn banned_words() -> anyhow::Result<()> {
    let mut found = Vec::new();
    for path in ["index.html", "src", "core/src", "public"] {
        look(&project().join(path), &mut found).with_context(|| path.to_owned())?;
    }
    if found.is_empty() { Ok(()) } else { Err(anyhow!(found.join("\n"))) }
}

fn look(path: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            look(&entry?.path(), found)?;
        }
        return Ok(());
    }
    if !path.extension().is_some_and(|extension| ["rs", "js", "html"].iter().any(|ours| extension == *ours)) {
        return Ok(());
    }
    let text = std::fs::read_to_string(path)?;
    for (number, line) in text.lines().enumerate() {
        if let Some(word) = BANNED.iter().find(|word| line.contains(**word)) {
            found.push(format!("{}:{}: `{word}` may not occur", path.display(), number + 1));
        }
    }
    Ok(())
}
