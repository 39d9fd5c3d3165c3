//! Marks on sessions, and items the user puts into the agenda.

use crate::records::Stamp;
use crate::schedule::{Day, Instant, Local, SessionKey, Zone};
use std::sync::Arc;

/// What the user says about a session. Each mark stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// "I plan to go": [`StarLevel::Going`].
    Star,
    /// "I may go": [`StarLevel::Interested`], unless [`Mark::Star`] is on as well.
    Interested,
    /// The user was there.
    Attended,
    /// The user wants to see the recording; a [`super::Recording`] is stored with this mark.
    WatchLater,
    /// The user has seen the recording.
    Watched,
    /// The user was there for the first half; it is stored beside [`Mark::Attended`].
    FirstHalf,
    /// The user was there for the second half; it is stored beside [`Mark::Attended`].
    SecondHalf,
    /// The user did not get there.
    Missed,
}

/// How firmly a session is in my agenda. Only what I am going to keeps me busy, clashes and reminds; what I am interested
/// in is the second choice of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StarLevel {
    /// I may go.
    Interested,
    /// I plan to go.
    Going,
}

/// The marks on one session: true for each that is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    /// Whether [`Mark::Star`] is on.
    pub star: bool,
    /// Whether [`Mark::Interested`] is on.
    pub interested: bool,
    /// Whether [`Mark::Attended`] is on.
    pub attended: bool,
    /// Whether [`Mark::WatchLater`] is on.
    pub watch_later: bool,
    /// Whether [`Mark::Watched`] is on.
    pub watched: bool,
    /// Whether [`Mark::FirstHalf`] is on.
    pub first_half: bool,
    /// Whether [`Mark::SecondHalf`] is on.
    pub second_half: bool,
    /// Whether [`Mark::Missed`] is on.
    pub missed: bool,
}

/// What is kept of a session beside a mark, so that the mark still says something when the session is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionSnapshot {
    /// The session's title; empty when none was stored.
    pub title: String,
    /// The session's start; `None` when none was stored.
    pub start: Option<Instant>,
}

/// Opaque; it stands after `own/` in the name of the item's record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnItemId(pub Arc<str>);

/// Something the user put into the agenda: a meeting, a dinner, a booth slot.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct OwnItem {
    /// Given when the item is made, and never changed.
    pub id: OwnItemId,
    /// As typed.
    pub title: String,
    /// When it begins. An item always has a start.
    pub start: Instant,
    /// When it ends; `None` when that is not known, and then it counts for half an hour.
    pub end: Option<Instant>,
    /// Where it is, as typed; empty when the user did not say.
    pub location: String,
    /// What else the user wrote about it; it is no part of a shared agenda.
    pub note: String,
    /// When it was moved to the trash; `None` when it is not there.
    pub deleted: Option<Instant>,
    /// The stored version this one was read from; as [`super::Entry::based_on`].
    pub based_on: Option<Stamp>,
}

/// When nothing else is known, something of one's own is in the evening: the programme has the day.
const EVENING: u32 = 19;

impl OwnItem {
    /// An item that says nothing yet but when: in the evening of the day, and once that has begun, at the next half hour.
    pub fn blank(id: OwnItemId, zone: &Zone, day: Day, now: Instant) -> Self {
        let evening = zone.instant(Local::new(day, EVENING, 0));
        let gone = now.minutes_since(evening);
        let later = if (1..12 * 60).contains(&gone) { (gone / 30 + 1) * 30 } else { 0 };
        Self {
            id,
            title: String::new(),
            start: evening.plus_minutes(later),
            end: None,
            location: String::new(),
            note: String::new(),
            deleted: None,
            based_on: None,
        }
    }
}

/// A mark as stored, with the session it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The session the mark is on; the trip may no longer have it.
    pub session: SessionKey,
    /// Which of the marks it is.
    pub mark: Mark,
    /// False when the mark was taken off: the record stays and says so.
    pub on: bool,
    /// What was known of the session when the mark was stored.
    pub snapshot: SessionSnapshot,
}

impl Mark {
    /// All marks, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::Star,
        Self::Interested,
        Self::Attended,
        Self::WatchLater,
        Self::Watched,
        Self::FirstHalf,
        Self::SecondHalf,
        Self::Missed,
    ];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Star => "star",
            Self::Interested => "interested",
            Self::Attended => "attended",
            Self::WatchLater => "watch-later",
            Self::Watched => "watched",
            Self::FirstHalf => "first-half",
            Self::SecondHalf => "second-half",
            Self::Missed => "missed",
        }
    }

    /// The mark that [`Mark::word`] names; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word() == word)
    }
}

