//! What the start page says of the trip before anything runs.

use lanyard_core::agenda::{RowTime, SessionRow};
use lanyard_core::schedule::{Session, Trip, words};
use lanyard_core::text::query::encode;

use super::Values;

/// The values of the start page's placeholders.
pub fn trip_words(trip: &Trip) -> Values {
    Values::from([
        ("trip-title", escaped(&trip.title)),
        ("trip-days", words::days_between(trip.first, trip.last)),
        ("trip-city", escaped(&trip.city)),
        ("first-rows", first_rows(trip)),
    ])
}

/// How many sessions the start page shows before anything runs: a phone's screen full.
const FIRST_ROWS: usize = 6;

/// The programme's first sessions as the app would draw them, so that a first visit sees them at once. The app takes
/// their place when it has started.
fn first_rows(trip: &Trip) -> String {
    let mut page = String::new();
    let mut left = FIRST_ROWS;
    for day in trip.days() {
        if left == 0 {
            break;
        }
        page.push_str(&format!("<section><h2>{}</h2><ul class=\"rows\">", words::day_long(day)));
        for (_, session) in trip.sessions_on(day).take(left) {
            left -= 1;
            page.push_str(&row(trip, session));
        }
        page.push_str("</ul></section>");
    }
    page
}

/// The markup of `src/components/row.rs`, as far as nothing runs.
fn row(trip: &Trip, session: &Session) -> String {
    let SessionRow { class, start, end, title, label, facts } = SessionRow::of(trip, session, RowTime::Clock);
    let key = trip.key(session);
    let mut address = String::from("#/session");
    for part in [key.event.as_str(), key.session.as_str()] {
        address.push('/');
        encode(part, &mut address);
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
        let words = trip_words(&decode_index(INDEX).unwrap());
        assert_eq!(words["trip-title"], "R&#38;D &#60;b&#62;&#123;style&#125;&#60;/b&#62;");
        assert_eq!(words["trip-days"], "12 November 2024");
        let expect = "<section><h2>Tuesday 12 November</h2><ul class=\"rows\">\
            <li class=\"row event-2\"><div class=\"row-body\"><a class=\"row-title\" href=\"#/session/e/1\">&#60;b&#62;</a>\
            <p class=\"row-facts\"><span class=\"row-event\">E</span> · about 15:06 · A, B</p></div></li>\
            <li class=\"row event-2\"><div class=\"row-body\"><a class=\"row-title\" href=\"#/session/e/a%20b%22%2f2\">T</a>\
            <p class=\"row-facts\"><span class=\"row-event\">E</span> · time not known · R</p></div></li></ul></section>";
        assert_eq!(words["first-rows"], expect);
    }
}
