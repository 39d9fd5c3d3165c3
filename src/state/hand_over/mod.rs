//! Taking something along: files put together out of words and kept photos, before the tap that hands them over, since a
//! browser forgets the tap (`lanyard_core::share::hand_over`).
//!
//! Several files become one zip; one alone stays what it is. A photo that the stores do not give is left out, and told.

mod all_photos;
mod prepare;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lanyard_core::schedule::Local;
use lanyard_core::share::Export;
use leptos::prelude::*;
use leptos::task::spawn_local;

pub use self::all_photos::all_photos;
pub use self::prepare::{HandOverError, HandOverParcel, parcel_of_text};
use self::prepare::{HandOverWatch, prepare};
use super::records::Records;

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverStage {
    /// Nobody has asked for it.
    Idle,
    /// It is being put together, out of so many photos.
    Working(usize),
    Ready,
    Failed(HandOverError),
}

/// One export on its way out. Copy it freely.
#[derive(Clone, Copy)]
pub struct HandOver {
    records: Records,
    stage: RwSignal<HandOverStage>,
    photos_done: RwSignal<usize>,
    held: StoredValue<Rc<Held>, LocalStorage>,
}

/// What is no signal: it is asked for when the stage has changed.
#[derive(Default)]
struct Held {
    export: RefCell<Export>,
    parcel: RefCell<Option<HandOverParcel>>,
    /// Tells the preparation that is running whether to go on.
    goes_on: RefCell<Rc<Cell<bool>>>,
}

impl HandOver {
    pub(super) fn new(records: Records) -> Self {
        let held = StoredValue::new_local(Rc::<Held>::default());
        let stage = RwSignal::new(HandOverStage::Idle);
        let hand_over = Self { records, stage, photos_done: RwSignal::new(0), held };
        on_cleanup(move || hand_over.stop());
        hand_over
    }

    /// Reactive.
    pub fn stage(self) -> HandOverStage {
        self.stage.get()
    }

    /// How many photos have been taken. Reactive.
    pub fn photos_done(self) -> usize {
        self.photos_done.get()
    }

    /// What is ready.
    pub fn parcel(self) -> Option<HandOverParcel> {
        self.held.try_get_value()?.parcel.borrow().clone()
    }

    /// What is to be taken along from now on. What was put together for the same stays; without photos it is put
    /// together at once. `at` is the local time of the files in a zip.
    pub fn offer(self, export: Export, at: Local) {
        let Some(held) = self.held.try_get_value().filter(|held| *held.export.borrow() != export) else { return };
        let is_ready_at_once = export.photos() == 0;
        held.export.replace(export);
        if is_ready_at_once {
            self.prepare(at);
        } else {
            self.let_go();
        }
    }

    /// Puts together what was offered; what was ready or on its way before is let go.
    pub fn prepare(self, at: Local) {
        self.let_go();
        let Some((platform, held)) = self.records.platform().zip(self.held.try_get_value()) else {
            return self.stage.set(HandOverStage::Failed(HandOverError::NotMade));
        };
        let export = held.export.borrow().clone();
        let goes_on = Rc::new(Cell::new(true));
        held.goes_on.replace(goes_on.clone());
        self.stage.set(HandOverStage::Working(export.photos()));
        spawn_local(async move {
            let watch = PreparationWatch { goes_on, photos_done: self.photos_done };
            let prepared = prepare(&platform, &export, at, &watch).await;
            // Stopped, begun again, or the page was left.
            if !watch.goes_on.get() {
                return;
            }
            let stage = match prepared {
                Ok(parcel) => {
                    held.parcel.replace(Some(parcel));
                    HandOverStage::Ready
                }
                Err(why) => HandOverStage::Failed(why),
            };
            let _ = self.stage.try_set(stage);
        });
    }

    /// Stops, and lets go of what is ready.
    pub fn let_go(self) {
        self.stop();
        let _ = self.photos_done.try_set(0);
        let _ = self.stage.try_set(HandOverStage::Idle);
    }

    fn stop(self) {
        if let Some(held) = self.held.try_get_value() {
            held.goes_on.borrow().set(false);
            held.parcel.replace(None);
        }
    }
}

struct PreparationWatch {
    goes_on: Rc<Cell<bool>>,
    photos_done: RwSignal<usize>,
}

impl HandOverWatch for PreparationWatch {
    fn has_done(&self, photos: usize) {
        if self.goes_on.get() {
            let _ = self.photos_done.try_set(photos);
        }
    }

    fn goes_on(&self) -> bool {
        self.goes_on.get()
    }
}
