//! What is to be taken along, before anything of it was read: files made of words and of kept photos.

use crate::notebook::PhotoId;
use crate::text::file_name;

/// What is to be taken along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The name of the one file, or of the zip archive that holds them all, with its ending.
    pub name: String,
    /// The main file first. Without any there is nothing to take along.
    pub files: Vec<ExportFile>,
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Its place in the archive, with `/` between folders.
    pub path: String,
    /// As HTTP names it.
    pub media_type: &'static str,
    /// What it holds, piece after piece.
    pub chunks: Vec<ExportChunk>,
}

/// A piece of a file. The photos are put in by whoever can read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportChunk {
    /// Text in UTF-8.
    Text(String),
    /// The bytes of a photo as they are kept, a JPEG.
    Photo(PhotoId),
    /// The bytes of a photo in Base64 (RFC 4648, section 4), inside a `data:` address.
    PhotoBase64(PhotoId),
}

impl Export {
    /// A file of words, under a name that every file system takes.
    pub fn of_text(name: &str, media_type: &'static str, text: String) -> Self {
        let name = file_name(name);
        let file = ExportFile { path: name.clone(), media_type, chunks: vec![ExportChunk::Text(text)] };
        Self { name, files: vec![file] }
    }

    /// How many photos have to be read for it. Without any it is ready at once.
    pub fn photos(&self) -> usize {
        let chunks = self.files.iter().flat_map(|file| &file.chunks);
        chunks.filter(|chunk| !matches!(chunk, ExportChunk::Text(_))).count()
    }

    /// All of its words, when it is one file and has nothing else.
    pub fn text(&self) -> Option<String> {
        let [file] = self.files.as_slice() else { return None };
        let words = file.chunks.iter().map(|chunk| match chunk {
            ExportChunk::Text(text) => Some(text.as_str()),
            ExportChunk::Photo(_) | ExportChunk::PhotoBase64(_) => None,
        });
        words.collect()
    }

    /// The text of the main file for a preview, with `…` for the letters of a photo.
    pub fn source_text(&self) -> String {
        let chunks = self.files.first().map(|file| file.chunks.as_slice()).unwrap_or_default();
        let text = |chunk: &ExportChunk| match chunk {
            ExportChunk::Text(text) => text.clone(),
            ExportChunk::Photo(_) | ExportChunk::PhotoBase64(_) => "…".to_owned(),
        };
        chunks.iter().map(text).collect()
    }
}
