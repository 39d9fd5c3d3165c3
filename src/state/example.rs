//! The example of the bundled trip: a full notebook to look at and to try.
//!
//! It is open while the address says so, from the start of the page to its end. Everything runs as it does over the user's
//! own, but over stores in memory that were filled with the example: nothing of it is ever in the browser's stores, and
//! nothing of the user's is in it. Its files are fetched when it is first opened, and then kept (`later` in `sw.js`).

use lanyard_core::notebook::example;
use lanyard_core::notebook::schema::SCHEMA;
use lanyard_core::records::keeper::{Batch, BatchRow};
use leptos::task::spawn_local;

use super::App;
use super::bundled_trip::EXAMPLE;
use crate::platform::own_files::{OwnFiles, read_bytes};
use crate::platform::waiting::Answer;
use crate::platform::{MainStore, Platform};
use crate::wording;

/// So many digits of a picture's digest are in its address, as `xtask seal` has named it.
const DIGITS: usize = 16;

/// Opens the example's stores in place of the user's.
pub fn open(app: App) {
    let files = app.navigation.screen().own_files.clone();
    spawn_local(async move {
        let platform = Platform::unkept();
        let filled = fill(&*platform.main, &*files, read_bytes).await;
        app.begin(platform);
        if filled.is_none() {
            app.notices.warn(wording::EXAMPLE_NOT_LOADED);
        }
    });
}

/// Puts the records of the example into a store, with their pictures as far as these can be had. `None` when there is no
/// example, or it does not arrive.
async fn fill(
    store: &dyn MainStore,
    files: &dyn OwnFiles,
    read_bytes: impl Fn(&str) -> Answer<Option<Vec<u8>>>,
) -> Option<()> {
    let address = files.address(EXAMPLE).filter(|address| !address.is_empty())?;
    let text = files.read(&address).await?;
    let (mut rows, mut pictures) = (Vec::new(), Vec::new());
    for (revision, frame) in example::records(&text) {
        for name in (SCHEMA.files)(&revision.fields) {
            let bytes = read_bytes(&picture_address(&name));
            pictures.push((name, bytes));
        }
        let key = revision.key();
        rows.push(BatchRow { record: revision.record, key, frame: frame.into(), keep: true });
    }
    for (name, bytes) in pictures {
        if let Some(bytes) = bytes.await {
            store.put_file(&name, &bytes).await.ok()?;
        }
    }
    store.append(Batch { rows, ..Batch::default() }).await.ok().map(drop)
}

/// `photo/<digest>` to the address of the picture.
fn picture_address(file: &str) -> String {
    let digest = file.rsplit('/').next().and_then(|digest| digest.get(..DIGITS)).unwrap_or_default();
    format!("./example-{digest}.jpg")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::contract::run;
    use crate::platform::own_files::MemoryOwnFiles;
    use crate::platform::waiting::answered;
    use lanyard_core::notebook::wire::{read_entry, write_entry};
    use lanyard_core::notebook::{Attachment, Entry, EntryId, PhotoId, schema};
    use lanyard_core::records::stamp::{HybridClock, Knows};
    use lanyard_core::records::{Fields, Revision, UnixMillis, WriterId};
    use lanyard_core::schedule::Instant;

    fn entry(id: &str, photo: Option<&str>) -> Entry {
        let photo = photo.map(PhotoId::new);
        Entry { text: id.to_owned(), photo, ..Entry::new(EntryId::new(id), Instant(7), Attachment::Hallway, None) }
    }

    fn frame(entry: &Entry) -> String {
        let mut fields = Fields::default();
        write_entry(entry, &mut fields);
        let stamp = HybridClock::new().tick(UnixMillis(1), &WriterId::new("example"));
        Revision { record: schema::entry_record(&entry.id), stamp, knows: Knows::default(), fields }.write()
    }

    #[test]
    fn a_store_is_filled_with_the_example_and_the_pictures_that_can_be_had() {
        let digests = ["0123456789abcdef".repeat(4), "f".repeat(64)];
        let entries =
            [entry("a", None), entry("b", digests.first().map(String::as_str)), entry("c", Some(&digests[1]))];
        let frames: Vec<String> = entries.iter().map(frame).collect();
        let files = MemoryOwnFiles::default();
        files.files.borrow_mut().insert(EXAMPLE.to_owned(), ("e.txt".to_owned(), example::join(&frames)));
        let (platform, clock) = Platform::memory();
        run(&clock, async move {
            let bytes = |address: &str| answered((address == "./example-0123456789abcdef.jpg").then(|| vec![1, 2, 3]));
            assert_eq!(fill(&*platform.main, &files, bytes).await, Some(()));
            let heads = platform.main.open().await.unwrap();
            let read: Vec<Entry> =
                heads.iter().filter_map(|(_, frame)| read_entry(&Revision::read(frame).ok()?)).collect();
            let expect: Vec<Entry> = read
                .iter()
                .zip(entries)
                .map(|(read, entry)| Entry { based_on: read.based_on.clone(), ..entry })
                .collect();
            assert_eq!((read.len(), read), (3, expect));
            assert_eq!(platform.main.file(&schema::photo_file(&digests[0])).await, Ok(Some(vec![1, 2, 3])));
            assert_eq!(platform.main.file(&schema::photo_file(&digests[1])).await, Ok(None));
        });
    }

    #[test]
    fn a_trip_without_an_example_has_an_empty_address() {
        let (platform, clock) = Platform::memory();
        run(&clock, async move {
            let files = MemoryOwnFiles::default();
            files.files.borrow_mut().insert(EXAMPLE.to_owned(), Default::default());
            assert_eq!(fill(&*platform.main, &files, |_| answered(None)).await, None);
        });
    }
}
