//! The worker that reads schedules (`public/reader.js`): started for a question, or shortly before it, and ended when no
//! other came in the ten seconds after its answer; at once, when it was stopped or broke.

use super::clock::{BrowserClock, Clock};
use super::idle_worker::{Equipped, IdleWorker};
use super::listen;
use super::waiting::{Answer, Callback, answered, oneshot};
use super::workers;
use js_sys::{Array, Object, Reflect, Uint8Array};
#[cfg(all(test, not(target_arch = "wasm32")))]
use lanyard_core::{
    schedule::{Instant, Zone, Zones},
    trips::{ReaderRequest, Readings, TripTexts, respond},
};
use std::cell::{Cell, RefCell};
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker};

/// How long a worker is kept after an answer.
pub const KEPT: Duration = Duration::from_secs(10);

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
    pub fetched: Option<Arc<Vec<u8>>>,
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

#[derive(Clone, Default)]
pub struct BrowserReader {
    idle: Rc<IdleWorker<ReaderWorker>>,
    /// Whether a worker shall wait for the next question however long that takes.
    is_expected: Rc<Cell<bool>>,
}

impl ScheduleReader for BrowserReader {
    fn prepare(&self) {
        self.is_expected.set(true);
        if self.idle.is_empty()
            && let Some(worker) = self.new_worker()
        {
            self.idle.put(Equipped::new(worker));
        }
    }

    fn dismiss(&self) {
        self.is_expected.set(false);
        self.idle.take();
    }

    fn start(&self, job: Job, step: Rc<dyn Fn(ReaderProgress)>) -> RunningJob {
        let Some(mut equipped) = self.idle.take().or_else(|| self.new_worker().map(Equipped::new)) else {
            return RunningJob::broken();
        };
        let (done, result) = oneshot();
        let asked = equipped.worker.asked.clone();
        let brings_files = equipped.needs_files(&job.files);
        let was_sent = equipped.send(&job, brings_files);
        let done = Rc::new(Cell::new(Some(done)));
        asked.replace(Some(Question { equipped, job, step, done: done.clone() }));
        let stop = move |why| {
            if let Some(done) = done.take() {
                asked.take();
                done(Err(why));
            }
        };
        if !was_sent {
            stop(Failure::Broke);
        }
        RunningJob { result, stop: Box::new(move || stop(Failure::Cancelled)) }
    }
}

impl RunningJob {
    fn broken() -> Self {
        Self { result: answered(Err(Failure::Broke)), stop: Box::new(|| ()) }
    }
}

impl BrowserReader {
    fn new_worker(&self) -> Option<ReaderWorker> {
        let worker = workers::start("reader")?;
        let asked: Rc<RefCell<Option<Question>>> = Rc::default();
        let (reader, question) = (self.clone(), asked.clone());
        listen::always(&worker, &["message", "error"], move |event| reader.heard(&question, &event));
        Some(ReaderWorker { worker, asked })
    }

    fn heard(&self, asked: &RefCell<Option<Question>>, event: &Event) {
        let told = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().dyn_into::<Array>().ok());
        let told = told.map_or(Err(Failure::NotStarted), |told| parse_message(&told));
        let Some(question) = asked.take() else {
            // A worker that waits says nothing but that it did not arrive. The next one may.
            self.idle.take();
            return;
        };
        match told {
            Ok(WorkerMessage::Step(now)) => {
                let step = question.step.clone();
                asked.replace(Some(question));
                step(now);
            }
            Ok(WorkerMessage::Forgotten) => {
                question.equipped.send(&question.job, true);
                asked.replace(Some(question));
            }
            Ok(WorkerMessage::Done(all)) => {
                let Question { mut equipped, done, .. } = question;
                equipped.fetched(all.fetched.clone());
                let reader = self.clone();
                let ended = move || {
                    if reader.is_expected.get() {
                        reader.prepare();
                    }
                };
                self.idle.put_for(BrowserClock.wait(KEPT), equipped, ended);
                answer(&done, Ok(all));
            }
            Err(failure) => {
                drop(question.equipped);
                answer(&question.done, Err(failure));
            }
        }
    }
}

/// Who waits for an answer, until it came.
type Asker = Rc<Cell<Option<Callback<Result<Done, Failure>>>>>;

fn answer(done: &Asker, result: Result<Done, Failure>) {
    if let Some(done) = done.take() {
        done(result);
    }
}

/// A worker that is ended when nobody holds it any more.
struct ReaderWorker {
    worker: Worker,
    asked: Rc<RefCell<Option<Question>>>,
}

impl Drop for ReaderWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// What a worker is busy with. It holds the worker as long.
struct Question {
    equipped: Equipped<ReaderWorker>,
    job: Job,
    step: Rc<dyn Fn(ReaderProgress)>,
    done: Asker,
}

impl Equipped<ReaderWorker> {
    fn send(&self, job: &Job, brings_files: bool) -> bool {
        self.worker.worker.post_message(&message(job, self.number, brings_files)).is_ok()
    }
}

