//! What runs in the background of a conference: desks, breaks and whatever goes on for hours.
//!
//! One is never "in" such a session, so it is never what is on now, never next and never clashes with anything. Sources
//! say it in many words; the rule below knows the common ones in English. It must never hide a talk: a word counts only
//! where it stands for the session as a whole.

use super::listing::When;

/// Whatever lasts longer than this is not attended from start to end.
pub const LONG_MINUTES: i64 = 180;

/// Kinds of session that are background whatever they are called, in lower case.
const KINDS: [&str; 13] = [
    "badge pick-up",
    "break",
    "breaks",
    "coffee break",
    "check-in",
    "exhibition",
    "lunch",
    "meal",
    "meals",
    "registration",
    "registration & breaks",
    "service",
    "service session",
];

/// Titles that are background whatever their kind. A title counts only up to its first punctuation, so that
/// "Lunch, hosted by Intel" is a lunch and "Lunch and learn with the SIGs" is not.
const TITLES: [&str; 16] = [
    "badge pick up",
    "break",
    "breakfast",
    "check in",
    "coat bag check",
    "coffee",
    "coffee break",
    "dinner",
    "dinner break",
    "lunch",
    "lunch break",
    "project lightning talk break",
    "registration",
    "relaxation station",
    "solutions showcase",
    "tea break",
];

/// Whether a session is background, by its kind and title in the words of its source and by how long it lasts.
pub fn is_background(title: &str, kind: Option<&str>, when: When) -> bool {
    let long = match (when.start(), when.end()) {
        (Some(start), Some(end)) => end.minutes_since(start) > LONG_MINUTES,
        _ => false,
    };
    let kind = kind.map(|kind| kind.trim().to_lowercase());
    long || kind.is_some_and(|kind| KINDS.contains(&kind.as_str())) || TITLES.contains(&plain(title).as_str())
}

/// The words of a title in lower case: joined by single spaces, up to the first comma, bar, bracket or full stop.
fn plain(title: &str) -> String {
    let head = title.split([',', '|', '(', '.', ';']).next().unwrap_or(title);
    let mut plain = String::new();
    for word in head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&word.to_lowercase());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Instant;

    #[track_caller]
    fn check(title: &str, kind: Option<&str>, minutes: Option<i64>, expect: bool) {
        let start = Instant(1_731_534_120);
        let when = When::stated(start, minutes.map(|minutes| start.plus_minutes(minutes)));
        assert_eq!(is_background(title, kind, when), expect, "{title} ({kind:?}, {minutes:?} min)");
    }

    #[test]
    fn desks_and_breaks_are_background_by_their_kind() {
        check("Badge Pick-Up", Some("Registration"), None, true);
        check("Somewhere to sit", Some("BREAK"), Some(30), true);
        // What Sessionize calls a session that nobody holds.
        check("Doors open", Some("Service"), Some(30), true);
        check("KubeCrawl", Some("Social"), Some(120), false);
    }

    #[test]
    fn desks_and_breaks_are_background_by_their_title() {
        check("Coffee Break ☕", None, Some(15), true);
        check("Lunch 🍲", None, None, true);
        check("Coat + Bag Check", None, None, true);
        check("Registration, Networking & Coffee Service", None, Some(60), true);
        check("Relaxation Station", Some("Experience"), None, true);
    }

    #[test]
    fn a_talk_about_breaks_is_a_talk() {
        check("How we break Kubernetes", Some("Breakout"), Some(35), false);
        check("Lunch and learn with the SIGs", Some("Experience"), Some(120), false);
        check("Registration flows with Keycloak", None, Some(35), false);
        check("", None, None, false);
    }

    #[test]
    fn only_more_than_three_hours_is_long() {
        check("Doc sprint", None, Some(180), false);
        check("Doc sprint", None, Some(181), true);
        check("Doc sprint", None, None, false);
    }
}
