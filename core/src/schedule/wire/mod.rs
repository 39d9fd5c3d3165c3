//! The compact text that ships: a trip's index, which the first row waits for, and its details, which it does not.
//!
//! Lines and tabs, the tables first, then the sessions column by column: titles stand beside titles and times beside
//! times, which is what a compressor wants, and reading needs nothing but splitting. What many sessions have in common
//! (event, track, kind, level, language, length, flags) is one row of a table of shapes, so that a session costs its
//! id, its title, and a few digits.
//!
//! ```text
//! lanyard-trip 1                                    form and version
//! id, title, city, first day, days, as of          days as numbers, the later ones relative to the first
//! zone name, then from, offset, abbreviation        once for each span
//! n facts | events | venues | walks | rooms | labels | shapes               a count, then a line each
//! n people: n names, n affiliations                                         before the labels
//! n sessions: n ids, n titles, n shapes, n starts, n rooms, n lists of speakers
//! ```
//!
//! Reading is total: any text gives a trip or [`Damaged`], in time and memory that grow with its length only. A reader
//! for every version ever shipped stays. Fields are escaped with a backslash: `\t`, `\n`, `\\`, and `\e` for a text that
//! is there and empty, because an empty field means that there is none.

mod details;
mod index;
#[cfg(test)]
pub(crate) mod mutation;
mod sessions;
#[cfg(test)]
pub(crate) mod tests;

pub use details::{DetailsBook, DetailsLine, decode_details, encode_details};
pub use index::{decode_index, encode_index};

use super::listing::Precision;

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damaged {
    /// The text does not begin as this form does.
    NotThisForm,
    /// It was written by a later version of Lanyard.
    Newer,
    /// The line, counted from one, that makes no sense; or where the text ended too early.
    Line(u32),
}

/// Takes a text apart, line by line.
pub(crate) struct Lines<'a> {
    rest: std::str::Split<'a, char>,
    number: u32,
}

impl<'a> Lines<'a> {
    /// Checks the first line, `form` and a tab and a version this build can read.
    pub(crate) fn open(text: &'a str, form: &str) -> Result<Self, Damaged> {
        let mut lines = Self { rest: text.split('\n'), number: 0 };
        let version = lines.next()?.strip_prefix(form).and_then(|rest| rest.strip_prefix('\t'));
        match version.map(number) {
            Some(Some(1)) => Ok(lines),
            Some(Some(2..)) => Err(Damaged::Newer),
            _ => Err(Damaged::NotThisForm),
        }
    }

    fn next(&mut self) -> Result<&'a str, Damaged> {
        self.number = self.number.saturating_add(1);
        self.rest.next().ok_or(Damaged::Line(self.number))
    }

    pub(crate) fn fields(&mut self) -> Result<LineFields<'a>, Damaged> {
        Ok(LineFields { rest: Some(self.next()?), line: self.number })
    }

    fn count(&mut self) -> Result<usize, Damaged> {
        self.fields()?.index(usize::MAX)
    }

    /// A count, and as many items read from a line each.
    pub(crate) fn table<T>(
        &mut self,
        mut read: impl FnMut(&mut LineFields<'a>) -> Result<T, Damaged>,
    ) -> Result<Vec<T>, Damaged> {
        let count = self.count()?;
        let mut table = Vec::with_capacity(count.min(1024));
        for _ in 0..count {
            table.push(read(&mut self.fields()?)?);
        }
        Ok(table)
    }
}

/// Takes a line apart, field by field.
pub(crate) struct LineFields<'a> {
    rest: Option<&'a str>,
    line: u32,
}

impl<'a> LineFields<'a> {
    pub(crate) fn damaged(&self) -> Damaged {
        Damaged::Line(self.line)
    }

    pub(crate) fn more(&self) -> bool {
        self.rest.is_some()
    }

