//! The shapes of an example, as it is written by hand.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Week {
    /// Words that stand in private entries: whoever publishes from the example looks for them, and finds none.
    #[serde(default)]
    pub private_words: Vec<String>,
    #[serde(default)]
    pub entries: Vec<Captured>,
    #[serde(default)]
    pub marks: Vec<OnSession>,
    #[serde(default)]
    pub own: Vec<Planned>,
}

/// Something captured. It is about a session, a venue or a room; about none of them, it was said in the hallway.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Captured {
    pub at: String,
    pub kind: String,
    /// `event/session`.
    pub session: Option<String>,
    pub venue: Option<String>,
    pub room: Option<String>,
    /// The event it was captured at, when it is not that of the session.
    pub event: Option<String>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub affiliation: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub url: String,
    /// The name of a picture beside the file.
    pub photo: Option<String>,
    #[serde(default)]
    pub caption: String,
    /// People are private unless this says otherwise, everything else may be published unless it does.
    pub publishable: Option<bool>,
    pub due: Option<String>,
    #[serde(default)]
    pub done: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnSession {
    pub session: String,
    #[serde(default)]
    pub star: bool,
    #[serde(default)]
    pub attended: bool,
    #[serde(default)]
    pub watch_later: bool,
    #[serde(default)]
    pub watched: bool,
    pub recording: Option<Recorded>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    pub url: String,
    /// Seconds.
    pub start: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    pub title: String,
    pub start: String,
    pub end: Option<String>,
    #[serde(default)]
    pub location: String,
    #[serde(default)]
    pub note: String,
}
