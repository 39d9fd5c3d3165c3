//! The rows of a text whose cells stand between commas, semicolons, tabs or bars (RFC 4180, as people really write it).
//!
//! No crate reads it, for three reasons: it hands out slices of the text, where `csv` copies every cell; a quote that is
//! never closed is a letter, where `csv` takes the whole rest of the file for one cell; and it is seventy lines.

use std::borrow::Cow;

/// Cells beyond these are passed over.
const MOST_COLUMNS: usize = 200;

/// The rows that have a cell with something in it, each with the line it starts on, counted from 1.
pub struct TableRows<'a> {
    text: &'a str,
    delimiter: char,
    offset: usize,
    line: usize,
    /// No quote further on closes a cell.
    quotes_are_letters: bool,
}

pub type TableRow<'a> = Vec<Cow<'a, str>>;

impl<'a> TableRows<'a> {
    pub fn new(text: &'a str, delimiter: char) -> Self {
        Self { text, delimiter, offset: 0, line: 1, quotes_are_letters: false }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or("")
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.rest().get(..length).unwrap_or("");
        self.offset += taken.len();
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count();
        taken
    }

    fn row(&mut self) -> TableRow<'a> {
        let mut cells = Vec::new();
        loop {
            let cell = self.quoted().unwrap_or_else(|| {
                let length = self.rest().find([self.delimiter, '\n', '\r']);
                Cow::Borrowed(self.take(length.unwrap_or(self.rest().len())).trim())
            });
            if cells.len() < MOST_COLUMNS {
                cells.push(cell);
            }
            if self.rest().starts_with(self.delimiter) {
                self.take(self.delimiter.len_utf8());
            } else {
                let end = if self.rest().starts_with("\r\n") { 2 } else { 1 };
                self.take(end);
                return cells;
            }
        }
    }

    /// A cell in quotes: one closes it where the cell ends behind it, so one in its middle is a letter.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let blank = self.rest().len() - self.rest().trim_start_matches(' ').len();
        let inside = self.rest().get(blank..)?.strip_prefix('"').filter(|_| !self.quotes_are_letters)?;
        let mut from = 0;
        let mut is_doubled = false;
        loop {
            let Some(quote) = inside.get(from..).and_then(|rest| rest.find('"')) else {
                self.quotes_are_letters = true;
                return None;
            };
            let (length, behind) = (from + quote, inside.get(from + quote + 1..).unwrap_or(""));
            let end = behind.trim_start_matches(' ');
            if behind.starts_with('"') {
                is_doubled = true;
                from = length + 2;
            } else if end.is_empty() || end.starts_with([self.delimiter, '\n', '\r']) {
                let cell = inside.get(..length).unwrap_or("").trim();
                self.take(blank + 1 + length + 1 + behind.len() - end.len());
                return Some(if is_doubled { Cow::Owned(cell.replace("\"\"", "\"")) } else { Cow::Borrowed(cell) });
            } else {
                from = length + 1;
            }
        }
    }
}

impl<'a> Iterator for TableRows<'a> {
    type Item = (usize, TableRow<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.offset < self.text.len() {
            let line = self.line;
            let row = self.row();
            if row.iter().any(|cell| !cell.is_empty()) {
                return Some((line, row));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, delimiter: char) -> Vec<(usize, Vec<String>)> {
        let strings = |row: TableRow<'_>| row.into_iter().map(Cow::into_owned).collect();
        TableRows::new(text, delimiter).map(|(line, row)| (line, strings(row))).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &[(usize, &[&str])]) {
        let expect: Vec<(usize, Vec<String>)> =
            expect.iter().map(|(line, row)| (*line, row.iter().map(|cell| (*cell).to_owned()).collect())).collect();
        assert_eq!(read(text, ','), expect, "{text}");
    }

    #[test]
    fn cells_and_lines() {
        check("a,b\nc,d", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a, b \r\n\r\n,,\r\nc,", &[(1, &["a", "b"]), (4, &["c", ""])]);
        check("a\rb", &[(1, &["a"]), (1, &["b"])]);
        check("", &[]);
    }

    #[test]
    fn quotes() {
        check("\"a,b\",c", &[(1, &["a,b", "c"])]);
        check("\"two\nlines\" , \"c\"\nd", &[(1, &["two\nlines", "c"]), (3, &["d"])]);
        check("\"say \"\"hi\"\"\",x", &[(1, &["say \"hi\"", "x"])]);
        check("\"\",x", &[(1, &["", "x"])]);
        check("\"\"\"a\"\"\",x", &[(1, &["\"a\"", "x"])]);
    }

    #[test]
    fn quotes_that_nobody_doubled_or_closed_are_letters() {
        check("\"say \"hi\" to\",x", &[(1, &["say \"hi\" to", "x"])]);
        check("6\" pipe,\"open,x\ny,z", &[(1, &["6\" pipe", "\"open", "x"]), (2, &["y", "z"])]);
    }

    proptest! {
        #[test]
        fn what_is_written_by_the_rules_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a-z\",\n é]{0,8}", 1..5), 1..6),
        ) {
            let written = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(written).collect::<Vec<_>>().join(",");
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            let expect: Vec<Vec<String>> = rows.iter().map(trimmed).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            let found: Vec<Vec<String>> = read(&text, ',').into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(found, expect);
        }

        #[test]
        fn any_text_is_read(text in "[\",;\r\n a]{0,60}") {
            let _ = read(&text, ',');
        }
    }
}
