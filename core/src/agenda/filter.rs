//! Which sessions a list shows. Filters combine: each narrows the list, and the values of one filter widen it.

use std::collections::BTreeMap;

use super::slot::slot;
use super::{AgendaItemRef, GridColumns, SessionPredicate, Slot, Timeline};
use crate::schedule::{Day, EventId, Instant, RoomId, Session, Trip};
use crate::text::query;

/// An empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The day the list opens on; `None` is today, or the nearest day of the trip.
    pub day: Option<Day>,
    /// Leaves out what is not in my agenda; `view=mine` in the address.
    pub mine: bool,
    /// The ids of the events whose sessions are shown.
    pub events: Vec<EventId>,
    /// The ids of the rooms whose sessions are shown.
    pub rooms: Vec<RoomId>,
    /// Types of session (`Workshop`), in the words of the schedule; `type=` in the address.
    pub kinds: Vec<String>,
    /// Tracks, in the words of the schedule.
    pub tracks: Vec<String>,
    /// Levels of difficulty, in the words of the schedule.
    pub levels: Vec<String>,
    /// Languages, in the words of the schedule.
    pub languages: Vec<String>,
    /// Leaves out what is over.
    pub upcoming: bool,
    /// Leaves out what clashes with mine.
    pub fits_gaps: bool,
    /// Shows one day against time, in such columns, and not as a list. It narrows nothing.
    pub grid: Option<GridColumns>,
}

/// What sessions can be filtered by, each with values of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterProperty {
    /// The event, by its id.
    Event,
    /// The kind of session, in the words of the schedule.
    Kind,
    /// The track, in the words of the schedule.
    Track,
    /// The room, by its id.
    Room,
    /// The level of difficulty, in the words of the schedule.
    Level,
    /// The language, in the words of the schedule.
    Language,
}

/// A value that can be chosen, and what choosing it would show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterChoice {
    /// As the filter keeps it.
    pub value: String,
    /// As people read it.
    pub name: String,
    /// How many sessions have it, of those that the rest of the filter shows.
    pub sessions: usize,
}

impl FilterProperty {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Event, Self::Track, Self::Kind, Self::Room, Self::Level, Self::Language];

    /// The value of a session and its name; `None` when the session has none.
    fn of<'a>(self, trip: &'a Trip, session: &Session) -> Option<(&'a str, &'a str)> {
        let label = |label| trip.label(label).map(|label| (label, label));
        match self {
            Self::Event => trip.event(session).map(|event| (event.id.as_str(), event.short.as_str())),
            Self::Room => trip.room(session).map(|room| (room.id.as_str(), room.name.as_str())),
            Self::Kind => label(session.kind),
            Self::Track => label(session.track),
            Self::Level => label(session.level),
            Self::Language => label(session.language),
        }
    }
}

/// Who looks at the list, and when.
pub struct FilterContext<'a> {
    /// Which sessions are in my agenda.
    pub mine: &'a SessionPredicate<'a>,
    /// The instant that [`Filter::upcoming`] compares ends with.
    pub now: Instant,
    /// My agenda: [`Filter::fits_gaps`] looks for gaps in it, and its own items are listed.
    pub timeline: &'a Timeline,
}

impl<'a> FilterContext<'a> {
    /// `mine` says of a session whether it is in `timeline`, which is my agenda.
    pub fn new(timeline: &'a Timeline, mine: &'a SessionPredicate<'a>, now: Instant) -> Self {
        Self { mine, now, timeline }
    }

    fn is_free_for(&self, index: usize, session: &Session) -> bool {
        let what = AgendaItemRef::Session(index);
        slot(session).is_none_or(|wanted| self.timeline.overlaps(what, wanted).is_empty())
    }

    /// Whether the session at `index` is over. What has no time is not.
    fn is_over(&self, session: &Session) -> bool {
        session.when.start().is_some_and(|start| Slot::new(start, session.when.end()).end <= self.now)
    }
}

impl Filter {
    /// Whether the session at `index` of the trip is shown. The day is not asked: a list has one day at a time.
    pub fn matches(&self, trip: &Trip, index: usize, session: &Session, context: &FilterContext<'_>) -> bool {
        let label = |wanted: &[String], label: Option<usize>| {
            wanted.is_empty() || trip.label(label).is_some_and(|label| wanted.iter().any(|wanted| wanted == label))
        };
        let event = |id: &EventId| trip.event(session).is_some_and(|event| event.id == *id);
        let room = |id: &RoomId| trip.room(session).is_some_and(|room| room.id == *id);
        (self.events.is_empty() || self.events.iter().any(event))
            && (self.rooms.is_empty() || self.rooms.iter().any(room))
            && label(&self.kinds, session.kind)
            && label(&self.tracks, session.track)
            && label(&self.levels, session.level)
            && label(&self.languages, session.language)
            && !(self.upcoming && context.is_over(session))
            && (!self.mine || (context.mine)(&trip.key(session)))
            && (!self.fits_gaps || context.is_free_for(index, session))
    }

