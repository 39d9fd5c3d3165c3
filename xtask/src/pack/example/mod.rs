//! The example of a trip: `example/week.json` beside `trip.toml`, with its pictures. A trip may do without one.
//!
//! It is written as one would tell it, by hand, and so it is checked as strictly as collected facts are: what it says of
//! the trip must be there, and its private words must stand in what is private and nowhere else. What ships is the text of
//! the records ([`example::join`]), and the pictures as they are.

mod week;

use std::collections::BTreeMap;
use std::path::Path;

use lanyard_core::notebook::schema::{entry_record, mark_record, own_item_record};
use lanyard_core::notebook::wire::{write_entry, write_mark, write_own_item, write_recording};
use lanyard_core::notebook::{
    Attachment, Entry, EntryId, EntryKind, EntryTrip, Mark, OwnItem, OwnItemId, PhotoId, Recording, SessionSnapshot,
    example,
};
use lanyard_core::records::stamp::{HybridClock, Knows};
use lanyard_core::records::{Fields, Record, Revision, UnixMillis, WriterId};
use lanyard_core::schedule::address::is_http;
use lanyard_core::schedule::{Day, EventId, Instant, Local, Session, SessionKey, Trip};
use sha2::{Digest, Sha256};

use week::{Captured, OnSession, Planned, Recorded, Week};

/// The folder of the example, and the file in it.
pub const FOLDER: &str = "example";
pub const FILE: &str = "week.json";

/// An example in the form that ships.
#[derive(Default)]
pub struct PackedExample {
    /// The text of all records.
    pub records: String,
    /// The pictures by their digest.
    pub photos: BTreeMap<String, Vec<u8>>,
}

/// Packs an example. `picture` reads a picture by its name.
pub fn pack(
    text: &[u8],
    trip: &Trip,
    picture: &dyn Fn(&Path) -> Option<Vec<u8>>,
) -> Result<PackedExample, Vec<String>> {
    let week: Week = serde_json::from_slice(text).map_err(|error| vec![error.to_string()])?;
    let mut packer = Packer {
        trip,
        picture,
        clock: HybridClock::new(),
        faults: Vec::new(),
        frames: Vec::new(),
        photos: BTreeMap::new(),
    };
    for (index, captured) in week.entries.iter().enumerate() {
        packer.entry(index, captured);
    }
    for marked in &week.marks {
        packer.marks(marked);
    }
    for (index, planned) in week.own.iter().enumerate() {
        packer.own_item(index, planned);
    }
    packer.check_private_words(&week);
    match packer.faults.is_empty() {
        true => Ok(PackedExample { records: example::join(&packer.frames), photos: packer.photos }),
        false => Err(packer.faults),
    }
}

struct Packer<'a> {
    trip: &'a Trip,
    picture: &'a dyn Fn(&Path) -> Option<Vec<u8>>,
    clock: HybridClock,
    faults: Vec<String>,
    frames: Vec<String>,
    photos: BTreeMap<String, Vec<u8>>,
}

