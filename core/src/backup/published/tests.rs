//! What goes to a colleague, and what becomes of two notebooks whose owners publish to each other.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::backup::fixture::{by_record, request, sorted};
use crate::backup::tests::{carried_out, check_schema, received_of};
use crate::backup::{BackupRequest, OutlinePublication, RestorePreview, StoreContents, read, write};
use crate::notebook::schema::setting_record;
use crate::notebook::wire::{entry_record, read_entry, write_entry, write_setting};
use crate::notebook::{Entry, EntryId, EntryKind, PhotoId};
use crate::records::revision::heads;
use crate::records::stamp::{HybridClock, Knows};
use crate::records::{Fields, Record, Revision, UnixMillis, WriterId};
use crate::retrospective::tests::{Week, notebook};
use crate::retrospective::{OutlineKey, OutlineKind, PieceEdit, PieceId, PieceKind, published};
use crate::search::fold;

/// Somebody with a notebook.
struct Colleague {
    name: &'static str,
    week: Week,
    stored: StoreContents,
    edits: Vec<PieceEdit>,
    clock: HybridClock,
}

impl Colleague {
    /// Ids begin with the name: two phones never make the same ones.
    fn new(name: &'static str, mut week: Week) -> Self {
        for entry in &mut week.entries {
            entry.id = EntryId::new(&format!("{}{}", name.to_lowercase(), entry.id.as_str()));
            "reach@home.example".clone_into(&mut entry.contact);
        }
        let mut colleague =
            Self { name, stored: StoreContents::default(), edits: Vec::new(), clock: HybridClock::new(), week };
        colleague.stored.files.push("photo/f0".to_owned());
        for entry in colleague.week.entries.clone() {
            colleague.keep(&entry);
        }
        colleague
    }

    /// Writes a version that knows all before it.
    fn write(&mut self, record: Record, write: impl FnOnce(&mut Fields)) {
        let before = by_record(&self.stored).remove(&record).unwrap_or_default();
        let (mut knows, mut fields) = (Knows::default(), Fields::default());
        for version in &before {
            knows.add(&version.stamp);
            knows.add_all(&version.knows);
            fields = version.fields.clone();
        }
        write(&mut fields);
        let stamp = self.clock.tick(UnixMillis(1_731_534_120_000), &WriterId::new(&self.name.to_lowercase()));
        let revision = Revision { record, stamp, knows, fields };
        self.stored.heads.retain(|(key, _)| !before.iter().any(|known| known.key() == *key));
        for table in [&mut self.stored.heads, &mut self.stored.history] {
            table.push((revision.key(), revision.write()));
        }
    }

    fn keep(&mut self, entry: &Entry) {
        self.write(entry_record(&entry.id), |fields| write_entry(entry, fields));
        self.read_entries();
    }

    fn edit(&mut self, edit: PieceEdit) {
        self.write(key().record(&edit.id), |fields| edit.write(fields));
        self.edits.push(edit);
    }

    fn read_entries(&mut self) {
        let heads = by_record(&self.stored).into_values().flat_map(heads).collect::<Vec<_>>();
        self.week.entries = heads.iter().filter_map(|head| read_entry(head)).collect();
    }

    fn request(&self) -> BackupRequest {
        let notes = published(&self.week.rows(&self.edits), &key(), &self.week.entries);
        let publication = OutlinePublication { author: self.name.to_owned(), outline: key().word().to_owned(), notes };
        BackupRequest { publication: Some(publication), ..request() }
    }

    fn text(&self) -> String {
        let contents = write(&self.request(), &self.stored).unwrap();
        let [(path, text)] = contents.texts.as_slice() else { panic!("there are other files") };
        assert_eq!(path, "notebook.json");
        text.clone()
    }

    /// The entries of the file.
    fn published(&self) -> Vec<Entry> {
        let file = read(received_of(&self.request(), &self.stored)).unwrap();
        file.records.records.values().flatten().filter_map(|revision| read_entry(revision)).collect()
    }

    /// Restores what somebody publishes.
    fn restore(&mut self, from: &Self) -> RestorePreview {
        let plan = read(received_of(&from.request(), &from.stored)).unwrap().plan(&self.stored);
        self.stored = sorted(carried_out(&self.stored, &plan.operations, &plan.photos));
        self.read_entries();
        plan.preview
    }

    fn of(&self, author: &str) -> Vec<Entry> {
        self.week.entries.iter().filter(|entry| entry.author == author).cloned().collect()
    }
}

fn key() -> OutlineKey {
    OutlineKey::new("week".into(), OutlineKind::Post)
}

/// Without the names of versions.
fn told(entries: &[Entry]) -> BTreeSet<String> {
    entries.iter().map(|entry| format!("{:?}", Entry { based_on: None, ..entry.clone() })).collect()
}

