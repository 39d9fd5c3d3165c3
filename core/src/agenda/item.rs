//! What is in my agenda, sessions and own items alike, in order of time.

use super::slot::slot;
use super::{SessionPredicate, Slot};
use crate::notebook::OwnItem;
use crate::schedule::{Instant, Trip, background};

/// Something in my agenda that takes up time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// The session or the own item.
    pub what: AgendaItemRef,
    /// The time it takes up; without an end it counts for half an hour.
    pub slot: Slot,
}

/// What an [`AgendaItem`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgendaItemRef {
    /// Index into [`Trip::sessions`].
    Session(usize),
    /// Index into the list of own items.
    Own(usize),
}

/// What of my agenda takes up time, by its start. Left out: the background (a booth for half a day is no meeting), what
/// has no time, what was cancelled, and own items in the trash.
pub fn items(trip: &Trip, mine: &SessionPredicate<'_>, own: &[OwnItem]) -> Vec<AgendaItem> {
    let sessions = trip.sessions.iter().enumerate();
    let mut items: Vec<AgendaItem> = sessions
        .filter_map(|(index, session)| slot(session).map(|slot| (index, session, slot)))
        .filter(|(_, session, _)| mine(&trip.key(session)))
        .map(|(index, _, slot)| AgendaItem { what: AgendaItemRef::Session(index), slot })
        .collect();
    let kept = own.iter().enumerate().filter(|(_, item)| item.deleted.is_none());
    items.extend(kept.filter_map(|(index, item)| {
        let slot = Slot::new(item.start, item.end);
        let long = slot.end.minutes_since(slot.start) > background::LONG_MINUTES;
        (!long).then_some(AgendaItem { what: AgendaItemRef::Own(index), slot })
    }));
    // Sessions first among equals; both lists keep their own order.
    items.sort_by_key(|item| item.slot.start);
    items
}

/// What of `items` is on.
pub fn running(items: &[AgendaItem], now: Instant) -> impl Iterator<Item = &AgendaItem> {
    items.iter().filter(move |item| item.slot.holds(now))
}

/// What of `items` comes next.
pub fn coming(items: &[AgendaItem], now: Instant) -> Option<&AgendaItem> {
    items.iter().find(|item| item.slot.start > now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{at, only, own, trip};

    fn agenda() -> (Trip, Vec<OwnItem>, Vec<AgendaItem>) {
        let trip = trip();
        let gone = OwnItem { deleted: Some(at("08:00")), ..own("gone", "09:00", None) };
        let own = vec![
            own("dinner", "19:00", None),
            own("coffee", "10:20", Some("10:40")),
            own("booth", "09:00", Some("17:00")),
            gone,
        ];
        let items = items(&trip, &only(&["early", "upstairs", "desk", "timeless"]), &own);
        (trip, own, items)
    }

    fn name<'a>((trip, own, _): &'a (Trip, Vec<OwnItem>, Vec<AgendaItem>), item: &AgendaItem) -> &'a str {
        match item.what {
            AgendaItemRef::Session(index) => trip.sessions[index].id.as_str(),
            AgendaItemRef::Own(index) => &own[index].title,
        }
    }

    #[test]
    fn sessions_and_own_items_stand_in_order_of_time() {
        let agenda = agenda();
        let names: Vec<&str> = agenda.2.iter().map(|item| name(&agenda, item)).collect();
        assert_eq!(names, ["early", "coffee", "upstairs", "dinner"]);
    }

    #[track_caller]
    fn check(now: &str, on: &[&str], next: Option<&str>) {
        let agenda = agenda();
        let running: Vec<&str> = running(&agenda.2, at(now)).map(|item| name(&agenda, item)).collect();
        assert_eq!(running, on, "on at {now}");
        assert_eq!(coming(&agenda.2, at(now)).map(|item| name(&agenda, item)), next, "next at {now}");
    }

    #[test]
    fn what_is_on_and_what_comes_next() {
        check("09:30", &[], Some("early"));
        check("10:25", &["early", "coffee"], Some("upstairs"));
        check("19:10", &["dinner"], None);
        check("19:30", &[], None);
    }

    #[test]
    fn an_own_item_clashes_like_a_session() {
        let slots: Vec<Slot> = agenda().2.iter().map(|item| item.slot).collect();
        assert_eq!(slots[0].shared_minutes(&slots[1]), 10);
    }
}
