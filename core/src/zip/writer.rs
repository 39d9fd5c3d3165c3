//! A zip in which each file is stored as it is.
//!
//! Nothing is compressed: photos are JPEG, and words weigh little beside them. So a zip is only headers around the bytes
//! of its files, and the bytes never come here: whoever has them says what they come to ([`ZipEntry`]), is given the header
//! that goes before them ([`ZipWriter::add`]), and at last the list that goes behind everything ([`ZipWriter::finish`]).

use super::{DIRECTORY_END, DIRECTORY_HEADER, LOCAL_HEADER, NAMES_ARE_UTF8, STORED};
use crate::checksum::RunningChecksum;
use crate::schedule::Local;
use crate::text::file_name;

/// Section 4.4.3.2: files in folders.
const VERSION: u16 = 20;
/// Names that would lead out of the folder, or to the same file as another one's, get others after so many attempts.
const MOST_NAMESAKES: usize = 10_000;

/// What does not fit into a zip of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZipError {
    /// It would have more than four gigabytes.
    TooLarge,
    /// It would have more than 65,535 files.
    TooMany,
}

/// What the bytes of one file come to, taken in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct ZipEntry {
    checksum: RunningChecksum,
    length: u64,
}

impl ZipEntry {
    /// These bytes of the file come next.
    pub fn take(&mut self, bytes: &[u8]) {
        self.checksum.take(bytes);
        self.length = self.length.saturating_add(bytes.len() as u64);
    }
}

/// A zip on its way.
#[derive(Clone, Debug)]
pub struct ZipWriter {
    /// When all of its files were written, in MS-DOS's form: time, date.
    modified: [u16; 2],
    /// Bytes so far.
    length: u64,
    files: u16,
    /// Names in lower case, for systems to which case is nothing; sorted.
    names: Vec<String>,
    directory: Vec<u8>,
}

impl ZipWriter {
    /// An empty one. All files say that they were written at this local time.
    pub fn new(modified: Local) -> Self {
        let modified = dos_time(modified);
        Self { modified, length: 0, files: 0, names: Vec::new(), directory: Vec::new() }
    }

    /// The header that goes before the bytes of a file, which follow it at once. Folders of its path are separated by `/`;
    /// what would lead out of the zip is left out of the path.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn add(&mut self, path: &str, entry: ZipEntry) -> Result<Vec<u8>, ZipError> {
        let name = self.free_name(path);
        let files = self.files.checked_add(1).ok_or(ZipError::TooMany)?;
        let [begin, length] = [self.length, entry.length].map(u32::try_from);
        let (begin, length) = (begin.map_err(|_| ZipError::TooLarge)?, length.map_err(|_| ZipError::TooLarge)?);
        let name_length = u16::try_from(name.len()).map_err(|_| ZipError::TooLarge)?;
        let mut about = Bytes::default();
        about.shorts(&[VERSION, NAMES_ARE_UTF8, STORED]).shorts(&self.modified);
        about.longs(&[entry.checksum.value(), length, length]).shorts(&[name_length, 0]);

        let mut header = Bytes::default();
        header.longs(&[LOCAL_HEADER]).bytes(&about.0).bytes(name.as_bytes());
        let end = self.length + header.0.len() as u64 + entry.length;
        let mut listed = Bytes(std::mem::take(&mut self.directory));
        // No comment, the first disk, no attributes of its own.
        listed.longs(&[DIRECTORY_HEADER]).shorts(&[VERSION]).bytes(&about.0).shorts(&[0; 3]).longs(&[0, begin]);
        listed.bytes(name.as_bytes());
        self.directory = listed.0;
        (self.length, self.files) = (end, files);
        Ok(header.0)
    }

    /// What goes behind the last file.
    ///
    /// # Errors
    /// When all of it does not fit.
    pub fn finish(self) -> Result<Vec<u8>, ZipError> {
        let [begin, length] = [self.length, self.directory.len() as u64].map(u32::try_from);
        let (begin, length) = (begin.map_err(|_| ZipError::TooLarge)?, length.map_err(|_| ZipError::TooLarge)?);
        let mut end = Bytes(self.directory);
        end.longs(&[DIRECTORY_END]).shorts(&[0, 0, self.files, self.files]).longs(&[length, begin]).shorts(&[0]);
        Ok(end.0)
    }

    /// A path that stays in the zip and that no other file of it has.
    fn free_name(&mut self, path: &str) -> String {
        let parts = path.split(['/', '\\']).filter(|part| !matches!(part.trim(), "" | "." | ".."));
        let mut wanted = parts.map(file_name).collect::<Vec<_>>().join("/");
        if wanted.is_empty() {
            wanted = file_name("");
        }
        let after_folder = wanted.rfind('/').map_or(0, |slash| slash + 1);
        let dot = wanted.rfind('.').filter(|dot| *dot > after_folder).unwrap_or(wanted.len());
        let (stem, ending) = wanted.split_at(dot);
        let namesakes = (2..MOST_NAMESAKES).map(|number| format!("{stem}-{number}{ending}"));
        let is_free = |name: &String| self.names.binary_search(&name.to_lowercase()).is_err();
        let name = std::iter::once(wanted.clone()).chain(namesakes).find(is_free).unwrap_or(wanted);
        let lower = name.to_lowercase();
        if let Err(index) = self.names.binary_search(&lower) {
            self.names.insert(index, lower);
        }
        name
    }
}

