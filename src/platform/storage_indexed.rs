//! The main store in a browser: IndexedDB.
//!
//! A write asks for `durability: "strict"` and is answered on `complete`, which the browser then sends after the data
//! reached the disk (W3C Indexed Database API 3.0, section 2.7). A browser that knows no durability ignores the wish.

use super::clock::{BrowserClock, Clock};
use super::installation;
use super::listen::{self, Listener};
use super::storage::{MainStore, ReadResult};
use super::storage_local::refusal;
use super::waiting::{Answer, Callback, answered, oneshot};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use lanyard_core::records::{LAYOUT, Record};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Event, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
};

const HEADS: &str = "heads";
const HISTORY: &str = "history";
const FILES: &str = "files";
/// A database that does not open in this time is treated as missing.
const PATIENCE_TO_OPEN: Duration = Duration::from_secs(3);
const PATIENCE_TO_WRITE: Duration = Duration::from_secs(15);

#[derive(Clone)]
pub struct IndexedDb {
    connection: Rc<Connection>,
}

#[derive(Default)]
struct Connection {
    database: RefCell<Option<IdbDatabase>>,
    /// Whoever waits for the database that is being opened. Empty while none is.
    waiting: RefCell<Vec<Callback<()>>>,
    /// Whoever is told when the database was taken away.
    on_loss: RefCell<Option<Listener>>,
}

/// What a transaction may do, and in which stores.
#[derive(Clone, Copy)]
enum Scope {
    Read(&'static [&'static str]),
    Write(&'static [&'static str]),
}

/// What a transaction asks for: the requests whose results are looked at when it is complete.
type Ask = Box<dyn FnOnce(&IdbTransaction) -> Result<Vec<IdbRequest>, JsValue>>;

/// A transaction that has begun, what it asked for, and whether it was completed; `None` when nobody says so in time.
type Begun = (IdbTransaction, Vec<IdbRequest>, Answer<Option<bool>>);

impl IndexedDb {
    pub fn new() -> Self {
        Self { connection: Rc::default() }
    }

    /// One transaction: what it asked for, once all of it is done. The asking is over when this returns, or, while the
    /// database is not open yet, in the moment in which it is.
    fn transact(&self, scope: Scope, ask: Ask) -> Answer<Result<Vec<IdbRequest>, Refusal>> {
        let is_open = self.connection.database.borrow().is_some();
        let begun = if is_open {
            answered(self.connection.begin(scope, ask))
        } else {
            let (bring, begun) = oneshot();
            let connection = self.connection.clone();
            self.connect(Box::new(move |()| bring(connection.begin(scope, ask))));
            begun
        };
        Box::pin(async move {
            let (transaction, requests, is_complete) = begun.await.map_err(|error| refusal(&error))?;
            match is_complete.await {
                Some(true) => Ok(requests),
                Some(false) => Err(refusal(&transaction.error().map_or(JsValue::NULL, JsValue::from))),
                None => Err(Refusal::Broken),
            }
        })
    }

    /// Opens the database. Whoever asks while it is being opened waits for the same one, and whoever has waited too long
    /// is answered, while the opening goes on for those who ask later.
    fn connect(&self, done: Callback<()>) {
        let connection = self.connection.clone();
        let is_opening = !connection.waiting.borrow().is_empty();
        connection.waiting.borrow_mut().push(within(PATIENCE_TO_OPEN, (), done));
        if is_opening {
            return;
        }
        let Some(request) = factory().and_then(|factory| factory.open_with_u32(&installation::name(), LAYOUT).ok())
        else {
            return connection.opened(None);
        };
        listen::once(&request, &["upgradeneeded"], |event| {
            // If it fails, the stores are missing and the first read says so.
            let _ = create_stores(&event);
        });
        listen::once(&request.clone(), &["success", "error"], move |_| {
            let database = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
            if let Some(database) = &database {
                let_go_when_asked(database, &connection);
            }
            connection.opened(database);
        });
    }

