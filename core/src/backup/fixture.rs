//! Generated notebooks for tests: phones that write, and know some of what others wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::contents::{CATALOG, StoreContents, StoredRecords, TRIP_PARTS, trip_file};
use super::request::{BackupExtent, BackupRequest};
use crate::agenda;
use crate::notebook::schema::SCHEMA;
use crate::records::revision::heads;
use crate::records::stamp::{HybridClock, Knows};
use crate::records::{Fields, MergeRule, Record, Revision, UnixMillis, WriterId};
use crate::schedule::wire::{encode_details, encode_index};
use crate::schedule::{Instant, Trip, TripId};
use crate::trips::{Generation, Origin, Source, TripCatalog};

/// One act of writing.
#[derive(Clone, Debug)]
pub struct Act {
    /// Which of the records.
    record: usize,
    /// How long after the act before.
    pause: u64,
    /// Bits: which of the versions that count the writer has seen.
    seen: u8,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Words(String),
    Value(usize, String),
    Deleted(bool),
    Gone,
    Photo(u8),
}

const RECORDS: [(&str, &str); 10] = [
    ("entry", "a"),
    ("entry", "b"),
    ("entry", "c"),
    ("own", "d"),
    ("mark", "kubecon/1i7ke/star"),
    ("mark", "side/x y/attended"),
    ("piece", "trip/post/p"),
    ("setting", "pace"),
    ("appointment", "session/kubecon/1i7ke"),
    ("from-tomorrow", "e"),
];
const KEYS: [&str; 7] = ["kind", "at", "event", "trip", "name", "sequence", "mood-of-tomorrow"];

/// Up to so many acts.
pub fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let what = prop_oneof![
        4 => "(?s).{0,12}".prop_map(What::Words),
        2 => (0..KEYS.len(), "(?s).{0,6}").prop_map(|(key, value)| What::Value(key, value)),
        1 => any::<bool>().prop_map(What::Deleted),
        1 => Just(What::Gone),
        1 => (0u8..4).prop_map(What::Photo),
    ];
    let act = (0..RECORDS.len(), 0u64..100_000, any::<u8>(), what);
    let act = act.prop_map(|(record, pause, seen, what)| Act { record, pause, seen, what });
    prop::collection::vec(act, 0..most)
}

/// A phone: everything it has, the clock it has, and who writes on it.
#[derive(Clone, Debug)]
pub struct Phone {
    pub records: StoredRecords,
    clock: HybridClock,
    now: UnixMillis,
    writer: WriterId,
}

impl Phone {
    pub fn new(writer: &str) -> Self {
        let now = UnixMillis(1_731_534_120_000);
        Self { records: StoredRecords::default(), clock: HybridClock::new(), now, writer: WriterId::new(writer) }
    }

    /// The same phone with another one writing on it.
    pub fn with_writer(&self, writer: &str) -> Self {
        Self { writer: WriterId::new(writer), ..self.clone() }
    }

    /// As a keeper does it: a writer knows its own earlier words, and what it has seen.
    pub fn write(&mut self, acts: &[Act]) {
        for act in acts {
            let (kind, name) = RECORDS[act.record];
            let record = Record::new(kind, &name.split('/').collect::<Vec<_>>());
            let known = self.records.records.get(&record).cloned().unwrap_or_default();
            let own = known.iter().filter(|revision| revision.stamp.writer() == self.writer.as_str()).cloned();
            let is_seen =
                |index: usize| SCHEMA.rule(&record) == MergeRule::LastWriter || act.seen >> (index % 8) & 1 == 1;
            let counting = heads(known.clone());
            let seen: Vec<Arc<Revision>> = counting
                .iter()
                .enumerate()
                .filter(|(index, _)| is_seen(*index))
                .map(|(_, head)| head.clone())
                .collect();
            let mut knows = Knows::default();
            for revision in own.chain(seen.iter().cloned()) {
                knows.add(&revision.stamp);
                knows.add_all(&revision.knows);
            }
            let mut fields = seen.last().map(|head| head.fields.clone()).unwrap_or_default();
            match &act.what {
                What::Words(words) => fields.body.clone_from(words),
                What::Value(key, value) => fields.set(KEYS[*key], value),
                What::Deleted(is_deleted) => fields.set_number("deleted", is_deleted.then_some(1_731_534_120)),
                What::Gone if kind == "entry" => {
                    fields = Fields::default();
                    fields.set("gone", "yes");
                }
                What::Gone => {}
                What::Photo(number) => fields.set("photo", &format!("{number}f")),
            }
            self.now = UnixMillis(self.now.0 + act.pause);
            let stamp = self.clock.tick(self.now, &self.writer);
            self.records.add(Revision { record, stamp, knows, fields });
        }
    }

