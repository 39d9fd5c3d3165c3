//! Animated codes (`lanyard_core::codes`): showing a file as codes, and looking for codes with the camera.
//!
//! Nothing is stored of either. What was received of a transfer is kept for as long as the page lives, so that looking can
//! be stopped and gone on with; the whole is handed on as a file, and is nothing of the user's before its preview.

mod scan;
mod show;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use lanyard_core::records::UnixMillis;
use leptos::prelude::*;

pub use self::scan::{CodeScan, ScanRemark, ScanStage};
pub use self::show::{CodeShow, ShowStage};
use super::records::Records;
use crate::platform::codes::CodesWorker;
use crate::platform::transfer::FilePart;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct CodeTransfers {
    records: Records,
    held: StoredValue<HeldTransfers, LocalStorage>,
    /// How much of a transfer is here, and about how many codes are enough.
    progress: RwSignal<Option<(usize, usize)>>,
}

#[derive(Default)]
struct HeldTransfers {
    /// Has what was received so far.
    receiver: Option<Rc<dyn CodesWorker>>,
    received: Option<FilePart>,
    /// The file that was shown last, and when it was made.
    shown: Option<(UnixMillis, FilePart)>,
}

impl CodeTransfers {
    pub(super) fn new(records: Records) -> Self {
        Self { records, held: StoredValue::new_local(HeldTransfers::default()), progress: RwSignal::new(None) }
    }

    /// Begins to show a file that was made then, for as long as what asks for it.
    pub fn show(self, made: UnixMillis, file: FilePart) -> Option<CodeShow> {
        self.held.try_update_value(|held| held.shown = Some((made, file.clone())));
        Some(CodeShow::start(self.records.platform()?, file))
    }

    /// Goes on showing the last file, if nothing has changed since it was made. Of another one, made anew, the other phone
    /// could not use what it has.
    pub fn show_again(self) -> Option<CodeShow> {
        let (made, file) = self.held.try_with_value(|held| held.shown.clone())??;
        if self.records.changed_since(made) > 0 {
            return None;
        }
        self.show(made, file)
    }

    /// The way to look for codes, for as long as what asks for it.
    pub fn scan(self) -> CodeScan {
        CodeScan::new(self)
    }

    /// What came over last, whole. It is asked for when the stage says so.
    pub fn received(self) -> Option<FilePart> {
        self.held.try_with_value(|held| held.received.clone())?
    }

    /// The same, for the one who restores it.
    pub fn take_received(self) -> Option<FilePart> {
        self.held.try_update_value(|held| held.received.take())?
    }

    fn keep(self, file: FilePart) {
        self.held.try_update_value(|held| held.received = Some(file));
        self.forget();
    }

    /// The worker that has received something, or a new one.
    fn receiver(self) -> Option<Rc<dyn CodesWorker>> {
        let platform = self.records.platform()?;
        self.held.try_update_value(|held| held.receiver.get_or_insert_with(|| platform.codes.start()).clone())
    }

    /// What was received so far goes.
    fn forget(self) {
        self.held.try_update_value(|held| held.receiver = None);
        let _ = self.progress.try_set(None);
    }
}
