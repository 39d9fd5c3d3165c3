//! What a file is by its first bytes; and of a zip, which of its files are unpacked and which stay in it.
//!
//! Whoever has the file brings the bytes ([`crate::zip`]). A person may have unpacked a backup and zipped the folder anew:
//! then all names begin with the folder's, and the system has added files of its own beside it.

use std::collections::BTreeSet;

use super::contents::photo_at;
use super::copy::{self, CopiedBytes};
use super::error::BackupError;
use crate::zip::{DirectoryLocation, ZippedFile};

const MANIFEST: &str = "manifest.json";
/// What the rescue page found in the stores.
const STORES: &str = "stores.json";
/// Where it puts all bytes that it found there, photos and others.
const COPIED: &str = "files/";

/// What all files of a zip have together.
const MOST_BYTES: u64 = 4 << 30;
/// What those have together that are no photos.
const MOST_WORDS: u64 = 256 << 20;
/// What one photo has. Lanyard's own are smaller by far.
const MOST_OF_PHOTO: u64 = 64 << 20;

/// What a file is, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A backup, or a copy that the rescue page made.
    Zip,
    /// A zip under a passphrase: JWE in compact serialization (RFC 7516, section 7.1), which begins with a JSON object in
    /// base64.
    Encrypted,
    /// A copy as the rescue page made it before copies were zips: JSON.
    OldCopy,
}

impl Container {
    /// By the first four bytes or more.
    ///
    /// # Errors
    /// [`BackupError::NotOurs`] when it is something else.
    pub fn of(first: &[u8]) -> Result<Self, BackupError> {
        match first {
            [b'P', b'K', 3, 4, ..] => Ok(Self::Zip),
            [b'e', b'y', b'J', ..] => Ok(Self::Encrypted),
            [b'{', ..] => Ok(Self::OldCopy),
            _ => Err(BackupError::NotOurs),
        }
    }
}

/// The files of a zip, by what they are called in a backup.
#[derive(Clone, Debug)]
pub struct ReceivedZip {
    files: Vec<ZippedFile>,
    /// Files of a copy that are photos. As long as `None`, all that a copy holds might be.
    copied_photos: Option<BTreeSet<String>>,
}

impl ReceivedZip {
    /// Reads the directory by its bytes.
    ///
    /// # Errors
    /// When the zip is to be refused, or is neither a backup nor a copy.
    pub fn read(location: &DirectoryLocation, directory: &[u8]) -> Result<Self, BackupError> {
        let mut files = location.read(directory, MOST_BYTES).map_err(BackupError::Zip)?;
        let folders = files.iter().filter_map(|file| file.path.strip_suffix(MANIFEST));
        let folder =
            folders.filter(|folder| folder.is_empty() || folder.ends_with('/')).min_by_key(|folder| folder.len());
        let folder = folder.ok_or(BackupError::NotOurs)?.to_owned();
        files.retain_mut(|file| match file.path.strip_prefix(&folder) {
            Some(path) => {
                file.path = path.to_owned();
                true
            }
            None => false,
        });
        let zip = Self { files, copied_photos: None };
        zip.check_length()?;
        Ok(zip)
    }

    /// All of them.
    pub fn files(&self) -> &[ZippedFile] {
        &self.files
    }

    /// What has to be unpacked before the others of a copy: it says which of these are photos.
    pub fn stores(&self) -> Option<usize> {
        self.files.iter().position(|file| file.path == STORES)
    }

    /// Takes the bytes of [`ReceivedZip::stores`].
    ///
    /// # Errors
    /// When the rest of a copy is too much to be unpacked.
    pub fn take_stores(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        // What is wrong with it is said when all of it is read.
        let files = copy::read(bytes).map(|copy| copy.files).unwrap_or_default().into_iter();
        let photo = |(name, bytes): (String, CopiedBytes)| match bytes {
            CopiedBytes::InZip(path) if name.starts_with("photo/") => Some(path),
            CopiedBytes::InZip(_) | CopiedBytes::Inline(_) => None,
        };
        self.copied_photos = Some(files.filter_map(photo).collect());
        self.check_length()
    }

    /// Whether the file is a photo, which stays in the zip until it is put.
    pub fn is_photo(&self, path: &str) -> bool {
        let is_copied = || match &self.copied_photos {
            Some(photos) => photos.contains(path),
            None => path.starts_with(COPIED),
        };
        photo_at(path).is_some() || is_copied()
    }

