use super::super::fixture;
use super::*;
use crate::schedule::{Session, When};
use proptest::collection::vec;
use proptest::prelude::*;

/// A trip of sessions that begin and end so many minutes after its first talk; their ids are their places.
fn trip(slots: &[(i64, i64)]) -> Trip {
    let mut trip = fixture::trip();
    let session = |(index, (start, end)): (usize, &(i64, i64))| {
        let when = When::stated(fixture::at(*start), Some(fixture::at(*end)));
        Session { when, ..Session::new(index.to_string().as_str().into(), 0, format!("Talk {index}")) }
    };
    trip.sessions = slots.iter().enumerate().map(session).collect();
    trip
}

fn person(name: &str, sessions: &[usize]) -> Participant {
    let sessions = sessions.iter().map(|index| fixture::key(&index.to_string())).collect();
    Participant { name: name.to_owned(), sessions }
}

/// Each session as `index:who covers it`.
#[track_caller]
fn check(slots: &[(i64, i64)], people: &[Participant], expect: &str) {
    let trip = trip(slots);
    let covers = cover(&trip, &shared_picks(&trip, people, None), people.len());
    let name = |by: Option<usize>| by.map_or("nobody", |by| people[by].name.as_str());
    let seen: Vec<String> = covers.iter().map(|cover| format!("{}:{}", cover.session, name(cover.by))).collect();
    assert_eq!(seen.join(" "), expect);
}

#[test]
fn you_take_one_i_take_the_other_and_nobody_has_the_third() {
    let (me, ada) = (person("me", &[0, 1]), person("ada", &[1, 2]));
    check(&[(0, 30), (0, 30), (10, 60)], &[me.clone(), ada], "0:me 1:ada 2:nobody");
    // Whoever is free takes what only another one picked.
    check(&[(0, 30), (0, 30), (40, 60)], &[me, person("bob", &[2])], "0:me 1:bob 2:bob");
}

#[test]
fn what_begins_when_another_one_ends_can_be_heard_too() {
    check(&[(0, 30), (30, 60), (60, 60)], &[person("me", &[0, 1, 2])], "0:me 1:me 2:me");
}

#[test]
fn a_long_session_gives_way_to_two_short_ones() {
    check(&[(0, 90), (0, 30), (30, 60)], &[person("me", &[0, 1, 2])], "1:me 0:nobody 2:me");
}

#[test]
fn picks_are_those_of_the_day_with_all_who_picked_them() {
    let mut trip = fixture::trip();
    trip.sessions[0].day = Some(Day(20_000));
    trip.sessions[1].day = Some(Day(20_001));
    let of = |name: &str, ids: &[&str]| Participant {
        name: name.to_owned(),
        sessions: ids.iter().map(|id| fixture::key(id)).collect(),
    };
    let people = [of("me", &["b", "gone"]), of("ada", &["a", "b"]), of("bob", &[])];
    let pick = |session, who: &[usize]| SharedPick { session, who: who.to_vec() };
    assert_eq!(shared_picks(&trip, &people, None), [pick(0, &[1]), pick(1, &[0, 1])]);
    assert_eq!(shared_picks(&trip, &people, Some(Day(20_001))), [pick(1, &[0, 1])]);
}

#[test]
fn no_two_have_the_same_letters() {
    let names = ["Ada Lovelace", "Alan von Lund", "Al", "ada", "Zoë", "  ", "Adam", "É", "é"];
    assert_eq!(initials(&names), ["AL", "AU", "A1", "AD", "ZO", "?", "AA", "É", "É1"]);
}

/// The most sessions that so many people can hear, by trying all sets of them.
fn most_covered(slots: &[(i64, i64)], people: usize) -> usize {
    let fits = |set: u32| {
        let chosen = |index: &usize| set & (1 << index) != 0;
        (0..slots.len()).filter(chosen).all(|index| {
            let at = slots[index].0;
            let running = |other: &usize| slots[*other].0 <= at && at < slots[*other].1;
            (0..slots.len()).filter(chosen).filter(running).count() <= people
        })
    };
    (0..1_u32 << slots.len()).filter(|set| fits(*set)).map(u32::count_ones).max().unwrap_or(0) as usize
}

proptest! {
    #[test]
    fn a_plan_covers_as_much_as_any_and_puts_nobody_in_two_places(
        slots in vec((0..8_i64, 1..5_i64), 0..9),
        picks in vec(vec(0..9_usize, 0..9), 1..5),
    ) {
        let slots: Vec<(i64, i64)> = slots.iter().map(|(start, length)| (start * 10, (start + length) * 10)).collect();
        let people: Vec<Participant> = picks.iter().map(|picks| person("x", picks)).collect();
        let trip = trip(&slots);
        let picked = shared_picks(&trip, &people, None);
        let covers = cover(&trip, &picked, people.len());
        prop_assert_eq!(covers.len(), picked.len());
        for (index, one) in covers.iter().enumerate() {
            for other in &covers[index + 1..] {
                let (a, b) = (slots[one.session], slots[other.session]);
                prop_assert_ne!(one.session, other.session);
                prop_assert!(one.by.is_none() || one.by != other.by || a.1 <= b.0 || b.1 <= a.0);
            }
        }
        let of_picked: Vec<(i64, i64)> = picked.iter().map(|pick| slots[pick.session]).collect();
        let covered = covers.iter().filter(|cover| cover.by.is_some()).count();
        prop_assert_eq!(covered, most_covered(&of_picked, people.len()));
    }
}
