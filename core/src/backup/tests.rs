//! The laws of backups, over generated notebooks and phones. `LANYARD_CASES` and `LANYARD_MUTATIONS` ask for more than a
//! usual run takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::Config;

use super::contents::{CATALOG, StoredRecords};
use super::fixture::{Phone, acts, by_record, request, sorted, store, with_trips};
use super::operations::TableOperations;
use super::*;
use crate::records::Revision;
use crate::records::revision::heads;
use crate::trips::TripCatalog;

/// What a backup comes to when it is taken out of its zip again.
pub fn received(stored: &StoreContents) -> Vec<ReceivedFile> {
    received_of(&request(), stored)
}

/// The same of any request.
pub fn received_of(request: &BackupRequest, stored: &StoreContents) -> Vec<ReceivedFile> {
    let contents = write(request, stored).unwrap();
    let file = |path: &str, content: &[u8]| ReceivedFile {
        path: path.to_owned(),
        bytes: content.len() as u64,
        sha256: None,
        content: Some(content.to_vec()),
    };
    let mut files: Vec<ReceivedFile> = contents.texts.iter().map(|(path, text)| file(path, text.as_bytes())).collect();
    files.extend(contents.wanted.iter().map(|(path, _)| ReceivedFile { content: None, ..file(path, b"jpeg") }));
    let digests: Vec<FileDigest> =
        files.iter().map(|file| FileDigest { path: file.path.clone(), bytes: file.bytes, sha256: None }).collect();
    let manifest = manifest(request, contents.counts, &digests);
    files.push(file("manifest.json", manifest.as_bytes()));
    files
}

fn take(table: &mut Vec<(String, String)>, operations: &TableOperations) {
    let put = |key: &String| operations.put.iter().any(|(other, _)| other == key);
    table.retain(|(key, _)| !operations.delete.contains(key) && !put(key));
    table.extend(operations.put.iter().cloned());
}

/// The store after the transaction.
pub fn carried_out(stored: &StoreContents, operations: &Operations, photos: &[(String, PhotoBytes)]) -> StoreContents {
    let mut after = stored.clone();
    take(&mut after.heads, &operations.heads);
    take(&mut after.history, &operations.history);
    for (name, text) in &operations.files.put {
        after.texts.insert(name.clone(), text.clone());
        after.files.push(name.clone());
    }
    after.files.extend(photos.iter().map(|(name, _)| name.clone()));
    after.files.retain(|name| !operations.files.delete.contains(name));
    after.texts.retain(|name, _| !operations.files.delete.contains(name));
    after.files.sort();
    after.files.dedup();
    sorted(after)
}

/// `from`'s backup, restored into `into`.
fn restored(from: &StoreContents, into: &StoreContents) -> (RestorePreview, StoreContents) {
    let plan = read(received(from)).unwrap().plan(into);
    (plan.preview.clone(), carried_out(into, &plan.operations, &plan.photos))
}

fn without_undo(mut stored: StoreContents) -> StoreContents {
    for name in [UNDO_FILE, WITHDRAWN_FILE] {
        stored.files.retain(|other| other != name);
        stored.texts.remove(name);
    }
    stored
}

fn texts(stored: &StoreContents) -> Vec<(String, String)> {
    write(&request(), stored).unwrap().texts
}

/// Holds a text against one definition of the published schema.
#[track_caller]
pub fn check_schema(definition: &str, text: &str) {
    let schema = serde_json::from_str(include_str!("../../../docs/backup.schema.json")).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("backup.json", schema).unwrap();
    let index = compiler.compile(&format!("backup.json#/$defs/{definition}"), &mut schemas).unwrap();
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    if let Err(why) = schemas.validate(&value, index) {
        panic!("{definition}: {why:#}\n{text}");
    }
}

/// So many cases, or as many as the variable says.
fn cases(usual: u32) -> Config {
    let asked = std::env::var("LANYARD_CASES").ok().and_then(|cases| cases.parse().ok());
    Config::with_cases(asked.unwrap_or(usual))
}

