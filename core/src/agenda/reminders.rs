//! When to remind of what: once for each start, so long before it as the reader wants, while the app is open.
//!
//! A page is asleep as often as awake, so nothing here trusts that it is asked at the right instant: what fell due meanwhile
//! is told when somebody looks again, unless it has begun. What enters my agenda when it would be due already, and what is
//! due when the app opens, is before the reader's eyes and needs no reminder.

use std::collections::BTreeMap;

use super::timeline::{AgendaItem, AgendaItemRef, Timeline};
use crate::notebook::{AgendaItemId, OwnItem};
use crate::schedule::{Instant, Trip, words};

/// Something that one goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// What it is.
    pub id: AgendaItemId,
    /// When it starts.
    pub start: Instant,
    /// Its title.
    pub title: String,
    /// Where it is, as far as that is known.
    pub location: Option<String>,
}

/// What one goes to, in order: what keeps one busy, and every own item, for one goes there when it starts.
pub fn commitments(trip: &Trip, timeline: &Timeline, own: &[OwnItem]) -> Vec<Commitment> {
    let is_gone_to = |item: &&AgendaItem| item.is_busy || matches!(item.what, AgendaItemRef::Own(_));
    let commitment = |item: &AgendaItem| {
        let start = item.slot?.start;
        Some(match item.what {
            AgendaItemRef::Session(index) => {
                let session = trip.sessions.get(index)?;
                let id = AgendaItemId::Session(trip.key(session));
                Commitment { id, start, title: session.title.clone(), location: words::location(trip, session) }
            }
            AgendaItemRef::Own(index) => {
                let item = own.get(index)?;
                let location = Some(item.location.clone()).filter(|location| !location.is_empty());
                Commitment { id: AgendaItemId::Own(item.id.clone()), start, title: item.title.clone(), location }
            }
        })
    };
    timeline.items().iter().filter(is_gone_to).filter_map(commitment).collect()
}

impl Commitment {
    /// `In 5 min: Keynote`, and `14:30 · Hall 1`.
    pub fn words(&self, trip: &Trip, now: Instant) -> (String, String) {
        let minutes = -now.minutes_since(self.start);
        let facts = [Some(words::clock(trip, self.start)), self.location.clone()];
        let facts = facts.into_iter().flatten().collect::<Vec<String>>().join(" · ");
        (format!("In {}: {}", words::duration(minutes), self.title), facts)
    }
}

/// What was seen so far, and of which start it was told.
#[derive(Clone, Debug, Default)]
pub struct Reminders {
    seen: BTreeMap<AgendaItemId, Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    start: Instant,
    /// It was told, or is too late to tell.
    is_told: bool,
}

