//! Readers of what other systems write.
//!
//! One entry, [`read`], takes the bytes of a file, finds out from the content what wrote them, and returns a
//! [`Schedule`] with a list of [`Problem`]s. Readers never fail whole: a session that cannot be understood becomes a
//! problem with its location, and the rest is read. Only an input from which nothing can be read is a [`ScheduleError`].
//!
//! Every input is hostile until read. Work and memory are bounded by the size of the input and by the limits below;
//! nothing is fetched, nothing is executed, no byte becomes markup. The readers know no clock and no time-zone
//! database: zones come from [`Context`].
//!
//! Each reader's module lists what it leaves out.

mod archive;
mod calendar;
mod context;
mod encoding;
mod europython;
mod fields;
mod finish;
mod frab;
mod frab_json;
mod frab_xml;
mod indico;
mod json;
mod konopas;
mod lanyard;
mod linked;
mod markup;
mod open_event;
mod pretalx_json;
mod problems;
mod recognise;
mod sched_json;
mod sessionize;
mod table;
pub mod update;
mod windows;
mod wordcamp;
mod xml;
mod zones;

pub use context::{Context, Format, ScheduleError};
pub use linked::linked_schedule;

use std::borrow::Cow;

use self::context::LARGEST_INPUT;
use self::problems::Problems;
use self::recognise::Recognised;

use crate::schedule::columns::TableSample;
use crate::schedule::{Problem, Schedule};

/// The text of a file in whatever encoding it comes, for whoever finds another meaning in it than a schedule.
pub fn decode_text(bytes: &[u8]) -> Cow<'_, str> {
    encoding::decode(bytes).0
}

/// What [`read`] found in an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The format that the content was recognised as.
    pub format: Format,
    /// What could be understood: it has a title or at least one session.
    pub schedule: Schedule,
    /// Whether the file names its zone. Then it reads the same whatever zone the context gives.
    pub names_zone: bool,
    /// Of a table, what its columns were taken for.
    pub table: Option<TableSample>,
    /// What could not be understood: a hundred at most, and one more that says how many are left out.
    pub problems: Vec<Problem>,
}

/// How deep in other objects a schedule is looked for.
const MOST_WRAPPINGS: usize = 3;

/// Reads a schedule in whatever format and encoding it comes.
///
/// # Errors
///
/// [`ScheduleError`] when nothing could be read: each of its variants says why.
pub fn read(bytes: &[u8], context: &Context<'_>) -> Result<Reading, ScheduleError> {
    read_parts(&[bytes], context)
}

/// Reads a schedule that comes in several files, zipped or not: KonOpas' programme and people, Open Event's sessions and
/// event. The order does not matter.
///
/// # Errors
///
/// As [`read`]; the parts together may not be larger than one input.
pub fn read_parts(parts: &[&[u8]], context: &Context<'_>) -> Result<Reading, ScheduleError> {
    if parts.iter().map(|part| part.len()).sum::<usize>() > LARGEST_INPUT {
        return Err(ScheduleError::TooLarge);
    }
    if parts.iter().any(|part| archive::is_compressed(part)) {
        return Err(ScheduleError::Compressed);
    }
    let files = unpacked(parts)?;
    let mut problems = Problems::default();
    let mut texts: Vec<Cow<'_, str>> = Vec::new();
    for file in &files {
        let (text, remark) = encoding::decode(file);
        texts.push(text);
        if let Some(remark) = remark {
            problems.add("file".to_owned(), remark.to_owned());
        }
    }
    let (format, schedule, table) = read_texts(&texts, context, &mut problems)?;
    let schedule = finish::finish(schedule, context, &mut problems);
    if schedule.listings.is_empty() && schedule.title.is_none() {
        return Err(ScheduleError::NoSession { format });
    }
    if schedule.listings.is_empty() && problems.list.is_empty() {
        problems.add("file".to_owned(), "No session was found in it.".to_owned());
    }
    Ok(Reading { format, schedule, names_zone: !problems.lacks_zone, table, problems: problems.into_list() })
}

