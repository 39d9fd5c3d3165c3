//! The main store in a browser: IndexedDB.
//!
//! A write asks for `durability: "strict"` and is answered on `complete`, which the browser then sends after the data
//! reached the disk (W3C Indexed Database API 3.0, section 2.7). A browser that knows no durability ignores the wish.

use super::clock::{BrowserClock, Clock};
use super::installation;
use super::listen::{self, Listener};
use super::storage::{Callback, MainStore, ReadResult};
use super::storage_local::refusal;
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Event, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const LAYOUT: u32 = 1;
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

impl IndexedDb {
    pub fn new() -> Self {
        Self { connection: Rc::default() }
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

    /// Runs `work` with an open database, opening it again when the browser closed it.
    fn with(&self, work: impl FnOnce(Option<&IdbDatabase>) + 'static) {
        let open = self.connection.database.borrow().clone();
        match open {
            Some(database) => work(Some(&database)),
            None => {
                let connection = self.connection.clone();
                self.connect(Box::new(move |()| {
                    let database = connection.database.borrow().clone();
                    work(database.as_ref());
                }));
            }
        }
    }

    /// One strict transaction: what `work` gives, once it is on disk.
    fn write<T: 'static>(
        &self,
        stores: &'static [&'static str],
        work: impl FnOnce(&IdbTransaction) -> Result<T, JsValue> + 'static,
        done: Callback<Result<T, Refusal>>,
    ) {
        let connection = self.connection.clone();
        self.with(move |database| {
            let done = within(PATIENCE_TO_WRITE, Err(Refusal::Broken), done);
            let Some(database) = database else { return done(Err(Refusal::Broken)) };
            let transaction = match strict_transaction(database, stores) {
                Ok(transaction) => transaction,
                Err(error) => {
                    // A connection the browser has closed starts no transaction. The next try opens anew.
                    connection.database.borrow_mut().take();
                    return done(Err(refusal(&error)));
                }
            };
            match work(&transaction) {
                Ok(result) => {
                    let written = transaction.clone();
                    listen::once(&transaction, &["complete", "abort"], move |event| {
                        if event.type_() == "complete" {
                            done(Ok(result));
                        } else {
                            done(Err(refusal(&written.error().map_or(JsValue::NULL, JsValue::from))));
                        }
                    });
                }
                Err(error) => {
                    let _ = transaction.abort();
                    done(Err(refusal(&error)));
                }
            }
        });
    }

    fn rows(&self, store: &'static str, record: Option<&Record>, done: Callback<Option<KeyedFrames>>) {
        let range = record.and_then(range_of);
        self.with(move |database| {
            let done = within(PATIENCE_TO_WRITE, None, done);
            match database.and_then(|database| RowsTransaction::start(database, store, &range)) {
                Some(reading) => {
                    let transaction = reading.transaction.clone();
                    listen::once(&transaction, &["complete", "error", "abort"], move |event| {
                        done(if event.type_() == "complete" { reading.rows() } else { None });
                    });
                }
                None => done(None),
            }
        });
    }
}

impl IndexedDb {
    /// All of these files, where the browser has them.
    fn arrays(&self, names: &[String], done: Callback<ReadResult<Vec<Uint8Array>>>) {
        let keys: Vec<JsValue> = names.iter().map(|name| JsValue::from(name.as_str())).collect();
        self.with(move |database| {
            let done = within(PATIENCE_TO_WRITE, Err(Refusal::Broken), done);
            let ask = |database: &IdbDatabase| {
                let store = database.transaction_with_str(FILES)?.object_store(FILES)?;
                keys.iter().map(|key| store.get(key)).collect::<Result<Vec<IdbRequest>, JsValue>>()
            };
            let Some(requests) = database.and_then(|database| ask(database).ok()) else {
                return done(Err(Refusal::Broken));
            };
            // They are answered in their order.
            let Some(last) = requests.last().cloned() else { return done(Ok(Some(Vec::new()))) };
            listen::once(&last, &["success", "error"], move |event| {
                // What failed has no result, and neither has what is not there.
                let has_failed = event.type_() == "error" || requests.iter().any(|request| request.error().is_err());
                let array = |request: &IdbRequest| request.result().ok()?.dyn_into::<Uint8Array>().ok();
                done(if has_failed { Err(Refusal::Broken) } else { Ok(requests.iter().map(array).collect()) });
            });
        });
    }
}

impl MainStore for IndexedDb {
    fn open(&self, done: Callback<Option<KeyedFrames>>) {
        self.rows(HEADS, None, done);
    }

    fn on_loss(&self, call: Listener) {
        *self.connection.on_loss.borrow_mut() = Some(call);
    }

