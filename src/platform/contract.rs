//! What every store must do, run over the browser's stores and over their twins in memory.
//!
//! In memory: `cargo test -p lanyard`. In a browser: `cargo xtask test` does the same with
//! `--target wasm32-unknown-unknown` and `wasm-bindgen-test-runner` as the target's runner.

use super::alerts::{Alert, AlertPermission};
use super::storage::MainStore;
use super::{Platform, Screen};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, BatchRow, KeyedFrames, Refusal};
use lanyard_core::schedule::Instant;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn row(record: &Record, stamp: &str, keep: bool) -> BatchRow {
    let key = format!("{} {stamp}", record.as_str());
    BatchRow { record: record.clone(), frame: format!("frame of {key}").into(), key, keep }
}

async fn append(store: &Rc<dyn MainStore>, rows: Vec<BatchRow>, remove: &[&str]) -> Result<KeyedFrames, Refusal> {
    let remove = remove.iter().map(|key| key.to_string()).collect();
    let batch = Batch { rows, remove, ..Batch::default() };
    store.append(batch).await
}

fn keys(rows: Option<KeyedFrames>) -> Vec<String> {
    rows.unwrap().into_iter().map(|(key, _)| key).collect()
}

/// Over a store that may hold other records already.
pub async fn main_store(store: Rc<dyn MainStore>) {
    let (one, other) = (Record::new("entry", &["contract"]), Record::new("entry", &["contract2"]));
    let unheard = Batch { rows: vec![row(&other, "0", false)], ..Batch::default() };
    // Nobody waits for it, and the store is not even open.
    drop(store.append(unheard));
    let all = keys(store.open().await);
    assert!(all.contains(&"entry/contract2 0".into()), "what was asked first is done first");
    append(&store, Vec::new(), &["entry/contract2 0"]).await.unwrap();

    append(&store, vec![row(&one, "1", true), row(&other, "1", false)], &[]).await.unwrap();
    let touched = append(&store, vec![row(&one, "2", true)], &["entry/contract 1"]).await;
    assert_eq!(touched, Ok(vec![("entry/contract 2".into(), "frame of entry/contract 2".into())]));

    let heads = store.heads(Some(&one)).await;
    assert_eq!(keys(heads), ["entry/contract 2"], "what was replaced is gone, and a longer name is another record");
    let history = store.history(&one).await;
    assert_eq!(keys(history), ["entry/contract 1", "entry/contract 2"], "what is kept stays, earliest first");
    let history = store.history(&other).await;
    assert_eq!(keys(history), Vec::<String>::new(), "what is not kept has no history");
    let all = keys(store.heads(None).await);
    assert!(all.contains(&"entry/contract 2".into()) && all.contains(&"entry/contract2 1".into()));
    let (mut by_ones, mut last) = (Vec::new(), String::new());
    while let [key] = keys(store.heads_after(&last, 1).await).as_slice() {
        by_ones.push(key.clone());
        last.clone_from(key);
    }
    assert_eq!(by_ones, all, "one after the other they are all, in the same order");

    let again = append(&store, vec![row(&one, "2", true)], &["no such key"]).await;
    assert_eq!(again.map(|rows| rows.len()), Ok(1), "the same append twice changes nothing");

    append(&store, vec![row(&one, "3", true)], &["entry/contract 2"]).await.unwrap();
    let thin = Batch { thin: vec!["entry/contract 2".into()], ..Batch::default() };
    store.append(thin).await.unwrap();
    let history = store.history(&one).await;
    assert_eq!(keys(history), ["entry/contract 1", "entry/contract 3"]);
    let forget = Batch { forget: vec![one.clone()], ..Batch::default() };
    store.append(forget).await.unwrap();
    assert_eq!(keys(store.history(&one).await).len(), 0);
    assert_eq!(keys(store.heads(Some(&one)).await), ["entry/contract 3"]);
}

pub async fn files(store: Rc<dyn MainStore>) {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    assert_eq!(store.put_file("photo/contract", &bytes).await, Ok(()));
    assert_eq!(store.file("photo/contract").await, Ok(Some(bytes)));
    store.remove_file("photo/contract").await;
    assert_eq!(store.file("photo/contract").await, Ok(None));
    let (one, other): (&[u8], &[u8]) = (b"one", b"");
    assert_eq!(store.put_files(&[("contract/a", one), ("contract/b", other)]).await, Ok(()));
    let both = store.files(&["contract/b", "contract/a"]).await;
    assert_eq!(both, Ok(Some(vec![other.to_vec(), one.to_vec()])));
    assert_eq!(store.files(&["contract/a", "contract/c"]).await, Ok(None));
    assert_eq!(store.files(&[]).await, Ok(Some(Vec::new())));
}

pub async fn space(platform: &Platform) {
    let room = platform.storage_manager.estimate().await;
    assert!(room.is_none_or(|(used, all)| used <= all));
    platform.storage_manager.set_count_marker("3 abcdef01");
    platform.clock.wait(Duration::from_millis(100)).await;
    assert_eq!(platform.storage_manager.count_marker().await.as_deref(), Some("3 abcdef01"));
}

pub fn prepared_files(platform: &Platform) {
    let transfer = &platform.transfer;
    let parts: Vec<_> = ["one ", "", "naïve"].iter().filter_map(|words| transfer.part(words.as_bytes())).collect();
    let file = transfer.file("contract.txt", "text/plain", &parts).unwrap();
    assert_eq!((file.name.as_str(), file.bytes), ("contract.txt", 10));
    let again = transfer.file("again.txt", "text/plain", &parts).unwrap();
    assert_eq!(again.bytes, 10, "parts can be used again");
    assert_eq!(transfer.sharing_facts(&file).has_share_sheet, transfer.can_share());
    assert_eq!(transfer.file("empty", "text/plain", &[]).unwrap().bytes, 0);
}

