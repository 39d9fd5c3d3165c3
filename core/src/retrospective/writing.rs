//! The sentences and lines that a draft is made of, as note Markdown.

use crate::notebook::{OwnItem, Recording, recording::offset_in_words};
use crate::schedule::words::{day_long, days_between, venue_clock};
use crate::schedule::{Day, Event, Link, Person, SessionKey, Trip};
use crate::text::{Block, Href, markdown, plain_title};

use super::material::{Material, SessionMaterial};

/// Words that others wrote, so that no sign in them means anything in a note.
pub(super) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (index, c) in words.char_indices() {
        let begins_a_block = index == 0 && matches!(c, '#' | '>' | '-' | '+' | '~');
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<') || begins_a_block {
            out.push('\\');
        }
        out.push(c);
    }
    // `1. May` is no list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])) {
        out.insert(digits, '\\');
    }
    out
}

/// A link, or the words alone where the address is none.
pub(super) fn link(words: &str, address: &str) -> String {
    let words = escaped(words);
    match Href::parse(address) {
        Some(href) => format!("[{words}]({})", in_brackets(href.as_str())),
        None => words,
    }
}

/// The address of a link: round brackets that are not a pair would end it too early.
fn in_brackets(address: &str) -> String {
    address.replace('(', "%28").replace(')', "%29")
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The title of a session with a link to its page, and in a second line who spoke, the slides and the recording.
pub(super) fn session(material: &Material, key: &SessionKey, known: &SessionMaterial) -> String {
    let session = material.trip.find(key);
    let title = session.map_or(known.snapshot.title.as_str(), |session| session.title.as_str());
    let title = if title.is_empty() { key.session.as_str() } else { title };
    let page = known.details.url.as_deref().filter(|page| !is_of_the_event(material.trip, key, page));
    let mut text = link(title, page.unwrap_or(""));
    let speakers: Vec<&Person> = session.map(|session| material.trip.speakers(session).collect()).unwrap_or_default();
    let mut line: Vec<String> = Vec::new();
    if !speakers.is_empty() {
        line.push(joined(&speakers.into_iter().map(speaker).collect::<Vec<String>>()));
    }
    line.extend(slides(&known.details.links).map(|slides| link("Slides", &slides.url)));
    line.extend(recording(known).map(|recording| watch(&recording)));
    if !line.is_empty() {
        text.push('\n');
        text.push_str(&line.join(" · "));
    }
    text
}

/// Whether an address is that of the whole event: some programmes are one page, to which each session leads.
fn is_of_the_event(trip: &Trip, key: &SessionKey, page: &str) -> bool {
    let event = trip.events.iter().find(|event| event.id == key.event);
    event
        .and_then(|event| event.url.as_deref())
        .is_some_and(|url| url.trim_end_matches('/') == page.trim_end_matches('/'))
}

fn speaker(person: &Person) -> String {
    match &person.affiliation {
        Some(affiliation) => format!("{} ({})", escaped(&person.name), escaped(affiliation)),
        None => escaped(&person.name),
    }
}

fn slides(links: &[Link]) -> Option<&Link> {
    let is_deck = |link: &&Link| {
        let (title, address) = (link.title.to_lowercase(), link.url.to_lowercase());
        title.contains("slide") || title.contains("presentation") || address.ends_with(".pdf")
    };
    links.iter().find(is_deck)
}

/// The recording of a session: as the user noted it, else as the programme has it.
pub(super) fn recording(known: &SessionMaterial) -> Option<Recording> {
    if known.recording.url.trim().is_empty() {
        Recording::among(&known.details.links)
    } else {
        Some(known.recording.clone())
    }
}

/// The link that plays a recording.
pub(super) fn watch(recording: &Recording) -> String {
    let words = match recording.starts_at() {
        Some(start) if start > 0 => format!("Recording from {}", offset_in_words(start)),
        _ => "Recording".to_owned(),
    };
    link(&words, &recording.href())
}

/// `Cloud Native Rejekts NA 2024, Sunday 10 November`; the short name where the event has several sections.
pub(super) fn section_heading(event: Option<&Event>, is_one_of_many: bool, day: Day) -> String {
    match event {
        Some(event) => {
            let name = if is_one_of_many { &event.short } else { &event.title };
            format!("{}, {}", escaped(name), day_long(day))
        }
        None => day_long(day),
    }
}

/// Where and when an event was, and how many came.
pub(super) fn event_facts(trip: &Trip, event: &Event) -> String {
    let title = link(&event.title, event.url.as_deref().unwrap_or(""));
    let when = when(event.first, event.last);
    let venues: Vec<String> =
        event.venues.iter().filter_map(|index| trip.venues.get(*index)).map(|venue| escaped(&venue.name)).collect();
    let at = if venues.is_empty() { String::new() } else { format!(", {}", joined(&venues)) };
    let mut text = format!("{title}: {when}{at}.");
    for fact in event.facts.iter().filter(|fact| says_who_came(fact)) {
        text.push(' ');
        text.push_str(&escaped(fact));
    }
    text
}

/// Of an event's facts, those that outlast it. What somebody guessed is no fact under another's name.
fn says_who_came(fact: &str) -> bool {
    let fact = fact.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| fact.contains(word));
    says(&["people", "attend", "visitor", "participant"]) && !says(&["guess", "estimate"])
}

