//! What goes out, piece after piece, before it is written in a dialect.
//!
//! Whatever stands in a document is meant to be published: what is private has been left out before.

use crate::notebook::PhotoId;
use crate::schedule::{Day, SessionKey};
use crate::text::{Block, Inline};

/// A post or a report, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Plain text in one line; never empty.
    pub title: String,
    /// Plain text in one line; empty when there is none.
    pub subtitle: String,
    /// The day it is dated.
    pub date: Day,
    /// Words under which it is filed, as typed.
    pub categories: Vec<String>,
    /// The tags (`#tag`) of the notes in it, each once, without `#`.
    pub tags: Vec<String>,
    /// The sections; the first one may have no heading, and is the introduction.
    pub sections: Vec<DocumentSection>,
}

/// A heading of the second level, and what stands below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentSection {
    /// The words of the heading; empty for none.
    pub heading: Vec<Inline>,
    /// In their order.
    pub parts: Vec<DocumentPart>,
}

/// What stands in a section, or below a session.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentPart {
    /// A heading of the third level, for what follows a talk and is not about it.
    Heading(Vec<Inline>),
    /// Running text.
    Text(Vec<Block>),
    /// A line of a list; those that follow each other are one list.
    Item(Vec<Block>),
    /// Something promised, as a task in a list; those that follow each other are one list.
    FollowUp(DocumentFollowUp),
    /// What somebody said, with who said it as the last line.
    Quote(Vec<Block>),
    /// A photo.
    Picture {
        /// The kept photo, a JPEG.
        photo: PhotoId,
        /// What it shows, in plain text; never empty.
        alt: String,
    },
    /// A talk. With parts it has a heading of the third level, without it is a line of a list.
    Session(DocumentSession),
}

/// A talk in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentSession {
    /// The session; the programme may no longer have it.
    pub key: SessionKey,
    /// Its title in plain text: the name of its own note, where each session has one.
    pub name: String,
    /// The title, which is a link where its page is known.
    pub title: Vec<Inline>,
    /// Who spoke, and the links to slides and recording; may be empty.
    pub line: Vec<Inline>,
    /// What was noted on it, in its order.
    pub parts: Vec<DocumentPart>,
}

/// Something promised.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentFollowUp {
    /// What is to be done, as blocks.
    pub text: Vec<Block>,
    /// Whether it was dealt with.
    pub done: bool,
    /// Who does it; empty for the writer.
    pub owner: String,
    /// When it is due.
    pub due: Option<Day>,
}