pub fn small_store(platform: &Platform) {
    let store = &platform.small;
    store.put("contract/a", "1").unwrap();
    store.put("contract/b", "naïve 🦀\n\0").unwrap();
    store.put("contract/a", "2").unwrap();
    assert_eq!(store.get("contract/a").as_deref(), Some("2"));
    let ours = store.all().unwrap();
    assert!(ours.contains(&("contract/b".into(), "naïve 🦀\n\0".into())));
    store.remove("contract/a");
    store.remove("contract/a");
    assert_eq!(store.get("contract/a"), None);
    assert!(store.all().unwrap().iter().all(|(key, _)| key != "contract/a"));
}

pub async fn clock_and_chance(platform: &Platform) {
    let before = platform.clock.now_millis();
    assert_ne!(platform.random.bytes(), platform.random.bytes());
    platform.clock.wait(Duration::from_millis(50)).await;
    assert!(platform.clock.now_millis() >= before + Duration::from_millis(40), "a wait takes its time");
}

pub fn zones(platform: &Platform) {
    let at = |text: &str| Instant::parse(text).unwrap();
    let (from, to) = (at("2024-07-01T00:00:00Z"), at("2025-02-01T00:00:00Z"));
    let zone = |name: &str| platform.zones.zone(name, from, to);
    let own = platform.zones.own().unwrap();
    assert_eq!(zone(&own).unwrap().name, own);
    assert_eq!(zone("Nowhere/Town"), None);
    let berlin = zone("Europe/Berlin").unwrap();
    let said = |text: &str| (berlin.offset_at(at(text)), berlin.abbreviation_at(at(text)).to_owned());
    assert_eq!(said("2024-10-27T00:59:59Z"), (7_200, "CEST".to_owned()));
    assert_eq!(said("2024-10-27T01:00:00Z"), (3_600, "CET".to_owned()));
    assert_eq!(said("2025-01-31T00:00:00Z").0, 3_600);
}

/// Nobody has allowed anything, and nobody is asked.
pub fn alerts(platform: &Platform) {
    let before = platform.alerts.permission();
    assert_ne!(before, AlertPermission::Granted);
    let words = || "contract".to_owned();
    let alert = Alert { title: words(), body: words(), name: words(), fragment: "#/now".to_owned(), vibrates: true };
    platform.alerts.show(alert);
    platform.alerts.vibrate();
    platform.alerts.set_badge(3);
    platform.alerts.set_badge(0);
    assert_eq!(platform.alerts.permission(), before, "what is not allowed is left undone, and asks nobody");
}

pub async fn address(screen: &Screen) {
    let heard = Rc::new(Cell::new(0));
    let counted = heard.clone();
    screen.address.on_change(Rc::new(move || counted.set(counted.get() + 1)));
    screen.address.set("#/contract");
    screen.clock.wait(Duration::from_millis(100)).await;
    assert_eq!((screen.address.fragment().as_str(), heard.get()), ("#/contract", 1));
    assert!(screen.address.came_by_history(), "nobody has tapped");
    screen.address.replace("#/replaced");
    screen.clock.wait(Duration::from_millis(100)).await;
    assert_eq!((screen.address.fragment().as_str(), heard.get()), ("#/replaced", 1));
}

pub async fn viewport(screen: &Screen) {
    screen.viewport.scroll_to(1e9);
    assert!(screen.viewport.scroll_y() < 1e9, "no further than the page goes");
    screen.viewport.scroll_to(0.0);
    let before = screen.clock.now_millis();
    for _ in 0..10 {
        screen.viewport.next_frame().await;
    }
    assert!(screen.clock.now_millis() > before, "frames come one after the other");
}

/// Runs a test in memory: whenever it waits, time moves on.
#[cfg(not(target_arch = "wasm32"))]
pub fn run(clock: &super::clock::MemoryClock, test: impl Future<Output = ()>) {
    // Once for all tests: each thread has tasks of its own.
    let _ = any_spawner::Executor::init_futures_executor();
    let mut test = std::pin::pin!(test);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..10_000 {
        if test.as_mut().poll(&mut context).is_ready() {
            return;
        }
        any_spawner::Executor::poll_local();
        clock.advance(Duration::from_millis(20));
    }
    panic!("it never ended");
}

#[cfg(not(target_arch = "wasm32"))]
mod in_memory {
    use super::*;

    #[test]
    fn the_twins_keep_the_contract() {
        let (platform, clock) = Platform::memory();
        run(&clock, main_store(platform.main.clone()));
        run(&clock, files(platform.main.clone()));
        run(&clock, space(&platform));
        small_store(&platform);
        prepared_files(&platform);
        zones(&platform);
        alerts(&platform);
        run(&clock, clock_and_chance(&platform));
        let screen = Screen::memory(clock.clone());
        run(&clock, address(&screen));
        run(&clock, viewport(&screen));
    }
}

#[cfg(target_arch = "wasm32")]
mod in_a_browser {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn the_browser_keeps_the_contract() {
        let platform = Platform::browser();
        main_store(platform.main.clone()).await;
        files(platform.main.clone()).await;
        space(&platform).await;
        small_store(&platform);
        prepared_files(&platform);
        zones(&platform);
        alerts(&platform);
        clock_and_chance(&platform).await;
        let screen = Screen::browser();
        address(&screen).await;
        viewport(&screen).await;
    }
}
