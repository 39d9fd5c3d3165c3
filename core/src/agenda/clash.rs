//! Clashes: two things of my agenda at one time, what each choice would cost, and what was decided.
//!
//! A clash is never a question when a star is set: people star several and decide on the spot. It is there for whoever
//! looks at the plan of a day.

use super::Slot;
use super::timeline::{AgendaItem, AgendaItemRef, Timeline};
use super::way::{WalkingPace, way};
use crate::notebook::plan::ClashKey;
use crate::notebook::{AgendaItemId, OwnItem, StarLevel};
use crate::schedule::{Day, Instant, Session, SessionStatus, Trip};

/// Two things of my agenda that are at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// What starts first; of two that start together, what stands first in my agenda.
    pub first: AgendaItemRef,
    /// The other one.
    pub second: AgendaItemRef,
    /// The day of the conference on which the first one is.
    pub day: Option<Day>,
    /// How long both run.
    pub minutes: i64,
    /// When to leave the first to be at the second when it starts; never before the first starts.
    pub leave_at: Instant,
    /// How much of the first is missed by whoever leaves it then, in minutes.
    pub first_missed: i64,
    /// How much of the second is missed by whoever stays in the first to its end, in minutes.
    pub second_missed: i64,
    /// What a decision on it is kept under.
    pub key: ClashKey,
}

impl Clash {
    /// Whether going to both is a choice: the first half of one and the second half of the other, and not two that start
    /// together or of which one is over before the other one begins.
    pub fn can_split(&self, timeline: &Timeline) -> bool {
        let slot = |what| timeline.items().iter().find(|item| item.what == what).and_then(AgendaItem::busy_slot);
        let (Some(first), Some(second)) = (slot(self.first), slot(self.second)) else { return false };
        first.start < self.leave_at && first.end < second.end
    }
}

/// All clashes of my agenda on a day, or on all with `None`, in the order of time.
pub fn clashes(trip: &Trip, own: &[OwnItem], timeline: &Timeline, day: Option<Day>, pace: WalkingPace) -> Vec<Clash> {
    let busy = timeline.items().iter().filter_map(|item| Some((item, item.busy_slot()?)));
    let mut busy: Vec<(&AgendaItem, Slot)> = busy.collect();
    busy.sort_by_key(|(_, slot)| slot.start);
    let mut found = Vec::new();
    for (index, (first, slot)) in busy.iter().enumerate() {
        let later = busy.iter().skip(index + 1).take_while(|(_, other)| other.start < slot.end);
        let with_first = later.filter(|(_, other)| slot.shared_minutes(other) > 0);
        found.extend(with_first.filter_map(|second| clash(trip, own, (first, *slot), *second, pace)));
    }
    found.retain(|clash| day.is_none() || clash.day == day);
    found
}

fn clash(
    trip: &Trip,
    own: &[OwnItem],
    (first, slot): (&AgendaItem, Slot),
    (second, other): (&AgendaItem, Slot),
    pace: WalkingPace,
) -> Option<Clash> {
    let between = first.what.session(trip).zip(second.what.session(trip));
    let walk = between.and_then(|(from, to)| way(trip, from, to, 0, pace)).map_or(0, |way| way.minutes);
    let leave_at = other.start.plus_minutes(-walk).max(slot.start);
    let missed = |from: Instant, until: Instant, of: Slot| Slot::new(from, Some(until)).shared_minutes(&of);
    Some(Clash {
        first: first.what,
        second: second.what,
        day: first.day,
        minutes: slot.shared_minutes(&other),
        leave_at,
        first_missed: missed(leave_at, slot.end, slot),
        second_missed: missed(other.start, slot.end.plus_minutes(walk), other),
        key: ClashKey::new(side(trip, own, first.what)?, side(trip, own, second.what)?),
    })
}

fn side(trip: &Trip, own: &[OwnItem], what: AgendaItemRef) -> Option<AgendaItemId> {
    Some(match what {
        AgendaItemRef::Session(index) => AgendaItemId::Session(trip.key(trip.sessions.get(index)?)),
        AgendaItemRef::Own(index) => AgendaItemId::Own(own.get(index)?.id.clone()),
    })
}

/// What decisions name an item of my agenda by, for the trip and the own items it was made of.
pub fn clash_key(trip: &Trip, own: &[OwnItem], one: AgendaItemRef, other: AgendaItemRef) -> Option<ClashKey> {
    Some(ClashKey::new(side(trip, own, one)?, side(trip, own, other)?))
}

