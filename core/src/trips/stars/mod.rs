//! Stars from elsewhere: what somebody starred in another system is found again among the sessions of a trip.
//!
//! A source is a file in one of the [`formats`](crate::formats), which may be somebody's own choice of a programme (the
//! `faved.ics` of pretalx, Sched's "my schedule", an export of Google Calendar), or a text: a link that carries ids
//! ([`address`]), or titles and addresses, a line each ([`line`](mod@line)). What it names of each session is a [`SessionClue`], and
//! [`SessionLookup`] says which sessions may be meant. Nothing here stars anything: the user sees first what was found.

mod address;
mod clue;
mod line;
mod lookup;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::clue::SessionClue;
use self::line::clues_of_text;
use self::lookup::SessionLookup;
use super::TripTexts;
use super::change_log::ChangeLog;
use super::request::{FoundStars, NamedSession};
use crate::formats::{Context, ScheduleError, decode_text, read};
use crate::schedule::wire::{Damaged, decode_details, decode_index};
use crate::schedule::{SessionKey, Zones};

/// Nobody stars more sessions than this. A text that names more is something else, and would be looked up for long.
const MOST_NAMED: usize = 2_000;

/// Looks up what the files name among the sessions of the trip, in the order of the files. The inner error says in a
/// sentence why nothing could be looked up.
///
/// # Errors
/// [`Damaged`] when the texts of the trip are.
pub fn find_stars(
    current: &TripTexts,
    files: &[Vec<u8>],
    zones: &dyn Zones,
) -> Result<Result<FoundStars, String>, Damaged> {
    let trip = decode_index(&current.index)?;
    let details = decode_details(&current.details)?;
    let aliases = ChangeLog::decode(&current.changes).unwrap_or_default().aliases;
    let lookup = SessionLookup::new(&trip, &details, &aliases);
    let context = Context { zone: Some(&trip.zone.name), zones, table: None, first_day: None };
    let (mut clues, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match read(file, &context) {
            Ok(reading) => {
                clues.extend(reading.schedule.listings.iter().take(MOST_NAMED + 1).map(SessionClue::of_listing));
                problems.extend(reading.problems);
            }
            Err(
                reason @ (ScheduleError::Empty
                | ScheduleError::TooLarge
                | ScheduleError::Compressed
                | ScheduleError::DamagedZip
                | ScheduleError::Spreadsheet
                | ScheduleError::WebPage
                | ScheduleError::NoSession { .. }),
            ) => return Ok(Err(refusal(&reason))),
            Err(_) => clues.extend(clues_of_text(&decode_text(file), &lookup).take(MOST_NAMED + 1)),
        }
        if clues.len() > MOST_NAMED {
            return Ok(Err(format!("This names more than {MOST_NAMED} sessions. Give the part of it that is yours.")));
        }
    }
    if clues.is_empty() {
        return Ok(Err("No session is named in this.".to_owned()));
    }
    Ok(Ok(FoundStars { named: named(&clues, &lookup), problems }))
}

/// The same session may be named in two lines: by its title, and by its address below.
fn named(clues: &[SessionClue], lookup: &SessionLookup<'_>) -> Vec<NamedSession> {
    let (mut found_before, mut named_before) = (BTreeSet::<SessionKey>::new(), BTreeSet::new());
    let mut named = Vec::new();
    for clue in clues {
        let found = lookup.find(clue);
        let is_new = match found.as_slice() {
            [only] => found_before.insert(only.clone()),
            _ => named_before.insert(&clue.named),
        };
        if is_new {
            named.push(NamedSession { named: clue.named.clone(), found });
        }
    }
    named
}

fn refusal(reason: &ScheduleError) -> String {
    match reason {
        ScheduleError::WebPage => {
            "This is a web page. Copy the titles or the addresses of your sessions from it, and paste those.".to_owned()
        }
        ScheduleError::Empty => "There is nothing in it.".to_owned(),
        reason => reason.to_string(),
    }
}
