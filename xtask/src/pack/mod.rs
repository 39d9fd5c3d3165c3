//! `cargo xtask pack [DIR] [--out DIR]`: checks a trip's description and facts and writes the form that ships.
//!
//! DIR holds `trip.toml` and the schedule files it names, in any format the readers know.
//! Two files come out: `index.txt`, which the first row waits for, and `details.txt`; and, when the trip has an example,
//! its records and pictures in a folder. Beside them goes `schedules.txt`, the list of public schedules, which is the same
//! for every trip. Nothing is written while anything is wrong; every fault names its file and record.

mod collected;
mod description;
mod example;
mod schedules;

use std::path::{Path, PathBuf};

use lanyard_core::formats::{self, Reading};
use lanyard_core::schedule::address::is_http;
use lanyard_core::schedule::wire::{encode_details, encode_index};
use lanyard_core::schedule::{Assembled, Problem, Programme, Schedule, SessionKey, Trip, When, Zone, assemble};

use crate::steps::project;
use crate::zones::Database;
use collected::{Collected, Twin};
use description::{Description, EventDescription};
use example::PackedExample;

/// The variable that names another trip than the bundled one, for a build: Trunk's hooks take no arguments.
pub const TRIP: &str = "LANYARD_TRIP";

/// The trip that ships.
pub fn bundled() -> PathBuf {
    project().join("trips/kubecon-na-2024")
}

/// The list of public schedules that ships.
pub fn schedules() -> PathBuf {
    project().join("schedules/list.toml")
}

/// Where the form that ships goes, and where the build takes it from.
pub fn output() -> PathBuf {
    project().join("target/packed")
}

#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Description { path: PathBuf, source: toml::de::Error },
    #[error("{}\nNothing was written.", lines(.0))]
    Faults(Vec<String>),
}

/// One fault a line, and no more than one wants to read.
fn lines(faults: &[String]) -> String {
    const MOST: usize = 20;
    let mut lines: Vec<String> = faults.iter().take(MOST).cloned().collect();
    if faults.len() > MOST {
        lines.push(format!("... and {} more.", faults.len() - MOST));
    }
    lines.join("\n")
}

/// A trip in the form that ships.
pub struct Packed {
    pub trip: Trip,
    pub index: String,
    pub details: String,
    pub example: Option<PackedExample>,
    /// What the readers could not make sense of, a line each. The rest is packed.
    pub warnings: Vec<String>,
}

