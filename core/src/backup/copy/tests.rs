//! What the rescue page saved comes back, whatever has become of it since.

use super::*;
use crate::backup::{Backup, BackupError, ReceivedFile, StoreContents, read_old_copy};
use crate::records::Revision;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What the rescue page of the day before copies became zips saved of two notes, a star and a photo.
const OLD: &str = include_str!("../golden/copy.json");
/// What the rescue page saved of the same stores when copies had become zips.
const ZIP: &[u8] = include_bytes!("../golden/copy.zip");

fn in_zip(path: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(ZIP)).unwrap();
    let mut bytes = Vec::new();
    zip.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// The photo's name says what its bytes are.
fn is_the_photo(name: &str, bytes: &[u8]) -> bool {
    name == format!("photo/{}", sha256(bytes))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn texts(copy: &Copy) -> Vec<String> {
    let revisions = copy.rows.iter().map(|(_, frame)| Revision::read(frame).expect("a frame that was whole"));
    let mut texts: Vec<String> = revisions.map(|revision| revision.fields.body.clone()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

#[test]
fn both_forms_of_the_same_stores_are_the_same() {
    let (old, new) = (read_old(OLD).unwrap(), read(&in_zip("stores.json")).unwrap());
    assert_eq!(old.taken, Instant::parse("2026-11-27T16:11:18Z"));
    assert_eq!(old.rows, new.rows);
    // A setting, a star and a photo without words among them; and the first letter of each note, which was kept at once.
    let words = ["", "N", "Naïve \u{1f980} and \\ and \"quotes\"", "T", "Two hundred clusters, one team", "yes"];
    assert_eq!(texts(&new), words);
    let count = |start: &str| new.rows.iter().filter(|(key, _)| key.starts_with(start)).count();
    assert_eq!((count("mark/"), count("journal/")), (1, 2));
    assert_eq!(count("entry/"), 5, "every version");

    let [(name, CopiedBytes::Inline(photo))] = old.files.as_slice() else { panic!("{:?}", old.files) };
    assert!(is_the_photo(name, photo));
    let [(name, CopiedBytes::InZip(path))] = new.files.as_slice() else { panic!("{:?}", new.files) };
    assert!(is_the_photo(name, &in_zip(path)));
    assert!(old.damaged.is_empty() && new.damaged.is_empty());
}

/// The zip as the worker hands it over, with another content for one of its files.
fn received(changed: Option<(&str, &[u8])>) -> Vec<ReceivedFile> {
    let mut zip = ZipArchive::new(Cursor::new(ZIP)).unwrap();
    let paths: Vec<String> = (0..zip.len()).map(|index| zip.by_index(index).unwrap().name().to_owned()).collect();
    let file = |path: &String| {
        let content =
            changed.filter(|(other, _)| other == path).map_or_else(|| in_zip(path), |(_, bytes)| bytes.to_vec());
        let sha256 = Some(sha256(&content));
        ReceivedFile { path: path.clone(), bytes: content.len() as u64, sha256, content: Some(content) }
    };
    paths.iter().map(file).collect()
}

#[test]
fn both_forms_are_restored_whole() {
    #[track_caller]
    fn check(copy: Result<Backup, BackupError>) {
        let preview = copy.unwrap().plan(&StoreContents::default()).preview;
        assert!(preview.is_copy);
        assert_eq!((preview.entries.added, preview.marks.added, preview.photos), (3, 1, 1), "{preview:?}");
        assert_eq!((preview.unreadable, preview.missing_photos, preview.damaged_photos), (0, 0, 0), "{preview:?}");
    }
    check(read_old_copy(OLD));
    let mut files = received(None);
    // The worker leaves photos in the zip.
    files.iter_mut().filter(|file| file.path == "files/0").for_each(|file| file.content = None);
    check(crate::backup::read(files));
}

#[test]
fn a_damaged_file_of_a_copy_takes_nothing_else_along() {
    let lost = received(None).into_iter().filter(|file| file.path != "files/0").collect();
    for files in [received(Some(("files/0", b"something else"))), lost] {
        let preview = crate::backup::read(files).unwrap().plan(&StoreContents::default()).preview;
        assert_eq!((preview.entries.added, preview.marks.added), (3, 1), "{preview:?}");
        assert_eq!((preview.photos, preview.missing_photos), (0, 1), "{preview:?}");
    }
    let changed = received(Some(("stores.json", b"{}")));
    assert_eq!(crate::backup::read(changed).unwrap_err(), BackupError::Changed("stores.json".to_owned()));
}

#[test]
fn rows_and_files_keep_the_names_of_the_app() {
    #[track_caller]
    fn check(small: &str, databases: &str, expect: &[(&str, &str)]) {
        let text = format!("{{\"localStorage\":{{{small}}},\"indexedDB\":{{{databases}}}}}");
        let copy = read(text.as_bytes()).unwrap();
        let rows = copy.rows.iter().map(|(key, frame)| (key.as_str(), frame.as_str().into()));
        let bytes = |bytes: &CopiedBytes| match bytes {
            CopiedBytes::InZip(path) => path.clone(),
            CopiedBytes::Inline(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        };
        let files = copy.files.iter().map(|(name, found)| (name.as_str(), bytes(found)));
        let damaged = copy.damaged.iter().map(|name| (name.as_str(), "damaged".into()));
        let found: Vec<(&str, String)> = rows.chain(files).chain(damaged).collect();
        assert_eq!(found, expect.iter().map(|(key, value)| (*key, (*value).into())).collect::<Vec<_>>());
    }
    check("", "", &[]);
    check(
        r#""lanyard / head/a/b 1":"F","lanyard /x/y/ journal/w/a/b":"G""#,
        "",
        &[("a/b 1", "F"), ("journal/w/a/b", "G")],
    );
    // From before installations had names; and keys that hold no frames.
    check(
        r#""lanyard/head/a/b 1":"F","lanyard/witness":"3 x","lanyard / reserve":"..","other":"x""#,
        "",
        &[("a/b 1", "F")],
    );
    check(r#""lanyard / aside/small/head/a/b 1":"F""#, "", &[("aside/small/head/a/b 1", "F")]);
    let database =
        r#""lanyard /":{"history":[["a/b 1","F"]],"heads":[["a/b 1","damaged frame"]],"others":[["x","y"]]}"#;
    check("", database, &[("a/b 1", "F"), ("a/b 1", "damaged frame")]);
    // The one of the installation is the last.
    check(
        "",
        r#""lanyard /":{"files":[["trips/shelf",{"file":"files/0","type":"x"}]]},"lanyard":{"files":[["trips/shelf","old"]]}"#,
        &[("trips/shelf", "old"), ("trips/shelf", "files/0")],
    );
    check(
        "",
        r#""lanyard /":{"files":[["a",{"base64":"SGVsbG8="}],["b",{"base64":"SGVsbG8"}],["c",5],["d"],"e",[["f"],{}]]}"#,
        &[("a", "Hello"), ("b", "damaged")],
    );
}

#[test]
fn what_is_no_copy_is_refused() {
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let [new, old] = [read(text.as_bytes()), read_old(text)].map(|copy| copy.unwrap_err().to_string());
        assert!(new.starts_with(expect) && old.starts_with(expect), "{new}; {old}");
    }
    check("", "it is not what the rescue page writes: EOF");
    check("PK\u{3}\u{4}", "it is not what the rescue page writes");
    check("{}", "it is no copy of Lanyard's stores");
    check(r#"{"schedule":{"conference":{"title":"A"}}}"#, "it is no copy of Lanyard's stores");
    check(r#"{"localStorage":5,"indexedDB":{}}"#, "it is not what the rescue page writes: invalid type");
    check(&"[".repeat(100_000), "it is not what the rescue page writes");
    let deep = ["{\"localStorage\":{\"a\":", &"[".repeat(100_000)].concat();
    check(&deep, "it is not what the rescue page writes: recursion limit");
}

#[test]
fn a_store_that_could_not_be_read_is_left_out_of_the_earlier_form() {
    let text =
        format!(r#"{{"what":"{OLD_TITLE}","problems":["indexedDB: x"],"localStorage":{{"lanyard / head/a 1":"F"}}}}"#);
    assert_eq!(read_old(&text).unwrap().rows, [("a 1".to_owned(), "F".to_owned())]);
}

#[test]
fn a_changed_letter_in_a_note_takes_nothing_else_along() {
    let versions = |copy: &Copy| {
        let read = copy.rows.iter().filter_map(|(_, frame)| Revision::read(frame).ok());
        read.map(|revision| revision.stamp).collect::<std::collections::BTreeSet<_>>()
    };
    let whole = read_old(OLD).unwrap();
    for letter in 0..7 {
        let mut word = "hundred".to_owned();
        word.replace_range(letter..=letter, "x");
        let changed = read_old(&OLD.replacen("hundred", &word, 2)).unwrap();
        // Another store has the same version.
        assert_eq!(versions(&changed), versions(&whole));
        let damaged = changed.rows.iter().filter(|(_, frame)| Revision::read(frame).is_err()).count();
        assert_eq!(damaged, 2);
    }
}

#[derive(Clone, Debug)]
enum Mutation {
    Cut(Index),
    Put(Index, u8),
    Drop(Index, usize),
    Repeat(Index, usize),
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let letters = prop::sample::select(b"\"\\,:{}[]0n\xc3".to_vec());
    let one = prop_oneof![
        1 => any::<Index>().prop_map(Mutation::Cut),
        8 => (any::<Index>(), prop_oneof![letters, any::<u8>()]).prop_map(|(index, byte)| Mutation::Put(index, byte)),
        4 => (any::<Index>(), 1..400_usize).prop_map(|(index, length)| Mutation::Drop(index, length)),
        4 => (any::<Index>(), 1..400_usize).prop_map(|(index, length)| Mutation::Repeat(index, length)),
    ];
    prop::collection::vec(one, 1..4)
}

fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for mutation in mutations {
        let length = bytes.len();
        match mutation {
            _ if length == 0 => break,
            Mutation::Cut(index) => bytes.truncate(index.index(length)),
            Mutation::Put(index, byte) => bytes[index.index(length)] = *byte,
            Mutation::Drop(index, count) => {
                let begin = index.index(length);
                bytes.drain(begin..(begin + count).min(length));
            }
            Mutation::Repeat(index, count) => {
                let begin = index.index(length);
                let repeated = bytes[begin..(begin + count).min(length)].to_vec();
                bytes.splice(begin..begin, repeated);
            }
        }
    }
    bytes
}

/// How many bytes of text and files a copy holds: never more than the text that it was read from.
fn weight(copy: &Copy) -> usize {
    let rows = copy.rows.iter().map(|(key, frame)| key.len() + frame.len());
    let files = copy.files.iter().map(|(name, bytes)| match bytes {
        CopiedBytes::InZip(path) => name.len() + path.len(),
        CopiedBytes::Inline(bytes) => name.len() + bytes.len(),
    });
    rows.chain(files).sum()
}

proptest! {
    #[test]
    fn a_damaged_copy_is_read_or_refused(mutations in mutations()) {
        let new = mutated(in_zip("stores.json"), &mutations);
        if let Ok(copy) = read(&new) {
            prop_assert!(weight(&copy) <= new.len());
        }
        let old = String::from_utf8_lossy(&mutated(OLD.as_bytes().to_vec(), &mutations)).into_owned();
        if let Ok(copy) = read_old(&old) {
            prop_assert!(weight(&copy) <= old.len());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        let _ = (read(text.as_bytes()), read_old(&text));
    }
}
