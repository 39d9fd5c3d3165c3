//! Open follow-ups as a message for a chat: the words first, then the addresses of the people, each on a line of its own.

use super::contact_card::ContactCard;
use super::entry::{Attachment, Entry};
use super::follow_ups::{FollowUp, open_follow_ups};
use super::groups::named_in;
use super::mentions::{KnownNames, MentionSpan, pieces};
use super::people::{Met, people, persons_entry};
use crate::schedule::address::is_http;
use crate::schedule::{Trip, words};
use crate::search::fold;
use crate::text::{markdown, plain_title};

/// What is open of the entries that `is_told` picks; empty when nothing is. Of people it says name and affiliation, where
/// they were met, and the addresses of their pages. Mail and phone stay here: nobody asked them.
///
/// ```text
/// To follow up after KubeCon week:
///
/// • Send the slides to Ana, by Mon 18 Nov
///   Ana López, CERN. Met at KubeCon, Wed 13 Nov, Keynote
///
/// https://ana.example
/// ```
pub fn follow_ups_message(
    trip: &Trip,
    entries: &[Entry],
    names: &KnownNames,
    is_told: &dyn Fn(&Entry) -> bool,
) -> String {
    let met = people(entries);
    let mut message = String::new();
    let mut links: Vec<String> = Vec::new();
    for open in open_follow_ups(entries) {
        let Some(entry) = entries.get(open.entry).filter(|entry| is_told(entry)) else { continue };
        if message.is_empty() {
            message = format!("To follow up after {}:\n", trip.title);
        }
        message.push_str(&format!("\n• {}\n", promise(&open, names)));
        // Of a task inside a note, the task alone says for whom it is.
        let told = Entry { text: open.text, ..entry.clone() };
        let named = named_in(&told, names);
        let known: Vec<&Met> =
            met.iter().filter(|met| named.iter().any(|name| fold(name) == fold(&met.name))).collect();
        for person in &known {
            let who = if person.affiliation.is_empty() { "" } else { ", " };
            let who = format!("{}{who}{}", person.name, person.affiliation);
            let met = persons_entry(person, entries).map(|first| where_and_when(trip, &first));
            message.push_str(&format!("  {}. Met at {}\n", plain_title(&who), met.unwrap_or_default()));
            let mut card = ContactCard::default();
            card.add_contacts(&person.contact);
            links.append(&mut card.links);
        }
        if known.is_empty() {
            message.push_str(&format!("  {}\n", where_and_when(trip, entry)));
        }
        links.extend(Some(entry.url.clone()).filter(|url| is_http(url)));
    }
    let mut told = Vec::new();
    for link in links {
        if !told.contains(&link) {
            message.push_str(if told.is_empty() { "\n" } else { "" });
            message.push_str(&format!("{link}\n"));
            told.push(link);
        }
    }
    message
}

/// What is to be done, on one line.
fn promise(open: &FollowUp, names: &KnownNames) -> String {
    let line = plain_title(&markdown(&open.text).plain());
    let mut said: String = pieces(&line, names)
        .into_iter()
        .flat_map(|piece| match piece {
            MentionSpan::Text(text) => ["", text],
            MentionSpan::Person(name) => ["", name],
            MentionSpan::Tag(tag) => ["#", tag],
        })
        .collect();
    if let Some(due) = open.due {
        said.push_str(&format!(", by {}", words::day_short(due)));
    }
    said
}

/// `KubeCon + CloudNativeCon, Wed 13 Nov, Keynote`: where and when an entry was written, for whoever reads it in a year.
pub fn where_and_when(trip: &Trip, entry: &Entry) -> String {
    let event = trip.events.iter().find(|event| Some(&event.id) == entry.event.as_ref());
    let written_in = entry.trip.as_ref().map_or(&trip.title, |own| &own.title);
    let at = event.map_or(written_in, |event| &event.title);
    let mut said = format!("{at}, {}", words::day_short(entry.local(trip, entry.at).day));
    let about = entry.attachment.title(trip).unwrap_or_else(|| entry.about.clone());
    if entry.attachment != Attachment::Hallway && !about.is_empty() {
        said.push_str(&format!(", {about}"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::super::entry::{EntryId, EntryKind};
    use super::*;
    use crate::agenda::fixture::{at, day, trip};
    use crate::schedule::SessionKey;

    fn entry(kind: EntryKind, text: &str) -> Entry {
        let on = Attachment::Session(SessionKey::new("main", "early"));
        let mut entry = Entry::new(EntryId::new(text), at("10:00"), on, Some("main".into()));
        entry.set_kind(kind);
        entry.text = text.into();
        entry
    }

    #[test]
    fn follow_ups_read_well_in_a_chat_and_their_links_come_last() {
        let mut ana = entry(EntryKind::Person, "mutexes");
        (ana.name, ana.affiliation) = ("Ana López".into(), "CERN".into());
        ana.contact = "ana@example.org, +41 22 767 6111, https://ana.example".into();
        let mut slides = entry(EntryKind::FollowUp, "Send *the* slides\nto @ana lopez #slides");
        slides.due = Some(day().plus(5));
        let mut read = entry(EntryKind::FollowUp, "Read the paper");
        read.url = "https://paper.example".into();
        read.attachment = Attachment::Hallway;
        let mut done = entry(EntryKind::FollowUp, "Done already");
        done.done = true;
        let note = entry(EntryKind::Note, "With @Ana López\n- [ ] ask about beer");
        let entries = [ana, slides, read, done, note, entry(EntryKind::FollowUp, "Of another trip")];
        let names = KnownNames::new(["Ana López"].into_iter());
        let is_told = |entry: &Entry| entry.text != "Of another trip";
        let event = trip().events[0].title.clone();
        let expect = format!(
            "To follow up after Week:\n\n\
             • Send the slides to ana lopez #slides, by Mon 18 Nov\n  Ana López, CERN. Met at {event}, Wed 13 Nov, early\n\n\
             • Read the paper\n  {event}, Wed 13 Nov\n\n\
             • ask about beer\n  {event}, Wed 13 Nov, early\n\n\
             https://ana.example\nhttps://paper.example\n"
        );
        assert_eq!(follow_ups_message(&trip(), &entries, &names, &is_told), expect);
        assert_eq!(follow_ups_message(&trip(), &entries, &names, &|_| false), "");
    }
}
