//! The worker that reads schedules (`public/reader.js`): started for one question, or shortly before it, and ended after
//! its answer.
//!
//! Its address is handed over by the start page, because only the build knows its hashed name.

use super::listen;
use super::waiting::{Answer, answered, oneshot};
use js_sys::{Array, Object, Reflect, Uint8Array};
#[cfg(all(test, not(target_arch = "wasm32")))]
use lanyard_core::{
    schedule::{Instant, Zone, Zones},
    trips::{ReaderRequest, TripTexts, respond},
};
use std::cell::{Cell, RefCell};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

/// What to read, and the trip it is to be joined with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Job {
    /// An encoded [`lanyard_core::trips::ReaderRequest`].
    pub ask: String,
    /// Index, details and changes.
    pub trip: [Vec<u8>; 3],
    pub files: Vec<Arc<Vec<u8>>>,
    /// What to fetch and read, when the user has asked for it.
    pub address: Option<String>,
}

/// Where the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderProgress {
    /// So many bytes have arrived, of so many, when the other site says it.
    Fetching(u64, Option<u64>),
    Reading,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// An encoded [`lanyard_core::trips::ReaderResponse`].
    pub answer: String,
    /// Index, details and changes of the trip as it would be, or nothing.
    pub texts: Vec<Vec<u8>>,
    /// What was fetched.
    pub fetched: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network, or the other site does not let other pages read it. A browser does not tell which.
    Unreachable,
    /// The other site answered with this HTTP status.
    Refused(u16),
    /// The other site sent nothing for too long.
    Silent,
    TooLarge,
    /// The worker did not start: it comes over the network when it is first needed, and is kept then.
    NotStarted,
    /// The worker did not survive what it read.
    Broke,
    Cancelled,
}

/// A job that was started.
pub struct RunningJob {
    /// Comes once, whatever happens.
    pub result: Answer<Result<Done, Failure>>,
    /// Stops the work. The result is then that it was cancelled.
    pub stop: Box<dyn FnOnce()>,
}

pub trait ScheduleReader {
    /// There will be a question soon: a worker takes a while to be there. It waits until it is asked or dismissed.
    fn prepare(&self);

    /// There was no question after all.
    fn dismiss(&self);

    /// Starts the work.
    fn start(&self, job: Job, step: Rc<dyn Fn(ReaderProgress)>) -> RunningJob;
}

#[derive(Default)]
pub struct BrowserReader {
    /// A worker that waits for its question.
    waiting: Rc<RefCell<Option<Worker>>>,
}

impl ScheduleReader for BrowserReader {
    fn prepare(&self) {
        if self.waiting.borrow().is_some() {
            return;
        }
        let Some(worker) = new_worker() else { return };
        let waiting = self.waiting.clone();
        // It did not arrive. The next one may.
        listen::once(&worker, &["error"], move |_| drop(waiting.take()));
        *self.waiting.borrow_mut() = Some(worker);
    }

    fn dismiss(&self) {
        if let Some(worker) = self.waiting.take() {
            worker.terminate();
        }
    }

    fn start(&self, job: Job, step: Rc<dyn Fn(ReaderProgress)>) -> RunningJob {
        let Some(worker) = self.waiting.take().or_else(new_worker) else { return RunningJob::broken() };
        let (bring, result) = oneshot();
        let bring = Rc::new(Cell::new(Some(bring)));
        let finish = move |result| {
            if let Some(bring) = bring.take() {
                bring(result);
            }
        };
        let (heard, end) = (finish.clone(), worker.clone());
        listen::always(&worker, &["message", "error"], move |event| {
            let told = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().dyn_into::<Array>().ok());
            match told.map_or(Err(Failure::NotStarted), |told| parse_message(&told)) {
                Ok(WorkerMessage::Step(now)) => step(now),
                Ok(WorkerMessage::Done(all)) => {
                    end.terminate();
                    heard(Ok(all));
                }
                Err(failure) => {
                    end.terminate();
                    heard(Err(failure));
                }
            }
        });
        if worker.post_message(&message(&job)).is_err() {
            worker.terminate();
            finish(Err(Failure::Broke));
        }
        let stop = move || {
            worker.terminate();
            finish(Err(Failure::Cancelled));
        };
        RunningJob { result, stop: Box::new(stop) }
    }
}

impl RunningJob {
    fn broken() -> Self {
        Self { result: answered(Err(Failure::Broke)), stop: Box::new(|| ()) }
    }
}

fn new_worker() -> Option<Worker> {
    let script = web_sys::window()?.document()?.query_selector("script[data-reader]").ok()??;
    Worker::new(&script.get_attribute("data-reader")?).ok()
}

