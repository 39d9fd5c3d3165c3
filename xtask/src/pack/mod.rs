//! `cargo xtask pack [DIR] [--out DIR]`: checks a trip's description and facts and writes the form that ships.
//!
//! DIR holds `trip.toml` and the schedule files it names, each in Lanyard's own form or in any format the readers know.
//! Three files come out: `index.txt`, which the first row waits for, `details.txt`, and `summary.json` for the build,
//! which paints the first screen. Nothing is written while anything is wrong; every fault names its file and record.

mod description;
mod facts;
mod summary;

use std::path::{Path, PathBuf};

use lanyard_core::formats;
use lanyard_core::schedule::wire::{encode_details, encode_index};
use lanyard_core::schedule::{Assembled, Problem, Programme, Schedule, SessionKey, Trip, When, Zone, Zones, assemble};

use crate::zones::Database;
use description::{Description, EventDescription, is_web};
use facts::{Facts, Twin};

/// The trip that ships.
const BUNDLED: &str = "trips/kubecon-na-2024";
const OUTPUT: &str = "target/trip";

#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("Usage: cargo xtask pack [DIR] [--out DIR]")]
    Usage,
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Description { path: PathBuf, source: toml::de::Error },
    /// One fault a line.
    #[error("{}\nNothing was written.", .0.join("\n"))]
    Faults(Vec<String>),
}

/// A trip in the form that ships.
pub struct Packed {
    pub trip: Trip,
    pub index: String,
    pub details: String,
    pub summary: String,
    /// What the readers could not make sense of, a line each. The rest is packed.
    pub warnings: Vec<String>,
}

pub fn run(arguments: &[String]) -> Result<(), PackError> {
    let (mut from, mut out) = (None, PathBuf::from(OUTPUT));
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--out" => out = rest.next().ok_or(PackError::Usage)?.into(),
            other if other.starts_with('-') || from.is_some() => return Err(PackError::Usage),
            other => from = Some(PathBuf::from(other)),
        }
    }
    let packed = pack(&from.unwrap_or_else(|| BUNDLED.into()))?;
    for warning in &packed.warnings {
        eprintln!("warning: {warning}");
    }
    let files = [("index.txt", &packed.index), ("details.txt", &packed.details), ("summary.json", &packed.summary)];
    std::fs::create_dir_all(&out).map_err(|source| PackError::File { path: out.clone(), source })?;
    for (name, content) in files {
        let path = out.join(name);
        std::fs::write(&path, content).map_err(|source| PackError::File { path, source })?;
    }
    println!(
        "{}: {} sessions of {} events into {} (index {} bytes, details {} bytes)",
        packed.trip.title,
        packed.trip.sessions.len(),
        packed.trip.events.len(),
        out.display(),
        packed.index.len(),
        packed.details.len(),
    );
    Ok(())
}

/// Reads and checks the trip in `directory`.
pub fn pack(directory: &Path) -> Result<Packed, PackError> {
    pack_files(directory, &|path| {
        std::fs::read(path).map_err(|source| PackError::File { path: path.to_owned(), source })
    })
}

fn pack_files(directory: &Path, read: &dyn Fn(&Path) -> Result<Vec<u8>, PackError>) -> Result<Packed, PackError> {
    let path = directory.join("trip.toml");
    let text = read(&path)?;
    let description: Description = toml::from_str(&String::from_utf8_lossy(&text))
        .map_err(|source| PackError::Description { path: path.clone(), source })?;
    let frame = description.frame(&Database).map_err(|faults| {
        PackError::Faults(faults.iter().map(|(at, what)| format!("{}: {at}: {what}", path.display())).collect())
    })?;

    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    let (mut programmes, mut twins) = (Vec::new(), Vec::new());
    for (place, event) in description.events.iter().enumerate() {
        if event.schedule.names().is_empty() {
            continue;
        }
        let mut bytes = Vec::new();
        for name in event.schedule.names() {
            bytes.extend(read(&directory.join(name))?);
            bytes.push(b'\n');
        }
        let source = read_schedule(&bytes, event, &frame.zone);
        let told = |what: &String| format!("{}: {what}", files(directory, event));
        faults.extend(source.faults.iter().map(told));
        warnings.extend(source.warnings.iter().map(told));
        twins.extend(source.twins);
        programmes.push(Programme { event: place, schedule: source.schedule });
    }
    let mut assembled = assemble(frame, programmes);
    let mut found: Vec<(SessionKey, String)> = Vec::new();
    faults.extend(assembled.problems.iter().map(|problem| format!("{}: {}", problem.place, problem.what)));
    for twin in twins {
        join_twin(&mut assembled, twin, &mut found);
    }
    check(&assembled, &mut found);
    faults.extend(found.iter().map(|(key, what)| {
        let event = description.events.iter().find(|event| event.id == key.event.as_str());
        let path = event.map_or_else(|| path.display().to_string(), |event| files(directory, event));
        format!("{path}: session {key}: {what}")
    }));
    if !faults.is_empty() {
        return Err(PackError::Faults(faults));
    }
    Ok(Packed {
        index: encode_index(&assembled.trip),
        details: encode_details(&assembled.details),
        summary: summary::write(&assembled.trip),
        trip: assembled.trip,
        warnings,
    })
}

