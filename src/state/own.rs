//! What the user puts into the agenda: a meeting, a dinner, a booth slot.

use std::sync::Arc;

use lanyard_core::notebook::{OwnItem, OwnItemId, wire};
use lanyard_core::records::SaveState;
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::user::User;

impl User {
    /// By their starts, with those that were deleted.
    pub fn own_items(&self) -> Signal<Arc<Vec<OwnItem>>> {
        self.own.into()
    }

    /// An item in the agenda. Reactive.
    pub fn own_item(&self, id: &OwnItemId) -> Option<OwnItem> {
        self.own.with(|items| items.iter().find(|item| item.id == *id && item.deleted.is_none()).cloned())
    }

    /// Call it on every input event. The latest version counts; the others stay in the history.
    pub fn write_own_item(&self, item: &OwnItem) {
        let record = wire::own_item_record(&item.id);
        self.step(|keeper, now| {
            let mut fields = keeper.fields(&record, None);
            wire::write_own_item(item, &mut fields);
            keeper.resolve(now, &record, fields);
        });
    }

    /// What became of the last letter of it. Reactive.
    pub fn own_save_state(&self, id: &OwnItemId) -> SaveState {
        self.save_state_of(&wire::own_item_record(id))
    }

    pub fn delete_own_item(&self, item: &OwnItem) {
        let now = self.with(|inner| inner.platform.clock.now_millis()).unwrap_or_default();
        let now = Instant((now / 1000) as i64);
        self.write_own_item(&OwnItem { deleted: Some(now), ..item.clone() });
    }

    pub(super) fn publish_own_items(&self, changed: Vec<OwnItem>) {
        self.own.update(|items| {
            let items = Arc::make_mut(items);
            items.retain(|item| !changed.iter().any(|other| other.id == item.id));
            items.extend(changed);
            items.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.id.cmp(&b.id)));
        });
    }
}
