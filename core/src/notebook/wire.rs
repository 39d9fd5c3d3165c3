//! How entries, marks and own items are stored. The keys here are what phones hold: they may gain company, never a
//! new meaning. A key or word this Lanyard does not know is left as it is.

use super::entry::{Attachment, Entry, EntryId, EntryKind, EntryTrip, PhotoId};
use super::marks::{Mark, Marked, OwnItem, OwnItemId, SessionSnapshot};
use super::recording::Recording;
use super::schema::{ENTRY, FORMER_PHOTOS, GONE, MARK, OWN_ITEM, PHOTO, SETTING, photos, session_name, session_of};
pub use super::schema::{entry_record, mark_record, own_item_record, setting_record};
use crate::records::{Fields, Record, Revision};
use crate::schedule::{Day, Instant};

/// Writes an entry over the fields of the version it was read from.
pub fn write_entry(entry: &Entry, fields: &mut Fields) {
    let (about, target) = match &entry.attachment {
        Attachment::Hallway => ("", String::new()),
        Attachment::Session(key) => ("session", session_name(key).as_str().to_owned()),
        Attachment::Venue(id) => ("venue", id.as_str().to_owned()),
        Attachment::Room(id) => ("room", id.as_str().to_owned()),
    };
    fields.set("kind", entry.kind.word());
    fields.set("about", about);
    fields.set("place", &target);
    fields.set("about-title", &entry.about);
    fields.set("event", entry.event.as_ref().map_or("", |event| event.as_str()));
    if let Some(trip) = &entry.trip {
        fields.set("trip", trip.id.as_str());
        fields.set("trip-title", &trip.title);
        fields.set_number("utc-offset", Some(i64::from(trip.offset_seconds)));
    }
    fields.set_number("at", Some(entry.at.0));
    if let Some(sequence) = i64::try_from(entry.sequence).ok().filter(|sequence| *sequence > 0) {
        fields.set_number("sequence", Some(sequence));
    }
    fields.set_flag("publishable", entry.publishable);
    fields.set_flag("done", entry.done);
    fields.set_number("due", entry.due.map(|day| i64::from(day.0)));
    fields.set("name", &entry.name);
    fields.set("affiliation", &entry.affiliation);
    fields.set("contact", &entry.contact);
    fields.set("url", &entry.url);
    write_photo(entry.photo.as_ref(), fields);
    fields.set("caption", &entry.caption);
    fields.set("author", &entry.author);
    fields.set_number("deleted", entry.deleted.map(|at| at.0));
    fields.body.clone_from(&entry.text);
}

/// A photo that is replaced goes with the entry and not before: its history may still show it.
fn write_photo(photo: Option<&PhotoId>, fields: &mut Fields) {
    let photo = photo.map_or("", |photo| photo.as_str());
    let replaced = fields.get(PHOTO).filter(|replaced| *replaced != photo).map(str::to_owned);
    if let Some(replaced) = replaced
        && !photos(fields).skip(1).any(|former| former == replaced)
    {
        let former = format!("{} {replaced}", fields.get(FORMER_PHOTOS).unwrap_or(""));
        fields.set(FORMER_PHOTOS, former.trim_start());
    }
    fields.set(PHOTO, photo);
}

/// `None` when the revision is of another kind of record, or what is left of an entry that has gone from the trash.
pub fn read_entry(revision: &Revision) -> Option<Entry> {
    let fields = &revision.fields;
    let text = |key| fields.get(key).unwrap_or("").to_owned();
    if revision.record.kind() != ENTRY || fields.flag(GONE) {
        return None;
    }
    let target = fields.get("place").unwrap_or("");
    let attachment = match fields.get("about") {
        Some("session") => Record::parse(target).and_then(|name| session_of(&name)).map(Attachment::Session),
        Some("venue") => Some(Attachment::Venue(target.into())),
        Some("room") => Some(Attachment::Room(target.into())),
        _ => None,
    };
    Some(Entry {
        id: EntryId::new(&revision.record.parts().next()?),
        kind: fields.get("kind").and_then(EntryKind::from_word).unwrap_or_default(),
        text: fields.body.clone(),
        attachment: attachment.unwrap_or(Attachment::Hallway),
        about: text("about-title"),
        event: fields.get("event").map(Into::into),
        trip: read_trip(fields),
        at: Instant(fields.number("at").unwrap_or(revision.stamp.time().seconds())),
        sequence: fields.number("sequence").and_then(|number| u64::try_from(number).ok()).unwrap_or(0),
        publishable: fields.flag("publishable"),
        done: fields.flag("done"),
        due: fields.number("due").and_then(|day| i32::try_from(day).ok()).map(Day),
        name: text("name"),
        affiliation: text("affiliation"),
        contact: text("contact"),
        url: text("url"),
        photo: fields.get(PHOTO).map(PhotoId::new),
        caption: text("caption"),
        author: text("author"),
        deleted: fields.number("deleted").map(Instant),
        based_on: Some(revision.stamp.clone()),
    })
}

