//! The worker that makes backups and restores them (`public/backup.js`): started for one flow of the user's, and ended when
//! its handle is dropped. It reads and writes the main store itself, so whoever restores holds the lock of the tabs
//! ([`super::Lifecycle::lock`]) meanwhile, and reads the store anew afterwards.

use super::listen;
use super::transfer::FilePart;
use super::waiting::{Answer, Callback, answered, oneshot};
use super::workers;
use js_sys::{Array, Object, Reflect};
use lanyard_core::backup::{BackupCounts, BackupRequest, RestorePreview, RestoreReport};
use lanyard_core::schedule::wire::Damaged;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event, MessageEvent, Worker};

/// The trip that comes with the app: the name of the file of its index, the index, and the details.
pub type BundledTripTexts = [String; 3];

/// How far a task is: so many files of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupProgress {
    pub done: usize,
    pub total: usize,
}

pub type ProgressListener = Rc<dyn Fn(BackupProgress)>;

/// A backup that was made.
#[derive(Clone)]
pub struct MadeBackup {
    /// A zip; under a passphrase a JWE.
    pub content: FilePart,
    pub counts: BackupCounts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupFailure {
    /// The worker did not start: a part of it has not arrived yet.
    NotStarted,
    /// The worker did not survive the task.
    Broke,
    /// The browser failed it: its own words for why.
    Failed(String),
    Cancelled,
    /// There is no main store here, or it does not answer.
    NoMainStore,
    /// The browser has no room for the words. Nothing was changed.
    NoRoom,
    /// It would have more than four gigabytes.
    TooLarge,
    NeedsPassphrase,
    WrongPassphrase,
    /// It was written, and something else was read afterwards.
    NotReadBack,
    NothingToUndo,
    /// What is wrong with the file: sentences for the user.
    Refused(String),
}

pub trait Backups {
    /// A worker. It is told of the bundled trip where that can be read.
    fn start(&self, bundled: Option<BundledTripTexts>) -> Rc<dyn BackupWorker>;
}

/// One task at a time: another one cancels it. It is ended when it is dropped, and what was asked of it is then cancelled.
pub trait BackupWorker {
    fn make(
        &self,
        request: &BackupRequest,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<MadeBackup, BackupFailure>>;

    /// Reads a file, and says what restoring it would change. It changes nothing.
    fn open(
        &self,
        file: &FilePart,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<RestorePreview, BackupFailure>>;

    /// Restores what was opened last: all of it or nothing, but for photos for which there is no room.
    fn restore(&self, with_photos: bool, progress: ProgressListener) -> Answer<Result<RestoreReport, BackupFailure>>;

    /// Undoes the latest restore: all of it or nothing.
    fn undo(&self) -> Answer<Result<RestoreReport, BackupFailure>>;
}

pub struct BrowserBackups;

impl Backups for BrowserBackups {
    fn start(&self, bundled: Option<BundledTripTexts>) -> Rc<dyn BackupWorker> {
        let asked: Rc<RefCell<Option<PendingTask>>> = Rc::default();
        let worker = workers::start("backup").ok_or(BackupFailure::NotStarted);
        if let Ok(worker) = &worker {
            let asked = asked.clone();
            listen::always(worker, &["message", "error"], move |event| heard(&asked, &event));
        }
        let bundled = bundled.map(|texts| texts.iter().map(JsValue::from).collect::<Array>().into());
        Rc::new(BrowserBackupWorker { worker, bundled: bundled.unwrap_or_default(), asked })
    }
}

/// A page that keeps nothing has nothing to be backed up, and leaves alone what the browser keeps.
pub struct NoBackups;

impl Backups for NoBackups {
    fn start(&self, _: Option<BundledTripTexts>) -> Rc<dyn BackupWorker> {
        let worker = Err(BackupFailure::NoMainStore);
        Rc::new(BrowserBackupWorker { worker, bundled: JsValue::UNDEFINED, asked: Rc::default() })
    }
}

struct BrowserBackupWorker {
    worker: Result<Worker, BackupFailure>,
    bundled: JsValue,
    asked: Rc<RefCell<Option<PendingTask>>>,
}

/// Who waits.
struct PendingTask {
    progress: ProgressListener,
    done: Callback<Result<Array, BackupFailure>>,
}

impl BrowserBackupWorker {
    /// Starts a task, and reads its reply.
    fn ask<T: 'static>(
        &self,
        task: &str,
        fields: &[(&str, JsValue)],
        progress: ProgressListener,
        read: fn(&Array) -> Option<T>,
    ) -> Answer<Result<T, BackupFailure>> {
        let reply = self.reply(task, fields, progress);
        Box::pin(async move { read(&reply.await?).ok_or(BackupFailure::Broke) })
    }

    fn reply(
        &self,
        task: &str,
        fields: &[(&str, JsValue)],
        progress: ProgressListener,
    ) -> Answer<Result<Array, BackupFailure>> {
        let worker = match &self.worker {
            Ok(worker) => worker,
            Err(failure) => return answered(Err(failure.clone())),
        };
        let message = Object::new();
        for (name, value) in [("task", task.into()), ("bundled", self.bundled.clone())].iter().chain(fields) {
            // A plain object takes any member.
            let _ = Reflect::set(&message, &(*name).into(), value);
        }
        let (done, reply) = oneshot();
        answer(self.asked.replace(Some(PendingTask { progress, done })), Err(BackupFailure::Cancelled));
        if worker.post_message(&message).is_err() {
            answer(self.asked.take(), Err(BackupFailure::Broke));
        }
        reply
    }
}

impl BackupWorker for BrowserBackupWorker {
    fn make(
        &self,
        request: &BackupRequest,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<MadeBackup, BackupFailure>> {
        let fields = [("request", request.encode().into()), ("passphrase", passphrase.into())];
        self.ask("make", &fields, progress, |reply| {
            let content = FilePart::of(reply.get(1).dyn_into::<Blob>().ok()?);
            Some(MadeBackup { content, counts: decoded(&reply.get(2), BackupCounts::decode)? })
        })
    }

    fn open(
        &self,
        file: &FilePart,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<RestorePreview, BackupFailure>> {
        let fields = [("file", file.blob().into()), ("passphrase", passphrase.into())];
        self.ask("open", &fields, progress, |reply| decoded(&reply.get(1), RestorePreview::decode))
    }

    fn restore(&self, with_photos: bool, progress: ProgressListener) -> Answer<Result<RestoreReport, BackupFailure>> {
        let fields = [("withPhotos", with_photos.into())];
        self.ask("restore", &fields, progress, |reply| decoded(&reply.get(1), RestoreReport::decode))
    }

    fn undo(&self) -> Answer<Result<RestoreReport, BackupFailure>> {
        self.ask("undo", &[], Rc::new(|_| ()), |reply| decoded(&reply.get(1), RestoreReport::decode))
    }
}

impl Drop for BrowserBackupWorker {
    fn drop(&mut self) {
        if let Ok(worker) = &self.worker {
            worker.terminate();
        }
        answer(self.asked.take(), Err(BackupFailure::Cancelled));
    }
}

fn answer(asked: Option<PendingTask>, result: Result<Array, BackupFailure>) {
    if let Some(asked) = asked {
        (asked.done)(result);
    }
}

fn decoded<T>(text: &JsValue, decode: fn(&str) -> Result<T, Damaged>) -> Option<T> {
    decode(&text.as_string()?).ok()
}

fn heard(asked: &RefCell<Option<PendingTask>>, event: &Event) {
    let told = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().dyn_into::<Array>().ok());
    let Some(told) = told else { return answer(asked.take(), Err(BackupFailure::NotStarted)) };
    let word = told.get(0).as_string().unwrap_or_default();
    if word == "progress" {
        let [done, total] = [1, 2].map(|index| told.get(index).as_f64().unwrap_or(0.0) as usize);
        let listener = asked.borrow().as_ref().map(|asked| asked.progress.clone());
        if let Some(listener) = listener {
            listener(BackupProgress { done, total });
        }
        return;
    }
    let failure = match word.as_str() {
        "made" | "opened" | "restored" => return answer(asked.take(), Ok(told)),
        "not started" => BackupFailure::NotStarted,
        "no main store" => BackupFailure::NoMainStore,
        "no room" => BackupFailure::NoRoom,
        "too large" => BackupFailure::TooLarge,
        "needs a passphrase" => BackupFailure::NeedsPassphrase,
        "wrong passphrase" => BackupFailure::WrongPassphrase,
        "not read back" => BackupFailure::NotReadBack,
        "nothing to undo" => BackupFailure::NothingToUndo,
        "refused" => BackupFailure::Refused(told.get(1).as_string().unwrap_or_default()),
        "failed" => BackupFailure::Failed(told.get(1).as_string().unwrap_or_default()),
        _ => BackupFailure::Broke,
    };
    answer(asked.take(), Err(failure));
}