/// Two phones that share a past.
fn phones() -> impl Strategy<Value = (Phone, Phone)> {
    (acts(12), acts(8), acts(8)).prop_map(|(past, one, other)| {
        let mut phone = Phone::new("past");
        phone.write(&past);
        let (mut left, mut right) = (phone.with_writer("left"), phone.with_writer("right"));
        left.write(&one);
        right.write(&other);
        (left, right)
    })
}

fn every_version_is_in(records: &StoredRecords, stored: &StoreContents) -> bool {
    let kept = by_record(stored);
    records.records.iter().all(|(record, revisions)| {
        let kept = kept.get(record).map(Vec::as_slice).unwrap_or_default();
        let is_kept = |revision: &Arc<Revision>| {
            kept.iter().any(|other| other.stamp == revision.stamp || other.replaces(revision))
        };
        revisions.iter().all(is_kept)
    })
}

proptest! {
    #![proptest_config(Config::with_cases(30))]

    #[test]
    fn what_is_written_is_what_the_schema_says(stored in store()) {
        let files = received(&stored);
        for (definition, path) in [("manifest", "manifest.json"), ("notebook", "notebook.json"), ("trips", "trips.json")] {
            let file = files.iter().find(|file| file.path == path).and_then(|file| file.content.clone()).unwrap();
            check_schema(definition, std::str::from_utf8(&file).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_backup_restored_into_nothing_is_the_same_backup(stored in store()) {
        let (preview, copy) = restored(&stored, &StoreContents::default());
        prop_assert_eq!((preview.unreadable, preview.entries.conflicting), (0, preview.entries.conflicting));
        let (copy, stored) = (without_undo(copy), sorted(stored));
        prop_assert_eq!(texts(&copy), texts(&stored));
        prop_assert_eq!((copy.heads, copy.history, copy.texts), (stored.heads, stored.history, stored.texts));
    }

    /// It keeps the trip that the app comes with before anybody has done anything.
    #[test]
    fn a_new_phone_shows_the_trip_that_was_shown(stored in store()) {
        let mut new = StoreContents::default();
        with_trips(&mut new, "", 1);
        let untouched = TripCatalog { chosen: None, ..new.catalog().unwrap() };
        new.texts.insert(CATALOG.to_owned(), untouched.encode());
        let (_, copy) = restored(&stored, &new);
        prop_assert_eq!(copy.catalog().unwrap().chosen, stored.catalog().unwrap_or_default().chosen);
    }

    #[test]
    fn the_same_file_twice_changes_nothing(stored in store()) {
        let (_, copy) = restored(&stored, &StoreContents::default());
        let plan = read(received(&stored)).unwrap().plan(&copy);
        prop_assert!(plan.preview.changes_nothing(), "{:?}", plan.preview);
        prop_assert!(plan.operations.is_empty());
    }

    #[test]
    fn two_phones_that_take_each_others_backup_hold_the_same((left, right) in phones()) {
        let (left_before, right_before) = (left.stored(), right.stored());
        let (_, left_after) = restored(&right_before, &left_before);
        let (_, right_after) = restored(&left_before, &right_before);
        prop_assert_eq!(&left_after.heads, &right_after.heads);
        prop_assert_eq!(&left_after.history, &right_after.history);
        for phone in [&left, &right] {
            prop_assert!(every_version_is_in(&phone.records, &left_after));
        }
        let again = read(received(&right_after)).unwrap().plan(&left_after);
        prop_assert!(again.preview.changes_nothing());
    }

    #[test]
    fn an_older_backup_replaces_nothing(past in acts(12), since in acts(12)) {
        let mut phone = Phone::new("a");
        phone.write(&past);
        let backup = phone.stored();
        phone.write(&since);
        let now = sorted(phone.stored());
        let (preview, after) = restored(&backup, &now);
        prop_assert_eq!(preview.entries.updated + preview.entries.trashed + preview.entries.conflicting, 0);
        prop_assert_eq!(after.heads, now.heads);
    }

    #[test]
    fn undoing_gives_the_store_back(left in store(), right in store()) {
        let (left, right) = (sorted(left), sorted(right));
        let (preview, after) = restored(&right, &left);
        let undone = undo(&after).unwrap();
        prop_assert_eq!(undone.is_none(), preview.changes_nothing() && after == left);
        let Some(operations) = undone else { return Ok(()) };
        let back = carried_out(&after, &operations, &[]);
        prop_assert_eq!(&back.heads, &left.heads);
        prop_assert_eq!(&back.history, &left.history);
        let catalog = |stored: &StoreContents| stored.catalog().map(|mut catalog| { catalog.dropped.clear(); catalog });
        prop_assert_eq!(catalog(&back), catalog(&left));
        prop_assert_eq!(undo(&back).unwrap(), None);
        // What was undone can be restored again.
        let (again, after_again) = restored(&right, &back);
        prop_assert_eq!(again.entries, preview.entries);
        prop_assert_eq!(after_again.heads, after.heads);
    }

    #[test]
    fn what_was_written_since_stays_when_a_restore_is_undone((left, right) in phones(), since in acts(6)) {
        let before = left.stored();
        let (_, after) = restored(&right.stored(), &before);
        let mut phone = left.with_writer("since");
        phone.records = StoredRecords::of(&after);
        phone.write(&since);
        let written = StoreContents { texts: after.texts.clone(), ..phone.stored() };
        let Some(operations) = undo(&written).unwrap() else { return Ok(()) };
        let back = carried_out(&written, &operations, &[]);
        let kept = by_record(&back);
        for revision in phone.records.records.values().flatten().filter(|revision| revision.stamp.writer() == "since") {
            let revisions = kept.get(&revision.record).cloned().unwrap_or_default();
            prop_assert!(revisions.iter().any(|other| other.stamp == revision.stamp || other.replaces(revision)));
        }
        for revisions in kept.values() {
            prop_assert!(!heads(revisions.clone()).is_empty());
        }
    }

    #[test]
    fn the_order_of_heads_is_that_of_comparing_each_with_each(acts in acts(20)) {
        let mut phone = Phone::new("a");
        phone.write(&acts);
        for revisions in phone.records.records.values() {
            let is_replaced = |one: &&Arc<Revision>| {
                revisions.iter().any(|other| other.stamp != one.stamp && other.replaces(one))
            };
            let mut expect: Vec<_> = revisions.iter().filter(|one| !is_replaced(one)).cloned().collect();
            expect.sort_by(|one, other| one.compare(other));
            prop_assert_eq!(heads(revisions.clone()), expect);
        }
    }
}

#[test]
fn by_codes_goes_only_what_the_other_phone_cannot_have() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let whole = std::iter::repeat_with(|| store().new_tree(&mut runner).unwrap().current());
    let with_trips = |stored: &StoreContents| stored.catalog().is_some_and(|catalog| !catalog.trips.is_empty());
    let mut seen = [0, 0];
    for stored in whole.filter(with_trips).take(20) {
        let is_plain = stored.catalog().unwrap().trips[0].now.is_plain;
        let for_codes = write(&BackupRequest { extent: BackupExtent::ForCodes, ..request() }, &stored).unwrap();
        let paths: Vec<&str> = for_codes.texts.iter().map(|(path, _)| path.as_str()).collect();
        assert!(for_codes.wanted.is_empty() && !paths.contains(&"notebook.md"), "{paths:?}");
        let trips = paths.iter().filter(|path| path.starts_with("trips/")).count();
        assert_eq!(trips, if is_plain { 0 } else { 3 }, "{paths:?}");
        seen[usize::from(is_plain)] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

/// How many backups are changed. Ten million take some minutes with optimisation.
fn mutations() -> u64 {
    std::env::var("LANYARD_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(5_000)
}

/// What the JSON has a meaning for, and numbers that no type takes.
const TOKENS: [&str; 16] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "-1",
    "4294967296",
    "1e999",
    "\\ud800",
    "entry/a",
    "mark/kubecon/1i7ke/star",
    "ffffffffffff-ffff-a",
    "01932779e53a-0000-b",
];

/// As a bad disk, or somebody who means harm, would change it.
fn mutated(mut bytes: Vec<u8>, others: &[Vec<u8>], random: &mut fastrand::Rng) -> Vec<u8> {
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..40)).min(bytes.len());
        match random.u8(..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.get_mut(at).into_iter().for_each(|byte| *byte = random.u8(..)),
            3 => drop(bytes.splice(at..at, TOKENS[random.usize(..TOKENS.len())].bytes())),
            4 => {
                let repeated = bytes[at..end].to_vec();
                let to = random.usize(..=bytes.len());
                drop(bytes.splice(to..to, repeated));
            }
            _ => {
                let other = &others[random.usize(..others.len())];
                let from = random.usize(..=other.len());
                let piece = &other[from..(from + random.usize(..200)).min(other.len())];
                drop(bytes.splice(at..end, piece.iter().copied()));
            }
        }
    }
    bytes
}

/// Whatever is in a file: nothing panics, what is here stays unless something later replaces it, and what would be written can
/// be read, and undone.
fn check_mutation(seed: u64, files: &[ReceivedFile], here: &StoreContents) {
    let mut random = fastrand::Rng::with_seed(seed);
    let contents: Vec<Vec<u8>> = files.iter().filter_map(|file| file.content.clone()).collect();
    let mut changed = files.to_vec();
    let count = changed.len();
    let file = &mut changed[random.usize(..count)];
    let content = mutated(file.content.clone().unwrap_or_default(), &contents, &mut random);
    file.bytes = content.len() as u64;
    file.content = Some(content);
    let lengths: BTreeMap<String, u64> = changed.iter().map(|file| (file.path.clone(), file.bytes)).collect();
    if let Some(manifest) = changed.iter_mut().find(|file| file.path == "manifest.json")
        && let Ok(mut value) =
            serde_json::from_slice::<serde_json::Value>(manifest.content.as_deref().unwrap_or_default())
    {
        // The lengths are those of the changed files, or none would be read further.
        for listed in value.get_mut("files").and_then(|files| files.as_array_mut()).into_iter().flatten() {
            let length = listed.get("path").and_then(|path| lengths.get(path.as_str()?));
            if let Some((length, slot)) = length.zip(listed.get_mut("bytes")) {
                *slot = (*length).into();
            }
        }
        manifest.content = Some(value.to_string().into_bytes());
    }
    let Ok(backup) = read(changed) else { return };
    let plan = backup.plan(here);
    let after = carried_out(here, &plan.operations, &plan.photos);
    let (before, now) = (by_record(here), by_record(&after));
    for record in before.keys() {
        let revisions = now.get(record).unwrap_or_else(|| panic!("seed {seed}: {record:?} is gone"));
        assert!(!heads(revisions.clone()).is_empty(), "seed {seed}: no version of {record:?} counts");
    }
    assert!(after.catalog().is_some(), "seed {seed}");
    if let Some(operations) = undo(&after).unwrap_or_else(|why| panic!("seed {seed}: {why}")) {
        let back = carried_out(&after, &operations, &[]);
        assert!(back.heads == here.heads && back.history == here.history, "seed {seed}: it is not undone");
    } else {
        assert!(plan.preview.changes_nothing(), "seed {seed}: {:?}", plan.preview);
    }
}

#[test]
fn no_mutated_backup_panics_or_takes_anything_away() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut store = || sorted(store().new_tree(&mut runner).unwrap().current());
    let stores: Vec<(Vec<ReceivedFile>, StoreContents)> = (0..16).map(|_| (received(&store()), store())).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (stores, runs) = (&stores, (thread as u64..mutations()).step_by(threads));
            scope.spawn(move || {
                for seed in runs {
                    let (files, here) = &stores[(seed / 7) as usize % stores.len()];
                    check_mutation(seed, files, here);
                }
            });
        }
    });
}

#[test]
fn time_grows_with_the_file_and_not_faster() {
    // All of one record, each knowing the one before: comparing each with each would take hours.
    let mut phone = Phone::new("a");
    let record = crate::records::Record::new("entry", &["a"]);
    let mut clock = crate::records::stamp::HybridClock::new();
    let mut knows = crate::records::stamp::Knows::default();
    for number in 0..100_000_u64 {
        let stamp = clock.tick(crate::records::UnixMillis(number), &crate::records::WriterId::new("a"));
        let fields = crate::records::Fields::default();
        phone.records.add(Revision { record: record.clone(), stamp: stamp.clone(), knows: knows.clone(), fields });
        knows = crate::records::stamp::Knows::default();
        knows.add(&stamp);
    }
    let revisions = phone.records.records.values().next().cloned().unwrap_or_default();
    assert_eq!(heads(revisions).len(), 1);
}