fn read_trip(fields: &Fields) -> Option<EntryTrip> {
    const DAY_SECONDS: i64 = 86_400;
    let offset = fields.number("utc-offset").filter(|offset| (-DAY_SECONDS..=DAY_SECONDS).contains(offset));
    Some(EntryTrip {
        id: fields.get("trip").filter(|id| !id.is_empty())?.into(),
        title: fields.get("trip-title").unwrap_or("").to_owned(),
        offset_seconds: offset.and_then(|offset| i32::try_from(offset).ok()).unwrap_or(0),
    })
}

/// A mark taken off is a tombstone: the record stays and says so, or another device would bring the mark back.
pub fn write_mark(on: bool, known: &SessionSnapshot, fields: &mut Fields) {
    fields.set_flag("on", on);
    fields.set("title", &known.title);
    fields.set_number("start", known.start.map(|start| start.0));
}

/// `None` when the revision is of another kind of record, or of a mark that this Lanyard does not know.
pub fn read_mark(revision: &Revision) -> Option<Marked> {
    let fields = &revision.fields;
    if revision.record.kind() != MARK {
        return None;
    }
    Some(Marked {
        session: session_of(&revision.record)?,
        mark: Mark::from_word(&revision.record.parts().nth(2)?)?,
        on: fields.flag("on"),
        snapshot: SessionSnapshot {
            title: fields.get("title").unwrap_or("").to_owned(),
            start: fields.number("start").map(Instant),
        },
    })
}

/// The recording stands in the mark that says "watch later", and stays there when the mark is taken off.
pub fn write_recording(recording: &Recording, fields: &mut Fields) {
    fields.set("recording", &recording.url);
    fields.set_number("recording-start", recording.start.map(i64::from));
}

/// Reads what [`write_recording`] wrote; the address is empty when nothing was.
pub fn read_recording(revision: &Revision) -> Recording {
    let fields = &revision.fields;
    Recording {
        url: fields.get("recording").unwrap_or("").to_owned(),
        start: fields.number("recording-start").and_then(|start| u32::try_from(start).ok()),
    }
}

/// Writes an own item over the fields of the version it was read from; its note becomes the body.
pub fn write_own_item(item: &OwnItem, fields: &mut Fields) {
    fields.set("title", &item.title);
    fields.set_number("start", Some(item.start.0));
    fields.set_number("end", item.end.map(|end| end.0));
    fields.set("place", &item.location);
    fields.set_number("deleted", item.deleted.map(|at| at.0));
    fields.body.clone_from(&item.note);
}

/// `None` when the revision is of another kind of record, or has no start.
pub fn read_own_item(revision: &Revision) -> Option<OwnItem> {
    let fields = &revision.fields;
    if revision.record.kind() != OWN_ITEM {
        return None;
    }
    Some(OwnItem {
        id: OwnItemId(revision.record.parts().next()?.into()),
        title: fields.get("title").unwrap_or("").to_owned(),
        start: Instant(fields.number("start")?),
        end: fields.number("end").map(Instant),
        location: fields.get("place").unwrap_or("").to_owned(),
        note: fields.body.clone(),
        deleted: fields.number("deleted").map(Instant),
        based_on: Some(revision.stamp.clone()),
    })
}

/// Writes the value of a setting.
pub fn write_setting(value: &str, fields: &mut Fields) {
    value.clone_into(&mut fields.body);
}

