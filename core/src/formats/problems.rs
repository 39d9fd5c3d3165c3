//! The problems that a reader meets: each with its line, and only so many.

use crate::schedule::Problem;
use crate::text::plain_title;

const MOST_PROBLEMS: usize = 100;

/// The problems met while reading, bounded, with locations named by line.
#[derive(Default)]
pub struct Problems<'a> {
    /// The part that is being read.
    input: &'a str,
    /// An offset and the line breaks before it, so that lines are counted once while offsets grow.
    counted: (usize, usize),
    pub list: Vec<Problem>,
    /// No zone that anybody knows is named: the one of the context was taken.
    pub lacks_zone: bool,
    left_out: usize,
}

impl<'a> Problems<'a> {
    #[cfg(test)]
    pub fn new(input: &'a str) -> Self {
        Self { input, ..Self::default() }
    }

    /// Both stand on screen, and may quote the input.
    pub fn add(&mut self, location: String, what: String) {
        if self.list.len() < MOST_PROBLEMS {
            self.list.push(Problem { location: plain_title(&location), what: plain_title(&what) });
        } else {
            self.left_out += 1;
        }
    }

    /// So many sessions were left out for this: `not accepted`. None is no problem.
    pub fn add_left_out(&mut self, sessions: usize, why: &str) {
        match sessions {
            0 => {}
            1 => self.add("file".to_owned(), format!("One session is {why}; it was left out.")),
            _ => self.add("file".to_owned(), format!("{sessions} sessions are {why}; they were left out.")),
        }
    }

    /// A problem at an offset in bytes.
    pub fn at(&mut self, offset: usize, what: String) {
        if self.list.len() < MOST_PROBLEMS {
            let line = self.line(offset);
            self.add(format!("line {line}"), what);
        } else {
            self.left_out += 1;
        }
    }

    pub fn line(&mut self, offset: usize) -> usize {
        let (from, breaks) = if offset < self.counted.0 { (0, 0) } else { self.counted };
        let between = self.input.as_bytes().get(from..offset).unwrap_or_default();
        self.counted = (offset, breaks + between.iter().filter(|byte| **byte == b'\n').count());
        self.counted.1 + 1
    }

    /// Goes on to the next part of a schedule in several files.
    pub fn start_part(&mut self, input: &'a str) {
        self.input = input;
        self.counted = (0, 0);
    }

    pub fn into_list(mut self) -> Vec<Problem> {
        if self.left_out > 0 {
            let what = format!("{} more problems are not shown.", self.left_out);
            self.list.push(Problem { location: "file".to_owned(), what });
        }
        self.list
    }
}