/// The other times at which a session is held: sessions of the same event with its title and its speakers. What has no
/// speakers, and what runs in the background, repeats itself every day and is none. Indices into [`Trip::sessions`].
pub fn repeats(trip: &Trip, index: usize) -> Vec<usize> {
    let Some(session) = trip.sessions.get(index).filter(|session| !session.speakers.is_empty()) else {
        return Vec::new();
    };
    let is_same = |(other, it): &(usize, &Session)| {
        *other != index
            && it.event == session.event
            && it.status == SessionStatus::Listed
            && it.when.start() != session.when.start()
            && it.speakers == session.speakers
            && it.title.eq_ignore_ascii_case(&session.title)
    };
    trip.sessions.iter().enumerate().filter(is_same).map(|(other, _)| other).collect()
}

/// What I am only interested in and is at the same time as a slot: the second choices of that time, in order.
pub fn second_choices(timeline: &Timeline, wanted: Slot) -> Vec<AgendaItemRef> {
    let at_that_time = |item: &&AgendaItem| item.slot.is_some_and(|slot| slot.shared_minutes(&wanted) > 0);
    let interested = timeline.items().iter().filter(|item| item.level == StarLevel::Interested);
    interested.filter(at_that_time).map(|item| item.what).collect()
}

/// What I was going to and does not take place: cancelled, or no longer listed. Indices into [`Trip::sessions`].
pub fn dropped(trip: &Trip, timeline: &Timeline, day: Option<Day>) -> Vec<usize> {
    let going = timeline.items().iter().filter(|item| item.level == StarLevel::Going);
    let of_day = going.filter(|item| day.is_none() || item.day == day);
    let sessions = of_day.filter_map(|item| match item.what {
        AgendaItemRef::Session(index) => trip.sessions.get(index).map(|session| (index, session)),
        AgendaItemRef::Own(_) => None,
    });
    sessions.filter(|(_, session)| session.status != SessionStatus::Listed).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::ConferenceDays;
    use crate::agenda::fixture::{at, day, going, only, own, trip};
    use crate::schedule::{Person, SessionKey, When};

    fn said(trip: &Trip, own: &[OwnItem], mine: &[&str], pace: WalkingPace) -> Vec<String> {
        let timeline = Timeline::of(trip, &ConferenceDays::of(trip), &going(&only(mine)), own);
        let one = |clash: &Clash| {
            let title = |what: AgendaItemRef| what.title(trip, own).unwrap();
            let split = if clash.can_split(&timeline) { " split" } else { "" };
            format!(
                "{} and {} by {}: leave {}, miss {} or {}{split}",
                title(clash.first),
                title(clash.second),
                clash.minutes,
                trip.zone.local(clash.leave_at).clock(),
                clash.first_missed,
                clash.second_missed,
            )
        };
        clashes(trip, own, &timeline, Some(day()), pace).iter().map(one).collect()
    }

    #[test]
    fn a_clash_says_what_each_choice_costs() {
        let trip = trip();
        let normal = WalkingPace::Normal;
        assert_eq!(said(&trip, &[], &["early"], normal), [""; 0]);
        assert_eq!(
            said(&trip, &[], &["early", "long"], normal),
            ["early and long by 30: leave 10:00, miss 30 or 32"],
            "what starts together is no way to split"
        );
        assert_eq!(
            said(&trip, &[], &["long", "upstairs"], normal),
            ["long and upstairs by 30: leave 10:56, miss 34 or 34 split"]
        );
        assert_eq!(
            said(&trip, &[], &["long", "elsewhere"], WalkingPace::Slow),
            ["long and elsewhere by 30: leave 10:45, miss 45 or 45 split"]
        );
        let coffee = [own("coffee", "10:20", Some("10:40"))];
        assert_eq!(
            said(&trip, &coffee, &["long"], normal),
            ["long and coffee by 20: leave 10:20, miss 70 or 20"],
            "one that is over before the other one is no way to split"
        );
    }

    #[test]
    fn of_three_at_once_there_are_three_clashes() {
        let trip = trip();
        let found = said(&trip, &[], &["long", "upstairs", "elsewhere"], WalkingPace::Normal);
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn what_is_held_again_is_found_by_title_and_speakers() {
        let mut trip = trip();
        trip.people = ["Ana", "Ben"].map(|name| Person { name: name.into(), affiliation: None }).to_vec();
        let index = |id: &str| trip.sessions.iter().position(|session| session.id.as_str() == id).unwrap();
        let [early, again, other, gone] = ["early", "early-too", "no-level", "far"].map(index);
        for (index, speakers) in [(early, vec![0]), (again, vec![0]), (other, vec![1]), (gone, vec![0])] {
            trip.sessions[index].title = "Zero trust".to_owned();
            trip.sessions[index].speakers = speakers;
            trip.sessions[index].event = 0;
        }
        trip.sessions[gone].status = SessionStatus::Gone;
        trip.sessions[again].title = "Zero Trust".to_owned();
        assert_eq!(repeats(&trip, early), [again]);
        assert_eq!(repeats(&trip, again), [early]);
        assert!(repeats(&trip, other).is_empty() && repeats(&trip, 99).is_empty());
        // What is listed twice for one time is the same session in two rooms.
        trip.sessions[again].when = trip.sessions[early].when;
        assert!(repeats(&trip, early).is_empty());
    }

    #[test]
    fn second_choices_are_what_i_am_interested_in_at_that_time() {
        let mut trip = trip();
        let cancelled = trip.sessions.iter().position(|session| session.id.as_str() == "upstairs").unwrap();
        trip.sessions[cancelled].status = SessionStatus::Cancelled;
        let level = |key: &SessionKey| match key.session.as_str() {
            "long" | "elsewhere" => Some(StarLevel::Interested),
            "upstairs" => Some(StarLevel::Going),
            _ => None,
        };
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &level, &[]);
        let at_eleven = Slot::new(at("11:00"), Some(at("11:45")));
        let titles: Vec<&str> =
            second_choices(&timeline, at_eleven).iter().map(|what| what.title(&trip, &[]).unwrap()).collect();
        assert_eq!(titles, ["long", "elsewhere"]);
        assert_eq!(dropped(&trip, &timeline, Some(day())), [cancelled]);
        assert!(dropped(&trip, &timeline, Some(day().plus(1))).is_empty());
    }

    proptest! {
        /// Whichever of two is asked, they clash by the same minutes and under the same key; and a decision is found again
        /// when an update has moved one of them.
        #[test]
        fn a_clash_is_symmetric_and_its_key_outlives_an_update(
            spans in proptest::collection::vec((0..1440_i64, 1..240_i64), 2..9),
            moved in 0..240_i64,
        ) {
            let trip = trip();
            let item = |number: usize, (start, length): (i64, i64)| {
                let item = own(&number.to_string(), "00:00", None);
                let start = item.start.plus_minutes(start);
                OwnItem { start, end: Some(start.plus_minutes(length)), ..item }
            };
            let spans = |by: i64| spans.iter().map(move |(start, length)| (*start + by, *length));
            let found = |own: &[OwnItem]| {
                let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &going(&only(&[])), own);
                let found = clashes(&trip, own, &timeline, None, WalkingPace::Normal);
                for clash in &found {
                    let with = timeline.overlaps_of(clash.second);
                    let back = with.iter().find(|overlap| overlap.with == clash.first).map(|overlap| overlap.minutes);
                    assert_eq!(back, Some(clash.minutes));
                    assert_eq!(clash_key(&trip, own, clash.second, clash.first).as_ref(), Some(&clash.key));
                }
                let pairs: usize = timeline.items().iter().map(|item| timeline.overlaps_of(item.what).len()).sum();
                assert_eq!(found.len() * 2, pairs, "each pair once");
                let mut keys: Vec<ClashKey> = found.into_iter().map(|clash| clash.key).collect();
                keys.sort();
                keys
            };
            let before: Vec<OwnItem> = spans(0).enumerate().map(|(number, span)| item(number, span)).collect();
            let mut after: Vec<OwnItem> = spans(moved).enumerate().map(|(number, span)| item(number, span)).collect();
            after.reverse();
            prop_assert_eq!(found(&before), found(&after));
        }
    }

    #[test]
    fn what_takes_no_time_clashes_with_nothing() {
        let mut trip = trip();
        for session in trip.sessions.iter_mut().filter(|session| session.id.as_str() == "early") {
            session.when = When::stated(at("10:00"), Some(at("10:00")));
        }
        assert_eq!(said(&trip, &[], &["early", "long"], WalkingPace::Normal), [""; 0]);
    }
}