/// The name of a setting and its value; `None` when the revision is of another kind of record.
pub fn read_setting(revision: &Revision) -> Option<(String, String)> {
    if revision.record.kind() != SETTING {
        return None;
    }
    Some((revision.record.parts().next()?, revision.fields.body.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{Stamp, UnixMillis, WriterId};
    use crate::schedule::SessionKey;
    use proptest::prelude::*;

    fn stamp() -> Stamp {
        HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"))
    }

    fn stored(record: Record, fields: Fields) -> Revision {
        let revision = Revision { record, stamp: stamp(), knows: Knows::default(), fields };
        Revision::read(&revision.write()).unwrap()
    }

    fn attachment() -> impl Strategy<Value = Attachment> {
        prop_oneof![
            Just(Attachment::Hallway),
            ("\\PC{1,8}", "\\PC{1,8}").prop_map(|(e, s)| Attachment::Session(SessionKey::new(e.as_str(), s.as_str()))),
            "\\PC{1,8}".prop_map(|id| Attachment::Venue(id.as_str().into())),
            "\\PC{1,8}".prop_map(|id| Attachment::Room(id.as_str().into())),
        ]
    }

    proptest! {
        #[test]
        fn an_entry_comes_back_byte_for_byte(
            kind in 0usize..7, about in attachment(), texts in prop::array::uniform8("(?s).{0,20}"),
            flags in any::<[bool; 2]>(), numbers in any::<(i64, Option<i32>, Option<i64>)>(), sequence in 0..=i64::MAX as u64,
        ) {
            let [text, name, affiliation, contact, url, caption, author, title] = texts;
            let entry = Entry {
                kind: EntryKind::ALL[kind], text, name, affiliation, contact, url, caption, author, about: title,
                publishable: flags[0], done: flags[1], due: numbers.1.map(Day), deleted: numbers.2.map(Instant),
                photo: Some(PhotoId::new("abc")), sequence, based_on: Some(stamp()),
                trip: flags[0].then(|| EntryTrip { id: "38c3".into(), title: "38C3 week".into(), offset_seconds: 3_600 }),
                ..Entry::new(EntryId::new("id"), Instant(numbers.0), about, Some("kubecon".into()))
            };
            let mut fields = Fields::default();
            write_entry(&entry, &mut fields);
            prop_assert_eq!(read_entry(&stored(entry_record(&entry.id), fields)), Some(entry));
        }
    }

    #[test]
    fn what_a_newer_version_added_survives_an_edit() {
        let mut fields = Fields::default();
        fields.set("mood", "cheerful");
        let entry = Entry::new(EntryId::new("id"), Instant(0), Attachment::Hallway, None);
        write_entry(&entry, &mut fields);
        assert_eq!(fields.get("mood"), Some("cheerful"));
    }

    #[test]
    fn a_replaced_photo_is_remembered_once() {
        #[track_caller]
        fn check(photo: &str, fields: &mut Fields, expect: &[&str]) {
            write_photo(Some(&PhotoId::new(photo)).filter(|_| !photo.is_empty()), fields);
            assert_eq!(photos(fields).collect::<Vec<_>>(), expect);
        }
        let mut fields = Fields::default();
        check("", &mut fields, &[]);
        check("a", &mut fields, &["a"]);
        check("a", &mut fields, &["a"]);
        check("b", &mut fields, &["b", "a"]);
        check("c", &mut fields, &["c", "a", "b"]);
        check("a", &mut fields, &["a", "a", "b", "c"]);
        check("b", &mut fields, &["b", "a", "b", "c"]);
        check("", &mut fields, &["a", "b", "c"]);
    }

    #[test]
    fn what_has_gone_from_the_trash_is_no_entry() {
        let mut fields = Fields::default();
        fields.set_flag(GONE, true);
        assert_eq!(read_entry(&stored(entry_record(&EntryId::new("x")), fields)), None);
    }

    #[test]
    fn a_mark_comes_back() {
        let session = SessionKey::new("kubecon", "1i7ke");
        let known = SessionSnapshot { title: "Keynote".into(), start: Some(Instant(7)) };
        for mark in Mark::ALL {
            let mut fields = Fields::default();
            write_mark(true, &known, &mut fields);
            let read = read_mark(&stored(mark_record(&session, mark), fields));
            assert_eq!(read, Some(Marked { session: session.clone(), mark, on: true, snapshot: known.clone() }));
        }
    }

    #[test]
    fn a_recording_outlives_its_mark() {
        let session = SessionKey::new("kubecon", "1i7ke");
        let recording = Recording { url: "https://youtu.be/abc".into(), start: Some(754) };
        let mut fields = Fields::default();
        write_recording(&recording, &mut fields);
        write_mark(false, &SessionSnapshot::default(), &mut fields);
        assert_eq!(read_recording(&stored(mark_record(&session, Mark::WatchLater), fields)), recording);
    }

    #[test]
    fn an_own_item_comes_back() {
        let item = OwnItem {
            id: OwnItemId("x1".into()),
            title: "Dinner".into(),
            start: Instant(100),
            end: None,
            location: "Red Iguana".into(),
            note: String::new(),
            deleted: None,
            based_on: Some(stamp()),
        };
        let mut fields = Fields::default();
        write_own_item(&item, &mut fields);
        assert_eq!(read_own_item(&stored(own_item_record(&item.id), fields)), Some(item));
    }
}
