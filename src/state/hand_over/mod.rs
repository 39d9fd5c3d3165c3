//! Taking something along: files put together out of words and kept photos, before the tap that hands them over, since a
//! browser forgets the tap (`lanyard_core::share::hand_over`).
//!
//! Several files become one zip; one alone stays what it is. A photo that the stores do not give is left out, and told.

mod all_photos;
pub mod export;
mod prepare;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;

use lanyard_core::schedule::Local;
use leptos::prelude::*;
use leptos::task::spawn_local;

pub use self::all_photos::all_photos;
pub use self::export::HandOverExport;
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
    parcel: StoredValue<Option<HandOverParcel>, LocalStorage>,
    /// The preparation that is running, and what tells it to stop.
    running: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl HandOver {
    pub(super) fn new(records: Records) -> Self {
        let parcel = StoredValue::new_local(None);
        let running = StoredValue::new_local(Rc::default());
        let hand_over =
            Self { records, stage: RwSignal::new(HandOverStage::Idle), photos_done: RwSignal::new(0), parcel, running };
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
        self.parcel.try_get_value().flatten()
    }

    /// Puts it together; what was ready or on its way before is let go. A local time for the files in a zip.
    pub fn prepare(self, export: HandOverExport, at: Local) {
        self.let_go();
        let Some(platform) = self.records.platform() else {
            return self.stage.set(HandOverStage::Failed(HandOverError::NotMade));
        };
        let goes_on = Rc::new(Cell::new(true));
        self.running.set_value(goes_on.clone());
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
                    self.parcel.try_set_value(Some(parcel));
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
        self.parcel.try_set_value(None);
        let _ = self.photos_done.try_set(0);
        let _ = self.stage.try_set(HandOverStage::Idle);
    }

    fn stop(self) {
        if let Some(running) = self.running.try_get_value() {
            running.set(false);
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
