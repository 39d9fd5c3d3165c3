//! Files become what is to be restored. Nothing of them is believed that the manifest does not vouch for, and nothing is
//! restored from here: that takes a plan, which the user has seen.

use std::collections::BTreeMap;

use super::contents::{BUNDLED, NOTEBOOK_JSON, PhotoBytes, StoredRecords, TRIPS_JSON, photo_at};
use super::copy::{self, CopiedBytes, Copy};
use super::error::BackupError;
use super::manifest::{BACKUP, COPY, FileDigest, ReadManifest};
use super::trips_json::TripsJson;
use super::{VERSION, notebook_json, trips_json};
use crate::records::Revision;
use crate::schedule::Instant;
use crate::trips::TripCatalog;

const MANIFEST: &str = "manifest.json";
const STORES_JSON: &str = "stores.json";

/// A file of the zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Its place in the zip.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of its bytes in lower-case hex, where it could be worked out.
    pub sha256: Option<String>,
    /// Its bytes; `None` for a photo, which stays in the zip until it is put.
    pub content: Option<Vec<u8>>,
}

/// What is to be restored.
#[derive(Clone, Debug, Default)]
pub struct Backup {
    pub(super) is_copy: bool,
    pub(super) made: Option<Instant>,
    /// Who published it; empty for a backup.
    pub(super) author: String,
    pub(super) is_newer: bool,
    pub(super) records: StoredRecords,
    /// Versions that make no sense.
    pub(super) malformed: usize,
    pub(super) trips: TripsJson,
    /// Texts of trips, by the names that they have in the main store; those of the bundled one as `trips/bundled/..`.
    pub(super) trip_texts: BTreeMap<String, String>,
    /// By their names in the main store, with their lengths.
    pub(super) photos: BTreeMap<String, (PhotoBytes, u64)>,
    pub(super) damaged_photos: usize,
}

/// Reads what came out of a zip.
///
/// # Errors
/// When it is no backup and no copy, or when its words are not those that were put in.
pub fn read(files: Vec<ReceivedFile>) -> Result<Backup, BackupError> {
    let mut files: BTreeMap<String, ReceivedFile> = files.into_iter().map(|file| (file.path.clone(), file)).collect();
    let manifest = files.remove(MANIFEST).and_then(|file| file.content).ok_or(BackupError::NotOurs)?;
    let manifest: ReadManifest = serde_json::from_slice(&manifest).map_err(|_| BackupError::NotOurs)?;
    let is_copy = match manifest.format.as_str() {
        BACKUP => false,
        COPY => true,
        _ => return Err(BackupError::NotOurs),
    };
    let mut backup = Backup {
        is_copy,
        made: Instant::parse(&manifest.made),
        author: manifest.author,
        is_newer: manifest.version > VERSION,
        ..Backup::default()
    };
    let (mut contents, mut copied_photos) = (BTreeMap::new(), BTreeMap::new());
    for listed in &manifest.files {
        let file = files.remove(&listed.path);
        match photo_at(&listed.path) {
            Some(name) => match file.filter(|file| is_whole(listed, file) && is_named_so(&name, file)) {
                Some(file) => drop(backup.photos.insert(name, (PhotoBytes::InZip(file.path), file.bytes))),
                None => backup.damaged_photos += 1,
            },
            None => {
                // A copy is what could be saved: of all but its rows whatever is there is welcome.
                let is_needed = !is_copy || listed.path == STORES_JSON;
                let Some(mut file) = file else {
                    if is_needed {
                        return Err(BackupError::Missing(listed.path.clone()));
                    }
                    continue;
                };
                match (file.content.take(), is_whole(listed, &file)) {
                    (Some(content), true) => drop(contents.insert(file.path, content)),
                    (Some(_), false) if !is_needed => {}
                    (Some(_), false) => return Err(BackupError::Changed(file.path)),
                    (None, true) => drop(copied_photos.insert(file.path.clone(), file)),
                    (None, false) => backup.damaged_photos += 1,
                }
            }
        }
    }
    if is_copy { backup.take_copied_stores(&contents, &copied_photos) } else { backup.take_contents(contents) }
}

/// Reads the one file that the rescue page made before copies were zips.
///
/// # Errors
/// When it is something else.
pub fn read_old_copy(text: &str) -> Result<Backup, BackupError> {
    let copy = copy::read_old(text).map_err(|_| BackupError::NotOurs)?;
    let mut backup = Backup { is_copy: true, made: copy.taken, ..Backup::default() };
    backup.take_copy(copy, &BTreeMap::new(), &BTreeMap::new());
    Ok(backup)
}

