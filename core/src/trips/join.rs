//! What the worker does: reads files, joins what they say into a trip, and says what that would change.
//!
//! Pure: bytes and texts in, texts out, in bounded time. Nothing is kept here but what was read ([`Import`]); whether the
//! answer becomes the trip is the user's to say.

use std::collections::{HashMap, HashSet};

use super::change_log::{Alias, ChangeLog};
use super::request::{Counts, Destination, EditedTrip, EventZone, JoinRequest, Preview, ReaderRequest, ReaderResponse};
use super::stars::find_stars;
use super::{Import, TripTexts, edit, placement};
use crate::checksum::crc32;
use crate::formats::update::doubts;
use crate::formats::{Reading, ScheduleError, groups, linked_schedule};
use crate::schedule::changes::update;
use crate::schedule::diff::{Difference, Renumbered, diff};
use crate::schedule::wire::{Damaged, decode_details, decode_index, encode_details, encode_index};
use crate::schedule::{
    Assembled, EventId, Listing, Problem, Programme, Schedule, SessionId, SessionKey, TripParts, Zones, assemble,
};
use crate::share::Digest;

/// Answers what the app asked. `current` is the trip that is shown; `import` is what to read, or for
/// [`ReaderRequest::Rebase`] the index and the details of the newer bundled trip.
pub fn respond(
    ask: &ReaderRequest,
    current: &TripTexts,
    import: &mut Import,
    zones: &dyn Zones,
) -> (ReaderResponse, Option<TripTexts>) {
    let unusable = || (ReaderResponse::Unreadable("The trip on this phone could not be read.".to_owned()), None);
    match ask {
        ReaderRequest::Join(asked) => join(asked, current, import, zones).unwrap_or_else(|_| unusable()),
        ReaderRequest::Rename { event, title } => edited(edit::rename(current, event, title)),
        ReaderRequest::LeaveOut(event) => edited(edit::leave_out(current, event)),
        ReaderRequest::TakeOver { event, is_new, now, trips } => {
            let from = texts_in(&import.files);
            let taken =
                from.and_then(|from| edit::take_over((!is_new).then_some(current), &from, event, *now, trips, zones));
            edited(taken)
        }
        ReaderRequest::Rebase { kept } => rebase(kept, current, &import.files).unwrap_or_else(unusable),
        ReaderRequest::Stars => match find_stars(current, &import.files, zones) {
            Ok(found) => (found.map_or_else(ReaderResponse::Unreadable, ReaderResponse::Stars), None),
            Err(_) => unusable(),
        },
    }
}

fn edited(edited: Option<(EditedTrip, TripTexts)>) -> (ReaderResponse, Option<TripTexts>) {
    match edited {
        Some((trip, texts)) => (ReaderResponse::Edited(trip), Some(texts)),
        None => (ReaderResponse::Unreadable("The event is not in the trip any more.".to_owned()), None),
    }
}

/// Index, details and changes of another trip.
fn texts_in(files: &[Vec<u8>]) -> Option<TripTexts> {
    let text = |index: usize| String::from_utf8(files.get(index)?.clone()).ok();
    Some(TripTexts { index: text(0)?, details: text(1)?, changes: text(2)? })
}

