//! What changed in a trip since the user last looked, as it is kept beside the trip.
//!
//! ```text
//! lanyard-changes 1
//! n aliases: event, id in the source, id in the trip
//! n sessions: event, id, then what was last acknowledged, or nothing for an added one:
//!     title, standing, time (day | start, end, flags), day, room, and name and affiliation of each speaker
//! ```
//!
//! Reading is total, as in [`crate::schedule::wire`]. Only what can count as a change is kept of a session.

use std::collections::BTreeMap;

use crate::schedule::changes::{ChangeKind, Changes, PendingChange};
use crate::schedule::wire::{Damaged, LineFields, LineWriter, Lines};
use crate::schedule::{
    Day, EventId, Instant, Listing, Precision, Schedule, SessionId, SessionKey, SessionStatus, Speaker, Trip, When,
    parts,
};

const FORM: &str = "lanyard-changes";

/// What the user has not acknowledged of a trip's changes, and the sessions that sources renamed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeLog {
    /// In the order in which they were noticed.
    pub aliases: Vec<Alias>,
    /// The changes to each event; an event without any may be missing.
    pub events: BTreeMap<EventId, Changes>,
}

/// A session that its source calls by another name than it used to. It keeps the old one here, because stars and notes
/// hang on that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The event that the session belongs to.
    pub event: EventId,
    /// The id that its source writes now.
    pub written: SessionId,
    /// The id that it keeps in the trip.
    pub kept: SessionId,
}

/// One session of the list of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct TripChange {
    /// The session, as the trip calls it.
    pub key: SessionKey,
    /// Whether it is one of the user's, as the `is_mine` of [`ChangeLog::list`] says.
    pub is_mine: bool,
    /// The title it has now, or had last.
    pub title: String,
    /// What is different from what the user last acknowledged.
    pub what: ChangeKind,
}

impl ChangeLog {
    /// The changes to one event.
    pub fn of(&mut self, event: &EventId) -> &mut Changes {
        self.events.entry(event.clone()).or_default()
    }

    /// The id a session has here.
    pub fn kept_id(&self, event: &EventId, written: &SessionId) -> Option<&SessionId> {
        self.aliases.iter().find(|alias| alias.event == *event && alias.written == *written).map(|alias| &alias.kept)
    }

    /// What the source of the session's event calls it.
    pub fn source_id(&self, key: &SessionKey) -> SessionId {
        let mut latest_first = self.aliases.iter().rev();
        let alias = latest_first.find(|alias| alias.event == key.event && alias.kept == key.session);
        alias.map_or_else(|| key.session.clone(), |alias| alias.written.clone())
    }

    /// What changed over all events: mine first, then what matters most, then what is soonest.
    pub fn list(&self, trip: &Trip, is_mine: impl Fn(&SessionKey) -> bool) -> Vec<TripChange> {
        let mut all = Vec::new();
        for (event, changes) in &self.events {
            let key = |id: &SessionId| SessionKey { event: event.clone(), session: id.clone() };
            let sessions = changes.pending.iter().filter_map(|pending| trip.find(&key(&pending.id)));
            let listings = sessions.map(|session| parts::listing_of(trip, session, None)).collect();
            let current = Schedule { listings, ..Schedule::default() };
            for change in changes.list(&current, |id| is_mine(&key(id))) {
                let rank = change.rank();
                let order = (!change.is_mine, rank.is_none(), rank, change.listing.day, change.listing.when.start());
                let (key, title) = (key(change.id), change.listing.title.clone());
                all.push((order, TripChange { key, is_mine: change.is_mine, title, what: change.what }));
            }
        }
        all.sort_by_key(|(order, _)| *order);
        all.into_iter().map(|(_, change)| change).collect()
    }

    /// Writes the log; [`ChangeLog::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(FORM);
        writer.count(self.aliases.len());
        for alias in &self.aliases {
            writer.text(alias.event.as_str()).text(alias.written.as_str()).text(alias.kept.as_str()).end();
        }
        writer.count(self.events.values().map(|changes| changes.pending.len()).sum());
        for (event, changes) in &self.events {
            for pending in &changes.pending {
                writer.text(event.as_str()).text(pending.id.as_str());
                if let Some(listing) = &pending.acknowledged {
                    write_listing(&mut writer, listing);
                }
                writer.end();
            }
        }
        writer.text
    }

    /// Reads what [`ChangeLog::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, FORM)?;
        let aliases = lines.table(|fields| {
            let (event, written) = (EventId::new(fields.text()?), SessionId::new(fields.text()?));
            Ok(Alias { event, written, kept: SessionId::new(fields.text()?) })
        })?;
        let mut changed = Self { aliases, events: BTreeMap::new() };
        let pending = lines.table(|fields| {
            let (event, id) = (EventId::new(fields.text()?), SessionId::new(fields.text()?));
            let acknowledged = if fields.more() { Some(read_listing(fields, &id)?) } else { None };
            Ok((event, PendingChange { id, acknowledged }))
        })?;
        for (event, pending) in pending {
            changed.of(&event).pending.push(pending);
        }
        Ok(changed)
    }
}