    /// At most so many rows within a range.
    fn rows(
        &self,
        stores: &'static [&'static str; 1],
        range: Option<IdbKeyRange>,
        most: u32,
    ) -> Answer<Option<KeyedFrames>> {
        let [store] = stores;
        let ask = move |all: &IdbTransaction| ask_for_rows(&all.object_store(store)?, &range, most);
        let read = self.transact(Scope::Read(stores), Box::new(ask));
        Box::pin(async { rows_of(&read.await.ok()?) })
    }

    /// All of these files, where the browser has them.
    fn arrays(&self, names: Vec<JsValue>) -> Answer<ReadResult<Vec<Uint8Array>>> {
        let ask = move |all: &IdbTransaction| {
            let store = all.object_store(FILES)?;
            names.iter().map(|name| store.get(name)).collect()
        };
        let read = self.transact(Scope::Read(&[FILES]), Box::new(ask));
        let array = |request: &IdbRequest| request.result().ok()?.dyn_into().ok();
        Box::pin(async move { Ok(read.await?.iter().map(array).collect()) })
    }
}

impl MainStore for IndexedDb {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        self.heads(None)
    }

    fn on_loss(&self, call: Listener) {
        *self.connection.on_loss.borrow_mut() = Some(call);
    }

    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>> {
        let written = self.transact(Scope::Write(&[HEADS, HISTORY]), Box::new(move |all| carry_out(all, &batch)));
        Box::pin(async { Ok(rows_of(&written.await?).unwrap_or_default()) })
    }

    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>> {
        self.rows(&[HEADS], record.and_then(range_of), ALL)
    }

    fn heads_after(&self, key: &str, most: usize) -> Answer<Option<KeyedFrames>> {
        // Without the range it would be all of them, again and again.
        match IdbKeyRange::lower_bound_with_open(&JsValue::from(key), true) {
            Ok(range) => self.rows(&[HEADS], Some(range), u32::try_from(most).unwrap_or(ALL)),
            Err(_) => Box::pin(std::future::ready(None)),
        }
    }

    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>> {
        self.rows(&[HISTORY], range_of(record), ALL)
    }

    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>> {
        let arrays: Vec<(JsValue, Uint8Array)> =
            files.iter().map(|(name, bytes)| (JsValue::from(*name), Uint8Array::from(*bytes))).collect();
        let names: Vec<JsValue> = arrays.iter().map(|(name, _)| name.clone()).collect();
        let lengths: Vec<u32> = arrays.iter().map(|(_, array)| array.length()).collect();
        let ask = move |all: &IdbTransaction| {
            let store = all.object_store(FILES)?;
            arrays.iter().map(|(name, array)| store.put_with_key(array, name)).collect()
        };
        let (own, written) = (self.clone(), self.transact(Scope::Write(&[FILES]), Box::new(ask)));
        Box::pin(async move {
            written.await?;
            let read = own.arrays(names).await.ok().flatten().unwrap_or_default();
            let is_whole = read.iter().map(Uint8Array::length).eq(lengths);
            if is_whole { Ok(()) } else { Err(Refusal::Broken) }
        })
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        let read = self.arrays(names.iter().map(|name| JsValue::from(*name)).collect());
        let copied = |arrays: Vec<Uint8Array>| arrays.iter().map(Uint8Array::to_vec).collect();
        Box::pin(async move { Ok(read.await?.map(copied)) })
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        let key = JsValue::from(name);
        let ask = move |all: &IdbTransaction| Ok(vec![all.object_store(FILES)?.delete(&key)?]);
        let removed = self.transact(Scope::Write(&[FILES]), Box::new(ask));
        Box::pin(async { drop(removed.await) })
    }
}

fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok().flatten()
}

fn create_stores(event: &Event) -> Option<()> {
    let request: IdbOpenDbRequest = event.target()?.dyn_into().ok()?;
    let database: IdbDatabase = request.result().ok()?.dyn_into().ok()?;
    for store in [HEADS, HISTORY, FILES] {
        if !database.object_store_names().contains(store) {
            database.create_object_store(store).ok()?;
        }
    }
    Some(())
}

impl Connection {
    fn opened(&self, database: Option<IdbDatabase>) {
        *self.database.borrow_mut() = database;
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.into_iter().for_each(|answer| answer(()));
    }

    fn begin(&self, scope: Scope, ask: Ask) -> Result<Begun, JsValue> {
        let database = self.database.borrow().clone().ok_or(JsValue::NULL)?;
        let transaction = strict_transaction(&database, scope).inspect_err(|_| {
            // A connection the browser has closed starts no transaction. The next try opens anew.
            self.database.borrow_mut().take();
        })?;
        let requests = ask(&transaction).inspect_err(|_| drop(transaction.abort()))?;
        let (bring, is_complete) = oneshot();
        let ended = within(PATIENCE_TO_WRITE, None, bring);
        listen::once(&transaction, &["complete", "abort"], |event| ended(Some(event.type_() == "complete")));
        Ok((transaction, requests, is_complete))
    }
}