fn join(
    asked: &JoinRequest,
    current: &TripTexts,
    import: &mut Import,
    zones: &dyn Zones,
) -> Result<(ReaderResponse, Option<TripTexts>), Damaged> {
    let trip = decode_index(&current.index)?;
    // Where nobody says the zone, it is that of the trip that the event most likely joins.
    let zone = asked.zone.clone().unwrap_or_else(|| trip.zone.name.clone());
    let files: Vec<&[u8]> = import.files.iter().map(Vec::as_slice).collect();
    let groups = groups(&files);
    if groups.len() > 1 {
        return Ok((ReaderResponse::Several(groups), None));
    }
    // What is read anew begins when it began.
    let updated = |id: &EventId| trip.events.iter().find(|event| event.id == *id).map(|event| event.first);
    let first_day = asked.first_day.or_else(|| match &asked.destination {
        Some(Destination::Event(event)) => updated(event),
        _ => None,
    });
    let mut reading = match import.read(&zone, asked.table.as_ref(), first_day, zones) {
        Ok(reading) => reading,
        Err(ScheduleError::UnknownColumns(sample)) => return Ok((ReaderResponse::Columns(*sample), None)),
        Err(reason) => return Ok((unreadable(asked, &import.files, &reason), None)),
    };
    let destination = match asked.destination.clone() {
        Some(Destination::Event(event)) if trip.events.iter().all(|known| known.id != event) => Destination::ThisTrip,
        Some(destination) => destination,
        None => placement::suggest(&trip, &reading.schedule),
    };
    if let Some(title) = &asked.title {
        reading.schedule.title = Some(title.clone());
    }
    let zone = match &reading.schedule.zone {
        Some(named) if reading.names_zone => EventZone::Named(named.clone()),
        _ if asked.zone.is_none() && destination == Destination::OwnTrip => EventZone::Missing,
        _ => EventZone::Given(zone),
    };
    let checksum = import.files.iter().fold(0_u32, |sum, file| sum.rotate_left(1) ^ crc32(file));
    let mut asked = asked.clone();
    let (whole, changed) = match destination {
        Destination::OwnTrip => {
            asked.events_elsewhere.extend(trip.events.iter().map(|event| event.id.clone()));
            let frame = placement::own_frame(&reading.schedule, asked.now, &asked.trips);
            (TripParts { frame, programmes: Vec::new() }, ChangeLog::default())
        }
        Destination::ThisTrip | Destination::Event(_) => {
            let changed = ChangeLog::decode(&current.changes).unwrap_or_default();
            (TripParts::of(trip, decode_details(&current.details)?), changed)
        }
    };
    let (preview, texts) = joined(&asked, whole, changed, reading, destination, zones);
    Ok((ReaderResponse::Read(Box::new(Preview { zone, checksum, ..preview })), Some(texts)))
}

fn unreadable(asked: &JoinRequest, files: &[Vec<u8>], reason: &ScheduleError) -> ReaderResponse {
    let linked = || {
        let mut pages = files.iter().map(|file| String::from_utf8_lossy(file));
        pages.find_map(|page| linked_schedule(&page, asked.address.as_deref()))
    };
    match reason {
        ScheduleError::WebPage => {
            linked().filter(|found| asked.address.as_ref() != Some(found)).map(ReaderResponse::Linked)
        }
        _ => None,
    }
    .unwrap_or_else(|| ReaderResponse::Unreadable(reason.to_string()))
}

fn joined(
    asked: &JoinRequest,
    mut whole: TripParts,
    mut changed: ChangeLog,
    reading: Reading,
    destination: Destination,
    zones: &dyn Zones,
) -> (Preview, TripTexts) {
    let Reading { format, schedule, table, mut problems, .. } = reading;
    let counts = counts(&schedule);
    let known = match &destination {
        Destination::Event(id) => whole.frame.events.iter().position(|event| event.id == *id),
        Destination::ThisTrip | Destination::OwnTrip => None,
    };
    let event = known.unwrap_or_else(|| placement::add_event(&mut whole.frame, &schedule, asked));
    let (title, days) = (placement::title_of(&schedule), placement::days_of(&schedule));
    placement::reach(&mut whole.frame, event, &schedule, zones);
    whole.programmes.resize(whole.frame.events.len(), Schedule::default());
    if whole.programmes.len() == 1 {
        whole.frame.as_of = schedule.as_of.unwrap_or_else(|| whole.frame.today(asked.now));
    }

    let id = whole.frame.events.get(event).map_or_else(|| EventId::from(""), |event| event.id.clone());
    let (trip, trip_title) = (whole.frame.id.clone(), whole.frame.title.clone());

    let mut alone = assemble(whole.frame.clone(), vec![Programme { event, schedule }]);
    problems.append(&mut alone.problems);
    let (assembled, told) = if known.is_none() && whole.programmes.len() == 1 {
        (alone, UpdateSummary::default())
    } else {
        put_in(whole, event, known.is_some(), alone, &asked.kept, &mut changed)
    };
    let texts = texts(assembled, &changed, &mut problems);
    let UpdateSummary { doubts, added, changed, gone } = told;
    let preview = Preview {
        format: format.name().to_owned(),
        title,
        days,
        zone: EventZone::Missing,
        counts: Counts { added, changed, gone, ..counts },
        destination,
        event: id,
        trip,
        trip_title,
        table,
        problems,
        doubts,
        checksum: 0,
    };
    (preview, texts)
}

