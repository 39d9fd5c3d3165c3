//! What Now answers at any instant: what is on, what comes next and when to leave, what is left of the day.

use super::conference_days::ConferenceDays;
use super::slot::slot;
use super::timeline::{AgendaItem, AgendaItemRef, Timeline};
use super::way::{WalkingPace, Way, way};
use super::{SessionPredicate, Slot};
use crate::notebook::StarLevel;
use crate::schedule::{Day, Event, Instant, Local, Session, Trip};

/// The answers for one instant of a trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NowState {
    /// The day of the conference.
    pub day: Day,
    /// How far the day's programme is.
    pub day_part: DayPart,
    /// What of my agenda is on, in order.
    pub on: Vec<OnNow>,
    /// What of my agenda runs beside it for hours: a booth, an open desk.
    pub in_background: Vec<AgendaItemRef>,
    /// What I am only interested in, and is on: what I could go to instead.
    pub interested: Vec<AgendaItemRef>,
    /// What of my agenda comes next, on whatever day.
    pub next: Option<Next>,
    /// What else of my agenda is still to start on this day, in order; background and cancelled sessions too.
    pub later: Vec<AgendaItemRef>,
    /// What of my agenda is on this day at a time that is not known.
    pub untimed: Vec<AgendaItemRef>,
    /// What of my agenda is over on this day, in order.
    pub over: Vec<AgendaItemRef>,
    /// What else of the programme is on: indices into [`Trip::sessions`], in the trip's order.
    pub also_on: Vec<usize>,
    /// What else of the programme starts next, on this day or on the next one that has something.
    pub starting: Option<Starting>,
}

/// How far the programme of a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// The day has no session with a time.
    Free,
    /// The first session has not started.
    Morning,
    /// Something is on.
    Running,
    /// Nothing is on, and more is to come.
    Between,
    /// The last session has ended.
    Evening,
}

/// Something of my agenda that is on, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnNow {
    /// The session or own item.
    pub what: AgendaItemRef,
    /// Minutes until it ends, rounded up; for one without an end until half an hour after its start.
    pub minutes_left: i64,
    /// How much of it has passed, in thousandths.
    pub permille: u32,
}

/// What of my agenda comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The session or own item.
    pub what: AgendaItemRef,
    /// The day of the conference it is on.
    pub day: Option<Day>,
    /// Minutes until it starts, rounded up.
    pub in_minutes: i64,
    /// From where my agenda last led me today; `None` when either location is not known, and on another day.
    pub way: Option<Way>,
    /// When to leave for it; `None` when there is no walk, or none that is known.
    pub leave_by: Option<Instant>,
}

/// Sessions of the programme that start together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starting {
    /// The day of the conference.
    pub day: Day,
    /// When they start.
    pub at: Instant,
    /// Indices into [`Trip::sessions`], in the trip's order; never empty.
    pub sessions: Vec<usize>,
}

/// Where a trip is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Minutes until the first session that has a time.
    Before {
        /// Rounded up; until the first midnight of the trip when no session has a time after it.
        minutes: i64,
    },
    /// From the first midnight of the trip, in its zone, up to the end of its last day.
    During,
    /// The last day of the trip is over.
    After,
}

impl NowState {
    /// The answers at `now`, for somebody who walks at this pace. `timeline` and `days` are of this trip.
    pub fn at(
        trip: &Trip,
        days: &ConferenceDays,
        timeline: &Timeline,
        mine: &SessionPredicate<'_>,
        pace: WalkingPace,
        now: Instant,
    ) -> Self {
        let day = days.day_at(trip, now);
        let next = next(trip, timeline, day, pace, now);
        let is_next = |item: &AgendaItem| next.as_ref().is_some_and(|next| next.what == item.what);
        let today = || timeline.on_day(Some(day));
        let timed = |keep: &dyn Fn(&AgendaItem, Slot) -> bool| {
            let items = today().filter(|item| item.slot.is_some_and(|slot| keep(item, slot)));
            items.map(|item| item.what).collect()
        };
        Self {
            day,
            day_part: day_part(trip, day, now),
            on: timeline.running(now).filter_map(|item| on_now(item, now)).collect(),
            in_background: timed(&|item, slot| item.level == StarLevel::Going && !item.is_busy && slot.holds(now)),
            interested: timed(&|item, slot| item.level == StarLevel::Interested && slot.holds(now)),
            later: timed(&|item, slot| slot.start > now && !is_next(item)),
            untimed: today().filter(|item| item.slot.is_none()).map(|item| item.what).collect(),
            over: timed(&|_, slot| slot.end <= now),
            also_on: running(trip, now)
                .filter(|(_, session, _)| !mine(&trip.key(session)))
                .map(|(index, ..)| index)
                .collect(),
            starting: starting(trip, mine, now),
            next,
        }
    }
}

