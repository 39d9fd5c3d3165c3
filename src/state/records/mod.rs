//! What is stored of the user's, as far as all of it is alike: records are read, edited and saved, and whoever shows them
//! is told what changed.
//!
//! [`Records`] is a handle that the first part of the app holds before there is anything to hold. The stores and their
//! keeper come with the deferred part ([`open`]); until they have been read, an edit waits.

mod carrying_out;
mod open;
#[cfg(test)]
mod tests;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lanyard_core::records::{Fields, Record, Restored, Stamp, StorageHealth, Urgency};
use leptos::prelude::*;

pub(super) use open::{Change, Follower, OpenRecords};

/// The first pause before a main store that did not answer is asked again. It doubles with each.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Copy it freely; it lives as long as its owner.
#[derive(Clone, Copy)]
pub struct Records {
    keeper: StoredValue<Option<Rc<dyn RecordKeeper>>, LocalStorage>,
    /// What the user asked for before the stores had been read.
    waiting: StoredValue<Vec<Box<dyn FnOnce()>>, LocalStorage>,
    pub(super) health: RwSignal<StorageHealth>,
    pub(super) restored: RwSignal<Restored>,
    /// The records that were changed in two places at once and did not merge.
    pub(super) conflicts: RwSignal<Arc<Vec<Record>>>,
}

/// What an edit does to the fields of a record.
pub(super) type Edit = Box<dyn FnOnce(&mut Fields)>;

/// The stores and their keeper. The first part of the app reaches them only through this.
pub(super) trait RecordKeeper {
    fn edit(&self, record: &Record, based_on: Option<&Stamp>, urgency: Urgency, change: Edit);

    fn open(self: Rc<Self>) -> Rc<OpenRecords>;
}

impl Records {
    /// Knows nothing yet, and says so: its health is [`StorageHealth::Loading`].
    pub fn new() -> Self {
        Self {
            keeper: StoredValue::new_local(None),
            waiting: StoredValue::new_local(Vec::new()),
            health: RwSignal::new(StorageHealth::Loading),
            restored: RwSignal::default(),
            conflicts: RwSignal::default(),
        }
    }

    /// Does it as soon as both stores have been read, which is at once but for the first moments. Nothing can be changed
    /// before.
    pub fn when_read(self, act: impl FnOnce() + 'static) {
        if self.health.get_untracked() == StorageHealth::Loading {
            self.waiting.update_value(|waiting| waiting.push(Box::new(act)));
        } else {
            act();
        }
    }

    /// Changes the fields of a record, when the stores have been read, and saves it. `based_on` is the version it was
    /// changed from; without one it is the version that is shown.
    pub(super) fn edit(
        self,
        record: Record,
        based_on: Option<Stamp>,
        urgency: Urgency,
        change: impl FnOnce(&mut Fields) + 'static,
    ) {
        let change = Box::new(change);
        self.when_read(move || {
            if let Some(keeper) = self.keeper.try_get_value().flatten() {
                keeper.edit(&record, based_on.as_ref(), urgency, change);
            }
        });
    }

    fn take_waiting(self) -> Vec<Box<dyn FnOnce()>> {
        self.waiting.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// `None` before the deferred part has arrived, and after the end.
    pub(super) fn with<T>(self, look: impl FnOnce(&Rc<OpenRecords>) -> T) -> Option<T> {
        let keeper = self.keeper.try_get_value().flatten()?;
        Some(look(&keeper.open()))
    }
}
