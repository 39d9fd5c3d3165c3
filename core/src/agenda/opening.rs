//! What Now shows of a trip before anything is known of the user: the start page shows it before the app runs.

use super::now::Phase;
use crate::schedule::{Day, Trip, words};

/// As many sessions fill a phone's screen.
const ROWS: usize = 6;

/// The card that says that a trip is still to come, or over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseCard {
    /// What the card is about, in a few words above it.
    pub kind: &'static str,
    /// Its one line in large letters.
    pub title: String,
    /// What stands below.
    pub facts: String,
}

impl PhaseCard {
    /// The card of a trip in a phase; `None` while it is on.
    pub fn of(trip: &Trip, phase: Phase) -> Option<Self> {
        let days = words::days_between(trip.first, trip.last);
        match phase {
            Phase::Before { minutes } => {
                let title = format!("Starts in {}", words::duration(minutes));
                Some(Self { kind: "Not yet", title, facts: days })
            }
            Phase::During => None,
            Phase::After => {
                let facts =
                    "Look back in the agenda and your notebook, or walk through it as if it were on.".to_owned();
                Some(Self { kind: "This trip is over", title: format!("{} was on {days}", trip.title), facts })
            }
        }
    }
}

/// What a first visit is told: what Lanyard is.
pub const WELCOME: &str =
    "Lanyard keeps a conference on your phone: agenda, notes and photos. No account, and no network needed.";

/// How a first visit may begin: at the trip that comes with Lanyard, or with a conference of one's own.
pub const WELCOME_ADD: &str = "Add your conference";

/// The way into the example, on a first visit and from an empty notebook.
pub const WELCOME_EXAMPLE: &str = "Look at a full week";

/// The words of the first of the two ways to begin.
pub fn welcome_try(trip: &Trip) -> String {
    format!("Try it with {}", trip.title)
}

/// The programme's first sessions, by day: indices into [`Trip::sessions`].
pub fn opening(trip: &Trip) -> Vec<(Day, Vec<usize>)> {
    let mut left = ROWS;
    let mut days = Vec::new();
    for day in trip.days() {
        let sessions: Vec<usize> = trip.sessions_on(day).take(left).map(|(index, _)| index).collect();
        left -= sessions.len();
        if !sessions.is_empty() {
            days.push((day, sessions));
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{day, late, trip};

    #[test]
    fn a_trip_that_is_to_come_or_over_says_so() {
        let trip = trip();
        let said = |phase| PhaseCard::of(&trip, phase).map(|card| format!("{}: {}", card.kind, card.title));
        assert_eq!(said(Phase::Before { minutes: 90 }).as_deref(), Some("Not yet: Starts in 1 h 30 min"));
        assert_eq!(said(Phase::During), None);
        assert_eq!(said(Phase::After).as_deref(), Some("This trip is over: Week was on 13 to 14 November 2024"));
    }

    #[test]
    fn a_screen_full_of_sessions_is_shown_first() {
        let mut trip = trip();
        trip.sessions.push(late("second", 1, "09:00", "09:30"));
        assert_eq!(opening(&trip), [(day(), vec![0, 1, 2, 3, 4, 5])]);
        trip.sessions.drain(2..11);
        assert_eq!(opening(&trip), [(day(), vec![0, 1]), (day().plus(1), vec![2])]);
    }
}
