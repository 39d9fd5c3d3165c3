//! Where in a zip its files are.
//!
//! The zip stays where it is. Whoever has it is told which of its bytes to bring: first its end ([`end_range`]), which says
//! where the directory is ([`find_directory`]); then the directory, which lists the files ([`DirectoryLocation::read`]); and
//! of each file that is wanted the header before its bytes ([`ZippedFile::header`], [`ZippedFile::content`]).
//!
//! A zip comes from outside. It is refused as a whole when two of its files share bytes, when a name leads out of the folder
//! it would be unpacked into, and when it says that it unpacks to more than was allowed. It may still say less than it
//! unpacks to: whoever unpacks a file stops at the length that is given here.

use super::{DIRECTORY_END, DIRECTORY_HEADER, LOCAL_HEADER, NAMES_ARE_UTF8, STORED};
use std::collections::BTreeSet;
use std::ops::Range;

/// Section 4.4.5.
const DEFLATED: u16 = 8;
/// Section 4.4.4: bit 0 and, with what stands in the directory encrypted too, bits 6 and 13.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Section 4.3.7, without the name.
const LOCAL_HEADER_LENGTH: u64 = 30;
/// Section 4.3.16, without the comment.
const END_LENGTH: usize = 22;
/// Section 4.4.12: a comment may follow.
const LONGEST_COMMENT: u64 = 0xffff;
/// Section 4.3.15: it stands before the end when there is a second, larger end.
const ZIP64_LOCATOR: u32 = 0x0706_4b50;
const ZIP64_LOCATOR_LENGTH: usize = 20;
/// Section 4.4.1.4: the number is in the fields of Zip64.
const IN_ZIP64: u32 = u32::MAX;
/// 65,535 files with names of 400 bytes.
const LONGEST_DIRECTORY: u32 = 32 << 20;

/// Why a zip is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZipReadError {
    /// It does not end as a zip does: it is something else, or its end is missing.
    NotAZip,
    /// It is cut short, or its numbers do not fit together.
    Damaged,
    /// It has more than 65,535 files or four gigabytes.
    Zip64,
    /// It unpacks to more than was allowed.
    TooLarge,
    /// A file, or the directory, needs a password.
    Encrypted,
    /// A file is neither stored nor deflated.
    UnknownMethod,
    /// Two files share bytes.
    Overlapping,
    /// A name leads out of the folder it would be unpacked into.
    LeadsOut,
}

/// How the bytes of a file are written (section 4.4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// As they are.
    Stored,
    /// By RFC 1951, without a header.
    Deflated,
}

/// Where the directory is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryLocation {
    range: Range<u64>,
    files: u16,
}

/// A file of a zip, as the directory lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZippedFile {
    /// With `/` between its parts.
    pub path: String,
    /// How its bytes are written.
    pub compression: Compression,
    /// In bytes, unpacked.
    pub length: u64,
    /// The CRC-32 of its bytes.
    pub checksum: u32,
    compressed_length: u64,
    name_length: u16,
    header_begin: u64,
    /// Where what comes next begins.
    end: u64,
}

/// The bytes of a zip, which has this length, that say where its directory is.
pub fn end_range(length: u64) -> Range<u64> {
    length.saturating_sub(LONGEST_COMMENT + END_LENGTH as u64)..length
}

/// Finds the directory by the bytes of [`end_range`].
///
/// # Errors
/// When this is no zip, or not one of this kind.
pub fn find_directory(end: &[u8], length: u64) -> Result<DirectoryLocation, ZipReadError> {
    let is_end = |at: &usize| {
        let mut fields = HeaderFields(end.get(*at..).unwrap_or_default());
        let has_mark = fields.long() == Ok(DIRECTORY_END);
        let comment = fields.skip(END_LENGTH - 6).and_then(|()| fields.short());
        has_mark && comment.is_ok_and(|comment| fields.0.len() == usize::from(comment))
    };
    let at = (0..=end.len().saturating_sub(END_LENGTH)).rev().find(is_end).ok_or(ZipReadError::NotAZip)?;
    let before = at.checked_sub(ZIP64_LOCATOR_LENGTH).and_then(|begin| end.get(begin..));
    if before.is_some_and(|before| HeaderFields(before).long() == Ok(ZIP64_LOCATOR)) {
        return Err(ZipReadError::Zip64);
    }
    let mut fields = HeaderFields(end.get(at + 4..).unwrap_or_default());
    let [disk, directory_disk, files_here, files] =
        [fields.short()?, fields.short()?, fields.short()?, fields.short()?];
    let [directory_length, begin] = [fields.long()?, fields.long()?];
    if directory_length > LONGEST_DIRECTORY || begin == IN_ZIP64 {
        return Err(ZipReadError::Zip64);
    }
    let end_begin = length.saturating_sub((end.len() - at) as u64);
    let range = u64::from(begin)..u64::from(begin) + u64::from(directory_length);
    if (disk, directory_disk) != (0, 0) || files_here != files || range.end != end_begin {
        return Err(ZipReadError::Damaged);
    }
    Ok(DirectoryLocation { range, files })
}

