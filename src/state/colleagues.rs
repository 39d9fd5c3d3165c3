//! Agendas that colleagues have shared and the user keeps to compare: by name, as the link they came in.

use lanyard_core::schedule::Trip;
use lanyard_core::share::{Participant, ReceiverTrip, SharedAgenda, SharedItem, compare, decode};

use super::settings::Settings;
use super::trips::Trips;

/// Before a colleague's name in the name of a setting, whose value is what follows `#/shared/`.
const AGENDA_OF: &str = "agenda-of/";

/// The agenda of a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueAgenda {
    pub name: String,
    /// As [`lanyard_core::share::encode`] wrote it.
    pub payload: String,
    pub agenda: SharedAgenda,
}

/// All of them, by name. What this Lanyard cannot read is left out, and stays. Reactive.
pub fn colleagues(settings: Settings) -> Vec<ColleagueAgenda> {
    let read = |(name, payload): (String, String)| {
        let agenda = decode(&payload).ok()?;
        Some(ColleagueAgenda { name, payload, agenda })
    };
    settings.starting_with(AGENDA_OF).into_iter().filter_map(read).collect()
}

/// Keeps a colleague's agenda in the place of an earlier one, or with nothing in it lets it go. Gives what was there under
/// which name, to put it back.
pub fn keep(settings: Settings, name: &str, payload: &str) -> (String, String) {
    let name = name.trim();
    let known = settings.starting_with(AGENDA_OF).into_iter();
    let before = known.into_iter().find(|(known, _)| known.to_lowercase() == name.to_lowercase());
    let (kept_as, before) = before.unwrap_or_else(|| (name.to_owned(), String::new()));
    settings.set(&[AGENDA_OF, &kept_as].concat(), payload);
    (kept_as, before)
}

/// What a colleague picked of a trip. Reactive.
pub fn participant(trips: Trips, trip: &Trip, colleague: &ColleagueAgenda) -> Participant {
    let source_id = |key: &_| trips.source_id(key);
    let events = trips.known_events(trip, &colleague.agenda);
    let rows = compare(&colleague.agenda, &ReceiverTrip { trip, events, source_id: &source_id }, &[]);
    let sessions = rows.iter().filter_map(|row| match row.what {
        SharedItem::Session(index) => trip.sessions.get(index).map(|session| trip.key(session)),
        SharedItem::Described(_) | SharedItem::Missing(_) | SharedItem::Unknown(_) => None,
    });
    Participant { name: colleague.name.clone(), sessions: sessions.collect() }
}
