//! What every store must do, run over the browser's stores and over their twins in memory.
//!
//! In memory: `cargo test -p lanyard`. In a browser: the same with `--target wasm32-unknown-unknown` and
//! `wasm-bindgen-test-runner` as the target's runner.

use super::Platform;
use super::storage::{Answer, MainStore};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Refusal, Row, Rows};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Waits for what a callback brings.
pub async fn answer<T: 'static>(ask: impl FnOnce(Answer<T>)) -> T {
    let slot: Rc<RefCell<(Option<T>, Option<Waker>)>> = Rc::default();
    let filled = slot.clone();
    ask(Box::new(move |value| {
        let mut filled = filled.borrow_mut();
        filled.0 = Some(value);
        if let Some(waker) = filled.1.take() {
            waker.wake();
        }
    }));
    poll_fn(move |context| {
        let mut slot = slot.borrow_mut();
        slot.1 = Some(context.waker().clone());
        slot.0.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

fn row(record: &Record, stamp: &str, keep: bool) -> Row {
    let key = format!("{} {stamp}", record.as_str());
    Row { record: record.clone(), frame: format!("frame of {key}"), key, keep }
}

async fn append(store: &Rc<dyn MainStore>, rows: Vec<Row>, remove: &[&str]) -> Result<Rows, Refusal> {
    let remove = remove.iter().map(|key| key.to_string()).collect();
    answer(|done| store.append(rows, remove, done)).await
}

fn keys(rows: Option<Rows>) -> Vec<String> {
    rows.unwrap().into_iter().map(|(key, _)| key).collect()
}

/// Over a store that may hold other records already.
pub async fn main_store(store: Rc<dyn MainStore>) {
    let (one, other) = (Record::entry("contract"), Record::entry("contract2"));
    assert!(answer(|done| store.open(done)).await.is_some(), "there is a store");

    append(&store, vec![row(&one, "1", true), row(&other, "1", false)], &[]).await.unwrap();
    let touched = append(&store, vec![row(&one, "2", true)], &["entry/contract 1"]).await;
    assert_eq!(touched, Ok(vec![("entry/contract 2".into(), "frame of entry/contract 2".into())]));

    let heads = answer(|done| store.heads(Some(&one), done)).await;
    assert_eq!(keys(heads), ["entry/contract 2"], "what was replaced is gone, and a longer name is another record");
    let history = answer(|done| store.history(&one, done)).await;
    assert_eq!(keys(history), ["entry/contract 1", "entry/contract 2"], "what is kept stays, earliest first");
    let history = answer(|done| store.history(&other, done)).await;
    assert_eq!(keys(history), Vec::<String>::new(), "what is not kept has no history");
    let all = keys(answer(|done| store.heads(None, done)).await);
    assert!(all.contains(&"entry/contract 2".into()) && all.contains(&"entry/contract2 1".into()));

    let again = append(&store, vec![row(&one, "2", true)], &["no such key"]).await;
    assert_eq!(again.map(|rows| rows.len()), Ok(1), "the same append twice changes nothing");
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
    assert_ne!(platform.chance.bytes(), platform.chance.bytes());
    assert!(platform.clock.now_millis() >= before);
}

#[cfg(not(target_arch = "wasm32"))]
mod in_memory {
    use super::*;
    use std::pin::pin;
    use std::task::Context;

    /// The twins answer at once, so one look is enough.
    fn at_once(future: impl Future<Output = ()>) {
        assert!(pin!(future).poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }

    #[test]
    fn the_twins_keep_the_contract() {
        let platform = Platform::memory();
        at_once(main_store(platform.main.clone()));
        small_store(&platform);
        at_once(clock_and_chance(&platform));
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
        small_store(&platform);
        clock_and_chance(&platform).await;
    }
}
