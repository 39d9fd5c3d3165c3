//! What the user says about sessions: the marks, and where a recording is.

use std::rc::Rc;

use lanyard_core::notebook::{Mark, Marks, Recording, SessionSnapshot, wire};
use lanyard_core::records::{SaveState, Urgency};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use super::user::{Inner, User};

/// My agenda: the starred sessions, in the order of their keys.
pub struct MyAgenda(Vec<SessionKey>);

impl MyAgenda {
    pub fn has(&self, key: &SessionKey) -> bool {
        self.0.binary_search(key).is_ok()
    }
}

impl User {
    /// The marks on a session. Reading them in a view redraws that view when one of them changes, and no other.
    pub fn marks(&self, key: &SessionKey) -> Marks {
        self.marks_of(key).get()
    }

    pub fn set_mark(&self, key: &SessionKey, known: SessionSnapshot, mark: Mark, on: bool) {
        let record = wire::mark_record(key, mark);
        self.command(move |user| {
            user.edit(&record, None, Urgency::AtOnce, |fields| wire::write_mark(on, &known, fields));
        });
    }

    /// The starred sessions, in the order of their keys.
    pub fn starred(&self) -> Vec<SessionKey> {
        self.marked(Mark::Star)
    }

    /// Whether a session is in my agenda. Reactive.
    pub fn is_starred(&self, key: &SessionKey) -> bool {
        self.marks(key).star
    }

    /// My agenda as it stands. Reactive as a whole: a view that reads it is drawn anew with every star.
    pub fn my_agenda(&self) -> MyAgenda {
        MyAgenda(self.starred())
    }

    /// The sessions with a mark, in the order of their keys.
    pub fn marked(&self, mark: Mark) -> Vec<SessionKey> {
        self.marked.get(mark as usize).map(|keys| keys.with(|keys| keys.to_vec())).unwrap_or_default()
    }

    /// The recording of a session to watch later. Empty when none is known.
    pub fn recording(&self, key: &SessionKey) -> Recording {
        let record = wire::mark_record(key, Mark::WatchLater);
        let read = |inner: &Rc<Inner>| inner.keeper.borrow().shown(&record).map(|head| wire::read_recording(head));
        self.with(read).flatten().unwrap_or_default()
    }

    /// Call it on every input event.
    pub fn write_recording(&self, key: &SessionKey, recording: &Recording) {
        let record = wire::mark_record(key, Mark::WatchLater);
        self.edit(&record, None, Urgency::Typing, |fields| wire::write_recording(recording, fields));
    }

    /// What became of the last letter of it. Reactive.
    pub fn recording_save_state(&self, key: &SessionKey) -> SaveState {
        self.save_state_of(&wire::mark_record(key, Mark::WatchLater))
    }

    /// What was known of a marked session when it was marked.
    pub fn snapshot(&self, key: &SessionKey) -> Option<SessionSnapshot> {
        self.with(|inner| inner.snapshots.borrow().get(key).cloned()).flatten()
    }

    /// Every session that ever had a mark.
    pub fn ever_marked(&self) -> Vec<SessionKey> {
        self.with(|inner| inner.snapshots.borrow().keys().cloned().collect()).unwrap_or_default()
    }
}
