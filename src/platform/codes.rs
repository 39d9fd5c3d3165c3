//! The worker of the codes (`public/codes.js`): it draws them, and says what a picture holds. It is ended when its handle is
//! dropped, and what it had received of a transfer goes with it.

use super::camera::CameraPicture;
use super::listen;
use super::transfer::FilePart;
use super::waiting::{Answer, Callback, answered, oneshot};
use super::workers;
use js_sys::{Array, Object, Reflect, Uint8Array};
#[cfg(all(test, not(target_arch = "wasm32")))]
use lanyard_core::codes::{CodeReceiver, CodeSender, ScanOutcome};
use lanyard_core::share::Qr;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Event, MessageEvent, Worker};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodesFailure {
    /// The worker did not start: a part of it has not arrived yet.
    NotStarted,
    /// The worker did not survive the task.
    Broke,
    /// More than codes can carry.
    TooLarge,
}

/// What a picture held. The words are those of `lanyard_core::codes::ScanOutcome`.
#[derive(Clone)]
pub enum CodeReading {
    Nothing,
    /// The text of a code of anything else.
    Foreign(String),
    Progress {
        known: usize,
        needed: usize,
    },
    Other,
    Newer,
    Damaged,
    Spoilt,
    Complete(FilePart),
}

pub trait Codes {
    fn start(&self) -> Rc<dyn CodesWorker>;
}

/// One task at a time.
pub trait CodesWorker {
    /// What is drawn from now on. Gives about how many codes the other phone has to see.
    fn send(&self, payload: &FilePart) -> Answer<Result<usize, CodesFailure>>;

    /// The code with this number.
    fn draw(&self, number: u32) -> Answer<Result<Qr, CodesFailure>>;

    /// Looks for a code.
    fn look(&self, picture: CameraPicture) -> Answer<Result<CodeReading, CodesFailure>>;
}

pub struct BrowserCodes;

impl Codes for BrowserCodes {
    fn start(&self) -> Rc<dyn CodesWorker> {
        let asked = Rc::<RefCell<Option<CodesCallback>>>::default();
        let worker = workers::start("codes");
        if let Some(worker) = &worker {
            let asked = asked.clone();
            listen::always(worker, &["message", "error"], move |event| heard(&asked, &event));
        }
        Rc::new(BrowserCodesWorker { worker, asked })
    }
}

/// Who waits.
type CodesCallback = Callback<Result<Array, CodesFailure>>;

struct BrowserCodesWorker {
    worker: Option<Worker>,
    asked: Rc<RefCell<Option<CodesCallback>>>,
}

impl BrowserCodesWorker {
    fn ask<T: 'static>(
        &self,
        task: &str,
        (name, value): (&str, &JsValue),
        read: fn(&Array) -> Option<T>,
    ) -> Answer<Result<T, CodesFailure>> {
        let Some(worker) = &self.worker else { return answered(Err(CodesFailure::NotStarted)) };
        let message = Object::new();
        for (name, value) in [("task", &task.into()), (name, value)] {
            // A plain object takes any member.
            let _ = Reflect::set(&message, &name.into(), value);
        }
        let (done, reply) = oneshot();
        answer(self.asked.replace(Some(done)), Err(CodesFailure::Broke));
        // A picture moves over, and is not copied.
        let moved = if value.is_instance_of::<web_sys::ImageBitmap>() { Array::of1(value) } else { Array::new() };
        if worker.post_message_with_transfer(&message, &moved).is_err() {
            answer(self.asked.take(), Err(CodesFailure::Broke));
        }
        Box::pin(async move { read(&reply.await?).ok_or(CodesFailure::Broke) })
    }
}

impl CodesWorker for BrowserCodesWorker {
    fn send(&self, payload: &FilePart) -> Answer<Result<usize, CodesFailure>> {
        let payload = payload.blob().map(JsValue::from).unwrap_or_default();
        self.ask("send", ("payload", &payload), |reply| number(reply, 1))
    }

