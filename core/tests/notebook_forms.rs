//! What the notebook keeps, in frames that are whole and whose insides were changed: it is refused, or it is something that
//! is written and read as itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use lanyard_core::notebook::wire::{
    entry_record, mark_record, own_item_record, read_entry, read_mark, read_own_item, read_recording, write_entry,
    write_mark, write_own_item, write_recording,
};
use lanyard_core::notebook::{
    Attachment, Entry, EntryId, EntryKind, Mark, OwnItem, OwnItemId, PhotoId, Recording, SessionSnapshot,
};
use lanyard_core::records::stamp::Knows;
use lanyard_core::records::{Fields, Record, Revision, Stamp, frame};
use lanyard_core::schedule::{Day, Instant, SessionKey};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Numbers at the limits of every type and beyond, and what has a meaning in one of the forms.
const PIECES: [&str; 28] = [
    "",
    "0",
    "-1",
    "+1",
    "1.5",
    "1e9",
    "255",
    "256",
    "2147483647",
    "-2147483649",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "yes",
    "true",
    "null",
    "session",
    "room",
    "start",
    "end",
    "deleted",
    "a b",
    "%2f",
    "%ff",
    "\\",
    "\"",
    "\n",
];

fn revision(record: Record, write: impl FnOnce(&mut Fields)) -> Revision {
    let mut fields = Fields::default();
    write(&mut fields);
    let stamp = Stamp::parse("019328f0c0a8-0001-a").unwrap();
    Revision { record, stamp, knows: Knows::default(), fields }
}

/// One of each form, with all that it can hold.
fn revisions() -> Vec<Revision> {
    let session = SessionKey::new("kubecon", "a/b c");
    let attachments =
        [Attachment::Session(session.clone()), Attachment::Room("hall".into()), Attachment::Venue("palace".into())];
    let entry = |attachment| Entry {
        kind: EntryKind::FollowUp,
        text: "Two\nlines".into(),
        sequence: 7,
        publishable: true,
        done: true,
        due: Some(Day(20_040)),
        name: "Ana".into(),
        url: "https://x.example".into(),
        photo: Some(PhotoId::new("abc")),
        deleted: Some(Instant(9)),
        ..Entry::new(EntryId::new("e"), Instant(1_731_534_120), attachment, Some("kubecon".into()))
    };
    let entries = attachments.map(entry).map(|entry| revision(entry_record(&entry.id), |to| write_entry(&entry, to)));
    let item = OwnItem {
        id: OwnItemId("o".into()),
        title: "Dinner".into(),
        start: Instant(100),
        end: Some(Instant(200)),
        location: "Red Iguana".into(),
        note: "Bring\nnothing".into(),
        deleted: None,
        based_on: None,
    };
    let known = SessionSnapshot { title: "Keynote".into(), start: Some(Instant(7)) };
    let recording = Recording { url: "https://youtu.be/abc".into(), start: Some(754) };
    let mark = revision(mark_record(&session, Mark::WatchLater), |to| {
        write_mark(true, &known, to);
        write_recording(&recording, to);
    });
    entries.into_iter().chain([revision(own_item_record(&item.id), |to| write_own_item(&item, to)), mark]).collect()
}

/// A stored text, with up to three words or signs behind the frame's header dropped, repeated, swapped or replaced, in a
/// frame that fits again.
fn changed() -> impl Strategy<Value = String> {
    let changes = vec((any::<Index>(), any::<Index>(), 0..8_u8, select(&PIECES[..])), 1..4);
    (select(revisions()), changes).prop_map(|(revision, changes)| {
        let text = revision.write();
        let payload = frame::open(&text).unwrap();
        let is_in_word = |c: char| c.is_alphanumeric() || c == '-';
        let starts = payload.char_indices().map(|(at, _)| at);
        let mut pieces: Vec<&str> = Vec::new();
        let mut from = 0;
        for at in starts.skip(1).chain([payload.len()]) {
            if !(payload[..at].ends_with(is_in_word) && payload[at..].starts_with(is_in_word)) {
                pieces.push(&payload[from..at]);
                from = at;
            }
        }
        for (one, other, change, piece) in changes {
            let (one, other) = (one.index(pieces.len()), other.index(pieces.len()));
            match change {
                0 => drop(pieces.remove(one)),
                1 => pieces.insert(one, pieces[other]),
                2 => pieces.swap(one, other),
                _ => pieces[one] = piece,
            }
        }
        frame::seal(&pieces.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_is_read_is_written_and_read_as_itself(text in changed()) {
        if let Ok(stored) = Revision::read(&text) {
            let again = |write: &dyn Fn(&mut Fields)| {
                let mut fields = Fields::default();
                write(&mut fields);
                Revision::read(&Revision { fields, ..stored.clone() }.write()).unwrap()
            };
            prop_assert_eq!(Revision::read(&stored.write()), Ok(stored.clone()));
            if let Some(entry) = read_entry(&stored) {
                prop_assert_eq!(read_entry(&again(&|to| write_entry(&entry, to))), Some(entry));
            }
            if let Some(item) = read_own_item(&stored) {
                prop_assert_eq!(read_own_item(&again(&|to| write_own_item(&item, to))), Some(item));
            }
            if let Some(marked) = read_mark(&stored) {
                let read = read_mark(&again(&|to| write_mark(marked.on, &marked.snapshot, to)));
                prop_assert_eq!(read, Some(marked));
                let recording = read_recording(&stored);
                prop_assert_eq!(read_recording(&again(&|to| write_recording(&recording, to))), recording);
            }
        }
    }
}
