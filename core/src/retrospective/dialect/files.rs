//! The files of an export, whose photos are put in by whoever can read them.

use crate::notebook::PhotoId;

/// What an export is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The name of the one file, or of the zip archive that holds them all.
    pub name: String,
    /// The main file first, then the other texts, then the pictures.
    pub files: Vec<ExportFile>,
}

impl Export {
    /// Whether it is one file, which needs no archive.
    pub fn is_single(&self) -> bool {
        self.files.len() == 1
    }

    /// The text of the main file for a preview, with `…` for the letters of a photo.
    pub fn source_text(&self) -> String {
        let chunks = self.files.first().map(|file| file.chunks.as_slice()).unwrap_or_default();
        let text = |chunk: &Chunk| match chunk {
            Chunk::Text(text) => text.clone(),
            Chunk::Photo(_) | Chunk::PhotoBase64(_) => "…".to_owned(),
        };
        chunks.iter().map(text).collect()
    }

    /// The photos that are needed to write it, in the order of their first use.
    pub fn photos(&self) -> Vec<PhotoId> {
        let mut photos: Vec<PhotoId> = Vec::new();
        for chunk in self.files.iter().flat_map(|file| &file.chunks) {
            if let Chunk::Photo(photo) | Chunk::PhotoBase64(photo) = chunk
                && !photos.contains(photo)
            {
                photos.push(photo.clone());
            }
        }
        photos
    }
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Its place in the archive, with `/` between folders.
    pub path: String,
    /// As HTTP names it.
    pub media_type: &'static str,
    /// What it holds, piece after piece.
    pub chunks: Vec<Chunk>,
}

/// A piece of a file. The photos are put in by whoever can read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Text in UTF-8.
    Text(String),
    /// The bytes of a photo as they are kept.
    Photo(PhotoId),
    /// The bytes of a photo in Base64 (RFC 4648, section 4), inside a `data:` address.
    PhotoBase64(PhotoId),
}

/// One file, which has the name of the export.
pub(super) fn single(name: String, media_type: &'static str, chunks: Vec<Chunk>) -> Export {
    Export { files: vec![ExportFile { path: name.clone(), media_type, chunks }], name }
}

/// A text in Markdown.
pub(super) fn markdown_file(path: &str, text: String) -> ExportFile {
    ExportFile { path: path.to_owned(), media_type: "text/markdown", chunks: vec![Chunk::Text(text)] }
}

/// An export with the extension of its one file, or that of an archive.
pub(super) fn with_name(name: &str, extension: &str, files: Vec<ExportFile>) -> Export {
    let extension = if files.len() == 1 { extension } else { "zip" };
    Export { name: format!("{name}.{extension}"), files }
}
