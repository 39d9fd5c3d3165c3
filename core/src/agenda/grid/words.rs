//! What a cell of a grid says to whoever does not see it.

use super::super::{AgendaItemRef, Overlap, event_class};
use crate::notebook::OwnItem;
use crate::schedule::{Instant, SessionStatus, Trip, words};

/// What is said of own items in place of a room.
const YOURS: &str = "yours";

/// `14:30 to 15:00, Janson, What is new in sourdough, going, overlaps by 15 min`: when, where, what, `state`, and what else of
/// mine is at the same time. `None` when it is of another trip.
pub fn cell_words(
    trip: &Trip,
    own: &[OwnItem],
    what: AgendaItemRef,
    state: Option<&str>,
    overlaps: &[Overlap],
) -> Option<String> {
    let clock = |at: Instant| words::clock(trip, at);
    let time = |start: Instant, end: Option<Instant>| match end {
        Some(end) => format!("{} to {}", clock(start), clock(end)),
        None => clock(start),
    };
    let (when, place, title, status) = match what {
        AgendaItemRef::Session(index) => {
            let session = trip.sessions.get(index)?;
            let when = session.when.start().map(|start| time(start, session.when.end()));
            let room = trip.room(session).map(|room| room.name.clone()).filter(|name| !name.is_empty());
            let status = match session.status {
                SessionStatus::Listed => None,
                SessionStatus::Cancelled => Some("cancelled"),
                SessionStatus::Gone => Some("no longer listed"),
            };
            (when, room.or_else(|| words::location(trip, session)), &session.title, status)
        }
        AgendaItemRef::Own(index) => {
            let item = own.get(index)?;
            let place = Some(&item.location).filter(|location| !location.is_empty()).cloned();
            (Some(time(item.start, item.end)), Some(place.unwrap_or_else(|| YOURS.to_owned())), &item.title, None)
        }
    };
    let longest = overlaps.iter().map(|overlap| overlap.minutes).max();
    let overlap = longest.map(|minutes| match overlaps.len() {
        1 => format!("overlaps by {}", words::duration(minutes)),
        count => format!("overlaps {count} by up to {}", words::duration(minutes)),
    });
    let when = when.unwrap_or_else(|| "time not known".to_owned());
    let said = [place, Some(title.clone()), status.map(str::to_owned), state.map(str::to_owned), overlap];
    Some(said.into_iter().flatten().fold(when, |said, part| format!("{said}, {part}")))
}

/// The classes of a cell that follow from what it stands for: the colour of its event, and whether it does not take
/// place.
pub fn cell_class(trip: &Trip, what: AgendaItemRef) -> String {
    let Some(session) = what.session(trip) else { return "cell own".to_owned() };
    let dropped = if session.status == SessionStatus::Listed { "" } else { " dropped" };
    format!("cell {}{dropped}", event_class(trip.event(session)))
}