proptest! {
    #![proptest_config(Config::with_cases(200))]

    #[test]
    fn nothing_private_is_published(week in notebook()) {
        const FIELDS: [&str; 14] = [
            "kind", "about", "place", "about-title", "event", "trip", "trip-title", "utc-offset", "at", "publishable", "done",
            "photo", "caption", "author",
        ];
        let colleague = Colleague::new("Ben", week);
        let text = colleague.text();
        let is_asked = colleague.week.entries.iter().any(|entry| entry.name == "Zoe" && entry.publishable);
        prop_assert!(!text.contains("SECRET") && !text.contains("reach@home"), "{text}");
        prop_assert!(!fold(&text).contains("ana lopez") && !text.contains("Ana"), "{text}");
        prop_assert!(is_asked || !text.contains("Zoe"), "{text}");
        // The words and pictures of the outline, and nothing else.
        let BackupRequest { publication: Some(publication), .. } = colleague.request() else { unreachable!() };
        let file = read(received_of(&colleague.request(), &colleague.stored)).unwrap();
        prop_assert_eq!(file.records.records.len(), publication.notes.len());
        for revision in file.records.records.values().flatten() {
            prop_assert!(revision.fields.keys().all(|key| FIELDS.contains(&key)), "{:?}", revision.fields);
            let body = &revision.fields.body;
            prop_assert!(publication.notes.iter().any(|note| note.text == *body), "{}", body);
        }
        let shows = file.records.records.values().flatten().any(|revision| revision.fields.get("photo").is_some());
        prop_assert_eq!(shows, publication.notes.iter().any(|note| note.caption.is_some()));
        prop_assert_eq!(file.photos.len(), usize::from(shows));
        check_schema("notebook", &text);
    }

    #[test]
    fn two_who_publish_to_each_other_have_the_same((one, other) in (notebook(), notebook())) {
        let (mut ben, mut mia) = (Colleague::new("Ben", one), Colleague::new("Mia", other));
        let (of_ben, of_mia) = (ben.published(), mia.published());
        let (text_of_ben, text_of_mia) = (ben.text(), mia.text());
        let (own_of_ben, own_of_mia) = (told(&ben.week.entries), told(&mia.week.entries));
        for _ in 0..2 {
            mia.restore(&ben);
            ben.restore(&mia);
            // Each has what the other one published, under that name, beside what was there before.
            prop_assert_eq!(told(&mia.of("Ben")), told(&of_ben));
            prop_assert_eq!(told(&ben.of("Mia")), told(&of_mia));
            prop_assert_eq!((told(&ben.of("")), told(&mia.of(""))), (own_of_ben.clone(), own_of_mia.clone()));
            prop_assert_eq!((ben.of("Ben").len(), mia.of("Mia").len()), (0, 0));
            // Nothing is passed on.
            prop_assert_eq!((ben.text(), mia.text()), (text_of_ben.clone(), text_of_mia.clone()));
        }
        prop_assert!(mia.restore(&ben).changes_nothing() && ben.restore(&mia).changes_nothing());
    }
}

/// A note and a picture on a talk.
fn notes() -> Week {
    let mut week = Week::new();
    week.on("early", "09:10", "It begins.");
    let photo = week.on("early", "09:20", "");
    (photo.kind, photo.photo, photo.caption) = (EntryKind::Photo, Some(PhotoId::new("f0")), "The hall".to_owned());
    week
}

#[test]
fn a_later_publication_replaces_the_one_before() {
    let (mut ben, mut mia) = (Colleague::new("Ben", notes()), Colleague::new("Mia", Week::new()));
    let preview = mia.restore(&ben);
    assert_eq!((preview.author.as_str(), preview.entries.added, preview.entries.changed()), ("Ben", 2, 2));
    let words = |mia: &Colleague| {
        mia.of("Ben").iter().map(|entry| format!("{}{}", entry.text, entry.caption)).collect::<Vec<_>>()
    };
    assert_eq!(words(&mia), ["It begins.", "The hall"]);

    // By the notebook, by the outline, and by the name.
    let note = Entry { text: "It begins late.".to_owned(), ..ben.week.entries[0].clone() };
    ben.keep(&note);
    assert_eq!(mia.restore(&ben).entries.updated, 1);
    assert_eq!(words(&mia), ["It begins late.", "The hall"]);
    let photo = PieceId::of_entry(&ben.week.entries[1].id);
    let text = Some(crate::retrospective::EditedText { base: "The hall".to_owned(), text: "A hall".to_owned() });
    ben.edit(PieceEdit { text, ..PieceEdit::new(photo, PieceKind::Text) });
    assert_eq!(mia.restore(&ben).entries.updated, 1);
    assert_eq!(words(&mia), ["It begins late.", "A hall"]);
    ben.name = "Benjamin";
    ben.write(setting_record("author-name"), |fields| write_setting("Benjamin", fields));
    assert_eq!(mia.restore(&ben).entries.updated, 2);
    assert_eq!((mia.of("Ben").len(), mia.of("Benjamin").len()), (0, 2));
    assert!(mia.restore(&ben).changes_nothing());
}

#[test]
fn what_one_published_oneself_changes_nothing_at_home() {
    let mut ben = Colleague::new("Ben", notes());
    let copy = Colleague::new("Ben", notes());
    let preview = ben.restore(&copy);
    assert!(preview.changes_nothing() && preview.entries.same == 2);
}

#[test]
fn an_edit_of_a_colleagues_note_keeps_the_author_and_stays_at_home() {
    let (ben, mut mia) = (Colleague::new("Ben", notes()), Colleague::new("Mia", Week::new()));
    mia.restore(&ben);
    let note = Entry { text: "It began.".to_owned(), ..mia.of("Ben")[0].clone() };
    mia.keep(&note);
    assert_eq!(mia.of("Ben")[0].text, "It began.");
    assert_eq!(mia.published(), []);
    assert!(mia.restore(&ben).changes_nothing(), "an older publication does not replace the edit");
}