fn message(job: &Job) -> JsValue {
    let bytes = |bytes: &Vec<u8>| JsValue::from(Uint8Array::from(bytes.as_slice()));
    let message = Object::new();
    let address = job.address.as_deref().map_or(JsValue::NULL, JsValue::from);
    let trip: Array = job.trip.iter().map(bytes).collect();
    let files: Array = job.files.iter().map(|file| bytes(file)).collect();
    let fields: [(&str, JsValue); 4] =
        [("ask", job.ask.as_str().into()), ("trip", trip.into()), ("files", files.into()), ("address", address)];
    for (name, value) in fields {
        // A plain object takes any member.
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    message.into()
}

enum WorkerMessage {
    Step(ReaderProgress),
    Done(Done),
}

/// What the worker said: a word, and what belongs to it.
fn parse_message(told: &Array) -> Result<WorkerMessage, Failure> {
    let number = |index| told.get(index).as_f64().unwrap_or(0.0) as u64;
    let bytes = |value: JsValue| value.dyn_into::<Uint8Array>().ok().map(|array| array.to_vec());
    match told.get(0).as_string().as_deref() {
        Some("progress") => {
            Ok(WorkerMessage::Step(ReaderProgress::Fetching(number(1), Some(number(2)).filter(|total| *total > 0))))
        }
        Some("reading") => Ok(WorkerMessage::Step(ReaderProgress::Reading)),
        Some("answer") => {
            let texts: Array = told.get(2).dyn_into().map_err(|_| Failure::Broke)?;
            Ok(WorkerMessage::Done(Done {
                answer: told.get(1).as_string().ok_or(Failure::Broke)?,
                texts: texts.iter().filter_map(bytes).collect(),
                fetched: bytes(told.get(3)),
            }))
        }
        Some("unreachable") => Err(Failure::Unreachable),
        Some("refused") => Err(Failure::Refused(number(1) as u16)),
        Some("silent") => Err(Failure::Silent),
        Some("too large") => Err(Failure::TooLarge),
        Some("not started") => Err(Failure::NotStarted),
        _ => Err(Failure::Broke),
    }
}

/// Reads as the worker does, from sites that a test makes up.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryReader {
    /// What an address answers. Where nothing is, there is no network.
    pub sites: RefCell<BTreeMap<String, Result<Vec<u8>, Failure>>>,
    /// Whether answers wait until [`MemoryReader::let_go`].
    pub holds: Cell<bool>,
    held: RefCell<Vec<Box<dyn FnOnce()>>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryReader {
    /// Answers what was held back.
    pub fn let_go(&self) {
        self.holds.set(false);
        self.held.take().into_iter().for_each(|answer| answer());
    }

    fn read(&self, job: &Job) -> Result<Done, Failure> {
        let fetched = match &job.address {
            Some(address) => Some(self.sites.borrow().get(address).cloned().unwrap_or(Err(Failure::Unreachable))?),
            None => None,
        };
        let [index, details, changes] = job.trip.clone().map(|text| String::from_utf8(text).unwrap_or_default());
        let files: Vec<&[u8]> = job.files.iter().map(|file| file.as_slice()).chain(fetched.as_deref()).collect();
        let ask = ReaderRequest::decode(&job.ask).map_err(|_| Failure::Broke)?;
        let (answer, texts) = respond(&ask, &TripTexts { index, details, changes }, &files, &OnlyUtc);
        let texts = texts.into_iter().flat_map(|texts| [texts.index, texts.details, texts.changes]);
        Ok(Done { answer: answer.encode(), texts: texts.map(String::into_bytes).collect(), fetched })
    }
}

/// All zones that a test names have the offset 0.
#[cfg(all(test, not(target_arch = "wasm32")))]
struct OnlyUtc;

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Zones for OnlyUtc {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        Some(Zone::fixed(name, 0, "UTC"))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl ScheduleReader for MemoryReader {
    fn prepare(&self) {}

    fn dismiss(&self) {}

    fn start(&self, job: Job, _: Rc<dyn Fn(ReaderProgress)>) -> RunningJob {
        let (done, (bring, result)) = (self.read(&job), oneshot());
        let bring = Rc::new(Cell::new(Some(bring)));
        let finish = move |result| {
            if let Some(bring) = bring.take() {
                bring(result);
            }
        };
        let stop = finish.clone();
        if self.holds.get() {
            self.held.borrow_mut().push(Box::new(move || finish(done)));
        } else {
            finish(done);
        }
        RunningJob { result, stop: Box::new(move || stop(Err(Failure::Cancelled))) }
    }
}