    /// The values of a property that are chosen.
    pub fn values(&self, property: FilterProperty) -> Vec<&str> {
        fn texts(values: &[String]) -> Vec<&str> {
            values.iter().map(String::as_str).collect()
        }
        match property {
            FilterProperty::Event => self.events.iter().map(EventId::as_str).collect(),
            FilterProperty::Room => self.rooms.iter().map(RoomId::as_str).collect(),
            FilterProperty::Kind => texts(&self.kinds),
            FilterProperty::Track => texts(&self.tracks),
            FilterProperty::Level => texts(&self.levels),
            FilterProperty::Language => texts(&self.languages),
        }
    }

    /// Chooses a value of a property, or no longer chooses it.
    pub fn toggle(&mut self, property: FilterProperty, value: &str) {
        fn toggle<T: PartialEq>(values: &mut Vec<T>, value: T) {
            match values.iter().position(|other| *other == value) {
                Some(index) => drop(values.remove(index)),
                None => values.push(value),
            }
        }
        match property {
            FilterProperty::Event => toggle(&mut self.events, EventId::new(value)),
            FilterProperty::Room => toggle(&mut self.rooms, RoomId::new(value)),
            FilterProperty::Kind => toggle(&mut self.kinds, value.to_owned()),
            FilterProperty::Track => toggle(&mut self.tracks, value.to_owned()),
            FilterProperty::Level => toggle(&mut self.levels, value.to_owned()),
            FilterProperty::Language => toggle(&mut self.languages, value.to_owned()),
        }
    }

    /// What can be chosen of a property among the sessions of a day, or of all days: each value that a session has, with
    /// how many sessions it would show beside the rest of the filter, by name.
    pub fn choices(
        &self,
        trip: &Trip,
        day: Option<Day>,
        property: FilterProperty,
        context: &FilterContext<'_>,
    ) -> Vec<FilterChoice> {
        let chosen = self.values(property);
        let mut rest = self.clone();
        chosen.iter().for_each(|value| rest.toggle(property, value));
        let mut choices: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let sessions = trip.sessions.iter().enumerate();
        for (index, session) in sessions.filter(|(_, session)| day.is_none() || session.day == day) {
            let Some((value, name)) = property.of(trip, session) else { continue };
            let count = choices.entry((name, value)).or_default();
            *count += usize::from(rest.matches(trip, index, session, context));
        }
        let choice = |((name, value), sessions): ((&str, &str), usize)| FilterChoice {
            value: value.to_owned(),
            name: name.to_owned(),
            sessions,
        };
        choices.into_iter().map(choice).collect()
    }

    /// Whether it asks for what only sessions have: an event, a room, a type, or room in my agenda.
    pub fn asks_of_sessions(&self) -> bool {
        let labels = [&self.kinds, &self.tracks, &self.levels, &self.languages];
        self.fits_gaps || !self.events.is_empty() || !self.rooms.is_empty() || labels.iter().any(|it| !it.is_empty())
    }

    /// `day=2024-11-13&view=mine&grid=rooms&event=kubecon&room=...`, in this order.
    pub fn to_query(&self) -> String {
        let mut text = String::new();
        if let Some(day) = self.day {
            query::push(&mut text, "day", &day.to_string());
        }
        let flags =
            [(self.mine, "view", "mine"), (self.upcoming, "when", "upcoming"), (self.fits_gaps, "fits", "gaps")];
        for (on, name, value) in flags {
            if on {
                query::push(&mut text, name, value);
            }
        }
        if let Some(columns) = self.grid {
            query::push(&mut text, "grid", columns.word());
        }
        for event in &self.events {
            query::push(&mut text, "event", event.as_str());
        }
        for room in &self.rooms {
            query::push(&mut text, "room", room.as_str());
        }
        let labels =
            [("type", &self.kinds), ("track", &self.tracks), ("level", &self.levels), ("language", &self.languages)];
        for (name, values) in labels {
            for value in values {
                query::push(&mut text, name, value);
            }
        }
        text
    }

    /// Reads what [`Filter::to_query`] writes. What it does not know it leaves out.
    pub fn from_query(text: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in query::pairs(text) {
            match name {
                "day" => filter.day = Day::parse(&value),
                "view" => filter.mine = value == "mine",
                "when" => filter.upcoming = value == "upcoming",
                "fits" => filter.fits_gaps = value == "gaps",
                "grid" => filter.grid = GridColumns::from_word(&value),
                "event" => filter.events.push(EventId::new(value)),
                "room" => filter.rooms.push(RoomId::new(value)),
                "type" => filter.kinds.push(value),
                "track" => filter.tracks.push(value),
                "level" => filter.levels.push(value),
                "language" => filter.languages.push(value),
                _ => {}
            }
        }
        filter
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::ConferenceDays;
    use crate::agenda::fixture::{at, going, only, own, trip};

    #[track_caller]
    fn check(query: &str, expect: &[&str]) {
        let trip = trip();
        let mine = only(&["early"]);
        let filter = Filter::from_query(query);
        let own = [own("coffee", "11:10", Some("11:20"))];
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &going(&mine), &own);
        let context = FilterContext::new(&timeline, &mine, at("10:45"));
        let shown = trip.sessions.iter().enumerate().filter(|(index, s)| filter.matches(&trip, *index, s, &context));
        let shown: Vec<&str> = shown.map(|(_, session)| session.id.as_str()).collect();
        assert_eq!(shown, expect, "{query}");
    }

