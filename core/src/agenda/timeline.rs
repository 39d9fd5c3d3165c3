//! My agenda as one list: starred sessions and own items by time, and what of it has no time.

use super::conference_days::{ConferenceDays, is_around};
use super::slot::slot;
use super::{Slot, StarLevels};
use crate::notebook::{OwnItem, StarLevel};
use crate::schedule::{Day, Instant, Session, Trip, background};

/// Everything in my agenda, for the trip and the own items it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    items: Vec<AgendaItem>,
}

/// Something in my agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// The session or the own item.
    pub what: AgendaItemRef,
    /// The day of the conference; `None` when not even that is known.
    pub day: Option<Day>,
    /// When it takes place; `None` when no time is known. Without an end it counts for half an hour.
    pub slot: Option<Slot>,
    /// How firmly it is mine; own items always are.
    pub level: StarLevel,
    /// Whether one is busy meanwhile. One is not during what runs in the background (a booth for half a day is no
    /// meeting), nor during what does not take place, nor during what one is only interested in.
    pub is_busy: bool,
}

/// What an [`AgendaItem`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgendaItemRef {
    /// Index into [`Trip::sessions`].
    Session(usize),
    /// Index into the list of own items.
    Own(usize),
}

/// Something in my agenda that is at the same time as something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// What is in my agenda.
    pub with: AgendaItemRef,
    /// How long both run.
    pub minutes: i64,
}

impl AgendaItem {
    /// Where it stands: by day and start, what has no time last on its day, what has no day at the end.
    fn order(&self) -> (bool, Option<Day>, bool, Option<Instant>) {
        let start = self.slot.map(|slot| slot.start);
        (self.day.is_none(), self.day, start.is_none(), start)
    }

    /// When it takes place, if one is busy meanwhile.
    pub fn busy_slot(&self) -> Option<Slot> {
        self.slot.filter(|_| self.is_busy)
    }
}

impl Timeline {
    /// By day and start; what has no time stands last on its day, what has no day at the very end. Own items in the trash
    /// and those far from the trip's days are left out: those may be of another trip.
    pub fn of(trip: &Trip, days: &ConferenceDays, levels: &StarLevels<'_>, own: &[OwnItem]) -> Self {
        let sessions = trip.sessions.iter().enumerate();
        let starred = sessions.filter_map(|(index, session)| Some((index, session, levels(&trip.key(session))?)));
        let mut items: Vec<AgendaItem> = starred
            .map(|(index, session, level)| AgendaItem {
                what: AgendaItemRef::Session(index),
                day: session.day,
                slot: session.when.start().map(|start| Slot::new(start, session.when.end())),
                level,
                is_busy: level == StarLevel::Going && slot(session).is_some(),
            })
            .collect();
        for (index, item) in own.iter().enumerate().filter(|(_, item)| item.deleted.is_none()) {
            let (slot, day) = (Slot::new(item.start, item.end), days.day_at(trip, item.start));
            let is_busy = slot.end.minutes_since(slot.start) <= background::LONG_MINUTES;
            let (what, level) = (AgendaItemRef::Own(index), StarLevel::Going);
            let item = AgendaItem { what, day: Some(day), slot: Some(slot), level, is_busy };
            if is_around(trip, day) {
                // Sessions first among equals; both lists are in order already.
                let after = items.iter().rposition(|other| other.order() <= item.order());
                items.insert(after.map_or(0, |after| after + 1), item);
            }
        }
        Self { items }
    }

    /// All of it, in order.
    pub fn items(&self) -> &[AgendaItem] {
        &self.items
    }

    /// What is on one day of the conference, or on none that is known.
    pub fn on_day(&self, day: Option<Day>) -> impl Iterator<Item = &AgendaItem> {
        self.items.iter().filter(move |item| item.day == day)
    }

    /// What one is busy with, in order.
    pub fn running(&self, now: Instant) -> impl Iterator<Item = &AgendaItem> {
        self.items.iter().filter(move |item| item.busy_slot().is_some_and(|slot| slot.holds(now)))
    }

    /// What comes next, on whatever day: what one is busy with, and every own item, for one goes there when it starts,
    /// however long it is.
    pub fn next(&self, now: Instant) -> Option<&AgendaItem> {
        let is_gone_to = |item: &&AgendaItem| item.is_busy || matches!(item.what, AgendaItemRef::Own(_));
        let coming = self.items.iter().filter(is_gone_to).filter_map(|item| Some((item, item.slot?)));
        coming.filter(|(_, slot)| slot.start > now).min_by_key(|(_, slot)| slot.start).map(|(item, _)| item)
    }

