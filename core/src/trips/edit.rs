//! What the user changes about the events of a trip: what one is called, which trip it is in, and whether it is in any.
//!
//! Sessions are known by their event, so stars and notes stay where they are, whatever trip holds the event.

use super::change_log::{Alias, ChangeLog};
use super::request::EditedTrip;
use super::{TripTexts, placement};
use crate::schedule::wire::{encode_details, encode_index};
use crate::schedule::{Event, EventId, Instant, Schedule, TripId, TripParts, Zones};

/// A trip taken apart, with what changed in it.
struct OpenedTrip {
    parts: TripParts,
    changed: ChangeLog,
}

impl OpenedTrip {
    fn of(texts: &TripTexts) -> Option<Self> {
        let parts = TripParts::read(&texts.index, &texts.details).ok()?;
        Some(Self { parts, changed: ChangeLog::decode(&texts.changes).unwrap_or_default() })
    }

    fn place_of(&self, event: &EventId) -> Option<usize> {
        self.parts.frame.events.iter().position(|known| known.id == *event)
    }

    fn close(self) -> (EditedTrip, TripTexts) {
        let Self { parts, changed } = self;
        let edited = EditedTrip {
            trip: parts.frame.id.clone(),
            title: parts.frame.title.clone(),
            is_empty: parts.frame.events.is_empty(),
        };
        let joined = parts.join();
        let texts = TripTexts {
            index: encode_index(&joined.trip),
            details: encode_details(&joined.details),
            changes: changed.encode(),
        };
        (edited, texts)
    }
}

/// The trip with another name for one of its events. A trip that is called like its only event goes along.
pub fn rename(current: &TripTexts, event: &EventId, title: &str) -> Option<(EditedTrip, TripTexts)> {
    let mut opened = OpenedTrip::of(current)?;
    let frame = &mut opened.parts.frame;
    let is_alone = frame.events.len() == 1;
    let event = frame.events.iter_mut().find(|known| known.id == *event)?;
    if is_alone && frame.title == event.title {
        title.clone_into(&mut frame.title);
    }
    title.clone_into(&mut event.title);
    event.short = placement::short(title);
    Some(opened.close())
}

/// The trip without one of its events. Its days are those of the others.
pub fn leave_out(current: &TripTexts, event: &EventId) -> Option<(EditedTrip, TripTexts)> {
    let mut opened = OpenedTrip::of(current)?;
    take_out(&mut opened, event)?;
    Some(opened.close())
}

/// What there is of one event.
struct TakenOut {
    event: Event,
    programme: Schedule,
    changed: ChangeLog,
}

fn take_out(opened: &mut OpenedTrip, event: &EventId) -> Option<TakenOut> {
    let place = opened.place_of(event)?;
    let frame = &mut opened.parts.frame;
    let mut taken = frame.events.remove(place);
    // They are places of that trip.
    taken.venues.clear();
    let days = || frame.events.iter().map(|event| (event.first, event.last));
    if let (Some(first), Some(last)) = (days().map(|(first, _)| first).min(), days().map(|(_, last)| last).max()) {
        (frame.first, frame.last) = (first, last);
    }
    let programme =
        if place < opened.parts.programmes.len() { opened.parts.programmes.remove(place) } else { Schedule::default() };
    let mut changed = ChangeLog::default();
    let (its, others): (Vec<Alias>, Vec<Alias>) =
        std::mem::take(&mut opened.changed.aliases).into_iter().partition(|alias| alias.event == *event);
    (changed.aliases, opened.changed.aliases) = (its, others);
    if let Some(changes) = opened.changed.events.remove(event) {
        changed.events.insert(event.clone(), changes);
    }
    Some(TakenOut { event: taken, programme, changed })
}

/// The trip that takes an event over from another one: the one that is given, or a new one for it alone, whose id is none
/// of `trips`. `now` is the present.
pub fn take_over(
    into: Option<&TripTexts>,
    from: &TripTexts,
    event: &EventId,
    now: Instant,
    trips: &[TripId],
    zones: &dyn Zones,
) -> Option<(EditedTrip, TripTexts)> {
    let mut from = OpenedTrip::of(from)?;
    let zone = from.parts.frame.zone.clone();
    let TakenOut { mut event, programme, changed } = take_out(&mut from, event)?;
    let whole = Schedule {
        title: Some(event.title.clone()),
        zone: Some(zone.name.clone()),
        first: Some(event.first),
        last: Some(event.last),
        ..programme
    };
    let mut opened = match into {
        Some(into) => OpenedTrip::of(into)?,
        None => {
            let frame = placement::own_frame(&whole, now, trips);
            OpenedTrip { parts: TripParts { frame, programmes: Vec::new() }, changed: ChangeLog::default() }
        }
    };
    let frame = &mut opened.parts.frame;
    if frame.events.iter().any(|known| known.id == event.id) {
        return None;
    }
    event.color = placement::free_color(frame);
    frame.events.push(event);
    let place = frame.events.len() - 1;
    placement::reach(frame, place, &whole, zones);
    opened.parts.programmes.resize(place, Schedule::default());
    opened.parts.programmes.push(Schedule { listings: whole.listings, ..Schedule::default() });
    opened.changed.aliases.extend(changed.aliases);
    opened.changed.events.extend(changed.events);
    Some(opened.close())
}

#[cfg(test)]
mod tests;
