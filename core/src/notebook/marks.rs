//! Marks on sessions, and items the user puts into the agenda.

use crate::records::Stamp;
use crate::schedule::{Instant, SessionKey};
use std::sync::Arc;

/// What the user says about a session. Each mark stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// "I plan to go."
    Star,
    Attended,
    WatchLater,
    Watched,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    pub star: bool,
    pub attended: bool,
    pub watch_later: bool,
    pub watched: bool,
}

/// What is kept of a session beside a mark, so that the mark still says something when the session is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionSnapshot {
    pub title: String,
    pub start: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnItemId(pub Arc<str>);

/// Something the user put into the agenda: a meeting, a dinner, a booth slot.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnItem {
    pub id: OwnItemId,
    pub title: String,
    pub start: Instant,
    pub end: Option<Instant>,
    pub location: String,
    pub note: String,
    pub deleted: Option<Instant>,
    /// The stored version this one was read from; as [`super::Entry::based_on`].
    pub based_on: Option<Stamp>,
}

/// A mark as stored, with the session it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub session: SessionKey,
    pub mark: Mark,
    pub on: bool,
    pub snapshot: SessionSnapshot,
}

impl Mark {
    pub const ALL: [Self; 4] = [Self::Star, Self::Attended, Self::WatchLater, Self::Watched];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Star => "star",
            Self::Attended => "attended",
            Self::WatchLater => "watch-later",
            Self::Watched => "watched",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word() == word)
    }
}

impl Marks {
    pub fn get(self, mark: Mark) -> bool {
        match mark {
            Mark::Star => self.star,
            Mark::Attended => self.attended,
            Mark::WatchLater => self.watch_later,
            Mark::Watched => self.watched,
        }
    }

    pub fn set(&mut self, mark: Mark, on: bool) {
        match mark {
            Mark::Star => self.star = on,
            Mark::Attended => self.attended = on,
            Mark::WatchLater => self.watch_later = on,
            Mark::Watched => self.watched = on,
        }
    }

    pub fn any(self) -> bool {
        self != Self::default()
    }
}
