use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::mutation::{check as check_mutated, mutated};
use super::*;
use crate::schedule::{
    Day, Details, Event, EventId, Hours, Instant, Link, Person, Position, Room, RoomId, Session, SessionId, SessionKey,
    SessionStatus, Span, Telling, Trip, TripId, Venue, VenueId, Walk, When, Zone,
};

/// Few characters, but the ones that could hurt.
fn text() -> impl Strategy<Value = String> {
    "[a-bé☕ \\\\\t\n\r@+,]{0,6}"
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![4 => (20_000..20_010_i32).prop_map(Day), 1 => any::<i32>().prop_map(Day)]
}

fn instant() -> impl Strategy<Value = Instant> {
    let minute = (0..10_000_i64).prop_map(|minute| Instant(1_731_196_800 + minute * 60));
    prop_oneof![6 => minute, 1 => any::<i64>().prop_map(Instant)]
}

fn when() -> impl Strategy<Value = When> {
    let timed = (instant(), option::of(instant()), any::<bool>(), any::<bool>()).prop_map(|(start, end, from, to)| {
        When::Timed { start, start_precision: precision(from), end, end_precision: precision(to) }
    });
    prop_oneof![1 => Just(When::Unknown), 1 => day().prop_map(When::Day), 4 => timed]
}

fn zone() -> impl Strategy<Value = Zone> {
    let span = (any::<i64>(), -50_000..50_000_i32, text()).prop_map(|(from, offset_seconds, abbreviation)| Span {
        from: Instant(from),
        offset_seconds,
        abbreviation,
    });
    (text(), vec(span, 0..3)).prop_map(|(name, spans)| Zone { name, spans })
}

fn session() -> impl Strategy<Value = Session> {
    let labels = (option::of(0..3_usize), option::of(0..3_usize), option::of(0..3_usize), option::of(0..3_usize));
    let rest = (option::of(0..2_usize), vec(0..4_usize, 0..4), 0..3_u8, any::<bool>());
    (text(), 0..2_usize, text(), when(), option::of(day()), any::<bool>(), labels, rest).prop_map(
        |(
            id,
            event,
            title,
            when,
            day,
            civil,
            (track, kind, level, language),
            (room, speakers, standing, background),
        )| {
            let standing =
                [SessionStatus::Listed, SessionStatus::Cancelled, SessionStatus::Gone][usize::from(standing)];
            let day = match when {
                When::Day(day) if civil => Some(day),
                _ => day,
            };
            let id = SessionId::new(id);
            Session {
                id,
                event,
                title,
                when,
                day,
                room,
                track,
                kind,
                level,
                language,
                speakers,
                status: standing,
                background,
            }
        },
    )
}

fn link() -> impl Strategy<Value = Link> {
    (text(), text()).prop_map(|(title, url)| Link { title, url })
}

fn event() -> impl Strategy<Value = Event> {
    let links = vec(link(), 0..3);
    (text(), text(), any::<u8>(), day(), option::of(text()), vec(text(), 0..3), vec(0..2_usize, 0..3), links).prop_map(
        |(id, title, color, first, url, facts, venues, links)| {
            let (id, short, completeness) = (EventId::new(id), title.clone(), url.clone());
            Event { id, title, short, color, first, last: first, url, links, facts, venues, completeness }
        },
    )
}

fn venue() -> impl Strategy<Value = Venue> {
    (text(), text(), option::of(text()), option::of(any::<(i32, i32)>()), vec(text(), 0..3)).prop_map(
        |(id, name, address, position, facts)| {
            let position = position.map(|(latitude, longitude)| Position { latitude, longitude });
            Venue { id: VenueId::new(id), short: name.clone(), name, address, position, facts }
        },
    )
}

/// Any trip whose indices point into its own tables.
pub fn trip() -> impl Strategy<Value = Trip> {
    let room = (text(), text(), option::of(text()), option::of(0..2_usize)).prop_map(|(id, name, level, venue)| Room {
        id: RoomId::new(id),
        name,
        level,
        venue,
    });
    let person = (text(), option::of(text())).prop_map(|(name, affiliation)| Person { name, affiliation });
    let walk = (0..2_usize, 0..2_usize, any::<u32>(), any::<bool>()).prop_map(|(a, b, minutes, about)| Walk {
        between: (a, b),
        minutes,
        precision: precision(about),
    });
    let tables = (vec(event(), 2), vec(venue(), 2), vec(walk, 0..3), vec(room, 2), vec(person, 4), vec(text(), 3));
    (text(), zone(), day(), day(), vec(text(), 0..3), tables, vec(session(), 0..12)).prop_map(
        |(title, zone, first, last, facts, (events, venues, walks, rooms, people, labels), sessions)| Trip {
            id: TripId::new(title.as_str()),
            city: title.clone(),
            title,
            zone,
            first,
            last,
            as_of: first,
            facts,
            events,
            venues,
            walks,
            rooms,
            people,
            labels,
            sessions,
            telling: Telling::default(),
        },
    )
}

