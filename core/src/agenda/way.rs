//! How to get from one session to the next, and whether there is time.
//!
//! Sources say where rooms are, and seldom how long a walk takes. What somebody states counts ([`Trip::walks`]); the rest
//! is a rule, told as "about": 2 minutes to another room, 1 more for each floor, 5 where the floors are not known, and 15
//! to another building. The rule is on the long side, because coming early costs less than coming late.
//!
//! All of that is at one [`WalkingPace`], which whoever walks may choose. A slow walk takes half as long again, a stated one
//! too. Without steps, one waits for a lift and rides it: 3 minutes and 1 more for each floor.

use crate::schedule::{Precision, Room, Session, Trip};

const OTHER_ROOM_MINUTES: i64 = 2;
const FLOOR_MINUTES: i64 = 1;
const UNKNOWN_FLOOR_MINUTES: i64 = 5;
const OTHER_VENUE_MINUTES: i64 = 15;
const LIFT_MINUTES: i64 = 3;
/// With less than this to spare it is tight.
const COMFORTABLE_MINUTES: i64 = 5;

/// How somebody walks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WalkingPace {
    /// As stated, or by the rule.
    #[default]
    Normal,
    /// Half as long again.
    Slow,
    /// By lift wherever there are floors between.
    StepFree,
}

/// A walk between two sessions, and whether the time between them is enough for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Both sessions are in one room that is known; then `minutes` is 0.
    pub same_room: bool,
    /// Both sessions are in one building.
    pub same_venue: bool,
    /// How long it takes on foot.
    pub minutes: i64,
    /// Whether somebody states the minutes, or the rule gives them.
    pub precision: Precision,
    /// How many floors up; negative is down; 0 when the same or not known.
    pub floors: i64,
    /// What is left of the time between the two; negative when one comes late.
    pub slack_minutes: i64,
    /// What `slack_minutes` means for whoever walks.
    pub verdict: Verdict,
}

/// Whether the time between two sessions is enough for the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Time to spare.
    Easy,
    /// Less than five minutes to spare, in another room.
    Tight,
    /// The walk takes longer than the time between the two.
    Late,
}

/// The way from one session to another with `available_minutes` between them; `None` when either location is not known.
pub fn way(trip: &Trip, from: &Session, to: &Session, available_minutes: i64, pace: WalkingPace) -> Option<Way> {
    let (here, there) = (trip.venue_of(from)?, trip.venue_of(to)?);
    let rooms = trip.room(from).zip(trip.room(to));
    let same_room = from.room.is_some() && from.room == to.room;
    let floors = rooms.and_then(|(from, to)| Some(floor(to)? - floor(from)?));
    let (minutes, precision) = if same_room {
        (0, Precision::Stated)
    } else if here == there {
        let within = floors.map_or(UNKNOWN_FLOOR_MINUTES, |floors| OTHER_ROOM_MINUTES + floors.abs() * FLOOR_MINUTES);
        let has_steps = floors != Some(0);
        (pace.minutes(within, has_steps), Precision::Derived)
    } else {
        let between = |walk: &&crate::schedule::Walk| walk.between == (here, there) || walk.between == (there, here);
        match trip.walks.iter().find(between) {
            Some(walk) => {
                let minutes = pace.minutes(i64::from(walk.minutes), false);
                (minutes, if minutes == i64::from(walk.minutes) { walk.precision } else { Precision::Derived })
            }
            None => (pace.minutes(OTHER_VENUE_MINUTES, false), Precision::Derived),
        }
    };
    let slack_minutes = available_minutes - minutes;
    let verdict = match slack_minutes {
        ..0 => Verdict::Late,
        0..COMFORTABLE_MINUTES if !same_room => Verdict::Tight,
        _ => Verdict::Easy,
    };
    let floors = floors.unwrap_or(0);
    Some(Way { same_room, same_venue: here == there, minutes, precision, floors, slack_minutes, verdict })
}

impl WalkingPace {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Slow, Self::StepFree];

    /// As stored in the setting.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Slow => "slow",
            Self::StepFree => "step-free",
        }
    }

    /// The pace that [`WalkingPace::word`] names; normal for any other word.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|pace| pace.word() == word).unwrap_or_default()
    }

    /// How long a walk takes that takes `minutes` at a normal pace.
    fn minutes(self, minutes: i64, has_steps: bool) -> i64 {
        match self {
            Self::Slow => minutes + (minutes + 1) / 2,
            Self::StepFree if has_steps => minutes + LIFT_MINUTES,
            Self::Normal | Self::StepFree => minutes,
        }
    }
}