/// The files of an event's schedule, as faults name them.
fn files(directory: &Path, event: &EventDescription) -> String {
    let paths = event.schedule.names().iter().map(|name| directory.join(name).display().to_string());
    paths.collect::<Vec<_>>().join(" + ")
}

/// What one event's schedule gave.
#[derive(Default)]
struct Source {
    schedule: Schedule,
    twins: Vec<Twin>,
    faults: Vec<String>,
    warnings: Vec<String>,
}

/// Lanyard's own form is strict, because whoever wrote it can mend it. The readers are lenient, and warn.
fn read_schedule(bytes: &[u8], event: &EventDescription, trip_zone: &Zone) -> Source {
    let told = |problem: Problem| format!("{}: {}", problem.place, problem.what);
    let fault = |what: String| Source { faults: vec![what], ..Source::default() };
    if Facts::are_in(bytes) {
        let facts = match serde_json::from_slice::<Facts>(bytes) {
            Ok(facts) => facts,
            Err(error) => return fault(error.to_string()),
        };
        let Some(zone) = zone_named(&facts.time_zone, trip_zone) else {
            return fault(format!("There is no time zone called {}.", facts.time_zone));
        };
        let (schedule, twins, problems) = facts.read(&zone);
        return Source { schedule, twins, faults: problems.into_iter().map(told).collect(), warnings: Vec::new() };
    }
    let zone = event.zone.as_deref().unwrap_or(&trip_zone.name);
    match formats::read(bytes, &formats::Context { zone: Some(zone), zones: &Database }) {
        Err(error) => fault(error.to_string()),
        Ok(reading) => {
            let warnings = reading.problems.into_iter().map(told).collect();
            Source { schedule: reading.schedule, warnings, ..Source::default() }
        }
    }
}

fn zone_named(name: &str, trip_zone: &Zone) -> Option<Zone> {
    if name == trip_zone.name {
        return Some(trip_zone.clone());
    }
    let (first, last) = (trip_zone.spans.first()?.from, trip_zone.spans.last()?.from);
    Database.zone(name, first, last.plus_minutes(366 * 24 * 60))
}

fn join_twin(assembled: &mut Assembled, twin: Twin, found: &mut Vec<(SessionKey, String)>) {
    match assembled.details.iter_mut().find(|(key, _)| *key == twin.of) {
        Some((_, details)) => details.links.extend(twin.links),
        None => found.push((twin.of, "Another record says same_as, but there is no such session.".to_owned())),
    }
}

fn check(assembled: &Assembled, found: &mut Vec<(SessionKey, String)>) {
    let trip = &assembled.trip;
    for (session, (key, details)) in trip.sessions.iter().zip(&assembled.details) {
        let mut fault = |what: String| found.push((key.clone(), what));
        if session.title.trim().is_empty() {
            fault("It has no title.".to_owned());
        }
        if let Some(day) = session.day.filter(|day| *day < trip.first || *day > trip.last) {
            fault(format!("{day} is outside the trip, {} to {}. Its days stand in trip.toml.", trip.first, trip.last));
        }
        if let When::Timed { start, end: Some(end), .. } = session.when
            && end < start
        {
            fault("It ends before it starts.".to_owned());
        }
        let addresses = details.url.iter().chain(details.links.iter().map(|link| &link.url));
        for url in addresses.filter(|url| !is_web(url)) {
            fault(format!("{url} is not an http or https address."));
        }
    }
}

#[cfg(test)]
mod tests;