/// `Ben: what he wrote`. Before a list, a quote or code the name is a paragraph of its own, or it would become a part of that.
pub(super) fn by_author(author: &str, text: &str) -> String {
    let is_running = matches!(markdown(text).blocks.first(), None | Some(Block::Paragraph(_)));
    format!("{}:{}{text}", escaped(&plain_title(author)), if is_running { " " } else { "\n\n" })
}

/// `12 November 2024`, `10 to 15 November 2024`.
pub(super) fn when(first: Day, last: Day) -> String {
    days_between(first, last)
}

/// `Dinner with colleagues, 19:00, downtown`, and what was noted on it.
pub(super) fn own_item(trip: &Trip, item: &OwnItem) -> String {
    let mut line = vec![escaped(plain_title(&item.title).as_str()), venue_clock(trip, item.start)];
    if !item.location.trim().is_empty() {
        line.push(escaped(item.location.trim()));
    }
    let line = line.join(", ");
    if item.note.trim().is_empty() { line } else { format!("{line}\n\n{}", item.note.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_means_nothing_in_a_note() {
        #[track_caller]
        fn check(words: &str) {
            assert_eq!(markdown(&escaped(words)).plain(), words);
            let linked = link(words, "https://a.example/x(y");
            assert_eq!(markdown(&linked).plain(), words, "{linked}");
        }
        for words in [
            "C# in *anger*, [again]",
            "# no heading",
            "1. May",
            "12) noon",
            "- dash",
            "> quote",
            "~~~",
            "a_b_c",
            "`code`",
            "<b>",
            "back\\slash",
            "🦀 rust",
            "{{ x }}",
            "a | b",
            "עברית",
        ] {
            check(words);
        }
    }

    #[test]
    fn the_author_stands_before_the_words() {
        #[track_caller]
        fn check(author: &str, text: &str, expect: &str) {
            assert_eq!(markdown(&by_author(author, text)).plain(), expect);
        }
        check("Ben", "It *begins*.\n\n- one", "Ben: It begins.\none");
        check("Ben", "- one\n- two", "Ben:\none\ntwo");
        check("Ben", "> said", "Ben:\nsaid");
        check("Ben", "# x", "Ben:\nx");
        check("*1.\n[Ben](x)", "said", "*1. [Ben](x): said");
        check("1. Ben", "said", "1. Ben: said");
    }

    #[test]
    fn words_are_joined_as_in_a_sentence() {
        let words = |words: &[&str]| joined(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!([words(&[]), words(&["A"]), words(&["A", "B"])], ["", "A", "A and B"]);
        assert_eq!(words(&["A", "B", "C"]), "A, B and C");
    }
}