fn on_now(item: &AgendaItem, now: Instant) -> Option<OnNow> {
    let slot = item.busy_slot()?;
    let length = slot.end.0.saturating_sub(slot.start.0);
    let passed = now.0.saturating_sub(slot.start.0);
    let permille = u32::try_from(passed.saturating_mul(1000) / length.max(1)).unwrap_or(0);
    Some(OnNow { what: item.what, minutes_left: slot.minutes_left(now), permille })
}

fn next(trip: &Trip, timeline: &Timeline, today: Day, pace: WalkingPace, now: Instant) -> Option<Next> {
    let item = timeline.next(now)?;
    let to = item.slot?;
    let way = (item.day == Some(today)).then(|| way_to(trip, timeline, item, to, pace, now)).flatten();
    let walk = way.as_ref().map(|way| way.minutes).filter(|minutes| *minutes > 0);
    let leave_by = walk.map(|minutes| to.start.plus_minutes(-minutes));
    Some(Next { what: item.what, day: item.day, in_minutes: -now.minutes_since(to.start), way, leave_by })
}

/// I am where my agenda last led me today: in what is on, or in what was before. Where an own item is, only its words
/// say.
fn way_to(
    trip: &Trip,
    timeline: &Timeline,
    to: &AgendaItem,
    slot: Slot,
    pace: WalkingPace,
    now: Instant,
) -> Option<Way> {
    let been = timeline.on_day(to.day).filter_map(|item| Some((item, item.busy_slot()?)));
    let (here, from) = been.filter(|(_, from)| from.start <= now).max_by_key(|(_, from)| from.start)?;
    let available = slot.start.minutes_since(from.end.max(now));
    way(trip, here.what.session(trip)?, to.what.session(trip)?, available, pace)
}

fn starting(trip: &Trip, mine: &SessionPredicate<'_>, now: Instant) -> Option<Starting> {
    let coming = || slots(trip).filter(|(_, session, slot)| slot.start > now && !mine(&trip.key(session)));
    let (_, first, Slot { start: at, .. }) = coming().min_by_key(|(.., slot)| slot.start)?;
    let sessions = coming().filter(|(.., slot)| slot.start == at).map(|(index, ..)| index).collect();
    Some(Starting { day: first.day?, at, sessions })
}

fn day_part(trip: &Trip, day: Day, now: Instant) -> DayPart {
    let today = || slots(trip).filter(|(_, session, _)| session.day == Some(day)).map(|(.., slot)| slot);
    let Some((first, last)) = today().map(|slot| slot.start).min().zip(today().map(|slot| slot.end).max()) else {
        return DayPart::Free;
    };
    match () {
        () if now < first => DayPart::Morning,
        () if now >= last => DayPart::Evening,
        () if today().any(|slot| slot.holds(now)) => DayPart::Running,
        () => DayPart::Between,
    }
}

/// The session I am likely to sit in: the one of mine that runs, else the one that runs where I last was today. `been`
/// says where that was; my agenda is only one way to know. An index into [`Trip::sessions`].
pub fn here(
    trip: &Trip,
    days: &ConferenceDays,
    mine: &SessionPredicate<'_>,
    been: &SessionPredicate<'_>,
    now: Instant,
) -> Option<usize> {
    if let Some((index, ..)) = running(trip, now).find(|(_, session, _)| mine(&trip.key(session))) {
        return Some(index);
    }
    let today = days.day_at(trip, now);
    let earlier = slots(trip)
        .filter(|(_, session, slot)| slot.start <= now && session.day == Some(today) && been(&trip.key(session)));
    let room = earlier.max_by_key(|(_, _, slot)| slot.start)?.1.room?;
    running(trip, now).find(|(_, session, _)| session.room == Some(room)).map(|(index, ..)| index)
}

