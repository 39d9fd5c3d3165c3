//! One event's programme as its source lists it: what a reader returns and what [`super::diff`] compares.

use super::ids::SessionId;
use super::time::{Day, Instant};

/// One event's programme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// The event's name, in one line of plain text; `None` when the source names none.
    pub title: Option<String>,
    /// The IANA name of the event's zone, when the source says it or the caller gave it. When `None`, local times
    /// were read as if they were UTC.
    pub zone: Option<String>,
    /// The first day of its sessions, or an earlier one that the source states; `None` when no day is known.
    pub first: Option<Day>,
    /// The last day of its sessions, or a later one that the source states; `None` when no day is known.
    pub last: Option<Day>,
    /// The event's own web page, http(s) only; `None` when the source names none.
    pub url: Option<String>,
    /// The day of this state of the schedule, when the source says it.
    pub as_of: Option<Day>,
    /// In the order of the source.
    pub listings: Vec<Listing>,
}

/// A session as its source lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// What the source calls it; unique within the schedule.
    pub id: SessionId,
    /// The title in one line of plain text; never empty when it comes from a reader.
    pub title: String,
    /// The title as written, where the reader took the speakers out of it.
    pub written_title: Option<String>,
    /// What the source says below the title; `None` when it says nothing.
    pub subtitle: Option<String>,
    /// When it takes place, as exactly as the source knows.
    pub when: When,
    /// The day of the programme it belongs to. Not always the civil day of its start: a talk at 02:00 belongs to the
    /// evening before when its source says so. `None` only when nothing is known of its time.
    pub day: Option<Day>,
    /// The room's name as written; `Building | Level | Room` is taken apart later, in [`super::assemble()`].
    pub room: Option<String>,
    /// The track, in the source's words.
    pub track: Option<String>,
    /// The kind of session in the source's words: "Breakout", "Keynote", "Registration".
    pub kind: Option<String>,
    /// The level of experience it asks for, in the source's words.
    pub level: Option<String>,
    /// The language it is held in, in the source's words: a code or a name.
    pub language: Option<String>,
    /// In the order of the source.
    pub speakers: Vec<Speaker>,
    /// HTML or Markdown or plain text, as written. It becomes nodes in [`crate::text`], never markup.
    pub abstract_text: Option<String>,
    /// The session's own web page, http(s) only; `None` when the source names none.
    pub url: Option<String>,
    /// Slides, recordings and what else the source links, http(s) only.
    pub links: Vec<Link>,
    /// What whoever collected the facts remarks about them: where a time comes from, what the title was before.
    pub remark: Option<String>,
    /// Whether it is listed, cancelled, or gone and kept.
    pub status: SessionStatus,
}

/// A speaker of one session. Sources' ids of people are not kept: name and affiliation tell people apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name, in one line of plain text.
    pub name: String,
    /// Company, project or role, as the source writes it; `None` when it says none.
    pub affiliation: Option<String>,
}

/// A link to something beside the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What the link is called, in one line of plain text.
    pub title: String,
    /// The address it leads to.
    pub url: String,
}

/// When a session takes place, as exactly as its source knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Nothing is known, not even the day.
    Unknown,
    /// The day is known, the time is not.
    Day(Day),
    /// The start is known, the end perhaps.
    Timed {
        /// The first second of the session.
        start: Instant,
        /// Whether the source states the start.
        start_precision: Precision,
        /// The first second after the session; `None` when it is not known.
        end: Option<Instant>,
        /// Whether the source states the end; without an end it says nothing.
        end_precision: Precision,
    },
}

/// Whether a time was stated by the source or worked out by us. A derived time shows as "about".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The source states it.
    #[default]
    Stated,
    /// It was worked out; the source does not state it.
    Derived,
}

/// Whether a session takes place, as far as its source says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SessionStatus {
    /// Listed, and not marked as cancelled.
    #[default]
    Listed,
    /// Still listed, marked as cancelled.
    Cancelled,
    /// No longer listed; kept because something of the user's hangs on it.
    Gone,
}

/// Something a reader could not make sense of. Reading went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The location in the input, for example `line 120` or `event 42`.
    pub location: String,
    /// One sentence: what is wrong and what was done about it.
    pub what: String,
}

impl When {
    /// A stated start and end.
    pub fn stated(start: Instant, end: Option<Instant>) -> Self {
        Self::Timed { start, start_precision: Precision::Stated, end, end_precision: Precision::Stated }
    }

    /// The start; `None` when no time is known.
    pub fn start(self) -> Option<Instant> {
        match self {
            Self::Timed { start, .. } => Some(start),
            Self::Unknown | Self::Day(_) => None,
        }
    }

    /// The end; `None` when no end is known.
    pub fn end(self) -> Option<Instant> {
        match self {
            Self::Timed { end, .. } => end,
            Self::Unknown | Self::Day(_) => None,
        }
    }
}

impl Listing {
    /// A listing with nothing but its identity and title.
    pub fn new(id: impl Into<SessionId>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            written_title: None,
            subtitle: None,
            when: When::Unknown,
            day: None,
            room: None,
            track: None,
            kind: None,
            level: None,
            language: None,
            speakers: Vec::new(),
            abstract_text: None,
            url: None,
            links: Vec::new(),
            remark: None,
            status: SessionStatus::Listed,
        }
    }

    /// The title as its source writes it.
    pub fn as_written(&self) -> &str {
        self.written_title.as_deref().unwrap_or(&self.title)
    }
}