/// Which files belong together, by their places: every whole schedule is alone, and the parts of one that is spread over
/// several files are one group. What is no schedule goes with the first group, which says so.
pub fn groups(parts: &[&[u8]]) -> Vec<Vec<usize>> {
    let (mut wholes, mut spread, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (place, part) in parts.iter().enumerate() {
        match standing(part) {
            Some(true) => wholes.push(vec![place]),
            Some(false) => spread.push(place),
            None => others.push(place),
        }
    }
    if !spread.is_empty() {
        wholes.insert(0, spread);
    }
    match wholes.first_mut() {
        Some(first) => first.append(&mut others),
        None => wholes.push(others),
    }
    wholes
}

/// Whether a file is a whole schedule, or a part of one; `None` when it is neither.
fn standing(part: &[u8]) -> Option<bool> {
    if archive::is_zip(part) {
        return Some(true);
    }
    let (text, _) = encoding::decode(part);
    match recognise::recognise(&text, None) {
        Ok(Recognised::Json) => {
            let documents = json::read(&text, &mut Problems::default()).ok()?;
            Some(recognise::format_of(&documents).is_some_and(Format::is_one_file))
        }
        Ok(_) | Err(ScheduleError::UnknownColumns(_)) => Some(true),
        Err(_) => None,
    }
}

/// The files themselves, and those of the zips among them.
fn unpacked<'p>(parts: &[&'p [u8]]) -> Result<Vec<Cow<'p, [u8]>>, ScheduleError> {
    let mut files = Vec::new();
    let mut room = LARGEST_INPUT;
    for part in parts {
        let begin = files.len();
        if archive::is_zip(part) {
            files.extend(archive::unpack(part, room)?.into_iter().map(Cow::Owned));
        } else {
            files.push(Cow::Borrowed(*part));
        }
        let length = files.iter().skip(begin).map(|file| file.len()).sum();
        room = room.checked_sub(length).ok_or(ScheduleError::TooLarge)?;
    }
    Ok(files)
}

/// XML, iCalendar and a table hold a whole schedule in one text; JSON may be spread over several.
fn read_texts<'a>(
    texts: &'a [Cow<'_, str>],
    context: &Context<'_>,
    problems: &mut Problems<'a>,
) -> Result<(Format, Schedule, Option<TableSample>), ScheduleError> {
    let mut documents = Vec::new();
    let mut reason = ScheduleError::Empty;
    for text in texts {
        problems.start_part(text);
        let recognised = recognise::recognise(text, context.table);
        if texts.len() > 1 && !matches!(recognised, Ok(Recognised::Json) | Err(_)) {
            problems.add("files".to_owned(), "One file holds a whole schedule; only that one was read.".to_owned());
        }
        let (format, schedule) = match recognised {
            Ok(Recognised::FrabXml) => (Format::FrabXml, frab_xml::read(text, context, problems)?),
            Ok(Recognised::ICalendar) => (Format::ICalendar, calendar::read(text, context, problems)),
            Ok(Recognised::XCal) => (Format::ICalendar, calendar::read_xml(text, context, problems)?),
            Ok(Recognised::Table(layout)) => {
                let (schedule, sample) = table::read(text, layout, context, problems);
                return Ok((Format::Table, schedule, Some(sample)));
            }
            Ok(Recognised::Json) => {
                documents.extend(json::read(text, problems)?);
                continue;
            }
            Err(other) => {
                reason = other;
                continue;
            }
        };
        return Ok((format, schedule, None));
    }
    if documents.is_empty() {
        return Err(reason);
    }
    let mut format = recognise::format_of(&documents);
    for _ in 0..MOST_WRAPPINGS {
        if format.is_none() && !documents.iter().any(recognise::is_companion) {
            documents = json::unwrapped(documents);
            format = recognise::format_of(&documents);
        }
    }
    let Some((format, reader)) = format.and_then(|format| Some((format, reader_of(format)?))) else {
        let is_companion = documents.iter().any(recognise::is_companion);
        return Err(if is_companion { ScheduleError::OnlyCompanion } else { ScheduleError::Unrecognised });
    };
    if format == Format::OpenEvent {
        documents = documents.into_iter().map(json::with_underscores).collect();
    }
    Ok((format, reader(&documents, context, problems), None))
}

type JsonReader = fn(&[json::Json<'_>], &Context<'_>, &mut Problems<'_>) -> Schedule;

fn reader_of(format: Format) -> Option<JsonReader> {
    Some(match format {
        Format::FrabJson | Format::HubJson => frab_json::read,
        Format::PretalxJson => pretalx_json::read,
        Format::Sessionize => sessionize::read,
        Format::KonOpas | Format::ConClar => konopas::read,
        Format::OpenEvent => open_event::read,
        Format::Lanyard => lanyard::read,
        Format::SchedJson => sched_json::read,
        Format::EuroPython => europython::read,
        Format::WordCamp => wordcamp::read,
        Format::Indico => indico::read,
        Format::FrabXml | Format::ICalendar | Format::Table => return None,
    })
}
