//! Several files as one: a zip (PKWARE's APPNOTE.TXT, version 6.3.10).
//!
//! [`ZipWriter`] makes one, [`find_directory`] and what follows it read one, whoever made it. Neither ever holds the bytes of
//! a file: they say what goes around them and where they are.
//!
//! Zip64 is left out: a phone does not share four gigabytes.

mod reader;
mod writer;

pub use reader::{Compression, DirectoryLocation, ZipReadError, ZippedFile, end_range, find_directory};
pub use writer::{ZipEntry, ZipError, ZipWriter};

/// Section 4.3.7.
const LOCAL_HEADER: u32 = 0x0403_4b50;
/// Section 4.3.12.
const DIRECTORY_HEADER: u32 = 0x0201_4b50;
/// Section 4.3.16.
const DIRECTORY_END: u32 = 0x0605_4b50;
/// Section 4.4.4, bit 11: names are UTF-8.
const NAMES_ARE_UTF8: u16 = 1 << 11;
/// Section 4.4.5.
const STORED: u16 = 0;