    /// What is at the same time as something in my agenda; nothing, when it is not in it or keeps nobody busy.
    pub fn overlaps_of(&self, what: AgendaItemRef) -> Vec<Overlap> {
        let slot = self.items.iter().find(|item| item.what == what).and_then(AgendaItem::busy_slot);
        slot.map(|slot| self.overlaps(what, slot)).unwrap_or_default()
    }

    /// What of my agenda is at the same time as a slot, but for `what`, which is in the slot.
    pub fn overlaps(&self, what: AgendaItemRef, wanted: Slot) -> Vec<Overlap> {
        let others = self.items.iter().filter(|item| item.what != what);
        let overlap = |item: &AgendaItem| {
            let minutes = item.busy_slot()?.shared_minutes(&wanted);
            (minutes > 0).then_some(Overlap { with: item.what, minutes })
        };
        others.filter_map(overlap).collect()
    }
}

impl AgendaItemRef {
    /// The title of the session or own item, from the lists that the reference was made of.
    pub fn title<'a>(&self, trip: &'a Trip, own: &'a [OwnItem]) -> Option<&'a str> {
        match self {
            Self::Session(index) => trip.sessions.get(*index).map(|session| session.title.as_str()),
            Self::Own(index) => own.get(*index).map(|item| item.title.as_str()),
        }
    }

