//! Settings: short words under names, kept like everything else of the user's.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::notebook::schema::setting_record;
use lanyard_core::notebook::wire::read_setting;
use lanyard_core::records::{SaveState, Urgency};
use leptos::prelude::*;

use super::records::{Change, Follower, Records};

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Settings {
    records: Records,
    values: RwSignal<Arc<BTreeMap<String, String>>>,
}

impl Settings {
    pub fn new(records: Records) -> Self {
        Self { records, values: RwSignal::default() }
    }

    /// Reactive.
    pub fn get(self, name: &str) -> Option<String> {
        self.values.with(|values| values.get(name).cloned())
    }

    /// The settings whose names begin so, each with the rest of its name; those that are empty are left out. Reactive.
    pub fn starting_with(self, start: &str) -> Vec<(String, String)> {
        let named = |(name, value): (&String, &String)| Some((name.strip_prefix(start)?.to_owned(), value.clone()));
        self.values.with(|values| values.iter().filter(|(_, value)| !value.is_empty()).filter_map(named).collect())
    }

    pub fn set(self, name: &str, value: &str) {
        self.write(name, value, Urgency::AtOnce);
    }

    /// The same with each letter of a text that is being typed.
    pub fn type_in(self, name: &str, value: &str) {
        self.write(name, value, Urgency::Typing);
    }

    fn write(self, name: &str, value: &str, urgency: Urgency) {
        let value = value.to_owned();
        self.records.edit(setting_record(name), None, urgency, |fields| fields.body = value);
    }

    /// What became of the latest write of a setting. Reactive.
    pub fn save_state(self, name: &str) -> SaveState {
        self.records.save_state(&setting_record(name))
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = changes.iter().filter(|change| change.is_new);
            let changed: Vec<_> = new.filter_map(|change| read_setting(&change.head)).collect();
            if !changed.is_empty() {
                self.values.update(|values| Arc::make_mut(values).extend(changed));
            }
        })
    }
}