impl Way {
    /// One line for a row: "Same room", "About 4 min walk, 2 floors up", "10 min walk, 3 min late".
    pub fn words(&self) -> String {
        let mut words = String::new();
        if self.same_room {
            words.push_str("Same room");
        } else {
            if self.precision == Precision::Derived {
                words.push_str("About ");
            }
            words.push_str(&self.minutes.to_string());
            words.push_str(" min walk");
        }
        if self.floors != 0 {
            let count = self.floors.unsigned_abs();
            words.push_str(", ");
            words.push_str(&count.to_string());
            words.push_str(if count == 1 { " floor " } else { " floors " });
            words.push_str(if self.floors > 0 { "up" } else { "down" });
        }
        if self.verdict == Verdict::Late {
            words.push_str(", ");
            words.push_str(&self.slack_minutes.unsigned_abs().to_string());
            words.push_str(" min late");
        }
        words
    }

    /// Whether the verdict is [`Verdict::Tight`] or [`Verdict::Late`].
    pub fn is_tight(&self) -> bool {
        self.verdict != Verdict::Easy
    }
}

/// The number in "Level 3" or "3rd floor"; -1 for "Level -1".
fn floor(room: &Room) -> Option<i64> {
    let level = room.level.as_deref()?;
    let start = level.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = level.split_at_checked(start)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: i64 = rest.get(..end)?.parse().ok().filter(|number| *number < 1000)?;
    Some(if before.ends_with('-') { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{session, trip};

    #[track_caller]
    fn check(from: &str, to: &str, available_minutes: i64, expect: Option<(&str, Verdict)>) {
        check_at(WalkingPace::Normal, from, to, available_minutes, expect);
    }

    #[track_caller]
    fn check_at(pace: WalkingPace, from: &str, to: &str, available_minutes: i64, expect: Option<(&str, Verdict)>) {
        let trip = trip();
        let way = way(&trip, session(&trip, from), session(&trip, to), available_minutes, pace);
        let words = way.as_ref().map(|way| (way.words(), way.verdict));
        assert_eq!(words.as_ref().map(|(words, verdict)| (words.as_str(), *verdict)), expect, "{from} to {to}");
    }

    #[test]
    fn in_one_building_floors_count() {
        check("early", "early-too", 0, Some(("Same room", Verdict::Easy)));
        check("early", "long", 20, Some(("About 2 min walk", Verdict::Easy)));
        check("early", "upstairs", 20, Some(("About 4 min walk, 2 floors up", Verdict::Easy)));
        check("upstairs", "early", 20, Some(("About 4 min walk, 2 floors down", Verdict::Easy)));
        check("early", "no-level", 20, Some(("About 5 min walk", Verdict::Easy)));
    }

    #[test]
    fn to_another_building_a_stated_walk_goes_before_the_rule() {
        check("early", "elsewhere", 15, Some(("10 min walk, 1 floor up", Verdict::Easy)));
        check("elsewhere", "early", 15, Some(("10 min walk, 1 floor down", Verdict::Easy)));
        check("early", "far", 30, Some(("About 15 min walk", Verdict::Easy)));
    }

    #[test]
    fn time_decides_the_verdict() {
        check("early", "elsewhere", 14, Some(("10 min walk, 1 floor up", Verdict::Tight)));
        check("early", "elsewhere", 10, Some(("10 min walk, 1 floor up", Verdict::Tight)));
        check("early", "elsewhere", 7, Some(("10 min walk, 1 floor up, 3 min late", Verdict::Late)));
        check("early", "early-too", -5, Some(("Same room, 5 min late", Verdict::Late)));
    }

    #[test]
    fn whoever_is_slow_or_takes_no_steps_needs_longer() {
        let (slow, step_free) = (WalkingPace::Slow, WalkingPace::StepFree);
        check_at(slow, "early", "upstairs", 20, Some(("About 6 min walk, 2 floors up", Verdict::Easy)));
        check_at(slow, "early", "elsewhere", 15, Some(("About 15 min walk, 1 floor up", Verdict::Tight)));
        check_at(slow, "early", "early-too", 0, Some(("Same room", Verdict::Easy)));
        check_at(step_free, "early", "upstairs", 6, Some(("About 7 min walk, 2 floors up, 1 min late", Verdict::Late)));
        check_at(step_free, "early", "no-level", 20, Some(("About 8 min walk", Verdict::Easy)));
        check_at(step_free, "early", "long", 20, Some(("About 2 min walk", Verdict::Easy)));
        check_at(step_free, "early", "elsewhere", 15, Some(("10 min walk, 1 floor up", Verdict::Easy)));
        for pace in WalkingPace::ALL {
            assert_eq!(WalkingPace::from_word(pace.word()), pace);
        }
        assert_eq!(WalkingPace::from_word("hop"), WalkingPace::Normal);
    }

    #[test]
    fn an_unknown_place_has_no_way() {
        check("early", "somewhere", 30, None);
        check("somewhere", "early", 30, None);
    }

    #[test]
    fn levels_are_read_in_many_words() {
        let level =
            |text: &str| Room { id: "r".into(), name: String::new(), level: Some(text.to_owned()), venue: None };
        for (text, expect) in [("Level 3", Some(3)), ("3rd floor", Some(3)), ("Level -1", Some(-1)), ("Lobby", None)] {
            assert_eq!(floor(&level(text)), expect, "{text}");
        }
    }
}