fn details() -> impl Strategy<Value = Vec<(SessionKey, Details)>> {
    let one = (text(), text(), option::of(text()), option::of(text()), vec(link(), 0..3));
    vec(one, 0..5).prop_map(|all| {
        let one = |(event, session, url, abstract_text, links): (String, String, Option<String>, _, _)| {
            let remark = url.clone();
            (SessionKey::new(event.as_str(), session.as_str()), Details { abstract_text, url, links, remark })
        };
        all.into_iter().map(one).collect()
    })
}

/// Each session's own details are found, and no others.
fn check_book(details: &[(SessionKey, Details)]) -> Result<(), TestCaseError> {
    let book = DetailsBook::open(encode_details(details)).unwrap();
    for (key, _) in details {
        let first = details.iter().find(|(other, _)| other == key).map(|(_, details)| details.clone());
        prop_assert_eq!(book.find(key), first);
    }
    prop_assert_eq!(book.find(&SessionKey::new("nowhere", "")), None);
    for bytes in [1, 40, usize::MAX] {
        let (mut all, mut offset) = (Vec::new(), 0);
        while let Some((part, next)) = book.part(offset, bytes) {
            prop_assert!(next > offset);
            prop_assert!(part.iter().all(|(at, _, details)| book.at(*at).as_ref() == Some(details)));
            all.extend(part.into_iter().map(|(_, key, details)| (key, details)));
            offset = next;
        }
        prop_assert_eq!(all.as_slice(), details);
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_trip_comes_back_as_it_was(trip in trip()) {
        prop_assert_eq!(decode_index(&encode_index(&trip)), Ok(trip));
    }

    #[test]
    fn how_times_are_told_is_not_written(trip in trip()) {
        let telling = Telling { hours: Hours::Twelve, zone: Some(Zone::utc()) };
        prop_assert_eq!(encode_index(&Trip { telling, ..trip.clone() }), encode_index(&trip));
    }

    #[test]
    fn any_text_gives_a_trip_or_damaged(text in "\\PC*|lanyard-(trip|details)\t1\n[0-9\t\n]*") {
        let _ = (decode_index(&text), decode_details(&text));
        let _ = DetailsBook::open(text).map(|book| book.find(&SessionKey::new("0", "1")));
    }

    #[test]
    fn a_changed_index_is_damaged_or_gives_a_trip_that_can_be_used(texts in mutated(trip(), encode_index)) {
        for trip in check_mutated(&texts, decode_index, encode_index)? {
            for session in &trip.sessions {
                prop_assert!(trip.event(session).is_some());
                prop_assert_eq!(trip.speakers(session).count(), session.speakers.len());
                prop_assert_eq!(trip.room(session).is_some(), session.room.is_some());
                prop_assert_eq!(trip.label(session.kind).is_some(), session.kind.is_some());
            }
            for event in &trip.events {
                prop_assert!(event.venues.iter().all(|venue| *venue < trip.venues.len()));
            }
        }
    }

    #[test]
    fn changed_details_are_damaged_or_as_good_as_written_so(
        texts in mutated(details(), |details| encode_details(details)),
    ) {
        for details in check_mutated(&texts, decode_details, |details| encode_details(details))? {
            check_book(&details)?;
        }
    }

    #[test]
    fn details_come_back_as_they_were(details in details()) {
        check_book(&details)?;
        prop_assert_eq!(decode_details(&encode_details(&details)), Ok(details));
    }
}

#[track_caller]
fn check(text: &str, expect: Damaged) {
    assert_eq!(decode_index(text), Err(expect));
}

#[test]
fn what_is_no_index_is_told_apart() {
    check("", Damaged::NotThisForm);
    check("<!doctype html>", Damaged::NotThisForm);
    check("lanyard-details\t1\n0\n", Damaged::NotThisForm);
    check("lanyard-trip\t0\n", Damaged::NotThisForm);
    check("lanyard-trip\t2\n", Damaged::Newer);
    check("lanyard-trip\t1", Damaged::Line(2));
    check("lanyard-trip\t1\nid\ttitle\tplace\tx\t0\t0\n", Damaged::Line(2));
}

#[test]
fn a_count_beyond_the_text_costs_nothing() {
    check("lanyard-trip\t1\nid\ttitle\tplace\t0\t0\t0\nUTC\n9000000000000000000\n", Damaged::Line(6));
}

#[test]
fn days_may_be_as_far_apart_as_numbers_go() {
    let mut trip = decode_index("lanyard-trip\t1\nt\tT\tHere\t0\t0\t0\nUTC\n0\n0\n0\n0\n0\n0\n0\n0\n0\n").unwrap();
    (trip.first, trip.last) = (Day(i32::MAX), Day(i32::MIN));
    assert_eq!(decode_index(&encode_index(&trip)), Ok(trip));
}
