//! What the user puts into the agenda: a meeting, a dinner, a booth slot.

use std::sync::Arc;

use lanyard_core::notebook::schema::own_item_record;
use lanyard_core::notebook::{OwnItem, OwnItemId, wire};
use lanyard_core::records::{SaveState, Urgency};
use leptos::prelude::*;

use super::records::{Change, Follower, Records};

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct OwnItems {
    records: Records,
    items: RwSignal<Arc<Vec<OwnItem>>>,
}

impl OwnItems {
    pub fn new(records: Records) -> Self {
        Self { records, items: RwSignal::default() }
    }

    /// By their starts, with those that were deleted.
    pub fn all(self) -> Signal<Arc<Vec<OwnItem>>> {
        self.items.into()
    }

    /// An item in the agenda. Reactive.
    pub fn get(self, id: &OwnItemId) -> Option<OwnItem> {
        self.items.with(|items| items.iter().find(|item| item.id == *id && item.deleted.is_none()).cloned())
    }

    pub fn new_id(self) -> OwnItemId {
        OwnItemId(self.records.new_id().as_str().into())
    }

    /// Call it on every input event. An item that names no version it was read from, such as one out of a link, takes the
    /// place of what is stored.
    pub fn write(self, item: &OwnItem) {
        let item = item.clone();
        self.records.when_read(move || {
            let record = own_item_record(&item.id);
            let shown = || self.records.shown(&record).map(|head| head.stamp.clone());
            let based_on = item.based_on.clone().or_else(shown);
            self.records.edit(record, based_on, Urgency::Typing, move |fields| wire::write_own_item(&item, fields));
        });
    }

    pub fn delete(self, item: &OwnItem) {
        self.write(&OwnItem { deleted: Some(self.records.now()), ..item.clone() });
    }

    /// The versions of an item to choose from: none, or two and more. Reactive.
    pub fn versions(self, id: &OwnItemId) -> Vec<OwnItem> {
        let versions = self.records.versions(&own_item_record(id));
        versions.iter().filter_map(|version| wire::read_own_item(version)).collect()
    }

    /// The version that the user decided on replaces all of them.
    pub fn resolve(self, item: &OwnItem) {
        let write = |fields: &mut _| wire::write_own_item(item, fields);
        self.records.resolve(&own_item_record(&item.id), item.based_on.as_ref(), write);
    }

    /// Every version goes on, as an item of its own: the first under its old name, the others under new ones.
    pub fn keep_all(self, versions: &[OwnItem]) {
        let Some((first, others)) = versions.split_first() else { return };
        for other in others {
            self.write(&OwnItem { id: self.new_id(), based_on: None, ..other.clone() });
        }
        self.resolve(first);
    }

    /// What became of the last letter of it. Reactive.
    pub fn save_state(self, id: &OwnItemId) -> SaveState {
        self.records.save_state(&own_item_record(id))
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = changes.iter().filter(|change| change.is_new);
            let changed: Vec<OwnItem> = new.filter_map(|change| wire::read_own_item(&change.head)).collect();
            if changed.is_empty() {
                return;
            }
            self.items.update(|items| {
                let items = Arc::make_mut(items);
                items.retain(|item| !changed.iter().any(|other| other.id == item.id));
                items.extend(changed);
                items.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.id.cmp(&b.id)));
            });
        })
    }
}
