//! Pieces: what an outline is made of, each with a name that stays while the notebook and the schedule change.

use std::sync::Arc;

use crate::notebook::{EntryId, PhotoId};
use crate::schedule::{Day, SessionKey};

/// Which of the two texts is made of the same material.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OutlineKind {
    /// For everybody.
    #[default]
    Post,
    /// For those who paid for the trip.
    Report,
}

/// From which side a retrospective is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OutlineView {
    /// What goes in, and in what words.
    #[default]
    Outline,
    /// As it will be read.
    Preview,
    /// What is worth a look, and the ways out.
    Publish,
}

impl OutlineView {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Outline, Self::Preview, Self::Publish];

    /// As written in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Preview => "preview",
            Self::Publish => "publish",
        }
    }

    /// As shown on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Outline => "Outline",
            Self::Preview => "Preview",
            Self::Publish => "Publish",
        }
    }

    /// The side that [`OutlineView::word`] names; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }
}

/// What a piece is called in its outline: `entry/4fd1..`, `session/kubecon/1i7ke`, `takeaways`. Two phones call the same
/// piece the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PieceId(Arc<str>);

/// What a piece is in the text.
#[derive(Clone, Debug, PartialEq)]
pub enum PieceKind {
    /// The title of the whole: plain text in one line.
    Title,
    /// What stands below the title: plain text in one line.
    Subtitle,
    /// The day it is dated: `2024-11-19`.
    Date,
    /// Words under which it is filed, with commas between.
    Categories,
    /// The heading of a section, which goes up to the next one. The first section's stays empty.
    Heading,
    /// Running text.
    Text,
    /// A talk: its title in the first line, speakers and links in the second.
    Session(SessionKey),
    /// What somebody said; who said it stands in a last paragraph of its own.
    Quote,
    /// A photo; the text is its description.
    Picture(PhotoId),
    /// A line of a list.
    Item,
    /// Something promised.
    FollowUp {
        /// Whether it was dealt with.
        done: bool,
        /// When it is due.
        due: Option<Day>,
    },
}

/// One piece of an outline, as it is made from the material.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlinePiece {
    /// What it is called.
    pub id: PieceId,
    /// What it is.
    pub kind: PieceKind,
    /// Its text as note Markdown, but plain where its kind says so; empty for one that waits for the user's words.
    pub text: String,
    /// The entry it was made of.
    pub entry: Option<EntryId>,
    /// The session that it says something about, and below which it stands.
    pub about: Option<SessionKey>,
    /// Whether it goes in when the user has not said.
    pub included: bool,
    /// Why it does not go out before the user has said yes to that reason.
    pub reasons: Vec<PrivacyReason>,
}

/// Why a piece does not go out by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrivacyReason {
    /// The entry is private.
    Private,
    /// It was said in the hallway, and not in public.
    Hallway,
    /// It names somebody who was met, and is not marked as publishable.
    Names(String),
    /// It was edited here, and what it was made of has gone.
    Gone,
}

impl OutlineKind {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Post, Self::Report];

    /// As stored and as written in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Report => "report",
        }
    }

    /// The kind that [`OutlineKind::word`] names; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl PieceId {
    /// A name of these parts, with slashes between.
    pub fn new(parts: &[&str]) -> Self {
        Self(parts.join("/").into())
    }

    /// The piece of an entry.
    pub fn of_entry(id: &EntryId) -> Self {
        Self::new(&["entry", id.as_str()])
    }

    /// The piece of a session.
    pub fn of_session(key: &SessionKey) -> Self {
        Self::new(&["session", key.event.as_str(), key.session.as_str()])
    }

    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PieceKind {
    /// As stored with a piece that was edited, for the time when what it was made of has gone.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Date => "date",
            Self::Categories => "categories",
            Self::Heading => "heading",
            Self::Text | Self::Session(_) | Self::Picture(_) => "text",
            Self::Quote => "quote",
            Self::Item | Self::FollowUp { .. } => "item",
        }
    }

    /// The kind that a word stands for; running text for a word that is not known.
    pub(super) fn from_word(word: &str) -> Self {
        match word {
            "heading" => Self::Heading,
            "quote" => Self::Quote,
            "item" => Self::Item,
            _ => Self::Text,
        }
    }

    /// Whether it stands before the text and not in it: title, subtitle, date and categories.
    pub fn is_front(&self) -> bool {
        matches!(self, Self::Title | Self::Subtitle | Self::Date | Self::Categories)
    }
}

impl OutlinePiece {
    /// A piece of text that goes in, is about nothing and has no reason to stay.
    pub(super) fn new(id: PieceId, kind: PieceKind, text: String) -> Self {
        Self { id, kind, text, entry: None, about: None, included: true, reasons: Vec::new() }
    }
}

impl PrivacyReason {
    /// As stored with a piece that the user has let out.
    pub fn word(&self) -> String {
        match self {
            Self::Private => "private".to_owned(),
            Self::Hallway => "hallway".to_owned(),
            Self::Names(name) => format!("names {}", crate::search::fold(name)),
            Self::Gone => "gone".to_owned(),
        }
    }
}
