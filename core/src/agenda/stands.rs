//! Posters and booths: sessions that have a location and no time, as a list to walk along.

use std::cmp::Ordering;

use crate::schedule::{Session, SessionStatus, Trip};

/// The stands of one hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hall {
    /// Index into [`Trip::rooms`]; `None` for stands without a room.
    pub room: Option<usize>,
    /// Indices into [`Trip::sessions`], by number and then by title.
    pub stands: Vec<usize>,
}

/// Words that a kind or a track of stands has in it.
const STAND_WORDS: [&str; 6] = ["poster", "booth", "stand", "exhibit", "expo", "demo"];

/// Whether a session is a poster or a booth: without a time of day, and of a kind or a track that says so.
pub fn is_stand(trip: &Trip, session: &Session) -> bool {
    let says_so = |label| trip.label(label).is_some_and(|label| STAND_WORDS.iter().any(|word| has_word(label, word)));
    session.status == SessionStatus::Listed
        && session.when.start().is_none()
        && (says_so(session.kind) || says_so(session.track))
}

/// Whether one of the words of a text is this one, or its plural: "stand" is in "Stands" and not in "Understanding".
fn has_word(text: &str, word: &str) -> bool {
    let is_it = |found: &str| {
        let found = found.to_lowercase();
        found == word || found.strip_suffix('s') == Some(word) || (word == "exhibit" && found.starts_with(word))
    };
    text.split(|c: char| !c.is_alphanumeric()).any(is_it)
}

/// All stands of a trip, hall by hall in the trip's order.
pub fn halls(trip: &Trip) -> Vec<Hall> {
    let mut halls: Vec<Hall> = Vec::new();
    for (index, session) in trip.sessions.iter().enumerate().filter(|(_, session)| is_stand(trip, session)) {
        match halls.iter_mut().find(|hall| hall.room == session.room) {
            Some(hall) => hall.stands.push(index),
            None => halls.push(Hall { room: session.room, stands: vec![index] }),
        }
    }
    halls.sort_by_key(|hall| (hall.room.is_none(), hall.room));
    let title = |index: &usize| trip.sessions.get(*index).map_or("", |session| session.title.as_str());
    for hall in &mut halls {
        hall.stands.sort_by(|one, other| by_number(title(one), title(other)));
    }
    halls
}

/// Digits in texts are compared as numbers: P9 stands before P10.
fn by_number(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (a, b) = (digits(one), digits(other));
        let order = if a > 0 && b > 0 {
            let (number, of_other) = (one.get(..a).unwrap_or(""), other.get(..b).unwrap_or(""));
            let (number, of_other) = (number.trim_start_matches('0'), of_other.trim_start_matches('0'));
            let order = number.len().cmp(&of_other.len()).then_with(|| number.cmp(of_other));
            (one, other) = (one.get(a..).unwrap_or(""), other.get(b..).unwrap_or(""));
            order
        } else {
            let (mut letters, mut of_other) = (one.chars(), other.chars());
            let order = match (letters.next(), of_other.next()) {
                (None, None) => return Ordering::Equal,
                (a, b) => a.map(|c| c.to_ascii_lowercase()).cmp(&b.map(|c| c.to_ascii_lowercase())),
            };
            (one, other) = (letters.as_str(), of_other.as_str());
            order
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::fixture::{day, timed, trip};
    use crate::schedule::When;

    #[test]
    fn stands_are_listed_by_hall_and_number() {
        let mut trip = trip();
        trip.labels.extend(["Poster session", "Booths"].map(str::to_owned));
        let poster = |title: &str, room| Session {
            title: title.to_owned(),
            when: When::Day(day()),
            kind: Some(5),
            ..timed(title, 0, "00:00", None, room)
        };
        trip.sessions.extend([
            poster("P10 Ten", Some(1)),
            poster("P9 Nine", Some(1)),
            poster("p09b Nine again", Some(1)),
            poster("Loose", None),
            Session { when: When::Unknown, kind: None, track: Some(6), ..poster("B1", Some(0)) },
            Session { status: SessionStatus::Gone, ..poster("Gone", Some(0)) },
            Session { kind: Some(1), ..poster("A workshop without a time", Some(0)) },
            Session { kind: Some(5), ..timed("A talk on posters", 0, "10:00", Some("10:30"), Some(0)) },
        ]);
        let said: Vec<(Option<usize>, Vec<&str>)> = halls(&trip)
            .iter()
            .map(|hall| (hall.room, hall.stands.iter().map(|index| trip.sessions[*index].title.as_str()).collect()))
            .collect();
        assert_eq!(
            said,
            [(Some(0), vec!["B1"]), (Some(1), vec!["P9 Nine", "p09b Nine again", "P10 Ten"]), (None, vec!["Loose"]),]
        );
    }

    #[test]
    fn a_word_is_a_whole_word() {
        for (text, word, expect) in [
            ("Poster", "poster", true),
            ("Posters & Demos", "demo", true),
            ("Exhibition", "exhibit", true),
            ("Understanding", "stand", false),
            ("Exposure", "expo", false),
            ("Democracy", "demo", false),
        ] {
            assert_eq!(has_word(text, word), expect, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_numbers_is_one(a in "[ap0-9]{0,5}", b in "[ap0-9]{0,5}", c in "[ap0-9]{0,5}") {
            prop_assert_eq!(by_number(&a, &b), by_number(&b, &a).reverse());
            if by_number(&a, &b).is_le() && by_number(&b, &c).is_le() {
                prop_assert!(by_number(&a, &c).is_le());
            }
        }
    }
}
