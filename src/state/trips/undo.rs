//! Back to the state of a trip before its last change, and a trip that was removed back among the others.

use lanyard_core::schedule::TripId;
use lanyard_core::trips::TripCatalog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Trips;
use crate::wording;

impl Trips {
    /// Takes a trip off the catalog. Its texts go with the next start, when the user can no longer want it back.
    pub fn remove(self, id: TripId) {
        spawn_local(async move {
            let was_shown = self.shown.with_untracked(|trip| trip.id == id);
            let Some(removed) = self.change_catalog(async |catalog: &mut TripCatalog| catalog.remove(&id)).await else {
                return;
            };
            self.show_chosen().await;
            self.notices.say_with_undo(wording::TRIP_REMOVED, move || {
                let removed = removed.clone();
                spawn_local(async move {
                    let put_back = async |catalog: &mut TripCatalog| catalog.put_back(removed, was_shown).then_some(());
                    match self.change_catalog(put_back).await {
                        Some(()) => self.show_chosen().await,
                        None => self.notices.warn(wording::TRIP_GONE),
                    }
                });
            });
        });
    }

    /// Gives the trip's state before its last change back, unless it is another one than `number` by now.
    pub fn undo(self, id: TripId, number: u32) {
        spawn_local(async move {
            let undo = async |catalog: &mut TripCatalog| catalog.undo(&id, number).then_some(());
            match self.change_catalog(undo).await {
                Some(()) => {
                    self.show_chosen().await;
                    self.notices.say(wording::UNDONE);
                }
                None => self.notices.warn(wording::NOT_UNDONE),
            }
        });
    }
}