    pub(crate) fn raw(&mut self) -> Result<&'a str, Damaged> {
        let rest = self.rest.ok_or(self.damaged())?;
        let (field, rest) = match rest.split_once('\t') {
            Some((field, rest)) => (field, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        Ok(field)
    }

    pub(crate) fn text(&mut self) -> Result<String, Damaged> {
        let raw = self.raw()?;
        unescape(raw).ok_or(self.damaged())
    }

    pub(crate) fn optional_text(&mut self) -> Result<Option<String>, Damaged> {
        let text = self.raw()?;
        if text.is_empty() { Ok(None) } else { unescape(text).ok_or(self.damaged()).map(Some) }
    }

    fn texts(&mut self) -> Result<Vec<String>, Damaged> {
        let mut texts = Vec::new();
        while self.more() {
            texts.push(self.text()?);
        }
        Ok(texts)
    }

    pub(crate) fn number(&mut self) -> Result<i64, Damaged> {
        let raw = self.raw()?;
        number(raw).ok_or(self.damaged())
    }

    pub(crate) fn small(&mut self) -> Result<i32, Damaged> {
        let number = self.number()?;
        i32::try_from(number).map_err(|_| self.damaged())
    }

    /// An index into a table of `length` rows.
    pub(crate) fn index(&mut self, length: usize) -> Result<usize, Damaged> {
        let raw = self.raw()?;
        index(raw, length).ok_or(self.damaged())
    }

    pub(crate) fn optional_index(&mut self, length: usize) -> Result<Option<usize>, Damaged> {
        let raw = self.raw()?;
        if raw.is_empty() { Ok(None) } else { index(raw, length).ok_or(self.damaged()).map(Some) }
    }
}

fn number(text: &str) -> Option<i64> {
    text.parse().ok()
}

fn index(text: &str, length: usize) -> Option<usize> {
    number(text).and_then(|number| usize::try_from(number).ok()).filter(|index| *index < length)
}

fn precision(derived: bool) -> Precision {
    if derived { Precision::Derived } else { Precision::Stated }
}

fn unescape(field: &str) -> Option<String> {
    if !field.contains('\\') {
        return Some(field.to_owned());
    }
    let mut text = String::with_capacity(field.len());
    let mut characters = field.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next()? {
                't' => text.push('\t'),
                'n' => text.push('\n'),
                '\\' => text.push('\\'),
                'e' => {}
                _ => return None,
            },
            other => text.push(other),
        }
    }
    Some(text)
}

/// Puts lines together. The counterpart of [`Lines`] and [`LineFields`].
pub(crate) struct LineWriter {
    pub(crate) text: String,
    line_begins: bool,
}

impl LineWriter {
    pub(crate) fn open(form: &str) -> Self {
        let mut writer = Self { text: String::new(), line_begins: true };
        writer.text(form).number(1).end();
        writer
    }

    pub(crate) fn end(&mut self) {
        self.text.push('\n');
        self.line_begins = true;
    }

    pub(crate) fn raw(&mut self, field: &str) -> &mut Self {
        if !self.line_begins {
            self.text.push('\t');
        }
        self.line_begins = false;
        self.text.push_str(field);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.raw("");
        let mut rest = text;
        while let Some(offset) = rest.bytes().position(|byte| matches!(byte, b'\t' | b'\n' | b'\\')) {
            let (before, special) = rest.split_at(offset);
            self.text.push_str(before);
            self.text.push_str(match special.as_bytes().first() {
                Some(b'\t') => "\\t",
                Some(b'\n') => "\\n",
                _ => "\\\\",
            });
            rest = special.get(1..).unwrap_or("");
        }
        self.text.push_str(rest);
        self
    }

    pub(crate) fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            None => self.raw(""),
            Some("") => self.raw("\\e"),
            Some(text) => self.text(text),
        }
    }

    pub(crate) fn number(&mut self, number: i64) -> &mut Self {
        self.raw(&number.to_string())
    }

    pub(crate) fn index(&mut self, index: usize) -> &mut Self {
        self.raw(&index.to_string())
    }

    pub(crate) fn optional_index(&mut self, index: Option<usize>) -> &mut Self {
        match index {
            Some(index) => self.index(index),
            None => self.raw(""),
        }
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.index(count).end();
    }
}