    fn draw(&self, number: u32) -> Answer<Result<Qr, CodesFailure>> {
        self.ask("draw", ("number", &number.into()), |reply| {
            let modules = reply.get(1).dyn_into::<Uint8Array>().ok()?.to_vec();
            let modules: Vec<bool> = modules.into_iter().map(|module| module != 0).collect();
            Some(Qr { size: modules.len().isqrt(), modules })
        })
    }

    fn look(&self, picture: CameraPicture) -> Answer<Result<CodeReading, CodesFailure>> {
        self.ask("look", ("picture", &picture.into_js()), reading)
    }
}

impl Drop for BrowserCodesWorker {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.terminate();
        }
        answer(self.asked.take(), Err(CodesFailure::Broke));
    }
}

fn answer(asked: Option<CodesCallback>, result: Result<Array, CodesFailure>) {
    if let Some(asked) = asked {
        asked(result);
    }
}

fn heard(asked: &RefCell<Option<CodesCallback>>, event: &Event) {
    let told = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().dyn_into::<Array>().ok());
    let result = match told {
        None => Err(CodesFailure::NotStarted),
        Some(told) => match told.get(0).as_string().as_deref() {
            Some("not started") => Err(CodesFailure::NotStarted),
            Some("broke") => Err(CodesFailure::Broke),
            Some("too large") => Err(CodesFailure::TooLarge),
            _ => Ok(told),
        },
    };
    let waiting = asked.take();
    answer(waiting, result);
}

fn number(reply: &Array, index: u32) -> Option<usize> {
    reply.get(index).as_f64().map(|number| number as usize)
}

fn reading(reply: &Array) -> Option<CodeReading> {
    Some(match reply.get(0).as_string()?.as_str() {
        "foreign" => CodeReading::Foreign(reply.get(1).as_string()?),
        "progress" => CodeReading::Progress { known: number(reply, 1)?, needed: number(reply, 2)? },
        "other" => CodeReading::Other,
        "newer" => CodeReading::Newer,
        "damaged" => CodeReading::Damaged,
        "spoilt" => CodeReading::Spoilt,
        "complete" => {
            CodeReading::Complete(FilePart::of(Blob::new_with_u8_array_sequence(&Array::of1(&reply.get(1))).ok()?))
        }
        _ => CodeReading::Nothing,
    })
}

/// Draws and reads as the worker does. Its pictures are the texts of their codes.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryCodes;

#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
struct MemoryCodesWorker {
    sender: RefCell<Option<CodeSender>>,
    receiver: RefCell<CodeReceiver>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Codes for MemoryCodes {
    fn start(&self) -> Rc<dyn CodesWorker> {
        Rc::new(MemoryCodesWorker::default())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl CodesWorker for MemoryCodesWorker {
    fn send(&self, payload: &FilePart) -> Answer<Result<usize, CodesFailure>> {
        let sender = CodeSender::new(&payload.content()).map_err(|_| CodesFailure::TooLarge);
        let needed = sender.as_ref().map(CodeSender::codes_needed).map_err(|failure| *failure);
        *self.sender.borrow_mut() = sender.ok();
        answered(needed)
    }

    fn draw(&self, number: u32) -> Answer<Result<Qr, CodesFailure>> {
        let code = self.sender.borrow().as_ref().and_then(|sender| sender.code(number));
        answered(code.ok_or(CodesFailure::Broke))
    }

    fn look(&self, picture: CameraPicture) -> Answer<Result<CodeReading, CodesFailure>> {
        let CameraPicture::Memory(text) = picture else { return answered(Err(CodesFailure::Broke)) };
        answered(Ok(match self.receiver.borrow_mut().take(&text) {
            ScanOutcome::Foreign => CodeReading::Foreign(text),
            ScanOutcome::Progress { known, needed } => CodeReading::Progress { known, needed },
            ScanOutcome::Other => CodeReading::Other,
            ScanOutcome::Newer => CodeReading::Newer,
            ScanOutcome::Damaged => CodeReading::Damaged,
            ScanOutcome::Spoilt => CodeReading::Spoilt,
            ScanOutcome::Complete(payload) => CodeReading::Complete(FilePart::of_bytes(&payload)),
        }))
    }
}