/// The sessions that are on, but for those in the background, in the trip's order: indices into [`Trip::sessions`].
pub fn on_at(trip: &Trip, now: Instant) -> impl Iterator<Item = usize> {
    running(trip, now).map(|(index, ..)| index)
}

/// The event of a day on which there is only one.
pub fn only_event_on(trip: &Trip, day: Day) -> Option<&Event> {
    let mut on = trip.events.iter().filter(|event| (event.first..=event.last).contains(&day));
    on.next().filter(|_| on.next().is_none())
}

/// Whether the trip is still to come, runs, or is over. It runs from the first midnight to the end of its last day.
pub fn phase(trip: &Trip, days: &ConferenceDays, now: Instant) -> Phase {
    let begins = trip.zone.instant(Local::new(trip.first, 0, 0));
    if now < begins {
        let first = trip.sessions.iter().filter_map(|session| session.when.start()).min();
        let first = first.filter(|first| *first > begins).unwrap_or(begins);
        Phase::Before { minutes: -now.minutes_since(first) }
    } else if days.end().is_some_and(|end| now < end) {
        Phase::During
    } else {
        Phase::After
    }
}

fn running(trip: &Trip, now: Instant) -> impl Iterator<Item = (usize, &Session, Slot)> {
    slots(trip).filter(move |(_, _, slot)| slot.holds(now))
}