impl Reminders {
    /// What to remind of now. What was moved is told anew, in time for its new start.
    pub fn due(&mut self, coming: &[Commitment], lead_minutes: i64, now: Instant) -> Vec<Commitment> {
        let mut due = Vec::new();
        let mut seen = BTreeMap::new();
        for commitment in coming {
            let start = commitment.start;
            let falls_due = start.plus_minutes(-lead_minutes) <= now;
            let before = self.seen.get(&commitment.id);
            let was_told = before.is_none_or(|before| before.is_told && before.start == start);
            if falls_due && !was_told && now < start {
                due.push(commitment.clone());
            }
            let is_told = falls_due || (was_told && before.is_some());
            seen.insert(commitment.id.clone(), Seen { start, is_told });
        }
        self.seen = seen;
        due
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::ConferenceDays;
    use super::super::fixture::{all, at, going, own, trip};
    use super::*;
    use crate::notebook::OwnItemId;
    use crate::schedule::SessionStatus;

    fn commitment(name: &str, minute: i64) -> Commitment {
        let id = AgendaItemId::Own(OwnItemId(name.into()));
        Commitment { id, start: Instant(minute * 60), title: name.to_owned(), location: None }
    }

    /// `a@30 b@40`: names and the minutes they start in.
    fn coming(text: &str) -> Vec<Commitment> {
        let one = |word: &str| word.split_once('@').map(|(name, minute)| commitment(name, minute.parse().unwrap()));
        text.split(' ').filter_map(one).collect()
    }

    /// Each look is a minute, what is coming then, and what is told; five minutes before.
    #[track_caller]
    fn check(looks: &[(i64, &str, &str)]) {
        let mut reminders = Reminders::default();
        for (minute, there_is, expect) in looks {
            let due = reminders.due(&coming(there_is), 5, Instant(minute * 60));
            let told: Vec<&str> = due.iter().map(|due| due.title.as_str()).collect();
            assert_eq!(told.join(" "), *expect, "in minute {minute}");
        }
    }

    #[test]
    fn each_start_is_told_once() {
        check(&[(0, "a@30 b@40", ""), (24, "a@30 b@40", ""), (25, "a@30 b@40", "a"), (26, "a@30 b@40", "")]);
        check(&[(0, "a@30 b@30", ""), (25, "a@30 b@30", "a b"), (29, "a@30 b@30", ""), (31, "a@30 b@30", "")]);
    }

    #[test]
    fn a_phone_that_slept_tells_what_has_not_begun() {
        check(&[(0, "a@30 b@40", ""), (29, "a@30 b@40", "a"), (45, "a@30 b@40", "")]);
        check(&[(0, "a@30 b@40", ""), (36, "a@30 b@40", "b")]);
        check(&[(0, "a@30", ""), (30, "a@30", "")]);
    }

    #[test]
    fn what_is_due_when_one_looks_for_the_first_time_is_seen_anyway() {
        check(&[(27, "a@30 b@40", ""), (28, "a@30 b@40", ""), (35, "a@30 b@40", "b")]);
        check(&[(0, "", ""), (27, "a@30", ""), (28, "a@30", "")]);
    }

    #[test]
    fn what_was_moved_is_told_anew() {
        check(&[(0, "a@30", ""), (25, "a@30", "a"), (26, "a@60", ""), (54, "a@60", ""), (55, "a@60", "a")]);
        check(&[(0, "a@60", ""), (10, "a@12", "a"), (11, "a@12", "")]);
        check(&[(0, "a@60", ""), (20, "a@12", ""), (21, "a@60", ""), (55, "a@60", "a")]);
        check(&[(0, "a@30", ""), (25, "a@30", "a"), (26, "a@31", "a")]);
    }

    #[test]
    fn a_star_taken_off_is_not_told_and_one_set_again_is() {
        check(&[(0, "a@30", ""), (10, "", ""), (25, "", "")]);
        check(&[(0, "a@30", ""), (10, "", ""), (11, "a@30", ""), (25, "a@30", "a")]);
    }

    #[test]
    fn a_longer_lead_tells_what_it_now_covers() {
        let (mut reminders, coming) = (Reminders::default(), coming("a@30"));
        assert!(reminders.due(&coming, 2, Instant(20 * 60)).is_empty());
        assert_eq!(reminders.due(&coming, 10, Instant(20 * 60)), coming);
        assert!(reminders.due(&coming, 10, Instant(21 * 60)).is_empty());
    }

    #[test]
    fn one_goes_to_what_keeps_busy_and_to_own_items() {
        let mut trip = trip();
        let own =
            [own("booth", "09:00", Some("17:00")), OwnItem { location: "Bar".into(), ..own("beer", "19:00", None) }];
        let titles = |trip: &Trip| {
            let timeline = Timeline::of(trip, &ConferenceDays::of(trip), &going(&all), &own);
            commitments(trip, &timeline, &own).into_iter().map(|it| it.title).collect::<BTreeSet<String>>()
        };
        let has = |trip: &Trip, title: &str| titles(trip).contains(title);
        assert!(has(&trip, "early") && has(&trip, "booth") && has(&trip, "beer"));
        assert!(!has(&trip, "desk") && !has(&trip, "timeless"), "{:?}", titles(&trip));
        for session in &mut trip.sessions {
            session.status = SessionStatus::Cancelled;
        }
        assert_eq!(titles(&trip).len(), 2);
    }

    #[test]
    fn a_reminder_says_how_soon_what_and_where() {
        let trip = trip();
        let own = [OwnItem { location: "Bar".into(), ..own("Beer", "19:00", None) }];
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &|_| None, &own);
        let beer = commitments(&trip, &timeline, &own).remove(0);
        assert_eq!(beer.words(&trip, at("18:55")), ("In 5 min: Beer".to_owned(), "19:00 · Bar".to_owned()));
        let late = Instant(at("18:58").0 + 1);
        assert_eq!(beer.words(&trip, late).0, "In 2 min: Beer", "a minute that has begun counts");
    }

    proptest! {
        /// Whenever one looks: each start is told once, if somebody looks between its lead and itself, and never else.
        #[test]
        fn each_is_told_exactly_once(
            starts in proptest::collection::vec(20..400_i64, 1..8),
            pauses in proptest::collection::vec(prop_oneof![5 => 1..90_i64, 1 => 300..9_000_i64], 1..300),
            lead in prop_oneof![Just(2), Just(5), Just(10), Just(15)],
        ) {
            let coming: Vec<Commitment> =
                starts.iter().enumerate().map(|(number, start)| commitment(&number.to_string(), *start)).collect();
            let mut reminders = Reminders::default();
            prop_assert!(reminders.due(&coming, lead, Instant(0)).is_empty());
            let mut looks = vec![];
            let mut told: Vec<(String, Instant)> = vec![];
            for pause in pauses {
                let now = Instant(looks.last().map_or(0, |last: &Instant| last.0) + pause);
                told.extend(reminders.due(&coming, lead, now).into_iter().map(|due| (due.title, now)));
                looks.push(now);
            }
            for commitment in &coming {
                let due = commitment.start.plus_minutes(-lead);
                let expect = looks.iter().find(|now| **now >= due).filter(|now| **now < commitment.start);
                let at: Vec<Instant> = told.iter().filter(|it| it.0 == commitment.title).map(|it| it.1).collect();
                prop_assert_eq!(at, expect.into_iter().copied().collect::<Vec<Instant>>());
            }
        }
    }
}