/// Numbers of a zip have their lowest byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn shorts(&mut self, numbers: &[u16]) -> &mut Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn longs(&mut self, numbers: &[u32]) -> &mut Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// Section 4.4.6: the years 1980 to 2107, to two seconds.
fn dos_time(at: Local) -> [u16; 2] {
    let (year, month, day) = at.day.ymd();
    let years = year.clamp(1980, 2107) - 1980;
    let date = (years as u32) << 9 | month << 5 | day;
    let time = at.hour() << 11 | at.minute() << 5 | (at.second % 60 / 2);
    [time as u16, date as u16]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Day;
    use proptest::prelude::*;
    use std::io::{Cursor, Read};

    fn at() -> Local {
        Local { day: Day::from_ymd(2024, 11, 13).unwrap(), second: 14 * 3_600 + 42 * 60 + 7 }
    }

    fn zip_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let (mut zip, mut all) = (ZipWriter::new(at()), Vec::new());
        for (path, bytes) in files {
            let mut entry = ZipEntry::default();
            bytes.chunks(7).for_each(|piece| entry.take(piece));
            all.extend(zip.add(path, entry).unwrap());
            all.extend(bytes);
        }
        all.extend(zip.finish().unwrap());
        all
    }

    /// What another reader finds in it: it checks every checksum.
    fn read(zip: Vec<u8>) -> Vec<(String, Vec<u8>)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut files = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert!(file.enclosed_name().is_some(), "it stays in its folder");
            files.push((file.name().to_owned(), bytes));
        }
        files
    }

    #[test]
    fn another_reader_finds_what_was_put_in() {
        let files = [
            ("post.md".to_owned(), b"# Day 1".to_vec()),
            ("photos/naïve \u{1f980}.jpg".to_owned(), vec![0xff; 70_000]),
        ];
        assert_eq!(read(zip_of(&files)), files);
        let mut archive = zip::ZipArchive::new(Cursor::new(zip_of(&files))).unwrap();
        let file = archive.by_index(1).unwrap();
        let time = file.last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day()), (2024, 11, 13));
        assert_eq!((time.hour(), time.minute(), time.second()), (14, 42, 6));
        assert_eq!(read(zip_of(&[])), []);
    }

    #[test]
    fn no_path_leads_out_and_no_two_are_one() {
        #[track_caller]
        fn check(paths: &[&str], expect: &[&str]) {
            let files: Vec<_> = paths.iter().map(|path| ((*path).to_owned(), Vec::new())).collect();
            let names: Vec<String> = read(zip_of(&files)).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expect);
        }
        check(&["/etc/passwd", "../../x", "a/./b/../c", "C:\\x"], &["etc/passwd", "x", "a/b/c", "C-/x"]);
        check(&["", "..", "/"], &["file", "file-2", "file-3"]);
        check(&["a.md", "A.md", "a.md", "b.x/a", "b.x/a"], &["a.md", "A-2.md", "a-3.md", "b.x/a", "b.x/a-2"]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let huge = ZipEntry { length: 1 << 32, ..ZipEntry::default() };
        assert_eq!(ZipWriter::new(at()).add("x", huge), Err(ZipError::TooLarge));
        let large = ZipEntry { length: u64::from(u32::MAX), ..ZipEntry::default() };
        let mut zip = ZipWriter::new(at());
        assert!(zip.add("x", large).is_ok());
        assert_eq!(zip.add("y", ZipEntry::default()), Err(ZipError::TooLarge));
        assert_eq!(zip.finish(), Err(ZipError::TooLarge));
        let mut zip = ZipWriter::new(at());
        let added = (0..70_000).map(|number| zip.add(&format!("{number}"), ZipEntry::default()).err());
        assert_eq!(added.flatten().next(), Some(ZipError::TooMany));
        assert_eq!(zip.files, u16::MAX);
    }

    proptest! {
        #[test]
        fn every_zip_can_be_read(files in prop::collection::vec(("(?s).{0,40}", prop::collection::vec(any::<u8>(), 0..300)), 0..12)) {
            let found = read(zip_of(&files));
            let contents = |files: &[(String, Vec<u8>)]| files.iter().map(|(_, bytes)| bytes.clone()).collect::<Vec<_>>();
            prop_assert_eq!(contents(&found), contents(&files));
        }
    }
}
