//! `cargo xtask size`: the bytes of the built site, as they are and as a host sends them, against three budgets.
//!
//! The first is what a first visit needs until the first rows of the schedule are painted: they stand in the start page,
//! so it is that page and its style. The second is what it needs until the app answers: glue, WebAssembly and index as
//! well; on a slow phone link each kilobyte costs about 7 ms. Its goal is 150 kB and it is far above that, so its budget
//! is a ceiling that may only be lowered (see LIMITATIONS.md). The third is all that is kept to work offline.

use std::path::Path;

use crate::build::dist;
use crate::server::brotli;

const FIRST_ROW_BUDGET: usize = 150_000;
const ANSWER_GOAL: usize = 150_000;
const ANSWER_CEILING: usize = 225_000;
const OFFLINE_BUDGET: usize = 450_000;

/// What paints the first rows.
const PAINT: [&str; 2] = ["index.html", "lanyard-"];

/// What the app needs to answer. All else comes after.
const FIRST: [&str; 5] = ["boot-", "index-", "index.html", "lanyard-", "snippets/"];

/// # Errors
/// When the site is not built, or over a budget.
pub fn size() -> Result<(), String> {
    let mut files = Vec::new();
    weigh(&dist(), "", &mut files)
        .map_err(|error| format!("The app is not built ({error}). Run `cargo xtask build` first."))?;
    files.sort_by_key(|file| (!file.is_first, std::cmp::Reverse(file.sent)));
    println!("{:>10} {:>10}  file", "raw", "brotli");
    for file in &files {
        println!(
            "{:>10} {:>10}  {}{}",
            file.raw,
            file.sent,
            file.name,
            if file.is_first { "  (before the app answers)" } else { "" }
        );
    }
    let sum = |chosen: &dyn Fn(&File) -> bool| {
        files.iter().filter(|file| chosen(file)).fold((0, 0), |(raw, sent), file| (raw + file.raw, sent + file.sent))
    };
    let paints = |file: &File| PAINT.iter().any(|start| file.name.starts_with(start)) && !is_code(&file.name);
    let sums = [
        ("until the first row is painted", sum(&paints), FIRST_ROW_BUDGET),
        ("until the app answers", sum(&|file| file.is_first), ANSWER_CEILING),
        ("kept offline", sum(&|_| true), OFFLINE_BUDGET),
    ];
    for (what, (raw, sent), budget) in &sums {
        println!("{raw:>10} {sent:>10}  {what}, budget {budget}");
    }
    println!("{:>21}  is the goal for the second", ANSWER_GOAL);
    match sums.iter().find(|(_, (_, sent), budget)| sent > budget) {
        Some((what, (_, sent), budget)) => Err(format!("{what}: {} bytes too many.", sent - budget)),
        None => Ok(()),
    }
}

fn is_code(name: &str) -> bool {
    name.ends_with(".js") || name.ends_with(".wasm")
}

struct File {
    name: String,
    raw: usize,
    sent: usize,
    is_first: bool,
}

fn weigh(folder: &Path, prefix: &str, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            weigh(&entry.path(), &format!("{name}/"), files)?;
            continue;
        }
        let content = std::fs::read(entry.path())?;
        let sent = if name.ends_with(".png") { content.len() } else { brotli(&content).len() };
        let is_first = FIRST.iter().any(|start| name.starts_with(start));
        files.push(File { name, raw: content.len(), sent, is_first });
    }
    Ok(())
}
