//! `cargo xtask read FILE` and `cargo xtask diff OLD NEW`: what the readers make of a file, as one line of JSON.

use anyhow::Context as _;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lanyard_core::formats::{self, Context, Reading};
use lanyard_core::schedule::diff::{FieldChange, diff};
use lanyard_core::schedule::{Listing, Schedule, When};
use serde::Serialize;

use crate::zones::Database;

/// Reads one schedule and prints what is in it. `zone` is that of local times where the file names none. Some systems
/// write a schedule in several files (programme and people).
///
/// # Errors
/// When a file cannot be read, or is no schedule.
pub fn read(files: &[PathBuf], zone: Option<&str>) -> anyhow::Result<()> {
    print(&Summary::of(&read_files(files, zone)?))
}

/// Compares two revisions of one schedule and prints what changed.
///
/// # Errors
/// When a file cannot be read, or is no schedule.
pub fn diff_files(old: &Path, new: &Path, zone: Option<&str>) -> anyhow::Result<()> {
    let (old, new) = (read_files(&[old], zone)?, read_files(&[new], zone)?);
    print(&Changes::between(&old.schedule, &new.schedule))
}

fn read_files(paths: &[impl AsRef<Path>], zone: Option<&str>) -> anyhow::Result<Reading> {
    let read = |path: &Path| std::fs::read(path).with_context(|| path.display().to_string());
    let parts: Vec<Vec<u8>> = paths.iter().map(|path| read(path.as_ref())).collect::<Result<_, _>>()?;
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let context = Context { zone, zones: &Database, table: None, first_day: None };
    let names = || paths.iter().map(|path| path.as_ref().display().to_string()).collect::<Vec<_>>().join(" ");
    formats::read_parts(&parts, &context).with_context(names)
}

fn print(line: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(line)?);
    Ok(())
}

#[derive(Serialize)]
struct Summary<'a> {
    format: &'static str,
    title: Option<&'a str>,
    time_zone: Option<&'a str>,
    start: Option<String>,
    end: Option<String>,
    sessions: usize,
    timed: usize,
    rooms: usize,
    people: usize,
    days: Vec<String>,
    problems: Vec<ProblemLine<'a>>,
}

#[derive(Serialize)]
struct ProblemLine<'a> {
    r#where: &'a str,
    what: &'a str,
}

impl<'a> Summary<'a> {
    fn of(reading: &'a Reading) -> Self {
        let schedule = &reading.schedule;
        let listings = &schedule.listings;
        let rooms: BTreeSet<&str> = listings.iter().filter_map(|listing| listing.room.as_deref()).collect();
        let speakers = listings.iter().flat_map(|listing| &listing.speakers);
        let people: BTreeSet<&str> = speakers.map(|speaker| speaker.name.as_str()).collect();
        let days: BTreeSet<_> = listings.iter().filter_map(|listing| listing.day).collect();
        let problems = reading.problems.iter();
        Self {
            format: reading.format.slug(),
            title: schedule.title.as_deref(),
            time_zone: schedule.zone.as_deref(),
            start: schedule.first.map(|day| day.to_string()),
            end: schedule.last.map(|day| day.to_string()),
            sessions: listings.len(),
            timed: listings.iter().filter(|listing| listing.when.start().is_some()).count(),
            rooms: rooms.len(),
            people: people.len(),
            days: days.into_iter().map(|day| day.to_string()).collect(),
            problems: problems.map(|problem| ProblemLine { r#where: &problem.location, what: &problem.what }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Changes<'a> {
    added: Vec<String>,
    gone: Vec<String>,
    moved: Vec<Moved>,
    retitled: Vec<&'a str>,
    renumbered: Vec<[String; 2]>,
}

#[derive(Serialize)]
struct Moved {
    id: String,
    field: &'static str,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> Changes<'a> {
    fn between(old: &'a Schedule, new: &'a Schedule) -> Self {
        let difference = diff(old, new);
        let mut moved = Vec::new();
        let mut retitled: BTreeSet<&str> = BTreeSet::new();
        for changed in &difference.changed {
            moved.extend(changed.changes.iter().filter_map(|change| moved_line(changed.id.as_str(), change)));
        }
        // What counts is the title as the source writes it: Sched's holds the speakers.
        for listing in &new.listings {
            let before =
                difference.renumbered.iter().find(|pair| pair.to == listing.id).map_or(&listing.id, |pair| &pair.from);
            let before: Option<&Listing> = old.listings.iter().find(|listing| listing.id == *before);
            if before.is_some_and(|before| before.as_written() != listing.as_written()) {
                retitled.insert(listing.id.as_str());
            }
        }
        let ids = |ids: &[lanyard_core::schedule::SessionId]| ids.iter().map(ToString::to_string).collect();
        Self {
            added: ids(&difference.added),
            gone: ids(&difference.gone),
            moved,
            retitled: retitled.into_iter().collect(),
            renumbered: difference.renumbered.iter().map(|pair| [pair.from.to_string(), pair.to.to_string()]).collect(),
        }
    }
}

/// Changes of time, room and status. Those of the title line are listed apart.
fn moved_line(id: &str, change: &FieldChange) -> Option<Moved> {
    let (field, from, to) = match change {
        FieldChange::Status { from, to } => ("status", Some(format!("{from:?}")), Some(format!("{to:?}"))),
        FieldChange::Time { from, to } => ("time", time(*from), time(*to)),
        FieldChange::Room { from, to } => ("room", from.clone(), to.clone()),
        FieldChange::Title { .. } | FieldChange::Speakers { .. } => return None,
    };
    Some(Moved { id: id.to_owned(), field, from, to })
}

/// An interval as ISO 8601 has it: `2024-11-13T21:42:00Z/2024-11-13T22:12:00Z`.
fn time(when: When) -> Option<String> {
    match when {
        When::Unknown => None,
        When::Day(day) => Some(day.to_string()),
        When::Timed { start, end: None, .. } => Some(start.to_string()),
        When::Timed { start, end: Some(end), .. } => Some(format!("{start}/{end}")),
    }
}
