//! What is put together, over a platform in memory.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use lanyard_core::notebook::PhotoId;
use lanyard_core::notebook::schema::photo_file;
use lanyard_core::schedule::{Day, Local};
use lanyard_core::share::SharingFacts;
use lanyard_core::share::hand_over::HandOverWay;
use lanyard_core::text::base64;
use leptos::prelude::*;

use super::prepare::{HandOverWatch, prepare};
use super::*;
use crate::platform::Platform;
use crate::platform::contract::run;
use crate::platform::transfer::{MemoryTransfer, TransferOutcome};
use crate::state::user::User;
use lanyard_core::share::{ExportChunk, ExportFile};

const AT: Local = Local { day: Day(20_000), second: 0 };

/// Stops after so many photos.
struct StopsAfter(usize, Cell<usize>, RefCell<Vec<usize>>);

impl StopsAfter {
    fn new(photos: usize) -> Self {
        Self(photos, Cell::default(), RefCell::default())
    }
}

impl HandOverWatch for StopsAfter {
    fn has_done(&self, photos: usize) {
        self.1.set(photos);
        self.2.borrow_mut().push(photos);
    }

    fn goes_on(&self) -> bool {
        self.1.get() < self.0
    }
}

fn file(path: &str, chunks: Vec<ExportChunk>) -> ExportFile {
    ExportFile { path: path.to_owned(), media_type: "text/plain", chunks }
}

fn text(words: &str) -> ExportChunk {
    ExportChunk::Text(words.to_owned())
}

fn photo(id: &str) -> ExportChunk {
    ExportChunk::Photo(PhotoId::new(id))
}

fn export(name: &str, files: Vec<ExportFile>) -> Export {
    Export { name: name.to_owned(), files }
}

async fn keep(platform: &Platform, id: &str, bytes: &[u8]) {
    platform.main.put_file(&photo_file(id), bytes).await.unwrap();
}

#[test]
fn one_file_of_words_stays_what_it_is() {
    let (platform, clock) = Platform::memory();
    run(&clock, async {
        let post = export("day 1.md", vec![file("posts/day 1.md", vec![text("# Day 1\n"), text("naïve")])]);
        assert_eq!(post.photos(), 0);
        let parcel = prepare(&platform, &post, AT, &StopsAfter::new(1)).await.ok().unwrap();
        assert_eq!((parcel.file.name.as_str(), parcel.file.bytes), ("day 1.md", 14));
        assert_eq!(parcel.file.content(), "# Day 1\nnaïve".as_bytes());
        assert_eq!(parcel.text.as_deref(), Some("# Day 1\nnaïve"));
        let within_a_tap = parcel_of_text(&*platform.transfer, &post).unwrap();
        assert_eq!(within_a_tap.file.content(), parcel.file.content());
    });
}

#[test]
fn several_files_become_a_zip_and_missing_photos_are_told() {
    let (platform, clock) = Platform::memory();
    run(&clock, async {
        let large: Vec<u8> = (0..=255).cycle().take(700_000).collect();
        keep(&platform, "a", &large).await;
        let files = vec![
            file("post.md", vec![text("# Day 1")]),
            file("photos/1.jpg", vec![photo("a")]),
            file("photos/2.jpg", vec![photo("gone")]),
            file("page.html", vec![text("<img>"), ExportChunk::PhotoBase64(PhotoId::new("gone"))]),
        ];
        let watch = StopsAfter::new(usize::MAX);
        let parcel = prepare(&platform, &export("My week.zip", files), AT, &watch).await.ok().unwrap();
        assert_eq!(parcel.file.name, "My week.zip");
        assert_eq!(parcel.missing, [PhotoId::new("gone")], "once");
        assert_eq!(parcel.text, None);
        assert_eq!(*watch.2.borrow(), [1, 2, 3]);
        let zip = parcel.file.content();
        let has = |part: &[u8]| zip.windows(part.len()).any(|window| window == part);
        assert!(zip.starts_with(b"PK\x03\x04") && has(&large) && has(b"# Day 1") && has(b"photos/1.jpg"));
        assert!(!has(b"photos/2.jpg") && has(b"page.html"), "what is left out has no name in it");
    });
}

#[test]
fn one_page_holds_its_pictures() {
    let (platform, clock) = Platform::memory();
    run(&clock, async {
        let bytes: Vec<u8> = (0..=255).cycle().take(300_001).collect();
        keep(&platform, "a", &bytes).await;
        let chunks = vec![text("<img src='data:"), ExportChunk::PhotoBase64(PhotoId::new("a")), text("'>")];
        let page = export("day.html", vec![file("day.html", chunks)]);
        let parcel = prepare(&platform, &page, AT, &StopsAfter::new(9)).await.ok().unwrap();
        let expect = format!("<img src='data:{}'>", base64(&bytes));
        assert_eq!(parcel.file.name, "day.html");
        assert_eq!(parcel.file.content(), expect.as_bytes());
        assert_eq!(parcel.text, None, "nobody wants to paste that");
    });
}

