//! The example that comes with the bundled trip, as it is written: what a full week holds, and what must stay private.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Outcome;

/// `example/week.json` of the bundled trip.
#[derive(Debug, Deserialize)]
pub struct Week {
    /// Words that stand in private entries and nowhere else.
    pub private_words: Vec<String>,
    /// In the order of time.
    pub entries: Vec<WeekEntry>,
    /// What is said about sessions.
    pub marks: Vec<WeekMarks>,
    /// What was put into the agenda.
    pub own: Vec<WeekOwnItem>,
}

/// Something captured. A field that is not used is empty or `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WeekEntry {
    /// Local time of the trip: `2024-11-13T14:42`.
    pub at: String,
    /// `note`, `takeaway`, `follow-up`, `person`, `quote`, `link` or `photo`.
    pub kind: String,
    /// `event/session`.
    pub session: Option<String>,
    /// The id of a venue.
    pub venue: Option<String>,
    /// The id of an event, where there is no session to say it.
    pub event: Option<String>,
    /// What it says.
    pub text: String,
    /// Of a person, or of who said a quote.
    pub name: String,
    /// Of a person.
    pub affiliation: String,
    /// Of a person.
    pub contact: String,
    /// Of a link.
    pub url: String,
    /// The name of the picture beside the file.
    pub photo: Option<String>,
    /// What a photo shows.
    pub caption: String,
    /// What was chosen; without a choice people are private, all else is not.
    pub publishable: Option<bool>,
    /// The day a follow-up is due.
    pub due: Option<String>,
    /// A follow-up that was dealt with.
    pub done: bool,
}

/// The marks on a session.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WeekMarks {
    /// `event/session`.
    pub session: String,
    /// "I plan to go."
    pub star: bool,
    /// I was there.
    pub attended: bool,
    /// I want to see the recording.
    pub watch_later: bool,
    /// Where the recording is.
    pub recording: Option<WeekRecording>,
}

/// A recording, and the second at which the session starts in it.
#[derive(Debug, Deserialize)]
pub struct WeekRecording {
    /// Its address.
    pub url: String,
    /// Seconds.
    pub start: Option<u32>,
}

/// Something in the agenda that is in no programme.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WeekOwnItem {
    /// What it is.
    pub title: String,
    /// Local time of the trip.
    pub start: String,
    /// Local time of the trip.
    pub end: Option<String>,
    /// Where it is.
    pub location: String,
    /// What else there is to say.
    pub note: String,
}

impl WeekEntry {
    /// Whether it may be published.
    pub fn is_publishable(&self) -> bool {
        self.publishable.unwrap_or(self.kind != "person")
    }
}

/// The folder of the example: `week.json` and the pictures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../trips/kubecon-na-2024/example")
}

/// Reads it.
///
/// # Errors
/// When it is not there, or of another shape.
pub fn week() -> Outcome<Week> {
    Ok(serde_json::from_slice(&std::fs::read(folder().join("week.json"))?)?)
}
