//! `cargo xtask size`: the bytes of the built site, as they are and as a host sends them, against eight budgets.
//!
//! The first is what a first visit needs until the app itself shows the first rows of the schedule and answers: start
//! page, glue, the first part of the WebAssembly, and the trip's index. On a slow phone link each kilobyte costs about
//! 7 ms. (The start page by itself paints six rows earlier.) The second adds what has to arrive before a star is kept: where
//! it is over its budget at once, code of that part names something of the later one (`src/later/`). The third is all that is
//! kept to work offline from then on, then come what arrives afterwards so that backups, codes and the finding of
//! schedules work offline, too, and what is kept by who adds an event, and by who looks at the example.

use anyhow::Context;
use anyhow::anyhow;
use std::path::Path;

use crate::build::dist;
use crate::seal::Arrival;
use crate::server::brotli;

const FIRST_ROW_BUDGET: usize = 181_000;
const STAR_BUDGET: usize = 557_000;
const OFFLINE_BUDGET: usize = 835_000;
const BACKUP_BUDGET: usize = 194_000;
const CODES_BUDGET: usize = 78_000;
const SCHEDULES_BUDGET: usize = 8_000;
const READER_BUDGET: usize = 240_000;
const EXAMPLE_BUDGET: usize = 130_000;

/// What the app needs to show its first rows. All else comes after.
const FIRST: [&str; 5] = ["boot-", "index-", "index.html", "lanyard-", "snippets/"];

/// What it needs besides to keep a star.
const SECOND: [&str; 2] = ["deferred-", "door-"];

/// # Errors
/// When the site is not built, or over a budget.
pub fn size() -> anyhow::Result<()> {
    let mut files = weighed()?;
    files.sort_by_key(|file| (!file.is_first, std::cmp::Reverse(file.sent)));
    println!("{:>10} {:>10}  file", "raw", "brotli");
    for file in &files {
        println!("{:>10} {:>10}  {}{}", file.raw, file.sent, file.name, if file.is_first { "  (first)" } else { "" });
    }
    let sum = |chosen: &dyn Fn(&File) -> bool| {
        files.iter().filter(|file| chosen(file)).fold((0, 0), |(raw, sent), file| (raw + file.raw, sent + file.sent))
    };
    let keeps_stars = |file: &File| file.is_first || SECOND.iter().any(|start| file.name.starts_with(start));
    let sums = [
        ("until the app shows its first rows", sum(&|file| file.is_first), FIRST_ROW_BUDGET),
        ("until a star is kept", sum(&keeps_stars), STAR_BUDGET),
        ("kept offline", sum(&|file| Arrival::of(&file.name) == Arrival::Installed), OFFLINE_BUDGET),
        ("kept for backups", sum(&|file| file.name.starts_with("backup-")), BACKUP_BUDGET),
        ("kept for codes", sum(&|file| file.name.starts_with("codes-")), CODES_BUDGET),
        ("kept to find schedules", sum(&|file| file.name.starts_with("schedules-")), SCHEDULES_BUDGET),
        ("kept when an event is added", sum(&|file| file.name.starts_with("reader-")), READER_BUDGET),
        ("kept when the example is opened", sum(&|file| file.name.starts_with("example-")), EXAMPLE_BUDGET),
    ];
    for (what, (raw, sent), budget) in &sums {
        println!("{raw:>10} {sent:>10}  {what}, budget {budget}");
    }
    match sums.iter().find(|(_, (_, sent), budget)| sent > budget) {
        Some((what, (_, sent), budget)) => Err(anyhow!("{what}: {} bytes too many.", sent - budget)),
        None => Ok(()),
    }
}

/// Every file of the site.
fn weighed() -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    weigh(&dist(), "", &mut files).context("The app is not built. Run `cargo xtask build` first.")?;
    Ok(files)
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
        let sent =
            if name.ends_with(".png") || name.ends_with(".jpg") { content.len() } else { brotli(&content).len() };
        let is_first = FIRST.iter().any(|start| name.starts_with(start));
        files.push(File { name, raw: content.len(), sent, is_first });
    }
    Ok(())
}
