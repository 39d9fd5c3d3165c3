//! The agenda as a list: groups of what starts together, and at the end of each day what has no time.

use super::filter::{Filter, FilterContext};
use super::{AgendaItem, AgendaItemRef, Timeline};
use crate::schedule::{Day, Instant, Trip};

/// What of one day starts together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaGroup {
    /// The day of the conference; `None` when not even that is known.
    pub day: Option<Day>,
    /// When all of [`AgendaGroup::items`] start; `None` when no time is known.
    pub start: Option<Instant>,
    /// Mine first, each in the trip's order; never empty.
    pub items: Vec<AgendaItemRef>,
}

/// The groups of a day, by time; those of all days with `None`, by day. What passes the filter is listed, and own items
/// where it asks for no property that only sessions have. `filter.day` is not asked.
pub fn groups(trip: &Trip, day: Option<Day>, filter: &Filter, context: &FilterContext<'_>) -> Vec<AgendaGroup> {
    let sessions = trip.sessions.iter().enumerate().filter(|(_, session)| day.is_none() || session.day == day);
    let mut groups: Vec<AgendaGroup> = Vec::new();
    // The trip's order is that of the list, so the sessions of a group follow each other.
    for (index, session) in sessions.filter(|(index, session)| filter.matches(trip, *index, session, context)) {
        let (start, what) = (session.when.start(), AgendaItemRef::Session(index));
        match groups.last_mut() {
            Some(group) if (group.day, group.start) == (session.day, start) => group.items.push(what),
            _ => groups.push(AgendaGroup { day: session.day, start, items: vec![what] }),
        }
    }
    let is_mine = |what: &AgendaItemRef| what.session(trip).is_some_and(|session| (context.mine)(&trip.key(session)));
    for group in groups.iter_mut().filter(|group| group.items.len() > 1) {
        let (mut mine, others): (Vec<_>, Vec<_>) = group.items.iter().partition(|what| is_mine(what));
        mine.extend(others);
        group.items = mine;
    }
    if !filter.asks_of_sessions() {
        let own = context.timeline.items().iter().filter(|item| matches!(item.what, AgendaItemRef::Own(_)));
        let of_day = own.filter(|item| day.is_none() || item.day == day);
        for item in of_day.filter(|item| !filter.upcoming || item.slot.is_some_and(|slot| slot.end > context.now)) {
            put_in(&mut groups, item);
        }
    }
    groups
}

/// Own items stand before what else starts with them.
fn put_in(groups: &mut Vec<AgendaGroup>, item: &AgendaItem) {
    let key = (item.day, item.slot.map(|slot| slot.start));
    let order = |(day, start): (Option<Day>, Option<Instant>)| (day.is_none(), day, start.is_none(), start);
    let at = groups.partition_point(|group| order((group.day, group.start)) < order(key));
    match groups.get_mut(at) {
        Some(group) if (group.day, group.start) == key => group.items.insert(0, item.what),
        _ => groups.insert(at, AgendaGroup { day: key.0, start: key.1, items: vec![item.what] }),
    }
}

/// The days of the agenda, in order: the trip's own, and those around it on which there is something of mine.
pub fn days(trip: &Trip, timeline: &Timeline) -> Vec<Day> {
    let mut days: Vec<Day> = trip.days().chain(timeline.items().iter().filter_map(|item| item.day)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::ConferenceDays;
    use crate::agenda::fixture::{add, at, day, going, late, only, own, trip};
    use crate::notebook::OwnItem;

    #[track_caller]
    fn check(query: &str, on: Option<Day>, expect: &[(&str, &[&str])]) {
        let mut trip = trip();
        add(&mut trip, [late("party", 0, "00:30", "02:00"), late("second", 1, "09:00", "09:30")]);
        let own = [own("coffee", "11:00", Some("11:20")), own("dinner", "19:00", None)];
        let (filter, mine) = (Filter::from_query(query), only(&["long", "no-level", "second", "timeless"]));
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &going(&mine), &own);
        let groups = groups(&trip, on, &filter, &FilterContext::new(&timeline, &mine, at("10:30")));
        let groups: Vec<(String, Vec<&str>)> = groups
            .iter()
            .map(|group| {
                let time = group.start.map_or_else(|| "?".to_owned(), |start| trip.zone.local(start).clock());
                let later = group.day.filter(|on| *on != day()).map_or("", |_| "+");
                (format!("{later}{time}"), group.items.iter().map(|item| item.title(&trip, &own).unwrap()).collect())
            })
            .collect();
        let expect: Vec<(String, Vec<&str>)> =
            expect.iter().map(|(time, ids)| ((*time).to_owned(), ids.to_vec())).collect();
        assert_eq!(groups, expect, "{query}");
    }

    #[test]
    fn a_group_starts_together_with_mine_first_and_what_has_no_time_comes_last() {
        check(
            "",
            Some(day()),
            &[
                ("08:00", &["desk"]),
                ("09:00", &["opening"]),
                ("10:00", &["long", "early"]),
                ("11:00", &["coffee", "upstairs", "elsewhere"]),
                ("14:00", &["no-level", "early-too", "far", "somewhere"]),
                ("19:00", &["dinner"]),
                ("00:30", &["party"]),
                ("?", &["timeless"]),
            ],
        );
    }

    #[test]
    fn a_filter_leaves_no_empty_group() {
        check("type=Workshop", Some(day()), &[("10:00", &["long"])]);
        check("event=nowhere", Some(day()), &[]);
        check(
            "when=upcoming&view=mine",
            Some(day()),
            &[
                ("10:00", &["long"]),
                ("11:00", &["coffee"]),
                ("14:00", &["no-level"]),
                ("19:00", &["dinner"]),
                ("?", &["timeless"]),
            ],
        );
    }

    #[test]
    fn mine_of_all_days_is_one_list() {
        check(
            "view=mine",
            None,
            &[
                ("10:00", &["long"]),
                ("11:00", &["coffee"]),
                ("14:00", &["no-level"]),
                ("19:00", &["dinner"]),
                ("?", &["timeless"]),
                ("+09:00", &["second"]),
            ],
        );
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
        let timeline = |own: &[OwnItem]| Timeline::of(&trip, &ConferenceDays::of(&trip), &going(&only(&[])), own);
        assert_eq!(days(&trip, &timeline(&own)), [-7, 0, 1, 4].map(|days| day().plus(days)));
        assert_eq!(days(&trip, &timeline(&[])), [day(), day().plus(1)]);
    }

    #[test]
    fn another_day_has_its_own_list() {
        check("", Some(day().plus(1)), &[("+09:00", &["second"])]);
        check("", Some(day().plus(2)), &[]);
    }
}