/// Packs the trip in the folder `from` into the folder `out`.
pub fn write(from: &Path, out: &Path) -> Result<(), PackError> {
    let packed = pack(from)?;
    let schedules = pack_schedules(&schedules())?;
    for warning in &packed.warnings {
        eprintln!("warning: {warning}");
    }
    let mut files = vec![
        ("index.txt".to_owned(), packed.index.as_bytes()),
        ("details.txt".to_owned(), packed.details.as_bytes()),
        ("schedules.txt".to_owned(), schedules.as_bytes()),
    ];
    if let Some(example) = &packed.example {
        files.push((format!("{}/records.txt", example::FOLDER), example.records.as_bytes()));
        let photos = example.photos.iter();
        files.extend(photos.map(|(digest, photo)| (format!("{}/{digest}.jpg", example::FOLDER), photo.as_slice())));
    }
    // That of another trip, or what it was before.
    let example = out.join(example::FOLDER);
    if example.exists() {
        std::fs::remove_dir_all(&example).map_err(|source| PackError::File { path: example.clone(), source })?;
    }
    for folder in [out, &example] {
        std::fs::create_dir_all(folder).map_err(|source| PackError::File { path: folder.to_owned(), source })?;
    }
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

/// Reads and checks the list of public schedules.
fn pack_schedules(path: &Path) -> Result<String, PackError> {
    let text = std::fs::read_to_string(path).map_err(|source| PackError::File { path: path.to_owned(), source })?;
    schedules::pack(&text)
        .map_err(|faults| PackError::Faults(faults.iter().map(|what| format!("{}: {what}", path.display())).collect()))
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
    for (index, event) in description.events.iter().enumerate() {
        if event.schedule.names().is_empty() {
            continue;
        }
        let parts = event.schedule.names().iter().map(|name| read(&directory.join(name)));
        let source = read_schedule(&parts.collect::<Result<Vec<_>, _>>()?, event, &frame.zone);
        let told = |what: &String| format!("{}: {what}", files(directory, event));
        faults.extend(source.faults.iter().map(told));
        warnings.extend(source.warnings.iter().map(told));
        twins.extend(source.twins);
        programmes.push(Programme { event: index, schedule: source.schedule });
    }
    let mut assembled = assemble(frame, programmes);
    let mut found: Vec<(SessionKey, String)> = Vec::new();
    faults.extend(assembled.problems.iter().map(|problem| format!("{}: {}", problem.location, problem.what)));
    for twin in twins {
        join_twin(&mut assembled, twin, &mut found);
    }
    check(&assembled, &mut found);
    faults.extend(found.iter().map(|(key, what)| {
        let event = description.events.iter().find(|event| event.id == key.event.as_str());
        let path = event.map_or_else(|| path.display().to_string(), |event| files(directory, event));
        format!("{path}: session {key}: {what}")
    }));
    let example = pack_example(directory, &assembled.trip, read).unwrap_or_else(|wrong| {
        faults.extend(wrong);
        None
    });
    if !faults.is_empty() {
        return Err(PackError::Faults(faults));
    }
    Ok(Packed {
        index: encode_index(&assembled.trip),
        details: encode_details(&assembled.details),
        trip: assembled.trip,
        example,
        warnings,
    })
}

/// The example beside the description, when there is one.
fn pack_example(
    directory: &Path,
    trip: &Trip,
    read: &dyn Fn(&Path) -> Result<Vec<u8>, PackError>,
) -> Result<Option<PackedExample>, Vec<String>> {
    let folder = directory.join(example::FOLDER);
    let path = folder.join(example::FILE);
    let text = match read(&path) {
        Ok(text) => text,
        Err(PackError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(vec![error.to_string()]),
    };
    let packed = example::pack(&text, trip, &|name| read(&folder.join(name)).ok());
    packed.map(Some).map_err(|faults| faults.iter().map(|what| format!("{}: {what}", path.display())).collect())
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

/// What the readers cannot make sense of is a warning, but a fault in facts collected by hand: their author can mend it.
fn read_schedule(parts: &[Vec<u8>], event: &EventDescription, trip_zone: &Zone) -> Source {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let zone = event.zone.as_deref().unwrap_or(&trip_zone.name);
    let fault = |what: String| Source { faults: vec![what], ..Source::default() };
    let collected = match parts.as_slice() {
        [only] => Collected::of(only).transpose(),
        _ => Ok(None),
    };
    let reading = formats::read_parts(
        &parts,
        &formats::Context { zone: Some(zone), zones: &Database, table: None, first_day: None },
    );
    match (reading, collected) {
        (Err(error), _) => fault(error.to_string()),
        (_, Err(error)) => fault(error.to_string()),
        (Ok(Reading { mut schedule, problems, .. }), Ok(collected)) => {
            let told = |problem: Problem| format!("{}: {}", problem.location, problem.what);
            let problems = problems.into_iter().map(told);
            match collected {
                None => Source { warnings: problems.collect(), schedule, ..Source::default() },
                Some(collected) => {
                    let (twins, more) = collected.complete(&mut schedule);
                    let faults = problems.chain(more.into_iter().map(told)).collect();
                    Source { schedule, twins, faults, warnings: Vec::new() }
                }
            }
        }
    }
}

fn join_twin(assembled: &mut Assembled, twin: Twin, found: &mut Vec<(SessionKey, String)>) {
    match assembled.details.iter_mut().find(|(key, _)| *key == twin.of) {
        Some((_, details)) => details.links.extend(twin.links),
        None => found.push((twin.of, "Another record says same_as, but there is no such session.".to_owned())),
    }
}

/// Wrong days are wrong for many sessions at once: one fault an event says what its days are.
fn check_days(assembled: &Assembled, found: &mut Vec<(SessionKey, String)>) {
    let trip = &assembled.trip;
    for event in 0..trip.events.len() {
        let of_event = || trip.sessions.iter().filter(|session| session.event == event);
        let outside = of_event().filter(|session| session.day.is_some_and(|day| day < trip.first || day > trip.last));
        let (Some(one), count) = (outside.clone().next(), outside.count()) else { continue };
        let days = || of_event().filter_map(|session| session.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { continue };
        let others = if count > 1 { format!(" with {} others of its event", count - 1) } else { String::new() };
        let what = format!(
            "It is{others} outside the trip, {} to {}. The event's sessions are from {first} to {last}: the trip's first \
             and last day stand in trip.toml.",
            trip.first, trip.last,
        );
        found.push((trip.key(one), what));
    }
}

fn check(assembled: &Assembled, found: &mut Vec<(SessionKey, String)>) {
    check_days(assembled, found);
    let trip = &assembled.trip;
    for (session, (key, details)) in trip.sessions.iter().zip(&assembled.details) {
        let mut fault = |what: String| found.push((key.clone(), what));
        if session.title.trim().is_empty() {
            fault("It has no title.".to_owned());
        }
        if let When::Timed { start, end: Some(end), .. } = session.when
            && end < start
        {
            fault("It ends before it starts.".to_owned());
        }
        let addresses = details.url.iter().chain(details.links.iter().map(|link| &link.url));
        for url in addresses.filter(|url| !is_http(url)) {
            fault(format!("{url} is not an http or https address."));
        }
    }
}

#[cfg(test)]
mod tests;
