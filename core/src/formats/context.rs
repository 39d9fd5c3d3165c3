//! What the readers are given, the formats they know, and why they may refuse an input.

use crate::schedule::Zones;

/// The largest input that is read, in bytes.
pub const LARGEST_INPUT: usize = 32 << 20;
/// How many sessions of one input are read.
pub const MOST_LISTINGS: usize = 20_000;

/// What a reader may know beyond the file.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The IANA zone of local times where the file names none: asked of the user, or known of the trip.
    pub zone: Option<&'a str>,
    pub zones: &'a dyn Zones,
}

/// The formats Lanyard reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    FrabXml,
    FrabJson,
    HubJson,
    PretalxJson,
    ICalendar,
    Sessionize,
    KonOpas,
    ConClar,
    OpenEvent,
    Lanyard,
}

impl Format {
    /// For people: `frab XML`.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// For tools: `frab-xml`.
    pub fn slug(self) -> &'static str {
        self.names().1
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::FrabXml => ("frab XML", "frab-xml"),
            Self::FrabJson => ("frab JSON", "frab-json"),
            Self::HubJson => ("c3 hub JSON", "hub-json"),
            Self::PretalxJson => ("pretalx JSON", "pretalx-json"),
            Self::ICalendar => ("iCalendar", "icalendar"),
            Self::Sessionize => ("Sessionize JSON", "sessionize"),
            Self::KonOpas => ("KonOpas", "konopas"),
            Self::ConClar => ("ConClár", "conclar"),
            Self::OpenEvent => ("Open Event JSON", "open-event"),
            Self::Lanyard => ("Lanyard JSON", "lanyard"),
        }
    }
}

/// Why nothing could be read. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    #[error("The file is empty.")]
    Empty,
    #[error("The file is larger than {} MB. No schedule is.", LARGEST_INPUT >> 20)]
    TooLarge,
    #[error("Line {line}: the file holds far more, or far deeper, than a schedule does.")]
    TooMuch { line: usize },
    #[error("Line {line}: the file declares a document type, which a schedule does not need and which is not safe.")]
    DocumentType { line: usize },
    #[error("This is a compressed file. Unpack it first.")]
    Compressed,
    #[error("This is a web page, not a schedule.")]
    WebPage,
    #[error("This file holds people or rooms but no sessions. Give it together with the file of the programme.")]
    OnlyCompanion,
    #[error(
        "This is no schedule in a format that Lanyard reads. Look for an iCalendar file (.ics) on the conference's page."
    )]
    Unrecognised,
    #[error("This looks like {} but holds no session.", .format.name())]
    NoSession { format: Format },
}