/// A newer Lanyard in another tab asks for the database, or somebody deletes it: they get it. The browser may also close it
/// by itself. Either way it may be gone.
fn let_go_when_asked(database: &IdbDatabase, connection: &Rc<Connection>) {
    let (closing, connection) = (database.clone(), connection.clone());
    listen::once(database, &["versionchange", "close"], move |_| {
        closing.close();
        connection.database.borrow_mut().take();
        let told = connection.on_loss.borrow().clone();
        if let Some(told) = told {
            told();
        }
    });
}

/// All keys of one record: `<record> ` up to `<record>!`, the character after the space.
fn range_of(record: &Record) -> Option<IdbKeyRange> {
    let bound = |end: &str| {
        let mut text = String::from(record.as_str());
        text.push_str(end);
        JsValue::from(text)
    };
    IdbKeyRange::bound_with_lower_open_and_upper_open(&bound(" "), &bound("!"), false, true).ok()
}

/// As many rows as there are.
const ALL: u32 = u32::MAX;

/// Keys and values.
fn ask_for_rows(store: &IdbObjectStore, range: &Option<IdbKeyRange>, most: u32) -> Result<Vec<IdbRequest>, JsValue> {
    let range = range.as_ref().map_or(JsValue::UNDEFINED, JsValue::from);
    Ok(vec![store.get_all_keys_with_key_and_limit(&range, most)?, store.get_all_with_key_and_limit(&range, most)?])
}

/// What was asked for by any number of [`ask_for_rows`].
fn rows_of(requests: &[IdbRequest]) -> Option<KeyedFrames> {
    let mut rows = Vec::new();
    for request in requests.chunks_exact(2) {
        let [keys, values] = request else { continue };
        let keys: Array = keys.result().ok()?.dyn_into().ok()?;
        let values: Array = values.result().ok()?.dyn_into().ok()?;
        let row = |(key, value): (JsValue, JsValue)| Some((key.as_string()?, value.as_string().unwrap_or_default()));
        rows.extend(keys.iter().zip(values.iter()).filter_map(row));
    }
    Some(rows)
}

/// Asks for the rows that the touched records then have.
fn carry_out(transaction: &IdbTransaction, batch: &Batch) -> Result<Vec<IdbRequest>, JsValue> {
    let (heads, history) = (transaction.object_store(HEADS)?, transaction.object_store(HISTORY)?);
    for row in &batch.rows {
        let (key, frame) = (JsValue::from(row.key.as_str()), JsValue::from(&*row.frame));
        heads.put_with_key(&frame, &key)?;
        if row.keep {
            history.put_with_key(&frame, &key)?;
        }
    }
    for key in &batch.remove {
        heads.delete(&JsValue::from(key.as_str()))?;
    }
    for key in &batch.thin {
        history.delete(&JsValue::from(key.as_str()))?;
    }
    for range in batch.forget.iter().filter_map(range_of) {
        history.delete(&range)?;
    }
    let mut touched: Vec<&Record> = batch.rows.iter().map(|row| &row.record).collect();
    touched.sort();
    touched.dedup();
    let rows = touched.into_iter().map(|record| ask_for_rows(&heads, &range_of(record), ALL));
    Ok(rows.collect::<Result<Vec<_>, _>>()?.concat())
}

/// web-sys has `durability` behind its unstable switch only, so the call is made by name.
fn strict_transaction(database: &IdbDatabase, scope: Scope) -> Result<IdbTransaction, JsValue> {
    let (stores, mode) = match scope {
        Scope::Read(stores) => (stores, "readonly"),
        Scope::Write(stores) => (stores, "readwrite"),
    };
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let start: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let stores: Array = stores.iter().map(|store| JsValue::from(*store)).collect();
    Ok(start.call3(database, &stores, &mode.into(), &options)?.unchecked_into())
}

/// Answers with `late` when nobody answered in time. The real answer, should it still come, is then dropped.
fn within<T: 'static>(patience: Duration, late: T, done: Callback<T>) -> Callback<T> {
    let slot = Rc::new(Cell::new(Some(done)));
    let waiting = slot.clone();
    let too_late = BrowserClock.wait(patience);
    spawn_local(async move {
        too_late.await;
        if let Some(done) = waiting.take() {
            done(late);
        }
    });
    Box::new(move |answer| {
        if let Some(done) = slot.take() {
            done(answer);
        }
    })
}
