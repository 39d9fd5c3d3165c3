//! The twin of the worker of backups: it does the same over the stores in memory.
//!
//! Of a passphrase it knows only that the same one is needed again.

use super::backups::{
    BackupFailure, BackupProgress, BackupWorker, Backups, BundledTripTexts, MadeBackup, ProgressListener,
};
use super::storage_memory::MemoryMain;
use super::transfer::FilePart;
use super::waiting::{Answer, answered};
use lanyard_core::backup::{
    Backup, BackupError, BackupExtent, BackupRequest, BundledTexts, Container, FileDigest, Operations, PENDING_FILE,
    PhotoBytes, ReceivedFile, ReceivedZip, RestorePreview, RestoreReport, StoreContents, TableOperations, manifest,
    read, read_old_copy, undo, write,
};
use lanyard_core::zip::{Compression, ZipEntry, ZipError, ZipWriter, end_range, find_directory};
use sha2::{Digest, Sha256};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

#[derive(Clone)]
pub struct MemoryBackups {
    main: Rc<MemoryMain>,
    /// The next task fails so, before it has changed anything.
    pub fails: Rc<RefCell<Option<BackupFailure>>>,
    /// Whether there is no room for photos.
    pub refuses_photos: Rc<Cell<bool>>,
}

impl MemoryBackups {
    /// Over the store that the app has.
    pub fn over(main: Rc<MemoryMain>) -> Self {
        Self { main, fails: Rc::default(), refuses_photos: Rc::default() }
    }
}

impl Backups for MemoryBackups {
    fn start(&self, bundled: Option<BundledTripTexts>) -> Rc<dyn BackupWorker> {
        let bundled = bundled.map(|[base, index, details]| BundledTexts { base, index, details });
        Rc::new(MemoryBackupWorker { browser: self.clone(), bundled, received: RefCell::default() })
    }
}

struct MemoryBackupWorker {
    browser: MemoryBackups,
    bundled: Option<BundledTexts>,
    /// What was opened last.
    received: RefCell<Option<OpenedFile>>,
}

/// What a file says, and its photos by their paths.
type OpenedFile = (Backup, BTreeMap<String, Vec<u8>>);

impl MemoryBackupWorker {
    fn stored(&self) -> StoreContents {
        let rows = |rows: &RefCell<BTreeMap<String, String>>| rows.borrow().clone().into_iter().collect();
        let files = self.browser.main.files.borrow();
        let is_text = |name: &str| name.starts_with("trips/") || name.starts_with("restore/");
        let text = |(name, bytes): (&String, &Vec<u8>)| Some((name.clone(), String::from_utf8(bytes.clone()).ok()?));
        StoreContents {
            heads: rows(&self.browser.main.heads),
            history: rows(&self.browser.main.history),
            files: files.keys().cloned().collect(),
            texts: files.iter().filter(|(name, _)| is_text(name)).filter_map(text).collect(),
            bundled: self.bundled.clone(),
        }
    }

    fn fail(&self) -> Result<(), BackupFailure> {
        self.browser.fails.take().map_or(Ok(()), Err)
    }

    fn made(
        &self,
        request: &BackupRequest,
        passphrase: Option<&str>,
        progress: &ProgressListener,
    ) -> Result<MadeBackup, BackupFailure> {
        self.fail()?;
        let contents = write(request, &self.stored()).map_err(|_| BackupFailure::Broke)?;
        let total = contents.wanted.len();
        let mut files: Vec<(String, Vec<u8>)> =
            contents.texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        for (done, (path, name)) in contents.wanted.into_iter().enumerate() {
            progress(BackupProgress { done, total });
            files.extend(self.browser.main.files.borrow().get(&name).map(|bytes| (path, bytes.clone())));
        }
        let digest = |(path, bytes): &(String, Vec<u8>)| FileDigest {
            path: path.clone(),
            bytes: bytes.len() as u64,
            sha256: Some(sha256(bytes)),
        };
        let digests: Vec<FileDigest> = files.iter().map(digest).collect();
        files.insert(0, ("manifest.json".to_owned(), manifest(request, contents.counts, &digests).into_bytes()));
        let zip = zip_of(request, &files).map_err(|_| BackupFailure::TooLarge)?;
        let content = match passphrase {
            Some(passphrase) => [locked(passphrase).as_bytes(), &zip].concat(),
            None => zip,
        };
        Ok(MadeBackup { content: FilePart::of_bytes(&content), counts: contents.counts })
    }

