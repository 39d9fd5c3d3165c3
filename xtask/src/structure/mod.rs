//! What `cargo xtask check` holds the sources to: no type name twice, no import against the table of layers in
//! `ARCHITECTURE.md`, no circle between files.

mod imports;
mod layers;
mod modules;

use anyhow::{Context, anyhow};
use std::collections::BTreeMap;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use self::layers::Layers;
use self::modules::Crate;
use crate::steps::project;

/// The crates that the app is made of.
const ROOTS: [&str; 2] = ["core/src/lib.rs", "src/main.rs"];

/// Type names that may stand for two things, each with its reason.
const SAME_NAME: [(&str, &str); 0] = [];

/// # Errors
/// Every fault, one a line.
pub fn check() -> anyhow::Result<()> {
    let crates = ROOTS.map(|root| Crate::read(&project().join(root)));
    let crates: Vec<Crate> = crates.into_iter().collect::<anyhow::Result<_>>()?;
    let architecture = project().join("ARCHITECTURE.md");
    let table = std::fs::read_to_string(&architecture).with_context(|| architecture.display().to_string())?;
    let faults = [same_names(&crates), circles(&crates), Layers::parse(&table)?.faults(&crates)].concat();
    if faults.is_empty() { Ok(()) } else { Err(anyhow!(faults.join("\n"))) }
}

fn same_names(crates: &[Crate]) -> Vec<String> {
    let mut files = BTreeMap::<String, Vec<&Path>>::new();
    for (name, file) in crates.iter().flat_map(Crate::types) {
        files.entry(name).or_default().push(file);
    }
    let is_allowed = |name: &str| SAME_NAME.iter().any(|(allowed, _)| *allowed == name);
    files
        .into_iter()
        .filter(|(name, files)| files.len() > 1 && !is_allowed(name))
        .map(|(name, files)| format!("The type name {name} stands for more than one thing: {}", listed(&files)))
        .collect()
}

fn circles(crates: &[Crate]) -> Vec<String> {
    let circles_of = |of: &Crate| -> Vec<String> {
        let imports = of.imports();
        let graph: DiGraphMap<&Path, ()> = imports.iter().map(|import| (&*import.from, &*import.to)).collect();
        let circles = tarjan_scc(&graph).into_iter().filter(|files| files.len() > 1);
        circles.map(|files| format!("Files import each other in a circle: {}", listed(&files))).collect()
    };
    crates.iter().flat_map(circles_of).collect()
}

fn listed(files: &[&Path]) -> String {
    let mut names: Vec<String> = files.iter().map(|file| shown(file)).collect();
    names.sort();
    names.join(", ")
}

/// A file's path from the project's folder.
fn shown(file: &Path) -> String {
    file.strip_prefix(project()).unwrap_or(file).display().to_string()
}