    fn check_length(&self) -> Result<(), BackupError> {
        let (photos, words): (Vec<_>, Vec<_>) = self.files.iter().partition(|file| self.is_photo(&file.path));
        let is_much = words.iter().map(|file| file.length).sum::<u64>() > MOST_WORDS;
        if is_much || photos.iter().any(|file| file.length > MOST_OF_PHOTO) {
            Err(BackupError::TooLarge)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Day, Local};
    use crate::zip::{ZipEntry, ZipWriter, end_range, find_directory};

    fn zip_of(files: &[(&str, &str)]) -> Result<ReceivedZip, BackupError> {
        let mut writer = ZipWriter::new(Local { day: Day::from_ymd(2026, 11, 27).unwrap(), second: 0 });
        let mut zip = Vec::new();
        for (path, content) in files {
            let mut entry = ZipEntry::default();
            entry.take(content.as_bytes());
            zip.extend(writer.add(path, entry).unwrap());
            zip.extend(content.as_bytes());
        }
        zip.extend(writer.finish().unwrap());
        let length = zip.len() as u64;
        let slice = |range: std::ops::Range<u64>| &zip[range.start as usize..range.end as usize];
        let location = find_directory(slice(end_range(length)), length).unwrap();
        ReceivedZip::read(&location, slice(location.range()))
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        #[track_caller]
        fn check(first: &[u8], expect: Result<Container, BackupError>) {
            assert_eq!(Container::of(first), expect);
        }
        check(b"PK\x03\x04\x14", Ok(Container::Zip));
        check(b"eyJhbGciOi", Ok(Container::Encrypted));
        check(b"{\n \"what\"", Ok(Container::OldCopy));
        for other in [&b""[..], b"PK", b"\xff\xd8\xff\xe0", b"BEGIN:VCALENDAR"] {
            check(other, Err(BackupError::NotOurs));
        }
    }

    #[test]
    fn a_folder_that_was_zipped_anew_is_the_backup() {
        #[track_caller]
        fn check(paths: &[&str], expect: &[&str]) {
            let zip = zip_of(&paths.iter().map(|path| (*path, "")).collect::<Vec<_>>()).unwrap();
            assert_eq!(zip.files().iter().map(|file| &*file.path).collect::<Vec<_>>(), expect);
        }
        check(&["manifest.json", "trips/1/index.txt"], &["manifest.json", "trips/1/index.txt"]);
        let named = ["My week/notebook.json", "My week/manifest.json", "__MACOSX/My week/_manifest.json"];
        check(&named, &["notebook.json", "manifest.json"]);
        check(&["x/y/manifest.json", "x/manifest.json"], &["y/manifest.json", "manifest.json"]);
        for others in [&["notebook.json"][..], &["old-manifest.json"], &[]] {
            let files: Vec<_> = others.iter().map(|path| (*path, "")).collect();
            assert_eq!(zip_of(&files).map(|_| ()), Err(BackupError::NotOurs));
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        #[track_caller]
        fn check(path: &str, length: u64) {
            let zip = |length| {
                let mut zip = zip_of(&[("manifest.json", ""), (path, "")]).unwrap();
                zip.files.iter_mut().filter(|file| file.path == path).for_each(|file| file.length = length);
                zip.check_length()
            };
            assert_eq!((zip(length), zip(length + 1)), (Ok(()), Err(BackupError::TooLarge)));
        }
        check("notebook.json", MOST_WORDS);
        check("photos/0a1b.jpg", MOST_OF_PHOTO);
        check("files/0", MOST_OF_PHOTO);
    }

    #[test]
    fn photos_stay_in_the_zip() {
        let mut zip = zip_of(&[("manifest.json", ""), ("stores.json", ""), ("files/0", ""), ("files/1", "")]).unwrap();
        assert!(zip.is_photo("photos/0a1b.jpg") && !zip.is_photo("photos/notes.md") && !zip.is_photo("notebook.json"));
        assert!(zip.is_photo("files/0") && zip.is_photo("files/1"), "nobody knows yet");
        assert_eq!(zip.stores(), Some(1));
        let stores = r#"{"localStorage": {}, "indexedDB": {"lanyard /": {"files":
            [["photo/0a1b", {"file": "files/0"}], ["trips/1/index", {"file": "files/1"}]]}}}"#;
        zip.take_stores(stores.as_bytes()).unwrap();
        assert!(zip.is_photo("files/0") && !zip.is_photo("files/1"));
    }
}