impl<'a> Packer<'a> {
    fn check(&mut self, holds: bool, place: &str, sentence: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(format!("{place}: {}", sentence()));
        }
    }

    fn keep(&mut self, record: Record, at: Instant, fields: Fields) {
        let millis = UnixMillis(u64::try_from(at.0).unwrap_or(0) * 1_000);
        let stamp = self.clock.tick(millis, &WriterId::new("example"));
        self.frames.push(Revision { record, stamp, knows: Knows::default(), fields }.write());
    }

    fn entry(&mut self, index: usize, captured: &Captured) {
        let place = format!("entry {} of {}", index + 1, captured.at);
        let at = self.instant(&place, &captured.at);
        let kind = EntryKind::from_word(&captured.kind);
        self.check(kind.is_some(), &place, || format!("There is no kind {:?}.", captured.kind));
        let (attachment, event) = self.attachment(&place, captured);
        let lines = [
            ("name", &captured.name),
            ("affiliation", &captured.affiliation),
            ("contact", &captured.contact),
            ("url", &captured.url),
            ("caption", &captured.caption),
        ];
        for (field, text) in lines {
            self.check_line(&place, field, text);
        }
        self.check_text(&place, &captured.text);
        self.check(captured.url.is_empty() || is_http(&captured.url), &place, || {
            format!("{} is not an http or https address.", captured.url)
        });
        let photo = captured.photo.as_ref().and_then(|name| self.photo(&place, name));
        let due = captured.due.as_deref().and_then(|day| {
            let read = Day::parse(day);
            self.check(read.is_some(), &place, || format!("{day} is no day. Write it as 2024-11-13."));
            read
        });
        let millis = u64::try_from(at.0).unwrap_or(0) * 1_000;
        let mut entry =
            Entry::new(EntryId::made_at(millis, [u8::try_from(index % 256).unwrap_or(0); 16]), at, attachment, event);
        entry.set_kind(kind.unwrap_or_default());
        let publishable = captured.publishable.unwrap_or(entry.publishable);
        let entry = Entry {
            text: captured.text.clone(),
            about: entry.attachment.title(self.trip).unwrap_or_default(),
            trip: Some(EntryTrip {
                id: self.trip.id.clone(),
                title: self.trip.title.clone(),
                offset_seconds: self.trip.zone.offset_at(at),
            }),
            sequence: index as u64 + 1,
            publishable,
            done: captured.done,
            due,
            name: captured.name.clone(),
            affiliation: captured.affiliation.clone(),
            contact: captured.contact.clone(),
            url: captured.url.clone(),
            photo,
            caption: captured.caption.clone(),
            ..entry
        };
        self.check(!entry.is_blank(), &place, || "It says nothing.".to_owned());
        let mut fields = Fields::default();
        write_entry(&entry, &mut fields);
        self.keep(entry_record(&entry.id), at, fields);
    }

    fn attachment(&mut self, place: &str, captured: &Captured) -> (Attachment, Option<EventId>) {
        let trip = self.trip;
        let event = captured.event.as_deref().map(EventId::new);
        if let Some(id) = &event {
            self.check(trip.events.iter().any(|event| event.id == *id), place, || {
                format!("There is no event {}.", id.as_str())
            });
        }
        let said = [&captured.session, &captured.venue, &captured.room];
        self.check(said.into_iter().flatten().count() < 2, place, || "It is about one thing only.".to_owned());
        if let Some(key) = captured.session.as_deref() {
            let key = self.session(place, key).map(|session| trip.key(session));
            return key.map_or((Attachment::Hallway, event), |key| (Attachment::Session(key.clone()), Some(key.event)));
        }
        let attachment = match (&captured.venue, &captured.room) {
            (Some(id), _) => Attachment::Venue(id.as_str().into()),
            (None, Some(id)) => Attachment::Room(id.as_str().into()),
            (None, None) => Attachment::Hallway,
        };
        self.check(attachment.title(trip).is_some(), place, || "The trip has no such venue or room.".to_owned());
        (attachment, event)
    }

    fn session(&mut self, place: &str, key: &str) -> Option<&'a Session> {
        let (event, session) = key.split_once('/').unwrap_or((key, ""));
        let trip = self.trip;
        let found = trip.find(&SessionKey::new(event, session));
        self.check(found.is_some(), place, || format!("The trip has no session {key}. Write it as event/session."));
        found
    }

    /// The digest of a picture is its name everywhere.
    fn photo(&mut self, place: &str, name: &str) -> Option<PhotoId> {
        let bytes = (self.picture)(Path::new(name)).filter(|bytes| bytes.starts_with(&[0xff, 0xd8, 0xff]));
        self.check(bytes.is_some(), place, || format!("There is no picture {name} beside the file, or it is no JPEG."));
        let bytes = bytes?;
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let id = PhotoId::new(&digest);
        self.photos.insert(digest, bytes);
        Some(id)
    }

    fn marks(&mut self, marked: &OnSession) {
        let place = format!("marks of {}", marked.session);
        let Some(session) = self.session(&place, &marked.session) else { return };
        let known = SessionSnapshot { title: session.title.clone(), start: session.when.start() };
        let key = self.trip.key(session);
        let marks = [
            (Mark::Star, marked.star),
            (Mark::Attended, marked.attended),
            (Mark::WatchLater, marked.watch_later),
            (Mark::Watched, marked.watched),
        ];
        self.check(marks.iter().any(|(_, on)| *on), &place, || "There is none.".to_owned());
        if let Some(recording) = &marked.recording {
            self.check(is_http(&recording.url), &place, || {
                format!("{} is not an http or https address.", recording.url)
            });
            self.check(marked.watch_later, &place, || "A recording stands with watch_later.".to_owned());
        }
        let first = self.trip.zone.instant(Local::new(self.trip.first, 0, 0));
        for (mark, _) in marks.into_iter().filter(|(_, on)| *on) {
            let mut fields = Fields::default();
            write_mark(true, &known, &mut fields);
            if let (Mark::WatchLater, Some(Recorded { url, start })) = (mark, &marked.recording) {
                // What the address says by itself is not said twice.
                let said = Recording { url: url.clone(), start: None };
                let start = start.filter(|start| said.starts_at() != Some(*start));
                write_recording(&Recording { start, ..said }, &mut fields);
            }
            self.keep(mark_record(&key, mark), first, fields);
        }
    }

    fn own_item(&mut self, index: usize, planned: &Planned) {
        let place = format!("own item {:?}", planned.title);
        for (field, text) in [("title", &planned.title), ("location", &planned.location)] {
            self.check_line(&place, field, text);
        }
        self.check(!planned.title.trim().is_empty(), &place, || "It has no title.".to_owned());
        self.check_text(&place, &planned.note);
        let start = self.instant(&place, &planned.start);
        let end = planned.end.as_ref().map(|end| self.instant(&place, end));
        self.check(end.is_none_or(|end| end >= start), &place, || "It ends before it starts.".to_owned());
        let item = OwnItem {
            id: OwnItemId(format!("example-{}", index + 1).into()),
            title: planned.title.clone(),
            start,
            end,
            location: planned.location.clone(),
            note: planned.note.clone(),
            deleted: None,
            based_on: None,
        };
        let mut fields = Fields::default();
        write_own_item(&item, &mut fields);
        self.keep(own_item_record(&item.id), start, fields);
    }

    /// A local time within the trip's days.
    fn instant(&mut self, place: &str, text: &str) -> Instant {
        let local = Local::parse(text);
        self.check(local.is_some(), place, || format!("{text} is no local time. Write it as 2024-11-13T14:42."));
        let Some(local) = local else { return Instant(0) };
        let (first, last) = (self.trip.first, self.trip.last);
        self.check((first..=last).contains(&local.day), place, || format!("The trip is from {first} to {last}."));
        self.trip.zone.instant(local)
    }

    fn check_line(&mut self, place: &str, field: &str, text: &str) {
        self.check(!text.chars().any(char::is_control), place, || format!("The {field} is more than one line."));
    }

    fn check_text(&mut self, place: &str, text: &str) {
        let fits = |c: char| c == '\n' || !c.is_control();
        self.check(text.chars().all(fits), place, || "The text holds a control character.".to_owned());
    }

    fn check_private_words(&mut self, week: &Week) {
        for word in &week.private_words {
            let says = |captured: &&Captured| {
                let Captured { text, name, affiliation, contact, caption, .. } = captured;
                [text, name, affiliation, contact, caption].iter().any(|text| text.contains(word))
            };
            let is_private =
                |captured: &Captured| !captured.publishable.unwrap_or(captured.kind != EntryKind::Person.word());
            let mut saying = week.entries.iter().filter(says).peekable();
            let is_said = saying.peek().is_some();
            let place = format!("private word {word:?}");
            self.check(is_said, &place, || "No entry says it.".to_owned());
            self.check(saying.all(is_private), &place, || "An entry that may be published says it.".to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