    /// What the main store of the phone then holds.
    pub fn stored(&self) -> StoreContents {
        let mut stored = StoreContents::default();
        for (record, revisions) in &self.records.records {
            let counting = heads(revisions.clone());
            let is_gone = matches!(counting.as_slice(), [head] if SCHEMA.is_gone(&head.fields));
            stored.heads.extend(counting.iter().map(|head| (head.key(), head.write())));
            if SCHEMA.rule(record) == MergeRule::KeepBoth && !is_gone {
                stored.history.extend(revisions.iter().map(|revision| (revision.key(), revision.write())));
            }
        }
        stored
    }
}

/// All versions of a phone, in the order of a backup.
pub fn revisions() -> impl Strategy<Value = Vec<Revision>> {
    acts(20).prop_map(|acts| {
        let mut phone = Phone::new("a");
        phone.write(&acts);
        phone.records.records.values().flatten().map(|revision| (**revision).clone()).collect()
    })
}

/// A whole main store: records, versions of a newer Lanyard, trips in several states, and photos.
pub fn store() -> impl Strategy<Value = StoreContents> {
    (acts(12), acts(12), 0usize..3, "[a-z]{0,5}", any::<bool>()).prop_map(|(one, other, trips, title, newer)| {
        let mut phone = Phone::new("a");
        phone.write(&one);
        let mut phone = phone.with_writer("b");
        phone.write(&other);
        let mut stored = phone.stored();
        if newer {
            stored
                .heads
                .push(("entry/tomorrow 01932779e53a-0000-ab12".to_owned(), "lanyard 2 00000000 3\nabc".to_owned()));
        }
        stored.files.extend((0..3).map(|number| format!("photo/{number}f")));
        with_trips(&mut stored, &title, trips);
        sorted(stored)
    })
}

/// As a store gives its rows.
pub fn sorted(mut stored: StoreContents) -> StoreContents {
    stored.heads.sort();
    stored.history.sort();
    stored.files.sort();
    stored
}

/// A trip in so many states, the first of them as it came with the app.
pub fn with_trips(stored: &mut StoreContents, title: &str, count: usize) {
    let trip = Trip { title: title.to_owned(), ..agenda::fixture::trip() };
    let (index, details) = (encode_index(&trip), encode_details(&[]));
    let mut catalog = TripCatalog::default();
    for number in 1..=count as u32 {
        catalog.put(&TripId::from("kept"), "Kept", generation(number));
        for (part, text) in TRIP_PARTS.iter().zip([index.as_str(), &details, ""]) {
            stored.files.push(trip_file(number, part));
            stored.texts.insert(trip_file(number, part), text.to_owned());
        }
    }
    if count > 0 {
        stored.files.push(CATALOG.to_owned());
        stored.texts.insert(CATALOG.to_owned(), catalog.encode());
    }
}

pub fn generation(number: u32) -> Generation {
    let source = |event: &str, origin| Source {
        event: event.into(),
        origin,
        zone: Some("Europe/Brussels".to_owned()),
        read_at: Instant(i64::from(number)),
        checksum: u32::MAX,
    };
    let sources = vec![
        source("fosdem", Origin::Address("https://x.example/a\tb".to_owned())),
        source("a b", Origin::File(String::new())),
        source("c", Origin::Pasted),
    ];
    Generation { number, base: (number == 1).then(|| "index-1.txt".to_owned()), is_plain: number == 1, sources }
}

/// Two trips, one of them in two states.
pub fn catalog() -> TripCatalog {
    let mut catalog = TripCatalog { hides_bundled: true, ..TripCatalog::default() };
    for (id, number) in [("week", 1), ("week", 2), ("other", 3)] {
        catalog.put(&id.into(), "A title", generation(number));
    }
    catalog
}

pub fn request() -> BackupRequest {
    BackupRequest {
        made: UnixMillis(1_731_715_207_250),
        offset_seconds: -25_200,
        app: "0.1.0".to_owned(),
        trip: None,
        extent: BackupExtent::Whole,
        publication: None,
    }
}

/// What is left of a store when names of versions do not matter: by record, all of them.
pub fn by_record(stored: &StoreContents) -> BTreeMap<Record, Vec<Arc<Revision>>> {
    StoredRecords::of(stored).records
}