    #[test]
    fn each_filter_narrows() {
        check("view=mine", &["early"]);
        check("event=side", &["far", "somewhere"]);
        check("room=main", &["opening", "early", "early-too"]);
        check("type=Keynote", &["opening"]);
        check("track=Storage&level=Beginner&language=de", &["upstairs"]);
    }

    #[test]
    fn values_of_one_filter_widen_and_filters_combine() {
        check("type=Keynote&type=Workshop", &["opening", "long"]);
        check("type=Keynote&room=upper", &[]);
        check("event=nowhere", &[]);
    }

    #[test]
    fn upcoming_leaves_out_what_is_over() {
        check("when=upcoming&room=main", &["early-too"]);
        check("when=upcoming&event=main&type=Workshop", &["long"]);
    }

    #[test]
    fn what_fits_my_gaps_shares_no_minute_with_mine() {
        check("fits=gaps&room=main", &["opening", "early", "early-too"]);
        check("fits=gaps&type=Workshop", &[]);
        check("fits=gaps&room=upper", &[]);
    }

    #[test]
    fn a_choice_says_how_much_it_would_show() {
        let trip = trip();
        let (mine, timeline) = (only(&[]), Timeline::default());
        let context = FilterContext::new(&timeline, &mine, at("08:00"));
        let said = |query: &str, property| {
            let choices =
                Filter::from_query(query).choices(&trip, Some(crate::agenda::fixture::day()), property, &context);
            choices.iter().map(|choice| format!("{} {}", choice.name, choice.sessions)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(said("", FilterProperty::Event), "main 9, side 2");
        assert_eq!(said("type=Keynote", FilterProperty::Event), "main 1, side 0");
        assert_eq!(said("event=side", FilterProperty::Event), "main 9, side 2");
        assert_eq!(said("event=side", FilterProperty::Kind), "Keynote 0, Workshop 0");
        assert_eq!(said("", FilterProperty::Language), "de 1");
    }

    #[test]
    fn a_value_is_chosen_and_no_longer_chosen() {
        let mut filter = Filter::default();
        for property in FilterProperty::ALL {
            filter.toggle(property, "a");
            filter.toggle(property, "b");
            filter.toggle(property, "a");
            assert_eq!(filter.values(property), ["b"]);
        }
        assert_eq!(filter.to_query(), "event=b&room=b&type=b&track=b&level=b&language=b");
    }

    #[test]
    fn a_damaged_query_loses_only_what_is_damaged() {
        let filter = Filter::from_query("day=2024-13-99&&event=kubecon&room=%F&type&x=1&language=caf%C3%A9+au");
        let expect = Filter {
            events: vec![EventId::from("kubecon")],
            languages: vec!["café au".to_owned()],
            ..Filter::default()
        };
        assert_eq!(filter, expect);
    }

    #[test]
    fn the_contract_with_the_address_bar() {
        let filter = Filter { day: Day::parse("2024-11-13"), mine: true, ..Filter::default() };
        assert_eq!(filter.to_query(), "day=2024-11-13&view=mine");
        assert_eq!(Filter::default().to_query(), "");
        for columns in GridColumns::ALL {
            let query = Filter { grid: Some(columns), mine: true, ..Filter::default() }.to_query();
            assert_eq!(query, format!("view=mine&grid={}", columns.word()));
        }
        assert_eq!(Filter::from_query("grid=floors").grid, None);
    }

    proptest! {
        #[test]
        fn every_filter_survives_the_address_bar(
            day in proptest::option::of(-700_000..2_900_000_i32),
            flags in any::<(bool, bool, bool)>(),
            columns in 0..=GridColumns::ALL.len(),
            lists in vec(vec(".{0,8}", 0..3), 6),
        ) {
            let filter = Filter {
                day: day.map(Day),
                mine: flags.0,
                upcoming: flags.1,
                fits_gaps: flags.2,
                grid: GridColumns::ALL.get(columns).copied(),
                events: lists[0].iter().map(|id| EventId::from(id.as_str())).collect(),
                rooms: lists[1].iter().map(|id| RoomId::from(id.as_str())).collect(),
                kinds: lists[2].clone(),
                tracks: lists[3].clone(),
                levels: lists[4].clone(),
                languages: lists[5].clone(),
            };
            prop_assert_eq!(Filter::from_query(&filter.to_query()), filter);
        }

        #[test]
        fn any_query_gives_a_filter(text in "\\PC*") {
            let filter = Filter::from_query(&text);
            prop_assert_eq!(Filter::from_query(&filter.to_query()), filter);
        }
    }
}
