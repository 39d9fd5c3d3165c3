//! Readers of what other systems write.
//!
//! One entry, [`read`], takes the bytes of a file, finds out from the content what wrote them, and returns a
//! [`Schedule`] with a list of [`Problem`]s. Readers never fail whole: a session that cannot be understood becomes a
//! problem with its place, and the rest is read. Only an input from which nothing can be read is [`Unreadable`].
//!
//! Every input is hostile until read. Work and memory are bounded by the size of the input and by the limits below;
//! nothing is fetched, nothing is executed, no byte becomes markup. The readers know no clock and no time-zone
//! database: zones come from [`Context`].
//!
//! Each reader's module lists what it leaves out.

mod calendar;
mod encoding;
mod finish;
mod frab_xml;
mod markup;
mod xml;
mod zones;

use crate::schedule::{Problem, Schedule, Zones};

/// What a reader may know beyond the file.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The IANA zone of local times where the file names none: asked of the user, or known of the trip.
    pub zone: Option<&'a str>,
    pub zones: &'a dyn Zones,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub format: Format,
    pub schedule: Schedule,
    pub problems: Vec<Problem>,
}

/// The formats Lanyard reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    FrabXml,
    ICalendar,
}

impl Format {
    /// For people: `frab XML`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrabXml => "frab XML",
            Self::ICalendar => "iCalendar",
        }
    }

    /// For tools: `frab-xml`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::FrabXml => "frab-xml",
            Self::ICalendar => "icalendar",
        }
    }
}

/// Why nothing could be read. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
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
    #[error("This is no schedule in a format that Lanyard reads.")]
    Unrecognised,
    #[error("This looks like {} but holds no session.", .format.name())]
    NoSession { format: Format },
}

const LARGEST_INPUT: usize = 32 << 20;
const MOST_LISTINGS: usize = 20_000;
const MOST_PROBLEMS: usize = 100;

/// Reads a schedule in whatever format and encoding it comes.
pub fn read(bytes: &[u8], context: &Context<'_>) -> Result<Reading, Unreadable> {
    if bytes.len() > LARGEST_INPUT {
        return Err(Unreadable::TooLarge);
    }
    if is_compressed(bytes) {
        return Err(Unreadable::Compressed);
    }
    let (text, remark) = encoding::decode(bytes);
    let mut problems = Problems::new(&text);
    if let Some(remark) = remark {
        problems.add("file".to_owned(), remark.to_owned());
    }
    let format = recognise(&text)?;
    let schedule = match format {
        Format::FrabXml => frab_xml::read(&text, context, &mut problems)?,
        Format::ICalendar => calendar::read(&text, context, &mut problems),
    };
    let schedule = finish::finish(schedule, context, &mut problems);
    if schedule.listings.is_empty() && schedule.title.is_none() {
        return Err(Unreadable::NoSession { format });
    }
    Ok(Reading { format, schedule, problems: problems.into_list() })
}

/// Finds out from the content what wrote it.
fn recognise(text: &str) -> Result<Format, Unreadable> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if start.starts_with('<') {
        return recognise_markup(start);
    }
    let begins =
        start.lines().find(|line| line.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("BEGIN:")));
    if begins.is_some() { Ok(Format::ICalendar) } else { Err(Unreadable::Unrecognised) }
}

fn recognise_markup(text: &str) -> Result<Format, Unreadable> {
    use markup::Token;
    let roots = markup::Tokens::new(text).filter_map(|(_, token)| match token {
        Token::Open { name, .. } | Token::DocType(name) => Some(name),
        _ => None,
    });
    for name in roots.take(4) {
        match name.to_ascii_lowercase().as_str() {
            "html" | "head" | "body" => return Err(Unreadable::WebPage),
            "schedule" => return Ok(Format::FrabXml),
            _ => {}
        }
    }
    Err(Unreadable::Unrecognised)
}

fn is_compressed(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// The problems met while reading one input, bounded, with places named by line.
struct Problems<'a> {
    input: &'a str,
    /// An offset and the line it is on, so that lines are counted once while offsets grow.
    counted: (usize, usize),
    list: Vec<Problem>,
    left_out: usize,
}

impl<'a> Problems<'a> {
    fn new(input: &'a str) -> Self {
        Self { input, counted: (0, 1), list: Vec::new(), left_out: 0 }
    }

    fn add(&mut self, place: String, what: String) {
        if self.list.len() < MOST_PROBLEMS {
            self.list.push(Problem { place, what });
        } else {
            self.left_out += 1;
        }
    }

    /// A problem at an offset in bytes.
    fn at(&mut self, offset: usize, what: String) {
        if self.list.len() < MOST_PROBLEMS {
            let line = self.line(offset);
            self.add(format!("line {line}"), what);
        } else {
            self.left_out += 1;
        }
    }

    fn line(&mut self, offset: usize) -> usize {
        let (from, line) = if offset < self.counted.0 { (0, 1) } else { self.counted };
        let between = self.input.as_bytes().get(from..offset).unwrap_or_default();
        self.counted = (offset, line + between.iter().filter(|byte| **byte == b'\n').count());
        self.counted.1
    }

    fn into_list(mut self) -> Vec<Problem> {
        if self.left_out > 0 {
            let what = format!("{} more problems are not shown.", self.left_out);
            self.list.push(Problem { place: "file".to_owned(), what });
        }
        self.list
    }
}