    /// The session, when it is one.
    pub fn session<'a>(&self, trip: &'a Trip) -> Option<&'a Session> {
        match self {
            Self::Session(index) => trip.sessions.get(*index),
            Self::Own(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::SessionPredicate;
    use crate::agenda::fixture::{add, all, at, day, going, late, none, only, own, session, trip};
    use crate::schedule::{SessionKey, SessionStatus, When};

    fn of(trip: &Trip, mine: &SessionPredicate<'_>, own: &[OwnItem]) -> Timeline {
        Timeline::of(trip, &ConferenceDays::of(trip), &going(mine), own)
    }

    fn names<'a>(trip: &'a Trip, own: &'a [OwnItem], items: impl IntoIterator<Item = AgendaItemRef>) -> Vec<&'a str> {
        items.into_iter().map(|item| item.title(trip, own).unwrap()).collect()
    }

    fn week() -> (Trip, Vec<OwnItem>, Timeline) {
        let mut trip = trip();
        let no_day = Session { when: When::Unknown, day: None, ..late("no day", 0, "00:00", "00:10") };
        let [party, second] = [late("party", 0, "00:30", "02:00"), late("second day", 1, "09:00", "09:30")];
        add(&mut trip, [party, second, no_day]);
        let gone = OwnItem { deleted: Some(at("08:00")), ..own("gone", "09:00", None) };
        let after_midnight = own("walk home", "00:10", None);
        let own = vec![
            own("dinner", "19:00", None),
            own("coffee", "10:20", Some("10:40")),
            own("booth", "09:00", Some("17:00")),
            gone,
            OwnItem { start: after_midnight.start.plus_minutes(24 * 60), ..after_midnight },
            OwnItem { start: at("09:00").plus_minutes(-8 * 24 * 60), ..own("too early", "09:00", None) },
        ];
        let mine = only(&["early", "upstairs", "desk", "timeless", "party", "second day", "no day"]);
        let timeline = of(&trip, &mine, &own);
        (trip, own, timeline)
    }

    #[test]
    fn everything_of_mine_stands_in_one_list_by_time() {
        let (trip, own, timeline) = week();
        let on = |day| names(&trip, &own, timeline.on_day(day).map(|item| item.what));
        let first = ["desk", "booth", "early", "coffee", "upstairs", "dinner", "walk home", "party", "timeless"];
        assert_eq!(on(Some(day())), first);
        assert_eq!(on(Some(day().plus(1))), ["second day"]);
        assert_eq!(on(None), ["no day"]);
        let listed = names(&trip, &own, timeline.items().iter().map(|item| item.what));
        assert_eq!(listed, [&first[..], &["second day", "no day"]].concat());
    }

    #[track_caller]
    fn check(now: &str, on: &[&str], next: Option<&str>) {
        let (trip, own, timeline) = week();
        let running = names(&trip, &own, timeline.running(at(now)).map(|item| item.what));
        assert_eq!(running, on, "on at {now}");
        let coming = timeline.next(at(now)).and_then(|item| item.what.title(&trip, &own));
        assert_eq!(coming, next, "next at {now}");
    }

    #[test]
    fn what_is_on_and_what_comes_next() {
        check("08:30", &[], Some("booth"));
        check("09:30", &[], Some("early"));
        check("10:25", &["early", "coffee"], Some("upstairs"));
        check("12:00", &[], Some("dinner"));
        check("19:10", &["dinner"], Some("walk home"));
        check("19:30", &[], Some("walk home"));
    }

    #[test]
    fn what_does_not_take_place_is_listed_and_keeps_nobody_busy() {
        let mut trip = trip();
        for session in &mut trip.sessions {
            session.status = SessionStatus::Cancelled;
        }
        let timeline = of(&trip, &all, &[]);
        assert_eq!(timeline.items().len(), trip.sessions.len());
        assert_eq!((timeline.running(at("10:15")).count(), timeline.next(at("08:00"))), (0, None));
    }

    #[test]
    fn what_one_is_only_interested_in_is_listed_and_keeps_nobody_busy() {
        let trip = trip();
        let level = |key: &SessionKey| match key.session.as_str() {
            "early" => Some(StarLevel::Interested),
            "long" => Some(StarLevel::Going),
            _ => None,
        };
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &level, &[]);
        let items: Vec<_> = timeline.items().iter().map(|item| (item.level, item.is_busy)).collect();
        assert_eq!(items, [(StarLevel::Interested, false), (StarLevel::Going, true)]);
        let running = names(&trip, &[], timeline.running(at("10:15")).map(|item| item.what));
        assert_eq!(running, ["long"]);
        assert_eq!(timeline.next(at("09:00")).and_then(|item| item.what.title(&trip, &[])), Some("long"));
        assert!(timeline.items().iter().all(|item| timeline.overlaps_of(item.what).is_empty()));
    }

    #[track_caller]
    fn check_overlaps(id: &str, mine: &SessionPredicate<'_>, own_items: &[OwnItem], expect: &[(&str, i64)]) {
        let trip = trip();
        let timeline = of(&trip, mine, own_items);
        let index = trip.sessions.iter().position(|session| session.id.as_str() == id).unwrap();
        let wanted = slot(session(&trip, id));
        let overlaps =
            wanted.map(|wanted| timeline.overlaps(AgendaItemRef::Session(index), wanted)).unwrap_or_default();
        let overlaps: Vec<(&str, i64)> =
            overlaps.iter().map(|found| (found.with.title(&trip, own_items).unwrap(), found.minutes)).collect();
        assert_eq!(overlaps, expect, "{id}");
    }

    #[test]
    fn overlaps_are_with_mine_and_say_how_long() {
        check_overlaps("early", &all, &[], &[("long", 30)]);
        check_overlaps("long", &all, &[], &[("early", 30), ("upstairs", 30), ("elsewhere", 30)]);
        check_overlaps("early", &none, &[], &[]);
        check_overlaps("early", &none, &[own("coffee", "10:20", Some("10:40"))], &[("coffee", 10)]);
        check_overlaps("early", &none, &[own("booth", "09:00", Some("17:00"))], &[]);
    }

    #[test]
    fn background_and_sessions_without_a_time_overlap_nothing() {
        check_overlaps("desk", &all, &[], &[]);
        check_overlaps("timeless", &all, &[], &[]);
        check_overlaps("opening", &all, &[], &[]);
    }

    proptest! {
        #[test]
        fn an_overlap_is_symmetric(
            spans in proptest::collection::vec((0..1440_i64, 0..240_i64), 2..12),
        ) {
            let trip = trip();
            let item = |(number, (start, length)): (usize, &(i64, i64))| {
                let item = own(&number.to_string(), "00:00", None);
                let start = item.start.plus_minutes(*start);
                OwnItem { start, end: Some(start.plus_minutes(*length)), ..item }
            };
            let own: Vec<OwnItem> = spans.iter().enumerate().map(item).collect();
            let timeline = of(&trip, &all, &own);
            let busy: Vec<(AgendaItemRef, Slot)> =
                timeline.items().iter().filter_map(|item| Some((item.what, item.busy_slot()?))).collect();
            for (a, a_slot) in &busy {
                for (b, b_slot) in &busy {
                    let with = |what: &AgendaItemRef, slot: &Slot, other: &AgendaItemRef| {
                        timeline.overlaps(*what, *slot).iter().find(|found| found.with == *other).map(|found| found.minutes)
                    };
                    prop_assert_eq!(with(a, a_slot, b), with(b, b_slot, a));
                }
                prop_assert!(timeline.overlaps(*a, *a_slot).iter().all(|found| found.with != *a));
                prop_assert_eq!(timeline.overlaps_of(*a), timeline.overlaps(*a, *a_slot));
            }
        }
    }
}
