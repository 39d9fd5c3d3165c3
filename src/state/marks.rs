//! What the user says about sessions: the marks, and where a recording is.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::notebook::schema::mark_record;
use lanyard_core::notebook::{Mark, Marks, Recording, SessionSnapshot, StarLevel, wire};
use lanyard_core::records::{SaveState, Urgency};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::records::{Change, Follower, Records};

/// My agenda: the starred sessions, in the order of their keys.
pub struct MyAgenda {
    going: Vec<SessionKey>,
    interested: Vec<SessionKey>,
}

impl MyAgenda {
    /// Whether it holds a session, at whatever level.
    pub fn has(&self, key: &SessionKey) -> bool {
        self.level(key).is_some()
    }

    /// How firmly a session is in it; `None` when it is not. As [`Marks::star_level`].
    pub fn level(&self, key: &SessionKey) -> Option<StarLevel> {
        let is_in = |keys: &Vec<SessionKey>| keys.binary_search(key).is_ok();
        Marks { star: is_in(&self.going), interested: is_in(&self.interested), ..Marks::default() }.star_level()
    }
}

/// The marks of all sessions. Copy it freely.
#[derive(Clone, Copy)]
pub struct SessionMarks {
    records: Records,
    /// One signal for each session that a view asked about, so that one tap redraws one row.
    by_session: StoredValue<BTreeMap<SessionKey, ArcRwSignal<Marks>>>,
    /// The sessions with each mark, in the order of their keys.
    by_mark: [RwSignal<Arc<Vec<SessionKey>>>; Mark::ALL.len()],
    /// What was known of each session that ever had a mark.
    snapshots: StoredValue<BTreeMap<SessionKey, SessionSnapshot>>,
}

impl SessionMarks {
    pub fn new(records: Records) -> Self {
        Self {
            records,
            by_session: StoredValue::default(),
            by_mark: Mark::ALL.map(|_| RwSignal::default()),
            snapshots: StoredValue::default(),
        }
    }

    /// Sets a mark on a session or takes it off. `known` is what stays of the session should it vanish.
    pub fn set(self, key: &SessionKey, known: SessionSnapshot, mark: Mark, on: bool) {
        let write = move |fields: &mut _| wire::write_mark(on, &known, fields);
        self.records.edit(mark_record(key, mark), None, Urgency::AtOnce, write);
    }

    /// The marks on a session. Reading them in a view redraws that view when one of them changes, and no other.
    pub fn of(self, key: &SessionKey) -> Marks {
        self.signal_of(key).get()
    }

    /// The sessions with a mark, in the order of their keys. Reactive.
    pub fn sessions_with(self, mark: Mark) -> Vec<SessionKey> {
        self.by_mark.get(mark as usize).map(|keys| keys.with(|keys| keys.to_vec())).unwrap_or_default()
    }

    /// Puts a session into my agenda at a level, or takes it out.
    pub fn set_level(self, key: &SessionKey, known: &SessionSnapshot, level: Option<StarLevel>) {
        for (mark, on) in untrack(|| self.of(key)).star_changes(level) {
            self.set(key, known.clone(), mark, on);
        }
    }

    /// How firmly a session is in my agenda. Reactive.
    pub fn star_level(self, key: &SessionKey) -> Option<StarLevel> {
        self.of(key).star_level()
    }

    /// Whether a session is in my agenda, at whatever level. Reactive.
    pub fn is_starred(self, key: &SessionKey) -> bool {
        self.star_level(key).is_some()
    }

    /// My agenda as it stands. Reactive as a whole: a view that reads it is drawn anew with every star.
    pub fn my_agenda(self) -> MyAgenda {
        MyAgenda { going: self.sessions_with(Mark::Star), interested: self.sessions_with(Mark::Interested) }
    }

    /// What was known of a marked session when it was marked.
    pub fn snapshot(self, key: &SessionKey) -> Option<SessionSnapshot> {
        self.snapshots.try_with_value(|snapshots| snapshots.get(key).cloned()).flatten()
    }

    /// Whether a session has a mark, whichever.
    pub fn is_marked(self, key: &SessionKey) -> bool {
        self.by_mark.iter().any(|keys| keys.with_untracked(|keys| keys.binary_search(key).is_ok()))
    }

    /// Every session that ever had a mark.
    pub fn ever_marked(self) -> Vec<SessionKey> {
        self.snapshots.try_with_value(|snapshots| snapshots.keys().cloned().collect()).unwrap_or_default()
    }

    /// The recording of a session to watch later. Empty when none is known.
    pub fn recording(self, key: &SessionKey) -> Recording {
        let shown = self.records.shown(&mark_record(key, Mark::WatchLater));
        shown.map(|head| wire::read_recording(&head)).unwrap_or_default()
    }

    /// Call it on every input event.
    pub fn write_recording(self, key: &SessionKey, recording: Recording) {
        let write = move |fields: &mut _| wire::write_recording(&recording, fields);
        self.records.edit(mark_record(key, Mark::WatchLater), None, Urgency::Typing, write);
    }

    /// What became of the last letter of it. Reactive.
    pub fn recording_save_state(self, key: &SessionKey) -> SaveState {
        self.records.save_state(&mark_record(key, Mark::WatchLater))
    }

    fn signal_of(self, key: &SessionKey) -> ArcRwSignal<Marks> {
        let known = self.by_session.try_with_value(|marks| marks.get(key).cloned()).flatten();
        known.unwrap_or_else(|| {
            let marks = ArcRwSignal::default();
            self.by_session.try_update_value(|known| known.insert(key.clone(), marks.clone()));
            marks
        })
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = changes.iter().filter(|change| change.is_new);
            let mut changed = Vec::new();
            for marked in new.filter_map(|change| wire::read_mark(&change.head)) {
                self.snapshots.try_update_value(|known| known.insert(marked.session.clone(), marked.snapshot));
                let signal = self.signal_of(&marked.session);
                if signal.get_untracked().get(marked.mark) != marked.on {
                    signal.update(|marks| marks.set(marked.mark, marked.on));
                }
                changed.push((marked.mark, marked.session, marked.on));
            }
            for (mark, signal) in Mark::ALL.into_iter().zip(self.by_mark) {
                let is_changed = |(changed, key, on): &(Mark, SessionKey, bool)| {
                    *changed == mark && signal.with_untracked(|keys| keys.binary_search(key).is_ok()) != *on
                };
                let changed: Vec<_> = changed.iter().filter(|change| is_changed(change)).collect();
                if !changed.is_empty() {
                    signal.update(|keys| change_keys(Arc::make_mut(keys), &changed));
                }
            }
        })
    }
}

fn change_keys(keys: &mut Vec<SessionKey>, changed: &[&(Mark, SessionKey, bool)]) {
    for (_, key, on) in changed {
        match (keys.binary_search(key), on) {
            (Ok(index), false) => drop(keys.remove(index)),
            (Err(index), true) => keys.insert(index, key.clone()),
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
}
