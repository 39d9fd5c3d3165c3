//! Two states of one trip become one: of each event the programme that was read later, and no event is left out.
//!
//! Which of the two is given first makes no difference, so two phones that take each other's backup show the same trip.

use crate::checksum::crc32;
use crate::schedule::changes::Changes;
use crate::schedule::wire::{Damaged, encode_details, encode_index};
use crate::schedule::{EventId, Instant, TripParts};
use crate::trips::{ChangeLog, Generation, Source, TripTexts};

/// A state of a trip with its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TripState {
    /// Its number means nothing here.
    pub generation: Generation,
    pub texts: TripTexts,
}

impl TripState {
    /// Whether both say the same, whatever their numbers are. An empty list of changes may be no text at all.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let Generation { number: _, base, is_plain, sources } = &self.generation;
        let log = |state: &Self| ChangeLog::decode(&state.texts.changes).unwrap_or_default();
        (base, is_plain) == (&other.generation.base, &other.generation.is_plain)
            && sources.len() == other.generation.sources.len()
            && sources.iter().all(|source| other.generation.sources.contains(source))
            && (&self.texts.index, &self.texts.details) == (&other.texts.index, &other.texts.details)
            && log(self) == log(other)
    }
}

/// What one side is compared by.
struct Side<'a> {
    state: &'a TripState,
    parts: TripParts,
    changes: ChangeLog,
}

/// Both states in one; `ours` itself when the other one adds nothing.
///
/// # Errors
/// When the texts of either are not what [`crate::schedule::wire`] writes.
pub fn merge(ours: &TripState, theirs: &TripState) -> Result<TripState, Damaged> {
    let (one, other) = (Side::of(ours)?, Side::of(theirs)?);
    let (first, second) = if one.rank() >= other.rank() { (one, other) } else { (other, one) };
    let changes = first.changes_with(&second).encode();
    let adds_nothing = second.parts.frame.events.iter().all(|event| !second.has_later(&first, &event.id));
    let sources = first.sources_with(&second);
    let generation = Generation { sources, ..first.state.generation.clone() };
    if adds_nothing {
        return Ok(TripState { generation, texts: TripTexts { changes, ..first.state.texts.clone() } });
    }
    let assembled = first.parts_with(second).join();
    let (index, details) = (encode_index(&assembled.trip), encode_details(&assembled.details));
    Ok(TripState {
        generation: Generation { is_plain: false, ..generation },
        texts: TripTexts { index, details, changes },
    })
}

impl<'a> Side<'a> {
    fn of(state: &'a TripState) -> Result<Self, Damaged> {
        let parts = TripParts::read(&state.texts.index, &state.texts.details)?;
        let changes = ChangeLog::decode(&state.texts.changes).unwrap_or_default();
        Ok(Self { state, parts, changes })
    }

    /// The state with more events has the higher rank, then the later one; of two that are alike one has it, whichever side it
    /// is on. So what was merged already comes before what it was merged of.
    fn rank(&self) -> (usize, i32, Instant, [u32; 2]) {
        let read_at = self.state.generation.sources.iter().map(|source| source.read_at).max();
        let texts = [&self.state.texts.index, &self.state.texts.details].map(|text| crc32(text.as_bytes()));
        let frame = &self.parts.frame;
        (frame.events.len(), frame.as_of.0, read_at.unwrap_or(Instant(i64::MIN)), texts)
    }

    fn source(&self, event: &EventId) -> Option<&Source> {
        self.state.generation.sources.iter().find(|source| source.event == *event)
    }

    fn index_of(&self, event: &EventId) -> Option<usize> {
        self.parts.frame.events.iter().position(|known| known.id == *event)
    }

    fn read_at(&self, event: &EventId) -> Option<Instant> {
        self.source(event).map(|source| source.read_at)
    }

    /// Whether this side has a later programme of an event than the one of higher rank.
    fn has_later(&self, first: &Self, event: &EventId) -> bool {
        first.index_of(event).is_none() || self.read_at(event) > first.read_at(event)
    }

    fn sources_with(&self, second: &Self) -> Vec<Source> {
        let mut sources = self.state.generation.sources.clone();
        for source in &second.state.generation.sources {
            if second.index_of(&source.event).is_some() && second.has_later(self, &source.event) {
                sources.retain(|known| known.event != source.event);
                sources.push(source.clone());
            }
        }
        sources
    }

    fn parts_with(mut self, mut second: Self) -> TripParts {
        let later: Vec<bool> =
            second.parts.frame.events.iter().map(|event| second.has_later(&self, &event.id)).collect();
        let events = std::mem::take(&mut second.parts.frame.events).into_iter();
        for ((mut event, programme), _) in events.zip(second.parts.programmes).zip(later).filter(|(_, later)| *later) {
            let frame = &mut self.parts.frame;
            frame.first = frame.first.min(event.first);
            frame.last = frame.last.max(event.last);
            match frame.events.iter().position(|known| known.id == event.id) {
                Some(index) => {
                    if let Some(slot) = self.parts.programmes.get_mut(index) {
                        *slot = programme;
                    }
                }
                None => {
                    // They point into the other trip's list of venues.
                    event.venues.clear();
                    frame.events.push(event);
                    self.parts.programmes.push(programme);
                }
            }
        }
        let frame = &mut self.parts.frame;
        frame.zone = frame.zone.clone().wider(second.parts.frame.zone);
        self.parts
    }