fn message(job: &Job, number: u32, brings_files: bool) -> JsValue {
    let bytes = |bytes: &Vec<u8>| JsValue::from(Uint8Array::from(bytes.as_slice()));
    let message = Object::new();
    let address = job.address.as_deref().map_or(JsValue::NULL, JsValue::from);
    let trip: Array = job.trip.iter().map(bytes).collect();
    let files = brings_files.then(|| job.files.iter().map(|file| bytes(file)).collect::<Array>());
    let fields: [(&str, JsValue); 5] = [
        ("ask", job.ask.as_str().into()),
        ("trip", trip.into()),
        ("number", number.into()),
        ("files", files.into()),
        ("address", address),
    ];
    for (name, value) in fields {
        // A plain object takes any member.
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    message.into()
}

enum WorkerMessage {
    Step(ReaderProgress),
    /// It has not the files that it was asked about.
    Forgotten,
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
        Some("forgotten") => Ok(WorkerMessage::Forgotten),
        Some("answer") => {
            let texts: Array = told.get(2).dyn_into().map_err(|_| Failure::Broke)?;
            Ok(WorkerMessage::Done(Done {
                answer: told.get(1).as_string().ok_or(Failure::Broke)?,
                texts: texts.iter().filter_map(bytes).collect(),
                fetched: bytes(told.get(3)).map(Arc::new),
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
pub struct MemoryReader {
    /// What an address answers. Where nothing is, there is no network.
    pub sites: RefCell<BTreeMap<String, Result<Vec<u8>, Failure>>>,
    /// Whether answers wait until [`MemoryReader::let_go`].
    pub holds: Cell<bool>,
    /// How often files were sent to a worker, or fetched by one.
    pub sent: Cell<u32>,
    held: RefCell<Vec<Box<dyn FnOnce()>>>,
    idle: Rc<IdleWorker<Readings>>,
    clock: Rc<dyn Clock>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryReader {
    pub fn new(clock: Rc<dyn Clock>) -> Self {
        Self {
            sites: RefCell::default(),
            holds: Cell::default(),
            sent: Cell::default(),
            held: RefCell::default(),
            idle: Rc::default(),
            clock,
        }
    }

    /// Answers what was held back.
    pub fn let_go(&self) {
        self.holds.set(false);
        self.held.take().into_iter().for_each(|answer| answer());
    }

    /// The worker that waits no longer has its files, although it should.
    pub fn forget(&self) {
        if let Some(mut equipped) = self.idle.take() {
            equipped.worker = Readings::default();
            self.idle.put(equipped);
        }
    }

    fn read(&self, equipped: &mut Equipped<Readings>, job: &Job) -> Result<Done, Failure> {
        let brings_files = equipped.needs_files(&job.files);
        let fetched = match &job.address {
            Some(address) => Some(self.sites.borrow().get(address).cloned().unwrap_or(Err(Failure::Unreachable))?),
            None => None,
        };
        let files = || {
            self.sent.set(self.sent.get() + 1);
            job.files.iter().map(|file| file.to_vec()).chain(fetched.clone()).collect()
        };
        let (number, readings) = (equipped.number, &mut equipped.worker);
        if readings.import(number, brings_files.then(files)).is_none() {
            readings.import(number, Some(files()));
        }
        let import = readings.import(number, None).ok_or(Failure::Broke)?;
        let [index, details, changes] = job.trip.clone().map(|text| String::from_utf8(text).unwrap_or_default());
        let ask = ReaderRequest::decode(&job.ask).map_err(|_| Failure::Broke)?;
        let (answer, texts) = respond(&ask, &TripTexts { index, details, changes }, import, &OnlyUtc);
        let texts = texts.into_iter().flat_map(|texts| [texts.index, texts.details, texts.changes]);
        let fetched = fetched.map(Arc::new);
        equipped.fetched(fetched.clone());
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

    fn dismiss(&self) {
        self.idle.take();
    }

    fn start(&self, job: Job, _: Rc<dyn Fn(ReaderProgress)>) -> RunningJob {
        let (done, brought) = oneshot();
        let mut equipped = self.idle.take().unwrap_or_else(|| Equipped::new(Readings::default()));
        let result = self.read(&mut equipped, &job);
        let asked = Rc::new(Cell::new(Some((equipped, done))));
        let (stop, idle, clock) = (asked.clone(), self.idle.clone(), self.clock.clone());
        let answer = move || {
            if let Some((equipped, done)) = asked.take() {
                if result.is_ok() {
                    idle.put_for(clock.wait(KEPT), equipped, || ());
                }
                done(result);
            }
        };
        if self.holds.get() {
            self.held.borrow_mut().push(Box::new(answer));
        } else {
            answer();
        }
        let stop = move || {
            if let Some((_, done)) = stop.take() {
                done(Err(Failure::Cancelled));
            }
        };
        RunningJob { result: brought, stop: Box::new(stop) }
    }
}