    fn append(&self, batch: Batch, done: Callback<Result<KeyedFrames, Refusal>>) {
        let work = move |transaction: &IdbTransaction| carry_out(transaction, &batch);
        let read = |reads: Vec<RowsRequest>| reads.iter().filter_map(RowsRequest::rows).flatten().collect();
        self.write(&[HEADS, HISTORY], work, Box::new(move |result| done(result.map(read))));
    }

    fn heads(&self, record: Option<&Record>, done: Callback<Option<KeyedFrames>>) {
        self.rows(HEADS, record, done);
    }

    fn history(&self, record: &Record, done: Callback<Option<KeyedFrames>>) {
        self.rows(HISTORY, Some(record), done);
    }

    fn put_files(&self, files: &[(&str, &[u8])], done: Callback<Result<(), Refusal>>) {
        let names: Vec<String> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
        let lengths: Vec<usize> = files.iter().map(|(_, bytes)| bytes.len()).collect();
        let arrays: Vec<(JsValue, Uint8Array)> =
            files.iter().map(|(name, bytes)| (JsValue::from(*name), Uint8Array::from(*bytes))).collect();
        let work = move |transaction: &IdbTransaction| {
            let store = transaction.object_store(FILES)?;
            arrays.iter().try_for_each(|(name, array)| store.put_with_key(array, name).map(drop))
        };
        let own = self.clone();
        let check = move |result: Result<(), Refusal>| match result {
            Ok(()) => own.arrays(
                &names,
                Box::new(move |read| {
                    let is_whole = |(array, length): (&Uint8Array, &usize)| array.length() as usize == *length;
                    let all = read.is_ok_and(|read| read.is_some_and(|read| read.iter().zip(&lengths).all(is_whole)));
                    done(if all { Ok(()) } else { Err(Refusal::Broken) });
                }),
            ),
            Err(refusal) => done(Err(refusal)),
        };
        self.write(&[FILES], work, Box::new(check));
    }

    fn files(&self, names: &[&str], done: Callback<ReadResult<Vec<Vec<u8>>>>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let copied = |arrays: Vec<Uint8Array>| arrays.iter().map(Uint8Array::to_vec).collect();
        self.arrays(&names, Box::new(move |found| done(found.map(|arrays| arrays.map(copied)))));
    }

    fn remove_file(&self, name: &str, done: Callback<()>) {
        let key = JsValue::from(name);
        let work = move |transaction: &IdbTransaction| transaction.object_store(FILES)?.delete(&key).map(drop);
        self.write(&[FILES], work, Box::new(|_| done(())));
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

/// Keys and values asked for together; to be looked at when the transaction is complete.
struct RowsRequest {
    keys: IdbRequest,
    values: IdbRequest,
}

impl RowsRequest {
    fn start(store: &IdbObjectStore, range: &Option<IdbKeyRange>) -> Result<Self, JsValue> {
        let range = range.as_ref().map_or(JsValue::UNDEFINED, JsValue::from);
        Ok(Self { keys: store.get_all_keys_with_key(&range)?, values: store.get_all_with_key(&range)? })
    }

    fn rows(&self) -> Option<KeyedFrames> {
        let keys: Array = self.keys.result().ok()?.dyn_into().ok()?;
        let values: Array = self.values.result().ok()?.dyn_into().ok()?;
        let pair = |(key, value): (JsValue, JsValue)| Some((key.as_string()?, value.as_string().unwrap_or_default()));
        Some(keys.iter().zip(values.iter()).filter_map(pair).collect())
    }
}

struct RowsTransaction {
    transaction: IdbTransaction,
    read: RowsRequest,
}

impl RowsTransaction {
    fn start(database: &IdbDatabase, store: &str, range: &Option<IdbKeyRange>) -> Option<Self> {
        let transaction = database.transaction_with_str_and_mode(store, IdbTransactionMode::Readonly).ok()?;
        let read = RowsRequest::start(&transaction.object_store(store).ok()?, range).ok()?;
        Some(Self { transaction, read })
    }

    fn rows(&self) -> Option<KeyedFrames> {
        self.read.rows()
    }
}

fn carry_out(transaction: &IdbTransaction, batch: &Batch) -> Result<Vec<RowsRequest>, JsValue> {
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
    touched.into_iter().map(|record| RowsRequest::start(&heads, &range_of(record))).collect()
}

/// web-sys has `durability` behind its unstable switch only, so the call is made by name.
fn strict_transaction(database: &IdbDatabase, stores: &[&str]) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let start: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let stores: Array = stores.iter().map(|store| JsValue::from(*store)).collect();
    Ok(start.call3(database, &stores, &"readwrite".into(), &options)?.unchecked_into())
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