    fn opened(
        &self,
        file: &[u8],
        passphrase: Option<&str>,
        progress: &ProgressListener,
    ) -> Result<RestorePreview, BackupFailure> {
        self.fail()?;
        let (mut file, mut container) = (file, Container::of(file).map_err(refused)?);
        if container == Container::Encrypted {
            let passphrase = passphrase.ok_or(BackupFailure::NeedsPassphrase)?;
            file = file.strip_prefix(locked(passphrase).as_bytes()).ok_or(BackupFailure::WrongPassphrase)?;
            container = Container::of(file).map_err(refused)?;
        }
        let (backup, photos) = match container {
            Container::Zip => opened_zip(file, progress)?,
            Container::Encrypted | Container::OldCopy => {
                (read_old_copy(&String::from_utf8_lossy(file)).map_err(refused)?, BTreeMap::new())
            }
        };
        let preview = backup.plan(&self.stored()).preview;
        *self.received.borrow_mut() = Some((backup, photos));
        Ok(preview)
    }

    fn restored(&self, with_photos: bool, progress: &ProgressListener) -> Result<RestoreReport, BackupFailure> {
        self.fail()?;
        let received = self.received.borrow();
        let (backup, photos) = received.as_ref().ok_or(BackupFailure::Broke)?;
        let plan = backup.plan(&self.stored());
        let wanted = if with_photos { plan.photos } else { Vec::new() };
        let has_room = !self.browser.refuses_photos.get();
        for (done, (name, place)) in wanted.iter().enumerate().filter(|_| has_room) {
            progress(BackupProgress { done, total: wanted.len() });
            let bytes = match place {
                PhotoBytes::InZip(path) => photos.get(path).ok_or(BackupFailure::Broke)?,
                PhotoBytes::Inline(bytes) => bytes,
            };
            self.browser.main.files.borrow_mut().insert(name.clone(), bytes.clone());
        }
        self.carry_out(&plan.operations);
        self.browser.main.files.borrow_mut().remove(PENDING_FILE);
        let (photos, photos_left_out) = if has_room { (wanted.len(), 0) } else { (0, wanted.len()) };
        Ok(RestoreReport { photos, photos_left_out, ..plan.operations.report })
    }

    fn undone(&self) -> Result<RestoreReport, BackupFailure> {
        self.fail()?;
        let operations = undo(&self.stored()).map_err(refused)?.ok_or(BackupFailure::NothingToUndo)?;
        self.carry_out(&operations);
        Ok(operations.report)
    }

    fn carry_out(&self, operations: &Operations) {
        let main = &self.browser.main;
        change(&mut main.heads.borrow_mut(), &operations.heads, str::to_owned);
        change(&mut main.history.borrow_mut(), &operations.history, str::to_owned);
        change(&mut main.files.borrow_mut(), &operations.files, |text| text.as_bytes().to_vec());
    }
}

