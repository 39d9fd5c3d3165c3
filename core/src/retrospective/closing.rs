//! Closing a day, or the trip: what is still to say about what was planned, promised, met and photographed. What came from
//! a colleague is the colleague's to close.

use std::collections::BTreeMap;

use super::material::SessionMaterial;
use crate::agenda::ConferenceDays;
use crate::notebook::{Attendance, Entry, EntryId, EntryKind};
use crate::schedule::{Day, Instant, SessionKey, Trip};

/// What there is to close, of one day or of the whole trip. Nothing of it has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The starred sessions that have begun, in the order of time.
    pub sessions: Vec<SessionKey>,
    /// The follow-ups that are open, in the order of time.
    pub follow_ups: Vec<EntryId>,
    /// The people without a name, in the order of time.
    pub nameless: Vec<EntryId>,
    /// The photos without a caption, in the order of time.
    pub without_caption: Vec<EntryId>,
}

impl Closing {
    /// What there is of a day of the conference, or of all of them with `None`, up to `now`.
    pub fn of(
        trip: &Trip,
        days: &ConferenceDays,
        entries: &[Entry],
        sessions: &BTreeMap<SessionKey, SessionMaterial>,
        day: Option<Day>,
        now: Instant,
    ) -> Self {
        let is_wanted = |of: Option<Day>| day.is_none_or(|day| of == Some(day));
        let mut starred: Vec<(Option<Instant>, SessionKey)> = Vec::new();
        for (key, _) in sessions.iter().filter(|(_, known)| known.marks.star) {
            let Some(session) = trip.find(key) else { continue };
            let start = session.when.start();
            let has_begun = start.map_or_else(|| session.day.is_some_and(|day| day <= trip.today(now)), |at| at <= now);
            if has_begun && is_wanted(session.day) {
                starred.push((start, key.clone()));
            }
        }
        starred.sort_by(|(one, a), (other, b)| (one.is_none(), one, a).cmp(&(other.is_none(), other, b)));
        let own = entries.iter().filter(|entry| entry.is_own());
        let mut sorted: Vec<&Entry> = own.filter(|entry| is_wanted(Some(days.day_at(trip, entry.at)))).collect();
        sorted.sort_by_key(|entry| (entry.at, entry.sequence));
        let those = |wanted: fn(&Entry) -> bool| {
            sorted.iter().filter(|entry| wanted(entry)).map(|entry| entry.id.clone()).collect()
        };
        Self {
            sessions: starred.into_iter().map(|(_, key)| key).collect(),
            follow_ups: those(Entry::is_open_follow_up),
            nameless: those(|entry| entry.kind == EntryKind::Person && entry.name.trim().is_empty()),
            without_caption: those(|entry| entry.photo.is_some() && entry.caption.trim().is_empty()),
        }
    }

    /// How many starred sessions nothing was said of yet.
    pub fn unanswered(&self, sessions: &BTreeMap<SessionKey, SessionMaterial>) -> usize {
        let is_open = |key: &&SessionKey| {
            sessions.get(key).is_none_or(|it| Attendance::of(it.marks).is_none() && !it.marks.watch_later)
        };
        self.sessions.iter().filter(is_open).count()
    }
}
