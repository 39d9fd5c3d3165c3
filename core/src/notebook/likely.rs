//! What an entry is most likely about, for whoever has to choose.

use super::entry::Attachment;
use crate::schedule::{Day, Instant, Session, SessionKey, Trip, When};

/// What an entry of `day`, written at `at`, may be about, likeliest first: my sessions that are on, the hallway, my other
/// sessions of the day by how near they are, other sessions that are on, then the rest of the day in its order.
pub fn likely_attachments(
    trip: &Trip,
    day: Day,
    at: Instant,
    is_mine: &dyn Fn(&SessionKey) -> bool,
) -> Vec<Attachment> {
    let ranked = |(_, session): (usize, &Session)| {
        let key = trip.key(session);
        let is_mine = is_mine(&key);
        let away = minutes_away(session.when, at);
        let is_on = away == Some(0) && !session.background;
        let rank = match (is_mine, is_on) {
            (true, true) => 0,
            (true, false) => 2,
            (false, true) => 3,
            (false, false) => 4,
        };
        let nearness = away.filter(|_| is_mine).unwrap_or(0);
        ((rank, nearness), Attachment::Session(key))
    };
    let mut likely: Vec<((u8, i64), Attachment)> = trip.sessions_on(day).map(ranked).collect();
    likely.push(((1, 0), Attachment::Hallway));
    likely.sort_by_key(|(rank, _)| *rank);
    likely.into_iter().map(|(_, attachment)| attachment).collect()
}

/// From `at` to a session: 0 while it is on, `None` when its time is not known. Without an end it is on for an hour.
fn minutes_away(when: When, at: Instant) -> Option<i64> {
    let start = when.start()?;
    let end = match when {
        When::Timed { end: Some(end), .. } => end,
        _ => start.plus_minutes(60),
    };
    Some(if at < start { start.minutes_since(at) } else { at.minutes_since(end).max(0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture;

    #[test]
    fn mine_come_first_then_the_hallway_and_what_is_on() {
        let trip = fixture::trip();
        let early = fixture::session(&trip, "early");
        let (day, start) = (early.day.unwrap(), early.when.start().unwrap());
        let mine = |ids: &'static [&'static str]| move |key: &SessionKey| ids.contains(&key.session.as_str());
        let list = |ids: &'static [&'static str], at: Instant| {
            let name = |what: Attachment| match what {
                Attachment::Session(key) => key.session.to_string(),
                _ => "hallway".to_owned(),
            };
            likely_attachments(&trip, day, at, &mine(ids)).into_iter().map(name).collect::<Vec<String>>()
        };
        let at = start.plus_minutes(5);
        assert_eq!(list(&["early", "somewhere"], at)[..3], ["early", "hallway", "somewhere"]);
        assert_eq!(list(&["somewhere", "opening"], at)[..3], ["hallway", "opening", "somewhere"], "the nearest first");
        let others = list(&[], at);
        assert_eq!(others[0], "hallway");
        assert!(others.iter().position(|it| it == "early") < others.iter().position(|it| it == "somewhere"));
        assert_eq!(others.len(), trip.sessions_on(day).count() + 1);
    }
}
