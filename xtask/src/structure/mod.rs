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

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate of these files; the first is its root.
    fn crate_of(files: &[(&str, &str)]) -> (tempfile::TempDir, Crate) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let read = Crate::read(&folder.path().join(files[0].0)).unwrap();
        (folder, read)
    }

    /// `a>b` for each import, by the files' names.
    #[track_caller]
    fn check_imports(files: &[(&str, &str)], expect: &[&str]) {
        let (folder, read) = crate_of(files);
        let name = |file: &Path| file.strip_prefix(folder.path()).unwrap().display().to_string();
        let imports: Vec<String> =
            read.imports().iter().map(|import| [&name(&import.from), ">", &name(&import.to)].concat()).collect();
        assert_eq!(imports, expect);
    }

    #[test]
    fn an_import_leads_to_the_file_that_defines_the_name() {
        let passed_on = ("a/mod.rs", "mod inner; pub use inner::Thing;");
        check_imports(
            &[
                ("lib.rs", "mod a; mod b;"),
                passed_on,
                ("a/inner.rs", "pub struct Thing;"),
                ("b.rs", "use crate::a::Thing;"),
            ],
            &["b.rs>a/inner.rs"],
        );
    }

    #[test]
    fn paths_count_as_uses_do() {
        check_imports(
            &[("lib.rs", "mod a; mod b;"), ("a.rs", ""), ("b.rs", "fn f() { super::a::g() }")],
            &["b.rs>a.rs"],
        );
        check_imports(
            &[("lib.rs", "mod a; mod b;"), ("a.rs", ""), ("b.rs", "fn f() { matches!(1, crate::a::X) }")],
            &["b.rs>a.rs"],
        );
        check_imports(&[("lib.rs", "mod a; fn f() { a::g() }"), ("a.rs", "")], &["lib.rs>a.rs"]);
        check_imports(&[("lib.rs", "mod a; use other::a::b;"), ("a.rs", "")], &[]);
    }

    #[test]
    fn tests_may_use_what_they_like() {
        let tests = "#[cfg(test)] mod tests { use crate::b; }";
        check_imports(&[("lib.rs", "mod a; mod b;"), ("a.rs", tests), ("b.rs", "")], &[]);
    }

    #[test]
    fn a_circle_is_found() {
        let (_folder, read) =
            crate_of(&[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::f;"), ("b.rs", "use crate::a::g;")]);
        assert_eq!(circles(&[read]).len(), 1);
        let (_folder, read) = crate_of(&[("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::f;"), ("b.rs", "")]);
        assert!(circles(&[read]).is_empty());
    }

    #[test]
    fn a_type_name_stands_once_over_all_crates() {
        let (_one, one) = crate_of(&[("lib.rs", "pub struct Thing; enum Other {}")]);
        let (_other, other) = crate_of(&[("lib.rs", "trait Thing {} fn other() {}")]);
        let faults = same_names(&[one, other]);
        assert!(faults.len() == 1 && faults[0].contains("Thing"), "{faults:?}");
    }

    #[test]
    fn an_import_against_the_table_is_found() {
        let (folder, read) = crate_of(&[
            ("lib.rs", "mod low; mod high;"),
            ("low.rs", "use crate::high::f;"),
            ("high.rs", "use crate::low::g;"),
        ]);
        let at = |name: &str| folder.path().join(name).display().to_string();
        let row = |folder: &str, uses: &str| format!("| `{}` | {uses} | |\n", at(folder));
        let table = [
            "| Folder | May use | Must never |\n|---|---|---|\n",
            &row("low.rs", ""),
            &row("high.rs", &format!("`{}`", at("low.rs"))),
        ]
        .concat();
        let faults = Layers::parse(&table).unwrap().faults(&[read]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("says nothing of") && faults[0].ends_with("lib.rs"), "{faults:?}");
        assert!(faults[1].contains("low.rs may not use"), "{faults:?}");
        assert!(Layers::parse("no table").is_err());
    }
}
