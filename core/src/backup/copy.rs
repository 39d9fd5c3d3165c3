//! Stands in until the branch `rescue` brings the reader of copies.

use crate::schedule::Instant;

pub struct Copy {
    pub taken: Option<Instant>,
    pub rows: Vec<(String, String)>,
    pub files: Vec<(String, CopiedBytes)>,
}

pub enum CopiedBytes {
    InZip(String),
    Inline(Vec<u8>),
}

pub fn read(_: &[u8]) -> Result<Copy, std::fmt::Error> {
    Err(std::fmt::Error)
}

pub fn read_old(_: &str) -> Result<Copy, std::fmt::Error> {
    Err(std::fmt::Error)
}
