//! Puts an export together, in slices: one photo or a quarter of a megabyte of words each, so that a tap is answered in
//! between. Each slice leaves the app's memory at once: a week of photos is more than a phone has for one page.

use lanyard_core::notebook::PhotoId;
use lanyard_core::notebook::schema::photo_file;
use lanyard_core::schedule::Local;
use lanyard_core::share::hand_over::{FileFacts, HandOverWay, ways};
use lanyard_core::share::{Export, ExportChunk, ExportFile};
use lanyard_core::text::base64;
use lanyard_core::zip::{ZipEntry, ZipError, ZipWriter};

use crate::platform::Platform;
use crate::platform::transfer::{FilePart, PreparedFile, Transfer, TransferOutcome};
use crate::platform::waiting::Answer;
use crate::wording;

/// So many bytes are taken before the browser may do something else.
const SLICE: usize = 1 << 18;

/// Ready to be handed over.
#[derive(Clone)]
pub struct HandOverParcel {
    pub file: PreparedFile,
    /// All of it, when it is one file of words.
    pub text: Option<String>,
    /// Photos that the stores did not give.
    pub missing: Vec<PhotoId>,
}

/// Why nothing was put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverError {
    /// The user did not want it any more.
    Stopped,
    Zip(ZipError),
    /// There was nothing to take along: all of it was missing.
    Nothing,
    /// The browser did not make the file.
    NotMade,
}

impl HandOverError {
    /// What happened, what is safe, what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Stopped => wording::STOPPED,
            Self::Zip(why) => wording::zip_refused(why),
            Self::Nothing => wording::NOTHING_TO_HAND_OVER,
            Self::NotMade => wording::FILE_NOT_MADE,
        }
    }
}

/// How far it is, and whether it is to go on. It is asked between two slices.
pub trait HandOverWatch {
    /// So many photos have been taken.
    fn has_done(&self, photos: usize);

    fn goes_on(&self) -> bool;
}

/// Puts it together. In a zip all files say that they were written at this local time.
///
/// # Errors
/// Why there is no file.
pub async fn prepare(
    platform: &Platform,
    export: &Export,
    at: Local,
    watch: &impl HandOverWatch,
) -> Result<HandOverParcel, HandOverError> {
    let mut work = Work { platform, watch, since_pause: 0, photos: 0, missing: Vec::new() };
    let name = export.name.clone();
    let (media_type, parts) = match export.files.as_slice() {
        [file] => (file.media_type, work.file(file).await?.ok_or(HandOverError::Nothing)?.0),
        files => ("application/zip", work.zip(files, at).await?),
    };
    let file = platform.transfer.file(&name, media_type, &parts).ok_or(HandOverError::NotMade)?;
    Ok(HandOverParcel { file, text: export.text(), missing: work.missing })
}

/// A file of words, made within the tap that hands it over.
pub fn parcel_of_text(transfer: &dyn Transfer, export: &Export) -> Option<HandOverParcel> {
    let (text, [file]) = (export.text()?, export.files.as_slice()) else { return None };
    let part = transfer.part(text.as_bytes())?;
    let file = transfer.file(&export.name, file.media_type, &[part])?;
    Some(HandOverParcel { file, text: Some(text), missing: Vec::new() })
}

impl HandOverParcel {
    /// The ways to hand it over here, the best first.
    pub fn ways(&self, transfer: &dyn Transfer) -> Vec<HandOverWay> {
        let facts = FileFacts { name: &self.file.name, bytes: self.file.bytes, is_text: self.text.is_some() };
        ways(facts, transfer.sharing_facts(&self.file))
    }

    /// Hands it over, within a tap.
    pub fn hand(&self, transfer: &dyn Transfer, way: HandOverWay) -> Answer<TransferOutcome> {
        match way {
            HandOverWay::ShareFile => transfer.share_file(&self.file),
            HandOverWay::ShareText => transfer.share("", self.text.as_deref().unwrap_or_default(), ""),
            HandOverWay::Download => Box::pin(std::future::ready(transfer.download(&self.file))),
        }
    }
}

struct Work<'a, W> {
    platform: &'a Platform,
    watch: &'a W,
    since_pause: usize,
    photos: usize,
    missing: Vec<PhotoId>,
}

impl<W: HandOverWatch> Work<'_, W> {
    async fn zip(&mut self, files: &[ExportFile], at: Local) -> Result<Vec<FilePart>, HandOverError> {
        let (mut zip, mut parts) = (ZipWriter::new(at), Vec::new());
        for file in files {
            if let Some((bytes, entry)) = self.file(file).await? {
                let header = zip.add(&file.path, entry).map_err(HandOverError::Zip)?;
                parts.push(self.part(&header)?);
                parts.extend(bytes);
            }
        }
        if parts.is_empty() {
            return Err(HandOverError::Nothing);
        }
        let end = zip.finish().map_err(HandOverError::Zip)?;
        parts.push(self.part(&end)?);
        Ok(parts)
    }

    /// The bytes of a file; `None` when it is a photo that is not there.
    async fn file(&mut self, file: &ExportFile) -> Result<Option<(Vec<FilePart>, ZipEntry)>, HandOverError> {
        let (mut parts, mut entry) = (Vec::new(), ZipEntry::default());
        let mut is_there = true;
        for chunk in &file.chunks {
            match chunk {
                ExportChunk::Text(text) => self.take(text.as_bytes(), &mut parts, &mut entry).await?,
                ExportChunk::Photo(photo) => match self.photo(photo).await? {
                    Some(bytes) => self.take(&bytes, &mut parts, &mut entry).await?,
                    None => is_there = false,
                },
                ExportChunk::PhotoBase64(photo) => {
                    let bytes = self.photo(photo).await?.unwrap_or_default();
                    let text = base64(&bytes);
                    drop(bytes);
                    self.take(text.as_bytes(), &mut parts, &mut entry).await?;
                }
            }
        }
        Ok(is_there.then_some((parts, entry)))
    }

    async fn photo(&mut self, photo: &PhotoId) -> Result<Option<Vec<u8>>, HandOverError> {
        // Each photo begins a slice of its own.
        self.pause().await?;
        let found = self.platform.main.file(&photo_file(photo.as_str())).await.ok().flatten();
        if found.is_none() && !self.missing.contains(photo) {
            self.missing.push(photo.clone());
        }
        self.photos += 1;
        self.watch.has_done(self.photos);
        Ok(found)
    }

    async fn take(
        &mut self,
        bytes: &[u8],
        parts: &mut Vec<FilePart>,
        entry: &mut ZipEntry,
    ) -> Result<(), HandOverError> {
        for slice in bytes.chunks(SLICE) {
            if self.since_pause + slice.len() > 2 * SLICE {
                self.pause().await?;
            }
            self.since_pause += slice.len();
            entry.take(slice);
            parts.push(self.part(slice)?);
        }
        Ok(())
    }

    fn part(&self, bytes: &[u8]) -> Result<FilePart, HandOverError> {
        self.platform.transfer.part(bytes).ok_or(HandOverError::NotMade)
    }

    async fn pause(&mut self) -> Result<(), HandOverError> {
        if self.since_pause > 0 {
            self.platform.clock.yield_to_browser().await;
            self.since_pause = 0;
        }
        if self.watch.goes_on() { Ok(()) } else { Err(HandOverError::Stopped) }
    }
}
