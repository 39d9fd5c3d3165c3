//! What the user puts into the agenda: a meeting, a dinner, a booth slot.

use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::notebook::{OwnItem, OwnItemId, wire};
use lanyard_core::records::{SaveState, Urgency};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::user::{Inner, User};

impl User {
    /// By their starts, with those that were deleted.
    pub fn own_items(&self) -> Signal<Arc<Vec<OwnItem>>> {
        self.own.into()
    }

    /// An item in the agenda. Reactive.
    pub fn own_item(&self, id: &OwnItemId) -> Option<OwnItem> {
        self.own.with(|items| items.iter().find(|item| item.id == *id && item.deleted.is_none()).cloned())
    }

    /// Call it on every input event. An item that names no version it was read from, such as one out of a link, takes the
    /// place of what is stored.
    pub fn write_own_item(&self, item: &OwnItem) {
        let (record, item) = (wire::own_item_record(&item.id), item.clone());
        self.command(move |user| {
            let shown = |inner: &Rc<Inner>| inner.keeper.borrow().shown(&record).map(|head| head.stamp.clone());
            let based_on = item.based_on.clone().or_else(|| user.with(shown).flatten());
            user.edit(&record, based_on.as_ref(), Urgency::Typing, |fields| wire::write_own_item(&item, fields));
        });
    }

    /// The versions of an item to choose from: none, or two and more. Reactive.
    pub fn own_versions(&self, id: &OwnItemId) -> Vec<OwnItem> {
        let versions = self.versions_of(&wire::own_item_record(id));
        versions.iter().filter_map(|version| wire::read_own_item(version)).collect()
    }

    /// The version that the user decided on replaces all of them.
    pub fn resolve_own_item(&self, item: &OwnItem) {
        self.decide(&wire::own_item_record(&item.id), item.based_on.as_ref(), |fields| {
            wire::write_own_item(item, fields);
        });
    }

    /// Every version goes on, as an item of its own: the first under its old name, the others under new ones.
    pub fn keep_all_own(&self, versions: &[OwnItem]) {
        let Some((first, others)) = versions.split_first() else { return };
        for other in others {
            let id = OwnItemId(self.new_entry_id().as_str().into());
            self.write_own_item(&OwnItem { id, based_on: None, ..other.clone() });
        }
        self.resolve_own_item(first);
    }

    /// What became of the last letter of it. Reactive.
    pub fn own_save_state(&self, id: &OwnItemId) -> SaveState {
        self.save_state_of(&wire::own_item_record(id))
    }

    pub fn delete_own_item(&self, item: &OwnItem) {
        let now = self.with(|inner| inner.platform.clock.now_millis()).unwrap_or_default();
        let now = Instant(now.seconds());
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