    /// A change was seen when it was seen on either side. Those of an event belong to the programme that is taken.
    fn changes_with(&self, second: &Self) -> ChangeLog {
        let mut merged = ChangeLog { aliases: self.changes.aliases.clone(), ..ChangeLog::default() };
        for alias in &second.changes.aliases {
            if !merged.aliases.contains(alias) {
                merged.aliases.push(alias.clone());
            }
        }
        let events = self.parts.frame.events.iter().chain(&second.parts.frame.events);
        for event in events.map(|event| &event.id) {
            let (mine, theirs) = (self.changes.events.get(event), second.changes.events.get(event));
            let has_same = self.read_at(event) == second.read_at(event) && second.index_of(event).is_some();
            let taken = match (mine, theirs) {
                _ if second.has_later(self, event) && second.index_of(event).is_some() => theirs.cloned(),
                (Some(mine), theirs) if has_same => {
                    let is_open = |id| theirs.is_some_and(|theirs| theirs.pending.iter().any(|other| other.id == id));
                    let pending = mine.pending.iter().filter(|pending| is_open(pending.id.clone())).cloned();
                    Some(Changes { pending: pending.collect() })
                }
                _ if has_same => None,
                (mine, _) => mine.cloned(),
            };
            if let Some(taken) = taken {
                merged.events.insert(event.clone(), taken);
            }
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture;
    use crate::schedule::changes::PendingChange;
    use crate::schedule::{Day, Event, Schedule};
    use crate::trips::Origin;
    use proptest::prelude::*;

    /// A trip with these events of all there are, each as it was read at that time.
    fn state(events: &[(u8, i64)], as_of: i32, pending: &[u8]) -> TripState {
        let mut parts = TripParts::of(fixture::trip(), Vec::new());
        let base = parts.frame.events.len();
        parts.frame.as_of = Day(20_000 + as_of);
        let (mut sources, mut changes) = (Vec::new(), ChangeLog::default());
        for (number, read_at) in events {
            let id = EventId::from(format!("added-{number}").as_str());
            let mut programme = parts.programmes.first().cloned().unwrap_or_default();
            programme.listings.truncate(2);
            for listing in &mut programme.listings {
                listing.title = format!("{} of {number} at {read_at}", listing.title);
            }
            let event = parts.frame.events.first().cloned().unwrap();
            parts.frame.events.push(Event { id: id.clone(), title: format!("{number}"), ..event });
            let of_event =
                pending.iter().map(|id| PendingChange { id: format!("s{id}").as_str().into(), acknowledged: None });
            changes.of(&id).pending.extend(of_event);
            sources.push(Source {
                event: id,
                origin: Origin::Pasted,
                zone: None,
                read_at: Instant(*read_at),
                checksum: 1,
            });
            parts.programmes.push(Schedule { ..programme });
        }
        assert_eq!(parts.frame.events.len(), base + events.len());
        let assembled = parts.join();
        let (index, details) = (encode_index(&assembled.trip), encode_details(&assembled.details));
        let texts = TripTexts { index, details, changes: changes.encode() };
        TripState { generation: Generation { number: 1, base: None, is_plain: false, sources }, texts }
    }

    fn titles(state: &TripState) -> Vec<String> {
        let trip = crate::schedule::wire::decode_index(&state.texts.index).unwrap();
        let mut titles: Vec<String> = trip.sessions.iter().map(|session| session.title.clone()).collect();
        titles.retain(|title| title.contains(" at "));
        titles.sort();
        titles
    }

    #[test]
    fn each_event_is_there_as_it_was_read_last() {
        let (left, right) = (state(&[(1, 10), (2, 10)], 0, &[]), state(&[(2, 20), (3, 5)], 0, &[]));
        let merged = merge(&left, &right).unwrap();
        let words = titles(&merged).join("; ");
        assert!(words.contains("of 1 at 10") && words.contains("of 2 at 20") && words.contains("of 3 at 5"), "{words}");
        assert!(!words.contains("of 2 at 10"), "{words}");
        assert_eq!(merge(&left, &left).unwrap(), left);
        assert!(merge(&left, &TripState { texts: TripTexts::default(), ..left.clone() }).is_err());
    }

    #[test]
    fn what_was_seen_on_one_phone_was_seen() {
        let (left, right) = (state(&[(1, 10)], 0, &[1, 2]), state(&[(1, 10)], 0, &[2, 3]));
        let merged = ChangeLog::decode(&merge(&left, &right).unwrap().texts.changes).unwrap();
        let open: Vec<&str> =
            merged.events.values().flat_map(|changes| &changes.pending).map(|open| open.id.as_str()).collect();
        assert_eq!(open, ["s2"]);
    }

    fn any_state() -> impl Strategy<Value = TripState> {
        let events = prop::collection::btree_map(0u8..4, 0i64..3, 0..4);
        (events, 0..2, prop::collection::btree_set(0u8..4, 0..3)).prop_map(|(events, as_of, pending)| {
            let events: Vec<(u8, i64)> = events.into_iter().collect();
            state(&events, as_of, &pending.into_iter().collect::<Vec<_>>())
        })
    }

    proptest! {
        #[test]
        fn it_makes_no_difference_whose_state_is_whose(left in any_state(), right in any_state()) {
            let (one, other) = (merge(&left, &right).unwrap(), merge(&right, &left).unwrap());
            prop_assert!(one.says_the_same(&other), "{one:?}\n{other:?}");
            prop_assert!(merge(&one, &right).unwrap().says_the_same(&one));
            prop_assert!(merge(&left, &one).unwrap().says_the_same(&one));
        }
    }
}