#[test]
fn it_can_be_stopped_and_it_can_fail() {
    let transfer = Rc::new(MemoryTransfer::default());
    let (platform, clock) = Platform::memory();
    let platform = Platform { transfer: transfer.clone(), ..platform };
    run(&clock, async {
        for id in ["a", "b", "c"] {
            keep(&platform, id, b"jpeg").await;
        }
        let all = ["a", "b", "c"].map(|id| file(id, vec![photo(id)])).to_vec();
        let prepared = |files: Vec<ExportFile>, photos| {
            let platform = platform.clone();
            async move { prepare(&platform, &export("My week.zip", files), AT, &StopsAfter::new(photos)).await.err() }
        };
        assert_eq!(prepared(all.clone(), 2).await, Some(HandOverError::Stopped));
        assert_eq!(prepared(all.clone(), 9).await, None);
        assert_eq!(prepared(vec![file("x.jpg", vec![photo("x")])], 9).await, Some(HandOverError::Nothing));
        let none = ["x", "y"].map(|id| file(id, vec![photo(id)])).to_vec();
        assert_eq!(prepared(none, 9).await, Some(HandOverError::Nothing));
        transfer.refuses_files.set(true);
        assert_eq!(prepared(all, 9).await, Some(HandOverError::NotMade));
    });
}

#[test]
fn it_goes_the_way_that_the_browser_takes() {
    let transfer = MemoryTransfer::default();
    let card = Export::of_text("Ana/López.vcf", "text/vcard", "BEGIN:VCARD".to_owned());
    let parcel = parcel_of_text(&transfer, &card).unwrap();
    assert_eq!(parcel.file.name, "Ana-López.vcf");
    assert_eq!(parcel.ways(&transfer), [HandOverWay::Download]);
    transfer.facts.set(SharingFacts { takes_file: true, is_ios: true, is_installed: true, ..Default::default() });
    assert_eq!(parcel.ways(&transfer), [HandOverWay::ShareFile]);
    let (_, clock) = Platform::memory();
    run(&clock, async {
        for way in [HandOverWay::ShareFile, HandOverWay::Download] {
            assert_eq!(parcel.hand(&transfer, way).await, TransferOutcome::Done);
        }
    });
    assert_eq!(*transfer.handed.borrow(), ["shared Ana-López.vcf", "Ana-López.vcf"]);
}

#[test]
fn what_is_begun_again_or_left_comes_to_nothing() {
    let (platform, clock) = Platform::memory();
    run(&clock, async {
        let owner = Owner::new();
        owner.set();
        let user = User::new();
        user.begin(platform.clone());
        platform.clock.wait(Duration::from_millis(100)).await;
        for id in ["a", "b"] {
            keep(&platform, id, &[7; 300_000]).await;
        }
        let photos = export("My week.zip", ["a", "b"].map(|id| file(id, vec![photo(id)])).to_vec());
        let hand_over = HandOver::new(user.records);
        let stage = move || untrack(|| hand_over.stage());
        assert_eq!(stage(), HandOverStage::Idle);
        hand_over.offer(photos.clone(), AT);
        assert_eq!(stage(), HandOverStage::Idle, "nobody has asked for the photos yet");
        hand_over.prepare(AT);
        assert_eq!(stage(), HandOverStage::Working(2));
        hand_over.let_go();
        assert_eq!(stage(), HandOverStage::Idle);
        platform.clock.wait(Duration::from_millis(500)).await;
        assert_eq!(stage(), HandOverStage::Idle, "it was stopped");
        hand_over.prepare(AT);
        let post = Export::of_text("a.md", "text/markdown", "words".to_owned());
        hand_over.offer(post.clone(), AT);
        platform.clock.wait(Duration::from_millis(500)).await;
        assert_eq!(stage(), HandOverStage::Ready);
        assert_eq!(hand_over.parcel().map(|parcel| parcel.file.name), Some("a.md".to_owned()));
        hand_over.offer(post, AT);
        assert_eq!(stage(), HandOverStage::Ready, "the same again changes nothing");
        hand_over.offer(photos, AT);
        assert!(hand_over.parcel().is_none());
        hand_over.prepare(AT);
        owner.cleanup();
        platform.clock.wait(Duration::from_millis(500)).await;
    });
}