/// What there is to know before an event is replaced.
#[derive(Default)]
struct UpdateSummary {
    doubts: Vec<String>,
    added: usize,
    changed: usize,
    gone: usize,
}

/// The trip with what was read in the place of the event's old programme. `alone` is the trip with nothing else in it:
/// out of it the sessions come in the trip's own words, so that they compare with the old ones, and new rooms.
fn put_in(
    mut whole: TripParts,
    event: usize,
    is_known: bool,
    alone: Assembled,
    kept: &[SessionKey],
    changed: &mut ChangeLog,
) -> (Assembled, UpdateSummary) {
    let mut alone = TripParts::of(alone.trip, alone.details);
    whole.frame = alone.frame;
    let mut told = UpdateSummary::default();
    if let (Some(programme), Some(fresh)) = (whole.programmes.get_mut(event), alone.programmes.get_mut(event)) {
        let id = whole.frame.events.get(event).map_or_else(|| EventId::from(""), |event| event.id.clone());
        let (mut old, mut fresh) = (std::mem::take(programme), std::mem::take(fresh));
        let was_partial = old.listings.iter().all(|listing| Digest::from_link(&listing.id).is_some());
        let difference = renumber(&id, &mut old, &mut fresh, changed);
        if is_known {
            told = UpdateSummary {
                // The days of what was shared are not those of the event.
                doubts: match was_partial {
                    true => Vec::new(),
                    false => doubts(&old, &fresh, &difference).iter().map(ToString::to_string).collect(),
                },
                added: difference.added.len(),
                changed: difference.changed.len(),
                gone: difference.vanished(&old).count(),
            };
        }
        *programme = if old.listings.is_empty() {
            fresh
        } else {
            let kept = keys_of(kept, &id);
            update(&old, fresh, &difference, changed.of(&id), |session| kept.contains(session.as_str()))
        };
    }
    (whole.join(), told)
}

fn counts(schedule: &Schedule) -> Counts {
    let listings = &schedule.listings;
    let rooms: HashSet<&str> = listings.iter().filter_map(|listing| listing.room.as_deref()).collect();
    let speakers = listings.iter().flat_map(|listing| &listing.speakers);
    let people: HashSet<&str> = speakers.map(|speaker| speaker.name.as_str()).collect();
    Counts {
        sessions: listings.len(),
        timed: listings.iter().filter(|listing| listing.when.start().is_some()).count(),
        rooms: rooms.len(),
        people: people.len(),
        ..Counts::default()
    }
}

/// Gives sessions that their source renamed the id they have here, and says what is different then.
fn renumber(event: &EventId, old: &mut Schedule, fresh: &mut Schedule, changed: &mut ChangeLog) -> Difference {
    meet_shared(event, old, fresh, changed);
    for listing in &mut fresh.listings {
        if let Some(kept) = changed.kept_id(event, &listing.id) {
            listing.id = kept.clone();
        }
    }
    let mut difference = diff(old, fresh);
    let renumbered = difference.keep_ids(fresh).into_iter();
    let aliases = renumbered.map(|Renumbered { from, to }| Alias { event: event.clone(), written: to, kept: from });
    changed.aliases.extend(aliases);
    difference
}