impl BackupWorker for MemoryBackupWorker {
    fn make(
        &self,
        request: &BackupRequest,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<MadeBackup, BackupFailure>> {
        answered(self.made(request, passphrase, &progress))
    }

    fn open(
        &self,
        file: &FilePart,
        passphrase: Option<&str>,
        progress: ProgressListener,
    ) -> Answer<Result<RestorePreview, BackupFailure>> {
        answered(self.opened(&file.content(), passphrase, &progress))
    }

    fn restore(&self, with_photos: bool, progress: ProgressListener) -> Answer<Result<RestoreReport, BackupFailure>> {
        answered(self.restored(with_photos, &progress))
    }

    fn undo(&self) -> Answer<Result<RestoreReport, BackupFailure>> {
        answered(self.undone())
    }
}

/// What stands before a zip under a passphrase. It begins as a JWE does.
fn locked(passphrase: &str) -> String {
    format!("eyJ {passphrase}\n")
}

fn refused(why: BackupError) -> BackupFailure {
    BackupFailure::Refused(why.to_string())
}

fn change<T>(table: &mut BTreeMap<String, T>, operations: &TableOperations, value: impl Fn(&str) -> T) {
    table.extend(operations.put.iter().map(|(key, text)| (key.clone(), value(text))));
    table.retain(|key, _| !operations.delete.contains(key));
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn zip_of(request: &BackupRequest, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let (mut writer, mut zip) = (ZipWriter::new(request.local()), Vec::new());
    for (path, bytes) in files {
        let mut entry = ZipEntry::default();
        entry.take(bytes);
        zip.extend(writer.add(path, entry)?);
        zip.extend(bytes);
    }
    zip.extend(writer.finish()?);
    Ok(zip)
}

/// What is in a zip as [`zip_of`] makes it, and its photos.
fn opened_zip(zip: &[u8], progress: &ProgressListener) -> Result<OpenedFile, BackupFailure> {
    let length = zip.len() as u64;
    let slice = |range: Range<u64>| zip.get(range.start as usize..range.end as usize).unwrap_or_default();
    let location = find_directory(slice(end_range(length)), length).map_err(|why| refused(BackupError::Zip(why)))?;
    let mut directory = ReceivedZip::read(&location, slice(location.range())).map_err(refused)?;
    let files = directory.files().to_vec();
    let content = |index: usize| {
        let file = files.get(index).filter(|file| file.compression == Compression::Stored)?;
        Some(slice(file.content(slice(file.header())).ok()?))
    };
    if let Some(stores) = directory.stores().and_then(content) {
        directory.take_stores(stores).map_err(refused)?;
    }
    let (mut received, mut photos) = (Vec::new(), BTreeMap::new());
    for (done, file) in files.iter().enumerate() {
        progress(BackupProgress { done, total: files.len() });
        let bytes = content(done).unwrap_or_default();
        let is_photo = directory.is_photo(&file.path);
        if is_photo {
            photos.insert(file.path.clone(), bytes.to_vec());
        }
        received.push(ReceivedFile {
            path: file.path.clone(),
            bytes: bytes.len() as u64,
            sha256: Some(sha256(bytes)),
            content: (!is_photo).then(|| bytes.to_vec()),
        });
    }
    Ok((read(received).map_err(refused)?, photos))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::records::stamp::Knows;
    use lanyard_core::records::{Fields, Record, Revision, Stamp, UnixMillis};

    const PHOTO: &[u8] = b"\xff\xd8 a photo";

    fn request() -> BackupRequest {
        let made = UnixMillis(1_731_715_200_250);
        BackupRequest {
            made,
            offset_seconds: 0,
            app: "0.1.0".to_owned(),
            trip: None,
            extent: BackupExtent::Whole,
            publication: None,
        }
    }

    /// A phone with two notes and the photo of one.
    fn phone() -> MemoryBackups {
        let phone = MemoryBackups::over(Rc::default());
        let photo = sha256(PHOTO);
        for (name, photo) in [("a", photo.as_str()), ("b", "")] {
            let mut fields = Fields::default();
            "Words".clone_into(&mut fields.body);
            fields.set("at", "1731534120");
            fields.set("kind", "note");
            fields.set("photo", photo);
            let stamp = Stamp::parse("01932779e53a-0000-ab12").unwrap();
            let revision = Revision { record: Record::new("entry", &[name]), stamp, knows: Knows::default(), fields };
            for table in [&phone.main.heads, &phone.main.history] {
                table.borrow_mut().insert(revision.key(), revision.write());
            }
        }
        phone.main.files.borrow_mut().insert(format!("photo/{photo}"), PHOTO.to_vec());
        phone
    }

    /// What twins answer is there at once.
    fn now<T>(mut answer: Answer<T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match answer.as_mut().poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("it is not there"),
        }
    }

    fn silent() -> ProgressListener {
        Rc::new(|_| ())
    }

    fn everything(phone: &MemoryBackups) -> (BTreeMap<String, String>, BTreeMap<String, String>, Vec<String>) {
        let files = phone.main.files.borrow().keys().filter(|name| name.starts_with("photo/")).cloned().collect();
        (phone.main.heads.borrow().clone(), phone.main.history.borrow().clone(), files)
    }

    #[test]
    fn another_phone_has_it_all_and_loses_it_again() {
        let (old, new) = (phone(), MemoryBackups::over(Rc::default()));
        let seen = Rc::new(RefCell::new(Vec::new()));
        let watch = seen.clone();
        let made =
            now(old.start(None).make(&request(), None, Rc::new(move |now| watch.borrow_mut().push(now)))).unwrap();
        assert_eq!((made.counts.entries, made.counts.photos), (2, 1));
        assert_eq!(*seen.borrow(), [BackupProgress { done: 0, total: 1 }]);
        let worker = new.start(None);
        let preview = now(worker.open(&made.content, None, silent())).unwrap();
        assert_eq!(
            (preview.entries.added, preview.photos, everything(&new).0.len()),
            (2, 1, 0),
            "nothing is changed yet"
        );
        let report = now(worker.restore(true, silent())).unwrap();
        assert_eq!((report.records, report.photos, report.photos_left_out), (2, 1, 0));
        assert_eq!(everything(&new), everything(&old));
        let again = now(new.start(None).make(&request(), None, silent())).unwrap();
        assert_eq!(again.content.content(), made.content.content());
        assert_eq!(now(new.start(None).undo()).map(|report| report.records), Ok(2));
        assert_eq!(everything(&new), everything(&MemoryBackups::over(Rc::default())));
        assert_eq!(now(new.start(None).undo()), Err(BackupFailure::NothingToUndo));
    }

    #[test]
    fn without_room_there_are_no_photos() {
        let new = MemoryBackups::over(Rc::default());
        new.refuses_photos.set(true);
        let made = now(phone().start(None).make(&request(), None, silent())).unwrap();
        let worker = new.start(None);
        assert!(now(worker.open(&made.content, None, silent())).is_ok());
        let report = now(worker.restore(true, silent())).unwrap();
        assert_eq!((report.records, report.photos, report.photos_left_out), (2, 0, 1));
        assert_eq!((everything(&new).0.len(), everything(&new).2.len()), (2, 0));
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let worker = phone().start(None);
        let locked = now(worker.make(&request(), Some("secret"), silent())).unwrap().content;
        let open = |file: &FilePart, passphrase| now(worker.open(file, passphrase, silent()));
        assert_eq!(open(&locked, None), Err(BackupFailure::NeedsPassphrase));
        assert_eq!(open(&locked, Some("Secret")), Err(BackupFailure::WrongPassphrase));
        assert_eq!(open(&locked, Some("secret")).map(|preview| preview.entries.same), Ok(2));
        let other = open(&FilePart::of_bytes(b"BEGIN:VCALENDAR"), None);
        assert_eq!(other, Err(refused(BackupError::NotOurs)));
        let failing = phone();
        failing.fails.replace(Some(BackupFailure::NoRoom));
        assert_eq!(now(failing.start(None).undo()), Err(BackupFailure::NoRoom));
    }
}
