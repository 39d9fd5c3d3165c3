//! `cargo xtask size`: the bytes of the built site, as they are and as a host sends them, against two budgets.
//!
//! The first is all that a first visit downloads until the first row of a schedule is painted; on a slow phone link each
//! kilobyte of it costs about 7 ms. The second is all that is kept to work offline.

use std::path::Path;

use crate::build::dist;
use crate::server::brotli;

const FIRST_ROW_BUDGET: usize = 150_000;
const OFFLINE_BUDGET: usize = 450_000;

/// What the start page waits for. All else comes after the first row.
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
            if file.is_first { "  (before the first row)" } else { "" }
        );
    }
    let sum = |chosen: &dyn Fn(&File) -> bool| {
        files.iter().filter(|file| chosen(file)).fold((0, 0), |(raw, sent), file| (raw + file.raw, sent + file.sent))
    };
    let (first, offline) = (sum(&|file| file.is_first), sum(&|_| true));
    println!("{:>10} {:>10}  until the first row, budget {FIRST_ROW_BUDGET}", first.0, first.1);
    println!("{:>10} {:>10}  kept offline, budget {OFFLINE_BUDGET}", offline.0, offline.1);
    if first.1 > FIRST_ROW_BUDGET {
        return Err(format!("A first visit downloads {} bytes too many.", first.1 - FIRST_ROW_BUDGET));
    }
    if offline.1 > OFFLINE_BUDGET {
        return Err(format!("What is kept offline is {} bytes too big.", offline.1 - OFFLINE_BUDGET));
    }
    Ok(())
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