impl DirectoryLocation {
    /// The bytes of the zip that [`DirectoryLocation::read`] needs.
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// All files, in the order of the directory, without its folders. Together they must not have more bytes than `most`,
    /// unpacked.
    ///
    /// # Errors
    /// When the zip is to be refused.
    pub fn read(&self, directory: &[u8], most: u64) -> Result<Vec<ZippedFile>, ZipReadError> {
        let mut fields = HeaderFields(directory);
        let files = (0..self.files).map(|_| listed_file(&mut fields)).collect::<Result<Vec<_>, _>>()?;
        let is_whole = fields.0.is_empty() && self.range.end - self.range.start == directory.len() as u64;
        let mut files: Vec<_> = files.into_iter().enumerate().collect();
        files.sort_by_key(|(_, file)| file.header_begin);
        let mut next = self.range.start;
        for (_, file) in files.iter_mut().rev() {
            let header = LOCAL_HEADER_LENGTH + u64::from(file.name_length);
            if file.header_begin + header + file.compressed_length > next {
                return Err(ZipReadError::Overlapping);
            }
            file.end = next;
            next = file.header_begin;
        }
        files.sort_by_key(|(index, _)| *index);
        let files: Vec<_> = files.into_iter().map(|(_, file)| file).filter(|file| !file.path.ends_with('/')).collect();
        let paths: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
        match files.iter().map(|file| file.length).sum::<u64>() {
            length if length > most => Err(ZipReadError::TooLarge),
            _ if !is_whole || paths.len() != files.len() => Err(ZipReadError::Damaged),
            _ => Ok(files),
        }
    }
}

impl ZippedFile {
    /// The bytes of the zip that [`ZippedFile::content`] needs.
    pub fn header(&self) -> Range<u64> {
        self.header_begin..self.header_begin + LOCAL_HEADER_LENGTH
    }

    /// The bytes of the zip that are the file's.
    ///
    /// # Errors
    /// When the header is not this file's, or would lead past what comes next.
    pub fn content(&self, header: &[u8]) -> Result<Range<u64>, ZipReadError> {
        let mut fields = HeaderFields(header);
        let mark = fields.long()?;
        fields.skip(22)?;
        let [name_length, extra_length] = [fields.short()?, fields.short()?];
        let begin = self.header().end + u64::from(name_length) + u64::from(extra_length);
        let range = begin..begin + self.compressed_length;
        let fits = range.end <= self.end && name_length == self.name_length && mark == LOCAL_HEADER;
        if fits { Ok(range) } else { Err(ZipReadError::Damaged) }
    }
}

/// Section 4.3.12.
fn listed_file(fields: &mut HeaderFields) -> Result<ZippedFile, ZipReadError> {
    if fields.long()? != DIRECTORY_HEADER {
        return Err(ZipReadError::Damaged);
    }
    fields.skip(4)?;
    let [flags, method] = [fields.short()?, fields.short()?];
    fields.skip(4)?;
    let [checksum, compressed_length, length] = [fields.long()?, fields.long()?, fields.long()?];
    let [name_length, extra_length, comment_length] = [fields.short()?, fields.short()?, fields.short()?];
    fields.skip(8)?;
    let header_begin = fields.long()?;
    let name = fields.bytes(usize::from(name_length))?;
    fields.skip(usize::from(extra_length) + usize::from(comment_length))?;
    if flags & ENCRYPTED != 0 {
        return Err(ZipReadError::Encrypted);
    }
    if [compressed_length, length, header_begin].contains(&IN_ZIP64) {
        return Err(ZipReadError::Zip64);
    }
    let compression = match method {
        STORED if length == compressed_length => Compression::Stored,
        STORED => return Err(ZipReadError::Damaged),
        DEFLATED => Compression::Deflated,
        _ => return Err(ZipReadError::UnknownMethod),
    };
    Ok(ZippedFile {
        path: path(name, flags & NAMES_ARE_UTF8 != 0)?,
        compression,
        length: u64::from(length),
        checksum,
        compressed_length: u64::from(compressed_length),
        name_length,
        header_begin: u64::from(header_begin),
        end: 0,
    })
}

/// Section 4.4.17. A name that is not marked as UTF-8 may be in any code page: what is not ASCII in it may then be lost.
fn path(name: &[u8], is_utf8: bool) -> Result<String, ZipReadError> {
    let path = String::from_utf8_lossy(name).into_owned();
    if is_utf8 && path.as_bytes() != name {
        return Err(ZipReadError::Damaged);
    }
    let leads_out = |part: &str| matches!(part, "." | "..") || part.contains(['\\', ':', '\0']);
    let is_inside = !path.is_empty() && !path.starts_with('/') && !path.split('/').any(leads_out);
    if is_inside { Ok(path) } else { Err(ZipReadError::LeadsOut) }
}

/// Takes the numbers out of a record, the lowest byte first.
struct HeaderFields<'a>(&'a [u8]);

impl<'a> HeaderFields<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], ZipReadError> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(ZipReadError::Damaged)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn skip(&mut self, count: usize) -> Result<(), ZipReadError> {
        self.bytes(count).map(drop)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ZipReadError> {
        self.bytes(N)?.try_into().map_err(|_| ZipReadError::Damaged)
    }

    fn short(&mut self) -> Result<u16, ZipReadError> {
        self.array().map(u16::from_le_bytes)
    }

    fn long(&mut self) -> Result<u32, ZipReadError> {
        self.array().map(u32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests;
