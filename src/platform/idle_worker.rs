//! The worker between two questions: kept for ten seconds after an answer with the files it was asked about, because the
//! next question is most likely about the same ones.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use leptos::task::spawn_local;

use super::waiting::Answer;

/// A worker, and the files it has.
pub struct Equipped<W> {
    pub worker: W,
    /// Counts the files that it was given.
    pub number: u32,
    files: Vec<Arc<Vec<u8>>>,
}

impl<W> Equipped<W> {
    /// It has no files yet.
    pub fn new(worker: W) -> Self {
        Self { worker, number: 0, files: Vec::new() }
    }

    /// Whether these files need to be brought: not when the worker has them. Without any, it fetches one.
    pub fn needs_files(&mut self, files: &[Arc<Vec<u8>>]) -> bool {
        if !files.is_empty() && self.files == files {
            return false;
        }
        self.number += 1;
        self.files = files.to_vec();
        true
    }

    /// The worker has fetched this one itself.
    pub fn fetched(&mut self, file: Option<Arc<Vec<u8>>>) {
        self.files.extend(file);
    }
}

/// Where one worker waits. A worker that is dropped is ended.
pub struct IdleWorker<W> {
    waiting: RefCell<Option<Equipped<W>>>,
    /// Counts who came and went.
    turn: Cell<u32>,
}

impl<W> Default for IdleWorker<W> {
    fn default() -> Self {
        Self { waiting: RefCell::default(), turn: Cell::default() }
    }
}

impl<W: 'static> IdleWorker<W> {
    pub fn is_empty(&self) -> bool {
        self.waiting.borrow().is_none()
    }

    pub fn take(&self) -> Option<Equipped<W>> {
        self.replace(None)
    }

    /// Puts a worker here, and ends the one that was here.
    pub fn put(&self, worker: Equipped<W>) {
        self.replace(Some(worker));
    }

    /// The same, and after the pause ends the worker and calls `ended`, unless somebody took it meanwhile.
    pub fn put_for(self: &Rc<Self>, pause: Answer<()>, worker: Equipped<W>, ended: impl FnOnce() + 'static) {
        self.put(worker);
        let (idle, turn) = (self.clone(), self.turn.get());
        spawn_local(async move {
            pause.await;
            if idle.turn.get() == turn {
                idle.take();
                ended();
            }
        });
    }

    fn replace(&self, worker: Option<Equipped<W>>) -> Option<Equipped<W>> {
        self.turn.set(self.turn.get() + 1);
        self.waiting.replace(worker)
    }
}
