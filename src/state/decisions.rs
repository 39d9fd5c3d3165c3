//! What the user decided about the plan: clashes that are settled, and what is not to be seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::notebook::hidden::{read_hidden, write_hidden};
use lanyard_core::notebook::plan::{ClashDecision, ClashKey, read_decision, write_decision};
use lanyard_core::notebook::{HiddenThing, HiddenThings};
use lanyard_core::records::Urgency;
use leptos::prelude::*;

use super::records::{Change, Follower, Records};

/// What is decided, as it is stored.
#[derive(Clone, Default)]
pub struct Decided {
    pub clashes: BTreeMap<ClashKey, ClashDecision>,
    pub hidden: HiddenThings,
}

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Decisions {
    records: Records,
    decided: RwSignal<Arc<Decided>>,
}

impl Decisions {
    pub fn new(records: Records) -> Self {
        Self { records, decided: RwSignal::default() }
    }

    /// All of it. Reactive.
    pub fn decided(self) -> Arc<Decided> {
        self.decided.get()
    }

    /// What was decided about a clash. Reactive.
    pub fn decision(self, clash: &ClashKey) -> Option<ClashDecision> {
        self.decided.with(|decided| decided.clashes.get(clash).copied())
    }

    /// Settles a clash, or asks of it again.
    pub fn decide(self, clash: &ClashKey, decision: Option<ClashDecision>) {
        let write = move |fields: &mut _| write_decision(decision, fields);
        self.records.edit(clash.record(), None, Urgency::AtOnce, write);
    }

    /// Hides something in every list, or brings it back.
    pub fn set_hidden(self, thing: &HiddenThing, on: bool) {
        self.records.edit(thing.record(), None, Urgency::AtOnce, move |fields| write_hidden(on, fields));
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = || changes.iter().filter(|change| change.is_new).map(|change| &change.head);
            let clashes: Vec<_> = new().filter_map(|head| read_decision(head)).collect();
            let hidden: Vec<_> = new().filter_map(|head| read_hidden(head)).collect();
            if clashes.is_empty() && hidden.is_empty() {
                return;
            }
            self.decided.update(|decided| {
                let decided = Arc::make_mut(decided);
                for (clash, decision) in clashes {
                    match decision {
                        Some(decision) => decided.clashes.insert(clash, decision),
                        None => decided.clashes.remove(&clash),
                    };
                }
                hidden.into_iter().for_each(|(thing, on)| decided.hidden.set(thing, on));
            });
        })
    }
}
