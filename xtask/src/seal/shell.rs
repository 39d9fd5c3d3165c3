//! What the start page says of the trip before anything runs.

use lanyard_core::agenda::{self, ConferenceDays, Phase, PhaseCard, RowTime, SessionRow};
use lanyard_core::schedule::{Instant, Session, Trip, words};
use lanyard_core::text::query::encode;

use super::Values;

/// The values of the start page's placeholders, as at `now`: the app says the hour as soon as it runs.
pub fn trip_words(trip: &Trip, has_example: bool, now: Instant) -> Values {
    let phase = agenda::phase(trip, &ConferenceDays::of(trip), now);
    Values::from([
        ("trip-title", escaped(&trip.title)),
        ("trip-clock", words::day_and_clock(trip, now)),
        ("trip-city", escaped(&trip.city)),
        ("welcome", welcome(trip, has_example)),
        ("first-card", PhaseCard::of(trip, phase).map(|shown| card(trip, phase, &shown)).unwrap_or_default()),
        ("first-rows", first_rows(trip)),
    ])
}

/// The markup of the welcome in `src/pages/now.rs`.
fn welcome(trip: &Trip, has_example: bool) -> String {
    let [about, add] = [agenda::WELCOME, agenda::WELCOME_ADD];
    let example = match has_example {
        true => format!("<p><a href=\"#/notebook?example=week\">{}</a></p>", agenda::WELCOME_EXAMPLE),
        false => String::new(),
    };
    let attempt = escaped(&agenda::welcome_try(trip));
    format!(
        "<section class=\"welcome\"><p>{about}</p><p><a href=\"{}\">{attempt}</a></p>{example}\
         <p><a href=\"#/import\">{add}</a></p></section>",
        rehearsal(trip)
    )
}

fn rehearsal(trip: &Trip) -> String {
    format!("#/now?at={}", encoded(&trip.first_moment().to_string()))
}

/// The markup of the card in `src/pages/now.rs`.
fn card(trip: &Trip, phase: Phase, PhaseCard { kind, title, facts }: &PhaseCard) -> String {
    let [title, facts] = [title, facts].map(|words| escaped(words));
    let buttons = match phase {
        Phase::After => format!(
            "<div class=\"buttons\"><a class=\"button primary\" href=\"#/agenda\">Open the agenda</a><a class=\"button\" \
             href=\"{}\">Rehearse the week</a></div>",
            rehearsal(trip)
        ),
        Phase::Before { .. } | Phase::During => String::new(),
    };
    format!(
        "<section class=\"now-card event-0\"><p class=\"now-kind\">{kind}</p><h2 class=\"now-title\">{title}</h2>\
         <p class=\"row-facts\">{facts}</p>{buttons}</section>"
    )
}

/// The programme's first sessions as the app would draw them, so that a first visit sees them at once. The app takes
/// their place when it has started.
fn first_rows(trip: &Trip) -> String {
    let mut page = String::new();
    for (day, sessions) in agenda::opening(trip) {
        let sessions = sessions.into_iter().filter_map(|index| trip.sessions.get(index));
        let rows: String = sessions.map(|session| row(trip, session)).collect();
        page.push_str(&format!("<section><h2>{}</h2><ul class=\"rows\">{rows}</ul></section>", words::day_long(day)));
    }
    page
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    encode(text, &mut encoded);
    encoded
}

/// The markup of `src/components/row.rs`, as far as nothing runs.
fn row(trip: &Trip, session: &Session) -> String {
    let SessionRow { class, start, end, title, label, facts } = SessionRow::of(trip, session, RowTime::Clock);
    let key = trip.key(session);
    let mut address = String::from("#/session");
    for part in [key.event.as_str(), key.session.as_str()] {
        address.push('/');
        address.push_str(&encoded(part));
    }
    let [title, label, facts] = [title, label, facts].map(|words| escaped(&words));
    format!(
        "<li class=\"{class}\"><p class=\"row-time\"><b>{start}</b> <span>{end}</span></p><div class=\"row-body\"><a class=\"row-title\" href=\"{address}\">{title}</a><p class=\"row-facts\"><span class=\"row-event\">{label}</span>{facts}</p></div></li>"
    )
}

/// Text as it stands in a page; braces too, because they would be a placeholder.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '"' | '\'' | '{' | '}' => escaped.push_str(&format!("&#{};", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use lanyard_core::schedule::wire::decode_index;

    use super::*;

    /// One event of colour 2, a room, two people and two sessions, on 2024-11-12.
    const INDEX: &str = "lanyard-trip\t1\nt\tR&D <b>{style}</b>\tHere\t20039\t0\t0\nUTC\n0\n\
        1\ne\tEvent\tE\t2\t0\t0\t\t\t0\t0\n0\n0\n1\nr\tR\t\t\n2\nA\nB\n\n\n0\n\
        2\n0\t\t\t\t\tt<\t\n0\t\t\t\t\t\t\n2\n1\na b\"/2\n<b>\nT\n0\n1\n906\n@0\n\n0\n++\n\n";

    #[test]
    fn what_an_organiser_writes_is_text_in_the_page() {
        let words = trip_words(&decode_index(INDEX).unwrap(), false, Instant::parse("2024-11-20T10:00:00Z").unwrap());
        assert_eq!(words["trip-title"], "R&#38;D &#60;b&#62;&#123;style&#125;&#60;/b&#62;");
        assert_eq!(words["trip-clock"], "Wed 20 Nov · 10:00 UTC");
        assert!(
            words["first-card"].contains("R&#38;D &#60;b&#62;&#123;style&#125;&#60;/b&#62; was on 12 November 2024")
        );
        let expect = "<section><h2>Tuesday 12 November</h2><ul class=\"rows\">\
            <li class=\"row event-2\"><p class=\"row-time\"><b>~15:06</b> <span></span></p><div class=\"row-body\">\
            <a class=\"row-title\" href=\"#/session/e/1\">&#60;b&#62;</a>\
            <p class=\"row-facts\"><span class=\"row-event\"></span>A, B</p></div></li>\
            <li class=\"row event-2\"><p class=\"row-time\"><b></b> <span></span></p><div class=\"row-body\"><a class=\"row-title\" href=\"#/session/e/a%20b%22%2f2\">T</a>\
            <p class=\"row-facts\"><span class=\"row-event\"></span>time not known · R</p></div></li></ul></section>";
        assert_eq!(words["first-rows"], expect);
    }

    #[test]
    fn the_example_is_offered_where_there_is_one() {
        let trip = decode_index(INDEX).unwrap();
        assert!(welcome(&trip, true).contains("<a href=\"#/notebook?example=week\">Look at a full week</a>"));
        assert!(!welcome(&trip, false).contains("example"));
    }
}