fn slots(trip: &Trip) -> impl Iterator<Item = (usize, &Session, Slot)> {
    let sessions = trip.sessions.iter().enumerate();
    sessions.filter_map(|(index, session)| slot(session).map(|slot| (index, session, slot)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{all, at, day, going, late, none, only, own, trip};
    use crate::notebook::OwnItem;
    use crate::schedule::SessionKey;

    /// Own items in the way of the sessions: a coffee, a dinner, and a booth for the whole day.
    fn own_items() -> Vec<OwnItem> {
        vec![own("coffee", "11:45", Some("12:15")), own("dinner", "19:00", None), own("booth", "09:00", Some("17:00"))]
    }

    fn week() -> Trip {
        let mut trip = trip();
        trip.sessions.push(late("party", 0, "00:30", "02:00"));
        trip.sessions.push(late("second", 1, "09:00", "09:30"));
        trip
    }

    /// What is said of an instant, in one line: the part of the day, what is on, next, in the background, later,
    /// untimed and over.
    fn said(trip: &Trip, mine: &[&str], own: &[OwnItem], now: Instant) -> String {
        let (days, mine) = (ConferenceDays::of(trip), only(mine));
        let timeline = Timeline::of(trip, &days, &going(&mine), own);
        let state = NowState::at(trip, &days, &timeline, &mine, WalkingPace::Normal, now);
        let title = |what: &AgendaItemRef| what.title(trip, own).unwrap().to_owned();
        let titles = |all: &[AgendaItemRef]| all.iter().map(title).collect::<Vec<String>>().join("+");
        let on: Vec<String> = state.on.iter().map(|on| format!("{} {}", title(&on.what), on.minutes_left)).collect();
        let next = state.next.as_ref().map_or_else(String::new, |next| {
            let leave = next.leave_by.map(|at| format!(" leave {}", trip.zone.local(at).clock())).unwrap_or_default();
            format!("{} in {}{leave}", title(&next.what), next.in_minutes)
        });
        let lists =
            [&state.in_background, &state.later, &state.untimed, &state.over].map(|all| titles(all)).join(" | ");
        format!("{:?}: {} | {next} | {lists}", state.day_part, on.join("+"))
    }

    #[test]
    fn now_answers_all_day() {
        let trip = week();
        let mine = ["early", "upstairs", "elsewhere", "timeless", "party", "second"];
        let next_day = |clock| at(clock).plus_minutes(24 * 60);
        let table = [
            (at("07:00"), "Morning:  | booth in 120 |  | early+upstairs+elsewhere+coffee+dinner+party | timeless | "),
            (at("09:35"), "Between:  | early in 25 | booth | upstairs+elsewhere+coffee+dinner+party | timeless | "),
            (
                at("10:10"),
                "Running: early 20 | upstairs in 50 leave 10:56 | booth | elsewhere+coffee+dinner+party | timeless | ",
            ),
            (at("11:15"), "Running: upstairs 30+elsewhere 30 | coffee in 30 | booth | dinner+party | timeless | early"),
            (at("12:00"), "Between: coffee 15 | dinner in 420 | booth | party | timeless | early+upstairs+elsewhere"),
            (at("19:00"), "Between: dinner 30 | party in 330 |  |  | timeless | booth+early+upstairs+elsewhere+coffee"),
            (
                next_day("00:29"),
                "Between:  | party in 1 |  |  | timeless | booth+early+upstairs+elsewhere+coffee+dinner",
            ),
            (
                next_day("01:30"),
                "Running: party 30 | second in 450 |  |  | timeless | booth+early+upstairs+elsewhere+coffee+dinner",
            ),
            (next_day("02:00"), "Morning:  | second in 420 |  |  |  | "),
            (next_day("09:30"), "Evening:  |  |  |  |  | second"),
        ];
        for (now, expect) in table {
            assert_eq!(said(&trip, &mine, &own_items(), now), expect, "at {}", trip.zone.local(now).clock());
        }
    }

    #[test]
    fn a_day_without_times_is_free() {
        let trip = trip();
        let now = at("10:00").plus_minutes(24 * 60);
        assert_eq!(said(&trip, &[], &[own("dinner", "19:00", None)], now), "Free:  |  |  |  |  | ");
    }

    #[test]
    fn of_what_is_on_it_is_said_how_far_it_is() {
        let trip = trip();
        let days = ConferenceDays::of(&trip);
        let timeline = Timeline::of(&trip, &days, &going(&all), &[]);
        let state = NowState::at(&trip, &days, &timeline, &all, WalkingPace::Normal, at("10:15"));
        let on: Vec<(&str, i64, u32)> =
            state.on.iter().map(|on| (on.what.title(&trip, &[]).unwrap(), on.minutes_left, on.permille)).collect();
        assert_eq!(on, [("early", 15, 500), ("long", 75, 166)]);
    }

    #[test]
    fn the_rest_of_the_programme_is_what_is_not_mine() {
        let trip = trip();
        let days = ConferenceDays::of(&trip);
        let state = |mine: &SessionPredicate<'_>, now| {
            let timeline = Timeline::of(&trip, &days, &going(mine), &[]);
            let state = NowState::at(&trip, &days, &timeline, mine, WalkingPace::Normal, at(now));
            let id = |index: usize| trip.sessions[index].id.to_string();
            let starting = state.starting.map(|starting| {
                let ids: Vec<String> = starting.sessions.into_iter().map(id).collect();
                format!("{} {}", trip.zone.local(starting.at).clock(), ids.join("+"))
            });
            (state.also_on.into_iter().map(id).collect::<Vec<_>>().join("+"), starting.unwrap_or_default())
        };
        assert_eq!(state(&only(&["early"]), "10:15"), ("long".to_owned(), "11:00 upstairs+elsewhere".to_owned()));
        assert_eq!(state(&none, "10:15").0, "early+long");
        let afternoon = "14:00 early-too+no-level+somewhere".to_owned();
        assert_eq!(state(&only(&["far"]), "12:00"), (String::new(), afternoon));
        assert_eq!(state(&none, "14:30"), (String::new(), String::new()));
    }

    #[test]
    fn what_i_am_only_interested_in_is_told_apart() {
        let trip = trip();
        let days = ConferenceDays::of(&trip);
        let level = |key: &SessionKey| match key.session.as_str() {
            "early" => Some(StarLevel::Going),
            "long" | "desk" => Some(StarLevel::Interested),
            _ => None,
        };
        let timeline = Timeline::of(&trip, &days, &level, &[]);
        let mine = |key: &SessionKey| level(key).is_some();
        let state = NowState::at(&trip, &days, &timeline, &mine, WalkingPace::Normal, at("10:15"));
        let title = |what: &AgendaItemRef| what.title(&trip, &[]).unwrap();
        let on: Vec<&str> = state.on.iter().map(|on| title(&on.what)).collect();
        assert_eq!((on, state.interested.iter().map(title).collect()), (vec!["early"], vec!["desk", "long"]));
        assert!(state.in_background.is_empty() && state.also_on.is_empty());
    }

    #[track_caller]
    fn check_here(mine: &[&str], been: &[&str], now: &str, expect: Option<&str>) {
        let trip = trip();
        let here = here(&trip, &ConferenceDays::of(&trip), &only(mine), &only(been), at(now));
        assert_eq!(here.map(|index| trip.sessions[index].id.as_str()), expect, "at {now}");
    }

    #[test]
    fn i_am_in_mine_or_in_the_room_i_was_last_in() {
        check_here(&["long"], &["opening"], "10:15", Some("long"));
        check_here(&[], &["opening"], "10:15", Some("early"));
        check_here(&[], &["opening", "far"], "10:15", Some("early"));
        check_here(&[], &["early", "upstairs"], "14:10", None);
        check_here(&[], &["early"], "14:10", Some("early-too"));
        check_here(&[], &["somewhere"], "14:10", None);
        check_here(&[], &[], "10:15", None);
    }

    #[test]
    fn the_event_of_a_day_is_known_when_there_is_only_one() {
        let mut trip = trip();
        assert_eq!(only_event_on(&trip, day()), None, "two are on");
        trip.events.truncate(1);
        assert_eq!(only_event_on(&trip, day()).map(|event| event.id.as_str()), Some("main"));
        trip.events.clear();
        assert_eq!(only_event_on(&trip, day()), None);
    }

    #[track_caller]
    fn check_next(mine: &[&str], now: &str, expect: Option<(&str, i64, Option<&str>, Option<&str>)>) {
        let trip = week();
        let (days, mine) = (ConferenceDays::of(&trip), only(mine));
        let timeline = Timeline::of(&trip, &days, &going(&mine), &[]);
        let next = NowState::at(&trip, &days, &timeline, &mine, WalkingPace::Normal, at(now)).next;
        let way = next.as_ref().and_then(|next| next.way.as_ref()).map(Way::words);
        let leave = next.as_ref().and_then(|next| next.leave_by).map(|at| trip.zone.local(at).clock());
        let next = next
            .as_ref()
            .map(|next| (next.what.title(&trip, &[]).unwrap(), next.in_minutes, way.as_deref(), leave.as_deref()));
        assert_eq!(next, expect, "at {now}");
    }

    #[test]
    fn next_is_the_soonest_of_mine_with_the_way_from_the_last_of_the_day() {
        check_next(&["early", "upstairs"], "09:10", Some(("early", 50, None, None)));
        let upstairs = Some("About 4 min walk, 2 floors up");
        check_next(&["early", "upstairs"], "10:10", Some(("upstairs", 50, upstairs, Some("10:56"))));
        let elsewhere = Some("10 min walk, 1 floor up");
        check_next(&["early", "elsewhere"], "10:10", Some(("elsewhere", 50, elsewhere, Some("10:50"))));
        check_next(&["early", "early-too"], "11:00", Some(("early-too", 180, Some("Same room"), None)));
        check_next(&["early"], "11:00", None);
        check_next(&["desk"], "07:00", None);
        check_next(&["elsewhere", "second"], "15:00", Some(("second", 18 * 60, None, None)));
    }

    #[test]
    fn minutes_to_go_are_rounded_up() {
        let trip = trip();
        let (days, mine) = (ConferenceDays::of(&trip), only(&["early"]));
        let timeline = Timeline::of(&trip, &days, &going(&mine), &[]);
        let next = NowState::at(&trip, &days, &timeline, &mine, WalkingPace::Normal, Instant(at("09:59").0 + 1)).next;
        assert_eq!(next.map(|next| next.in_minutes), Some(1));
    }

    #[test]
    fn the_trip_runs_from_its_first_midnight_until_its_last_day_is_over() {
        let mut trip = trip();
        let phase = |trip: &Trip, text| phase(trip, &ConferenceDays::of(trip), Instant::parse(text).unwrap());
        assert_eq!(phase(&trip, "2024-11-13T06:59:00Z"), Phase::Before { minutes: 8 * 60 + 1 });
        assert_eq!(phase(&trip, "2024-11-13T07:00:00Z"), Phase::During);
        assert_eq!(phase(&trip, "2024-11-15T06:59:59Z"), Phase::During);
        assert_eq!(phase(&trip, "2024-11-15T07:00:00Z"), Phase::After);
        let (start, end) = (at("00:30").plus_minutes(48 * 60), at("02:00").plus_minutes(48 * 60));
        let when = crate::schedule::When::stated(start, Some(end));
        trip.sessions.push(Session { when, ..late("last party", 1, "00:30", "02:00") });
        assert_eq!(phase(&trip, "2024-11-15T08:59:59Z"), Phase::During);
        assert_eq!(phase(&trip, "2024-11-15T09:00:00Z"), Phase::After);
    }
}