fn is_whole(listed: &FileDigest, file: &ReceivedFile) -> bool {
    let is_other = |one: &String, other: &String| !one.eq_ignore_ascii_case(other);
    listed.bytes == file.bytes && !listed.sha256.iter().zip(&file.sha256).any(|(one, other)| is_other(one, other))
}

/// A photo is named by its digest.
fn is_named_so(name: &str, file: &ReceivedFile) -> bool {
    const HEX_DIGITS: usize = 64;
    let id = name.rsplit('/').next().unwrap_or(name);
    id.len() != HEX_DIGITS || file.sha256.as_ref().is_none_or(|digest| digest == id)
}

impl Backup {
    fn take_contents(mut self, mut contents: BTreeMap<String, Vec<u8>>) -> Result<Self, BackupError> {
        let unreadable = |path: &str, why: serde_json::Error| BackupError::Unreadable {
            path: path.to_owned(),
            why: why.to_string(),
        };
        let notebook = contents.remove(NOTEBOOK_JSON).ok_or_else(|| BackupError::Missing(NOTEBOOK_JSON.to_owned()))?;
        let notebook = notebook_json::read(&notebook).map_err(|why| unreadable(NOTEBOOK_JSON, why))?;
        notebook.revisions.into_iter().for_each(|revision| self.records.add(revision));
        (self.records.unread, self.malformed) = (notebook.unread, notebook.malformed);
        if let Some(trips) = contents.remove(TRIPS_JSON) {
            self.trips = trips_json::read(&trips).map_err(|why| unreadable(TRIPS_JSON, why))?;
        }
        for (path, content) in contents {
            let name = path.strip_suffix(".txt").filter(|name| name.starts_with("trips/"));
            if let Some((name, text)) = name.zip(String::from_utf8(content).ok()) {
                self.trip_texts.insert(name.to_owned(), text);
            }
        }
        Ok(self)
    }

    fn take_copied_stores(
        mut self,
        contents: &BTreeMap<String, Vec<u8>>,
        photos: &BTreeMap<String, ReceivedFile>,
    ) -> Result<Self, BackupError> {
        let stores = contents.get(STORES_JSON).ok_or_else(|| BackupError::Missing(STORES_JSON.to_owned()))?;
        let copy = copy::read(stores)
            .map_err(|why| BackupError::Unreadable { path: STORES_JSON.to_owned(), why: why.to_string() })?;
        self.take_copy(copy, contents, photos);
        Ok(self)
    }

    /// What the stores held: rows as they are, and files, of which the photos may lie in the zip.
    fn take_copy(&mut self, copy: Copy, contents: &BTreeMap<String, Vec<u8>>, photos: &BTreeMap<String, ReceivedFile>) {
        for (key, frame) in copy.rows {
            match Revision::read(&frame) {
                Ok(revision) => self.records.add(revision),
                Err(_) => self.records.unread.push((key, frame)),
            }
        }
        self.damaged_photos += copy.damaged.iter().filter(|name| name.starts_with("photo/")).count();
        let mut catalog = None;
        for (name, bytes) in copy.files {
            match bytes {
                bytes if name.starts_with("trips/") => {
                    let bytes = match bytes {
                        CopiedBytes::InZip(path) => contents.get(&path).cloned().unwrap_or_default(),
                        CopiedBytes::Inline(bytes) => bytes,
                    };
                    let Ok(text) = String::from_utf8(bytes) else { continue };
                    if name == super::contents::CATALOG {
                        catalog = TripCatalog::decode(&text).ok();
                    } else {
                        self.trip_texts.insert(name, text);
                    }
                }
                CopiedBytes::Inline(bytes) if name.starts_with("photo/") => {
                    let length = bytes.len() as u64;
                    self.photos.insert(name, (PhotoBytes::Inline(bytes), length));
                }
                CopiedBytes::InZip(path) if name.starts_with("photo/") => {
                    if let Some(file) = photos.get(&path).filter(|file| is_named_so(&name, file)) {
                        self.photos.insert(name, (PhotoBytes::InZip(path), file.bytes));
                    }
                }
                CopiedBytes::InZip(_) | CopiedBytes::Inline(_) => {}
            }
        }
        self.trips.catalog = catalog.unwrap_or_default();
        self.trips.catalog.dropped.clear();
    }

    /// A text of the trip that comes with the app that made the backup.
    pub(super) fn bundled_text(&self, part: &str) -> Option<&str> {
        self.trip_texts.get(&format!("trips/{BUNDLED}/{part}")).map(String::as_str)
    }
}
