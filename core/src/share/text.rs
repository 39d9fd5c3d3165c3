//! What goes into a chat: an agenda as plain text, and any words with a link.

use super::link::DescribedItem;
use crate::schedule::{Trip, words};

/// The heading of what has no time.
pub const TIME_NOT_KNOWN: &str = "Time not known";

/// What is told, by day and in order of time, in the trip's zone: `11:15–11:50 Title · Location`. What has no time comes last.
pub fn as_text(trip: &Trip, told: &[DescribedItem]) -> String {
    let mut sorted: Vec<&DescribedItem> = told.iter().collect();
    sorted.sort_by_key(|told| (told.start.is_none(), told.start, told.end));
    let mut text = String::new();
    let mut day_before = None;
    for told in sorted {
        let day = told.start.map(|start| trip.today(start));
        if day_before != Some(day) {
            text.push_str(if day_before.is_some() { "\n" } else { "" });
            text.push_str(&day.map_or_else(|| TIME_NOT_KNOWN.to_owned(), words::day_and_year));
            text.push('\n');
            day_before = Some(day);
        }
        for (before, at) in [("", told.start), ("–", told.end)] {
            if let Some(at) = at {
                text.push_str(before);
                text.push_str(&words::venue_clock(trip, at));
            }
        }
        text.push_str(if told.start.is_some() { " " } else { "" });
        text.push_str(&told.title);
        if let Some(location) = &told.location {
            text.push_str(" · ");
            text.push_str(location);
        }
        text.push('\n');
    }
    text
}

/// Words for a chat, then the link on a line of its own. It is one text: beside a text, Android puts an address into the
/// same line (`ShareServiceImpl.java` of Chromium), and some apps on an iPhone take one of the two.
pub fn with_link(words: &str, link: &str) -> String {
    format!("{}\n{link}", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{at, key, trip};
    use super::*;
    use crate::schedule::{Hours, Telling, Zone};

    #[test]
    fn an_agenda_reads_as_a_list() {
        let told = |id: &str, start, end, location: Option<&str>| DescribedItem {
            key: key(id),
            title: format!("Talk {id}"),
            start,
            end,
            location: location.map(str::to_owned),
        };
        let agenda = [
            told("c", None, None, Some("Lobby")),
            told("b", Some(at(24 * 60)), None, None),
            told("a", Some(at(0)), Some(at(30)), Some("Hall 1")),
        ];
        let expect = "Wed 13 Nov 2024\n12:13–12:43 Talk a · Hall 1\n\nThu 14 Nov 2024\n12:13 Talk b\n\n\
                      Time not known\nTalk c · Lobby\n";
        assert_eq!(as_text(&trip(), &agenda), expect);
        let telling = Telling { hours: Hours::Twelve, zone: Some(Zone::fixed("Asia/Tokyo", 9 * 3600, "JST")) };
        let said_otherwise = Trip { telling, ..trip() };
        assert_eq!(as_text(&said_otherwise, &agenda), expect, "others are told venue time, however I am");
        assert_eq!(as_text(&trip(), &[]), "");
    }

    #[test]
    fn a_link_stands_on_a_line_of_its_own() {
        let told =
            [DescribedItem { key: key("a"), title: "Talk a".into(), start: Some(at(0)), end: None, location: None }];
        let said = with_link(&as_text(&trip(), &told), "https://l.example/#/session/a/b");
        assert_eq!(said, "Wed 13 Nov 2024\n12:13 Talk a\nhttps://l.example/#/session/a/b");
    }
}
