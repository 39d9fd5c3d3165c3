//! A day of the agenda as a list: groups of what starts together, and at the end what has no time.

use super::Timeline;
use super::filter::{Filter, FilterContext};
use crate::schedule::{Day, Instant, Trip};

/// The sessions of one day that start together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionGroup {
    /// The start that all of [`SessionGroup::sessions`] share.
    pub time: GroupTime,
    /// Indices into [`Trip::sessions`], in the trip's order; never empty.
    pub sessions: Vec<usize>,
}

/// When the sessions of a group start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupTime {
    /// All of them start at this instant.
    At(Instant),
    /// The day is known, the time is not.
    Unknown,
}

/// The sessions of a day that pass the filter, by their start. `filter.day` is not asked.
pub fn day_groups(trip: &Trip, day: Day, filter: &Filter, context: &FilterContext<'_>) -> Vec<SessionGroup> {
    let mut groups: Vec<SessionGroup> = Vec::new();
    // The trip's order has the starts of a day in order of time and unknown ones last, so groups are runs.
    for (index, session) in trip.sessions_on(day).filter(|(index, s)| filter.matches(trip, *index, s, context)) {
        let time = session.when.start().map_or(GroupTime::Unknown, GroupTime::At);
        match groups.last_mut() {
            Some(group) if group.time == time => group.sessions.push(index),
            _ => groups.push(SessionGroup { time, sessions: vec![index] }),
        }
    }
    groups
}

/// The days of the agenda, in order: the trip's own, and those around it on which there is something of mine.
pub fn days(trip: &Trip, timeline: &Timeline) -> Vec<Day> {
    let mut days: Vec<Day> = trip.days().chain(timeline.items().iter().filter_map(|item| item.day)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// In which order to draw groups of these sizes for somebody who wants to be at group `first`: from there on until
/// `ahead` rows are drawn, then those before and those after by turns. At no time is there a gap in what is drawn.
pub fn drawing_order(sizes: &[usize], first: usize, ahead: usize) -> Vec<usize> {
    let mut before = (0..first.min(sizes.len())).rev();
    let mut after = first..sizes.len();
    let mut order = Vec::with_capacity(sizes.len());
    let mut rows = 0;
    while rows < ahead
        && let Some(group) = after.next()
    {
        rows += sizes.get(group).copied().unwrap_or(0);
        order.push(group);
    }
    while order.len() < sizes.len() {
        order.extend(before.next());
        order.extend(after.next());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::ConferenceDays;
    use crate::agenda::fixture::{at, day, only, own, trip};
    use crate::notebook::OwnItem;

    #[track_caller]
    fn check(query: &str, expect: &[(&str, &[&str])]) {
        let trip = trip();
        let (filter, mine) = (Filter::from_query(query), only(&["early"]));
        let groups = day_groups(&trip, day(), &filter, &FilterContext::new(&Timeline::default(), &mine, at("08:00")));
        let groups: Vec<(String, Vec<&str>)> = groups
            .iter()
            .map(|group| {
                let time = match group.time {
                    GroupTime::At(start) => trip.zone.local(start).clock(),
                    GroupTime::Unknown => "?".to_owned(),
                };
                (time, group.sessions.iter().map(|index| trip.sessions[*index].id.as_str()).collect())
            })
            .collect();
        let expect: Vec<(String, Vec<&str>)> =
            expect.iter().map(|(time, ids)| ((*time).to_owned(), ids.to_vec())).collect();
        assert_eq!(groups, expect, "{query}");
    }

    #[test]
    fn groups_share_a_start_and_what_has_no_time_comes_last() {
        check(
            "",
            &[
                ("08:00", &["desk"]),
                ("09:00", &["opening"]),
                ("10:00", &["early", "long"]),
                ("11:00", &["upstairs", "elsewhere"]),
                ("14:00", &["early-too", "no-level", "far", "somewhere"]),
                ("?", &["timeless"]),
            ],
        );
    }

    #[test]
    fn a_filter_leaves_no_empty_group() {
        check("type=Workshop", &[("10:00", &["long"])]);
        check("event=nowhere", &[]);
    }

    #[test]
    fn what_is_wanted_is_drawn_first_and_then_what_is_around_it() {
        #[track_caller]
        fn check(sizes: &[usize], first: usize, ahead: usize, expect: &[usize]) {
            assert_eq!(drawing_order(sizes, first, ahead), expect);
        }
        check(&[1, 1, 1], 0, 2, &[0, 1, 2]);
        check(&[4, 4, 4, 4, 4, 4], 2, 5, &[2, 3, 1, 4, 0, 5]);
        check(&[1, 1, 1], 2, 24, &[2, 1, 0]);
        check(&[1, 1], 7, 24, &[1, 0]);
        check(&[], 0, 24, &[]);
    }

    #[test]
    fn a_day_around_the_trip_is_one_of_the_agenda_when_something_of_ones_own_is_on_it() {
        let trip = trip();
        let item = |title: &str, days: i64| {
            let item = own(title, "09:00", None);
            OwnItem { start: item.start.plus_minutes(days * 24 * 60), ..item }
        };
        let trashed = OwnItem { deleted: Some(at("08:00")), ..item("not any more", 3) };
        let far = OwnItem { start: Instant(i64::MAX), ..item("at the end of time", 0) };
        let own = [item("flight", 4), item("dinner", 0), item("booth", -7), trashed, item("too early", -8), far];
        let timeline = |own: &[OwnItem]| Timeline::of(&trip, &ConferenceDays::of(&trip), &only(&[]), own);
        assert_eq!(days(&trip, &timeline(&own)), [-7, 0, 1, 4].map(|days| day().plus(days)));
        assert_eq!(days(&trip, &timeline(&[])), [day(), day().plus(1)]);
    }

    #[test]
    fn another_day_has_its_own_list() {
        let trip = trip();
        let (filter, mine) = (Filter::default(), only(&[]));
        let groups = day_groups(&trip, day().plus(1), &filter, &FilterContext::new(&Timeline::default(), &mine, at("08:00")));
        assert_eq!(groups, []);
    }
}
