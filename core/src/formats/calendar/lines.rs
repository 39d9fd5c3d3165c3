//! Content lines and components of iCalendar (RFC 5545, section 3.1), read forgivingly.
//!
//! Lines may be folded or not, end in any way, and be followed by blank ones. A line that is no content line belongs
//! to the value before it. Ends that are missing or do not match are supplied or passed over.

use std::borrow::Cow;

use super::super::problems::Problems;
use crate::text::content_line::unescape;

const DEEPEST: usize = 8;

#[derive(Debug)]
pub struct Property<'a> {
    pub name: String,
    /// Names in capitals.
    pub parameters: Vec<(String, String)>,
    pub value: Cow<'a, str>,
    /// Where its line starts in the input, in bytes.
    pub offset: usize,
}

#[derive(Debug, Default)]
pub struct Component<'a> {
    /// In capitals: `VEVENT`.
    pub name: String,
    pub properties: Vec<Property<'a>>,
    pub children: Vec<Component<'a>>,
    pub offset: usize,
    /// The input breaks off inside it.
    pub cut_off: bool,
}

impl Property<'_> {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(known, _)| known == name)?;
        Some(value.as_str())
    }
}

impl<'a> Component<'a> {
    pub fn property(&self, name: &str) -> Option<&Property<'a>> {
        self.properties.iter().find(|property| property.name == name && !property.value.trim().is_empty())
    }

    pub fn properties_named(&self, name: &str) -> impl Iterator<Item = &Property<'a>> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The value as text, unescaped.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = unescape(&self.property(name)?.value);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// Reads `input` into a nameless component that holds everything.
pub fn read<'a>(input: &'a str, problems: &mut Problems<'a>) -> Component<'a> {
    let mut document = Component::default();
    let mut open: Vec<Component<'a>> = Vec::new();
    let mut too_deep = 0;
    for line in Unfolded::new(input) {
        let Some(property) = content_line(&line) else {
            let properties = &mut open.last_mut().unwrap_or(&mut document).properties;
            if let Some(last) = properties.last_mut().filter(|_| !line.text.trim().is_empty()) {
                let value = last.value.to_mut();
                value.push_str("\\n");
                value.push_str(&line.text);
            }
            continue;
        };
        let name = || property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" if open.len() >= DEEPEST => too_deep += 1,
            "END" if too_deep > 0 => too_deep -= 1,
            "BEGIN" => {
                let name = name();
                if name == "VEVENT"
                    && let Some(index) = open.iter().rposition(|component| component.name == name)
                {
                    problems.at(line.offset, "The session before this one was never ended.".to_owned());
                    close_down_to(index, &mut open, &mut document);
                }
                open.push(Component { name, offset: line.offset, ..Component::default() });
            }
            "END" => match open.iter().rposition(|component| component.name == name()) {
                Some(index) => close_down_to(index, &mut open, &mut document),
                None => problems.at(line.offset, format!("END:{} has no BEGIN; it was passed over.", name())),
            },
            _ => open.last_mut().unwrap_or(&mut document).properties.push(property),
        }
    }
    if let Some(last) = open.last_mut() {
        last.cut_off = true;
        problems.at(input.len(), "The file breaks off here; what came before was read.".to_owned());
    }
    close_down_to(0, &mut open, &mut document);
    document
}

fn close_down_to<'a>(index: usize, open: &mut Vec<Component<'a>>, document: &mut Component<'a>) {
    while open.len() > index
        && let Some(closed) = open.pop()
    {
        open.last_mut().unwrap_or(document).children.push(closed);
    }
}

/// A line after unfolding, and where it starts.
struct UnfoldedLine<'a> {
    text: Cow<'a, str>,
    offset: usize,
}

struct Unfolded<'a> {
    input: &'a str,
    offset: usize,
    end: char,
}

impl<'a> Unfolded<'a> {
    fn new(input: &'a str) -> Self {
        // A file from an old Mac may have had a line feed added at its end.
        let end = if input.trim_end().contains('\n') { '\n' } else { '\r' };
        Self { input, offset: 0, end }
    }

    /// The physical line at `offset` and the offset of the one after it.
    fn physical(&self, offset: usize) -> Option<(&'a str, usize)> {
        let rest = self.input.get(offset..).filter(|rest| !rest.is_empty())?;
        let (line, length) = match rest.find(self.end) {
            Some(length) => (rest.get(..length)?, length + 1),
            None => (rest, rest.len()),
        };
        Some((line.trim_matches(['\r', '\n']), offset + length))
    }

    /// What continues the line before `offset`: a line that starts with white space, perhaps after one blank line.
    fn continuation(&self) -> Option<(&'a str, usize)> {
        let (mut line, mut after) = self.physical(self.offset)?;
        if line.is_empty() {
            (line, after) = self.physical(after)?;
        }
        Some((line.strip_prefix([' ', '\t'])?, after))
    }
}

impl<'a> Iterator for Unfolded<'a> {
    type Item = UnfoldedLine<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let offset = self.offset;
        let (line, after) = self.physical(offset)?;
        self.offset = after;
        let mut text = Cow::Borrowed(line);
        while !line.is_empty()
            && let Some((more, after)) = self.continuation()
        {
            text.to_mut().push_str(more);
            self.offset = after;
        }
        Some(UnfoldedLine { text, offset })
    }
}

/// `NAME;PARAMETER=value:value`. White space around names is forgiven.
fn content_line<'a>(line: &UnfoldedLine<'a>) -> Option<Property<'a>> {
    let text: &str = &line.text;
    let name_length = text.find([';', ':'])?;
    let name = text.get(..name_length)?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let mut parameters = Vec::new();
    let mut offset = name_length;
    while text.get(offset..)?.starts_with(';') {
        let rest = text.get(offset + 1..)?;
        // Outlook writes `TZID=tzone://Microsoft/Utc:` and `TZID=(UTC-07:00) Mountain Time:` without quotes.
        let from = if rest.starts_with("TZID=tzone://") { "TZID=tzone://".len() } else { 0 };
        let from = if rest.starts_with("TZID=(") { rest.find(')').unwrap_or(from) } else { from };
        let length = from + unquoted(rest.get(from..)?, |byte| byte == b';' || byte == b':')?;
        if let Some((name, value)) = rest.get(..length)?.split_once('=') {
            let value = value.trim().trim_matches('"').to_owned();
            parameters.push((name.trim().to_ascii_uppercase(), value));
        }
        offset += 1 + length;
    }
    // `Speakers: Ada Low` is a line of a description that was not escaped.
    let is_mixed = name.contains(|c: char| c.is_ascii_lowercase()) && name.contains(|c: char| c.is_ascii_uppercase());
    if is_mixed && text.get(offset + 1..)?.starts_with(' ') {
        return None;
    }
    let value = match &line.text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(offset + 1..)?),
        Cow::Owned(text) => Cow::Owned(text.get(offset + 1..)?.to_owned()),
    };
    Some(Property { name: name.to_ascii_uppercase(), parameters, value, offset: line.offset })
}

/// The offset of the first byte outside double quotes that `is_wanted`.
fn unquoted(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        !quoted && is_wanted(byte)
    })
}

/// The parts of a value between commas that are not escaped.
pub fn list(value: &str) -> impl Iterator<Item = String> {
    let mut escaped = false;
    value
        .split(move |character| {
            let separates = character == ',' && !escaped;
            escaped = character == '\\' && !escaped;
            separates
        })
        .map(|part| unescape(part).trim().to_owned())
        .filter(|part| !part.is_empty())
}
