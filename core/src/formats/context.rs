//! What the readers are given, the formats they know, and why they may refuse an input.

use crate::schedule::columns::{TableMapping, TableSample};
use crate::schedule::{Day, Zones};

/// The largest input that is read, in bytes.
pub const LARGEST_INPUT: usize = 32 << 20;
/// How many sessions of one input are read.
pub const MOST_LISTINGS: usize = 20_000;

/// What a reader may know beyond the file.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The IANA zone of local times where the file names none: asked of the user, or known of the trip.
    pub zone: Option<&'a str>,
    /// Where the readers look up a zone by its IANA name.
    pub zones: &'a dyn Zones,
    /// What the columns of a table hold, where the user said so. Tables are guessed at without it, other formats never
    /// look at it.
    pub table: Option<&'a TableMapping>,
    /// The day on which a table begins whose days are called "Thursday" or "Day 2", or nothing: asked of the user.
    pub first_day: Option<Day>,
}

/// The formats Lanyard reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The XML of frab, pretalx and others: `<schedule>`.
    FrabXml,
    /// The JSON of frab and pretalx: `schedule.conference`.
    FrabJson,
    /// The JSON of the c3 hub: `schedule.conference` beside a list `schedule.events`.
    HubJson,
    /// What pretalx's API and its schedule widget answer.
    PretalxJson,
    /// iCalendar (RFC 5545), and its form in XML, xCal (RFC 6321).
    ICalendar,
    /// Any of the JSON views of Sessionize.
    Sessionize,
    /// The programme of KonOpas, in JSON or in a script.
    KonOpas,
    /// The programme of ConClár: that of KonOpas with newer keys.
    ConClar,
    /// The list of sessions of an Open Event export.
    OpenEvent,
    /// Lanyard's own JSON, as `lanyard.schema.json` describes it.
    Lanyard,
    /// The list of sessions that Sched's API answers.
    SchedJson,
    /// The sessions of EuroPython's programme API, by their code.
    EuroPython,
    /// The sessions of a WordCamp's site, as WordPress answers them.
    WordCamp,
    /// The export of an event or a timetable of Indico.
    Indico,
    /// Rows and columns: CSV, or cells that were pasted.
    Table,
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

    /// Whether a schedule of this format is one file, always: what comes in pages or tables of its own is not.
    pub fn is_one_file(self) -> bool {
        match self {
            Self::FrabXml
            | Self::FrabJson
            | Self::HubJson
            | Self::ICalendar
            | Self::EuroPython
            | Self::Lanyard
            | Self::Table => true,
            Self::PretalxJson
            | Self::Sessionize
            | Self::KonOpas
            | Self::ConClar
            | Self::OpenEvent
            | Self::SchedJson
            | Self::WordCamp
            | Self::Indico => false,
        }
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
            Self::SchedJson => ("Sched JSON", "sched-json"),
            Self::EuroPython => ("EuroPython JSON", "europython"),
            Self::WordCamp => ("WordCamp JSON", "wordcamp"),
            Self::Indico => ("Indico JSON", "indico"),
            Self::Table => ("a table", "table"),
        }
    }
}

/// Why nothing could be read. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// No text at all, or only white space.
    #[error("The file is empty.")]
    Empty,
    /// More than 32 MiB, all parts together and unpacked.
    #[error("The file is larger than {} MB. No schedule is.", LARGEST_INPUT >> 20)]
    TooLarge,
    /// More elements or values, or deeper ones, than the readers take.
    #[error("Line {line}: the file holds far more, or far deeper, than a schedule does.")]
    TooMuch {
        /// Counted from 1.
        line: usize,
    },
    /// XML with a `<!DOCTYPE>`.
    #[error("Line {line}: the file declares a document type, which a schedule does not need and which is not safe.")]
    DocumentType {
        /// Counted from 1.
        line: usize,
    },
    /// The first bytes are those of gzip, bzip2, xz or Zstandard, or of a zip that needs a password, is in an unusual form
    /// or holds compressed files only.
    #[error("This is a compressed file. Unpack it first.")]
    Compressed,
    /// A zip that breaks off, or whose files are not what it says.
    #[error("This zip is damaged or not complete. Download it again.")]
    DamagedZip,
    /// A zip of Excel or LibreOffice.
    #[error("This is a spreadsheet. Save it as CSV in the program that made it, or copy its cells and paste them.")]
    Spreadsheet,
    /// HTML; [`super::linked_schedule`] may find the address of the schedule in it.
    #[error("This is a web page, not a schedule.")]
    WebPage,
    /// A file that some formats keep beside the programme, without the programme.
    #[error("This file holds people or rooms but no sessions. Give it together with the file of the programme.")]
    OnlyCompanion,
    /// None of the formats.
    #[error(
        "This is no schedule in a format that Lanyard reads. Look for an iCalendar file (.ics) on the conference's page."
    )]
    Unrecognised,
    /// A table whose header does not say enough: [`Context::table`] can.
    #[error(
        "This is a table, but nothing says which columns hold the title and the time. Its columns are {}. Name them Title, \
         Date, Start, End, Room and Speakers in its first row.", .0.headers.join(", ")
    )]
    UnknownColumns(Box<TableSample>),
    /// A known format without a session and without a title.
    #[error("This looks like {} but holds no session.", .format.name())]
    NoSession {
        /// The format that was recognised.
        format: Format,
    },
}