impl Marks {
    /// Whether this mark is on.
    pub fn get(self, mark: Mark) -> bool {
        match mark {
            Mark::Star => self.star,
            Mark::Interested => self.interested,
            Mark::Attended => self.attended,
            Mark::WatchLater => self.watch_later,
            Mark::Watched => self.watched,
            Mark::FirstHalf => self.first_half,
            Mark::SecondHalf => self.second_half,
            Mark::Missed => self.missed,
        }
    }

    /// Sets this mark or takes it off; the others stay.
    pub fn set(&mut self, mark: Mark, on: bool) {
        match mark {
            Mark::Star => self.star = on,
            Mark::Interested => self.interested = on,
            Mark::Attended => self.attended = on,
            Mark::WatchLater => self.watch_later = on,
            Mark::Watched => self.watched = on,
            Mark::FirstHalf => self.first_half = on,
            Mark::SecondHalf => self.second_half = on,
            Mark::Missed => self.missed = on,
        }
    }

    /// Whether at least one mark is on.
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// How firmly the session is in my agenda; `None` when it is not in it. Two tabs may have said two things, and then the
    /// firmer counts.
    pub fn star_level(self) -> Option<StarLevel> {
        match (self.star, self.interested) {
            (true, _) => Some(StarLevel::Going),
            (false, true) => Some(StarLevel::Interested),
            (false, false) => None,
        }
    }

    /// The marks to change so that they say this level, or none.
    pub fn star_changes(self, level: Option<StarLevel>) -> Vec<(Mark, bool)> {
        let wanted =
            [(Mark::Star, level == Some(StarLevel::Going)), (Mark::Interested, level == Some(StarLevel::Interested))];
        wanted.into_iter().filter(|(mark, on)| self.get(*mark) != *on).collect()
    }
}

impl StarLevel {
    /// What a tap on the star makes of a level: going, then interested, then neither.
    pub fn after_tap(level: Option<Self>) -> Option<Self> {
        match level {
            None => Some(Self::Going),
            Some(Self::Going) => Some(Self::Interested),
            Some(Self::Interested) => None,
        }
    }

    /// As shown on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Going => "Going",
            Self::Interested => "Interested",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_takes_the_place_of_every_other() {
        let levels = [None, Some(StarLevel::Going), Some(StarLevel::Interested)];
        for (before, after) in levels.iter().flat_map(|before| levels.iter().map(move |after| (*before, *after))) {
            let mut marks = Marks { attended: true, ..Marks::default() };
            for level in [before, after] {
                marks.star_changes(level).into_iter().for_each(|(mark, on)| marks.set(mark, on));
            }
            assert_eq!((marks.star_level(), marks.attended), (after, true), "after {before:?}");
            assert!(marks.star_changes(after).is_empty());
        }
        let both = Marks { star: true, interested: true, ..Marks::default() };
        assert_eq!(both.star_level(), Some(StarLevel::Going));
    }

    #[test]
    fn three_taps_go_once_around() {
        let taps = std::iter::successors(Some(None), |level| Some(StarLevel::after_tap(*level)));
        let taps: Vec<Option<StarLevel>> = taps.take(4).collect();
        assert_eq!(taps, [None, Some(StarLevel::Going), Some(StarLevel::Interested), None]);
    }

    #[test]
    fn what_is_new_is_this_evening_or_soon() {
        #[track_caller]
        fn check(now: &str, expect: &str) {
            let zone = Zone::fixed("Europe/Brussels", 3600, "CET");
            let instant = |text: &str| Local::parse(text).map(|local| zone.instant(local)).unwrap();
            let day = Day::parse("2025-02-01").unwrap();
            let item = OwnItem::blank(OwnItemId("new".into()), &zone, day, instant(now));
            assert_eq!(item.start, instant(expect));
        }
        check("2025-01-20T12:00", "2025-02-01T19:00");
        check("2025-02-01T18:59", "2025-02-01T19:00");
        check("2025-02-01T19:00", "2025-02-01T19:00");
        check("2025-02-01T19:01", "2025-02-01T19:30");
        check("2025-02-01T23:45", "2025-02-02T00:00");
        check("2025-02-02T09:00", "2025-02-01T19:00");
    }
}