/// Sessions that were known from a link alone become those of the schedule that the link was made of. What the link told
/// of them is no former state of the schedule, but for the time: a session that moved since has moved.
fn meet_shared(event: &EventId, old: &mut Schedule, fresh: &Schedule, changed: &mut ChangeLog) {
    let has_met = |id: &SessionId| changed.aliases.iter().any(|alias| alias.event == *event && alias.kept == *id);
    let shared = old.listings.iter_mut().filter(|listing| !has_met(&listing.id));
    let mut shared: HashMap<Digest, &mut Listing> =
        shared.filter_map(|listing| Some((Digest::from_link(&listing.id)?, listing))).collect();
    if shared.is_empty() {
        return;
    }
    for listing in &fresh.listings {
        let Some(known) = shared.remove(&Digest::within_event(&listing.id)) else { continue };
        let kept = known.id.clone();
        let when = if known.when.start().is_some() { known.when } else { listing.when };
        let day = if known.when.start().is_some() { known.day } else { listing.day };
        *known = Listing { id: kept.clone(), when, day, ..listing.clone() };
        if kept != listing.id {
            changed.aliases.push(Alias { event: event.clone(), written: listing.id.clone(), kept });
        }
    }
}

fn keys_of<'a>(kept: &'a [SessionKey], event: &EventId) -> HashSet<&'a str> {
    kept.iter().filter(|key| key.event == *event).map(|key| key.session.as_str()).collect()
}

fn replace(whole: &mut TripParts, event: usize, schedule: Schedule) {
    if let Some(programme) = whole.programmes.get_mut(event) {
        *programme = schedule;
    }
}

fn texts(assembled: Assembled, changed: &ChangeLog, problems: &mut Vec<Problem>) -> TripTexts {
    problems.extend(assembled.problems);
    TripTexts {
        index: encode_index(&assembled.trip),
        details: encode_details(&assembled.details),
        changes: changed.encode(),
    }
}

/// Joins what the user added to `old` into the newer bundled trip, and notes what changed in the bundled events.
fn rebase(kept: &[SessionKey], current: &TripTexts, files: &[Vec<u8>]) -> Option<(ReaderResponse, Option<TripTexts>)> {
    let [index, details] = files else { return None };
    let old = TripParts::read(&current.index, &current.details).ok()?;
    let mut changed = ChangeLog::decode(&current.changes).unwrap_or_default();
    let (index, details) = (std::str::from_utf8(index).ok()?, std::str::from_utf8(details).ok()?);
    let bundled = TripParts::read(index, details).ok()?;
    let mut whole = bundled.clone();
    for (index, event) in bundled.frame.events.iter().enumerate() {
        let before = old.frame.events.iter().position(|known| known.id == event.id);
        let Some(mut before) = before.and_then(|index| old.programmes.get(index)).cloned() else { continue };
        let mut fresh = bundled.programmes.get(index).cloned().unwrap_or_default();
        let difference = renumber(&event.id, &mut before, &mut fresh, &mut changed);
        let kept = keys_of(kept, &event.id);
        let is_kept = |session: &SessionId| kept.contains(session.as_str());
        replace(&mut whole, index, update(&before, fresh, &difference, changed.of(&event.id), is_kept));
    }
    for (event, programme) in old.frame.events.iter().zip(&old.programmes) {
        if bundled.frame.events.iter().all(|known| known.id != event.id) {
            let mut event = event.clone();
            event.venues.clear();
            whole.frame.events.push(event);
            whole.programmes.push(programme.clone());
        }
    }
    (whole.frame.first, whole.frame.last) = (
        whole.frame.events.iter().map(|event| event.first).fold(whole.frame.first, std::cmp::Ord::min),
        whole.frame.events.iter().map(|event| event.last).fold(whole.frame.last, std::cmp::Ord::max),
    );
    whole.frame.zone = whole.frame.zone.wider(old.frame.zone);
    let is_plain = whole == bundled;
    let texts = texts(whole.join(), &changed, &mut Vec::new());
    Some((ReaderResponse::Rebased { is_plain }, Some(texts)))
}

#[cfg(test)]
mod tests;
