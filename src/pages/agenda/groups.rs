//! The groups of a day: when they start, and what they are called in the page.

use lanyard_core::agenda::{GroupTime, SessionGroup};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

/// The start of the last group that has begun.
pub fn current_of(starts: StoredValue<Vec<Instant>>, now: Instant) -> Option<Instant> {
    starts.with_value(|starts| starts.iter().rev().find(|start| **start <= now).copied())
}

pub fn group_start(group: &SessionGroup) -> Option<Instant> {
    match group.time {
        GroupTime::At(start) => Some(start),
        GroupTime::Unknown => None,
    }
}

pub fn group_id(group: &SessionGroup) -> String {
    id_of(group_start(group))
}

pub fn id_of(start: Option<Instant>) -> String {
    start.map_or_else(|| "no-time".to_owned(), |start| format!("at-{}", start.0))
}