fn write_listing(writer: &mut LineWriter, listing: &Listing) {
    writer.text(&listing.title);
    writer.raw(match listing.status {
        SessionStatus::Listed => "",
        SessionStatus::Cancelled => "c",
        SessionStatus::Gone => "g",
    });
    let number = |number: i64| number.to_string();
    let mut flags = String::new();
    let (start, end) = match listing.when {
        When::Unknown => (String::new(), String::new()),
        When::Day(day) => {
            flags.push('d');
            (number(i64::from(day.0)), String::new())
        }
        When::Timed { start, start_precision, end, end_precision } => {
            flags.push('t');
            for (precision, flag) in [(start_precision, '<'), (end_precision, '>')] {
                if precision == Precision::Derived {
                    flags.push(flag);
                }
            }
            (number(start.0), end.map(|end| number(end.0)).unwrap_or_default())
        }
    };
    writer.raw(&flags).raw(&start).raw(&end);
    writer.raw(&listing.day.map(|day| number(i64::from(day.0))).unwrap_or_default());
    writer.optional_text(listing.room.as_deref());
    for speaker in &listing.speakers {
        writer.text(&speaker.name).optional_text(speaker.affiliation.as_deref());
    }
}

fn read_listing(fields: &mut LineFields<'_>, id: &SessionId) -> Result<Listing, Damaged> {
    let mut listing = Listing::new(id.clone(), fields.text()?);
    listing.status = match fields.raw()? {
        "" => SessionStatus::Listed,
        "c" => SessionStatus::Cancelled,
        "g" => SessionStatus::Gone,
        _ => return Err(fields.damaged()),
    };
    let (flags, start, end, day) = (fields.raw()?, fields.raw()?, fields.raw()?, fields.raw()?);
    let number = |text: &str| text.parse::<i64>().map_err(|_| fields.damaged());
    let as_day = |text: &str| i32::try_from(number(text)?).map(Day).map_err(|_| fields.damaged());
    let precision = |flag| if flags.contains(flag) { Precision::Derived } else { Precision::Stated };
    listing.when = match flags.chars().next() {
        None => When::Unknown,
        Some('d') => When::Day(as_day(start)?),
        Some('t') => When::Timed {
            start: Instant(number(start)?),
            start_precision: precision('<'),
            end: if end.is_empty() { None } else { Some(Instant(number(end)?)) },
            end_precision: precision('>'),
        },
        Some(_) => return Err(fields.damaged()),
    };
    listing.day = if day.is_empty() { None } else { Some(as_day(day)?) };
    listing.room = fields.optional_text()?;
    while fields.more() {
        listing.speakers.push(Speaker { name: fields.text()?, affiliation: fields.optional_text()? });
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::wire::mutation::{check, mutated};
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        "[a-bé \\\\\t\n]{0,5}"
    }

    fn when() -> impl Strategy<Value = When> {
        let precision = |about| if about { Precision::Derived } else { Precision::Stated };
        prop_oneof![
            Just(When::Unknown),
            any::<i32>().prop_map(|day| When::Day(Day(day))),
            (any::<i64>(), option::of(any::<i64>()), any::<bool>(), any::<bool>()).prop_map(
                move |(start, end, a, b)| {
                    When::Timed {
                        start: Instant(start),
                        start_precision: precision(a),
                        end: end.map(Instant),
                        end_precision: precision(b),
                    }
                }
            ),
        ]
    }

    fn listing() -> impl Strategy<Value = Listing> {
        let people = vec((text(), option::of(text())), 0..3);
        (text(), 0..3_usize, when(), option::of(any::<i32>()), option::of(text()), people).prop_map(
            |(title, standing, when, day, room, people)| Listing {
                status: [SessionStatus::Listed, SessionStatus::Cancelled, SessionStatus::Gone][standing],
                when,
                day: day.map(Day),
                room,
                speakers: people.into_iter().map(|(name, affiliation)| Speaker { name, affiliation }).collect(),
                ..Listing::new("", title)
            },
        )
    }

    fn changed() -> impl Strategy<Value = ChangeLog> {
        let alias = (text(), text()).prop_map(|(written, kept)| Alias {
            event: "e".into(),
            written: SessionId::new(written),
            kept: SessionId::new(kept),
        });
        let pending = (text(), option::of(listing())).prop_map(|(id, acknowledged)| {
            let id = SessionId::new(id);
            PendingChange { acknowledged: acknowledged.map(|listing| Listing { id: id.clone(), ..listing }), id }
        });
        (vec(alias, 0..3), vec(pending, 1..4))
            .prop_map(|(aliases, pending)| ChangeLog { aliases, events: [("e".into(), Changes { pending })].into() })
    }

    proptest! {
        #[test]
        fn changes_come_back_as_they_were(changed in changed()) {
            prop_assert_eq!(ChangeLog::decode(&changed.encode()), Ok(changed));
        }

        #[test]
        fn a_changed_log_is_damaged_or_as_good_as_written_so(texts in mutated(changed(), ChangeLog::encode)) {
            check(&texts, ChangeLog::decode, ChangeLog::encode)?;
        }
    }
}
