//! The files of a zip, unpacked: a folder that somebody sent, or the export of Open Event.
//!
//! What is unpacked is bounded by what may be read at all, whatever a zip says of itself. Folders make no difference.
//! Pictures, films and documents are passed over by their names, since they only cost time; so are the files that macOS
//! puts beside each file, hidden ones, and what is compressed once more.

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::ops::Range;

use super::context::ScheduleError;
use crate::checksum::crc32;
use crate::zip::{Compression, ZipReadError, ZippedFile, end_range, find_directory};

const NEVER_READ: [&str; 16] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "pdf", "mp3", "mp4", "webm", "mov", "docx", "pptx", "ttf",
];

/// Whether the bytes begin as those of a zip do, one without files included.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether the bytes begin as those of gzip, bzip2, xz or Zstandard do.
pub fn is_compressed(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 4] = [b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// The files that may hold a schedule, at most so many bytes of them.
///
/// # Errors
/// When it holds more, is damaged, needs a password, or is a spreadsheet.
pub fn unpack(zip: &[u8], most: usize) -> Result<Vec<Vec<u8>>, ScheduleError> {
    let length = zip.len() as u64;
    let directory = find_directory(slice(zip, end_range(length)), length)?;
    let listed = directory.read(slice(zip, directory.range()), u64::MAX)?;
    let has = |path: &str| listed.iter().any(|file| file.path == path);
    if has("xl/workbook.xml") || has("mimetype") && has("content.xml") {
        return Err(ScheduleError::Spreadsheet);
    }
    let mut room = most;
    let mut files = Vec::new();
    let mut reason = ScheduleError::Empty;
    for file in listed.iter().filter(|file| may_be_schedule(&file.path)) {
        let bytes = unpacked(zip, file, room)?;
        room = room.checked_sub(bytes.len()).ok_or(ScheduleError::TooLarge)?;
        if is_zip(&bytes) || is_compressed(&bytes) {
            reason = ScheduleError::Compressed;
        } else {
            files.push(bytes);
        }
    }
    if files.is_empty() { Err(reason) } else { Ok(files) }
}

fn may_be_schedule(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    !is_hidden && !NEVER_READ.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn unpacked(zip: &[u8], file: &ZippedFile, most: usize) -> Result<Vec<u8>, ScheduleError> {
    if file.length > most as u64 {
        return Err(ScheduleError::TooLarge);
    }
    let content = slice(zip, file.content(slice(zip, file.header()))?);
    let bytes = match file.compression {
        Compression::Stored => content.to_vec(),
        Compression::Deflated => {
            decompress_to_vec_with_limit(content, file.length as usize).map_err(|_| ScheduleError::DamagedZip)?
        }
    };
    let is_whole = bytes.len() as u64 == file.length && crc32(&bytes) == file.checksum;
    if is_whole { Ok(bytes) } else { Err(ScheduleError::DamagedZip) }
}

fn slice(zip: &[u8], range: Range<u64>) -> &[u8] {
    zip.get(range.start as usize..range.end as usize).unwrap_or_default()
}

impl From<ZipReadError> for ScheduleError {
    fn from(error: ZipReadError) -> Self {
        match error {
            ZipReadError::TooLarge => Self::TooLarge,
            ZipReadError::Encrypted | ZipReadError::UnknownMethod | ZipReadError::Zip64 => Self::Compressed,
            ZipReadError::NotAZip | ZipReadError::Damaged | ZipReadError::Overlapping | ZipReadError::LeadsOut => {
                Self::DamagedZip
            }
        }
    }
}
