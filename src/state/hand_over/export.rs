//! What is to be taken along, before anything of it was read: files made of words and of kept photos.

use lanyard_core::notebook::PhotoId;
use lanyard_core::text::file_name;

/// What is to be taken along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HandOverExport {
    /// What the zip is called, without `.zip`, if it becomes one.
    pub name: String,
    /// In their order; at least one.
    pub files: Vec<HandOverFile>,
}

/// One file of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOverFile {
    /// Its name, below the folders it lies in: `photos/1.jpg`.
    pub path: String,
    pub media_type: &'static str,
    /// What it consists of, one after the other.
    pub chunks: Vec<HandOverChunk>,
}

/// A piece of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum HandOverChunk {
    Text(String),
    /// The photo itself, a JPEG.
    Photo(PhotoId),
    /// The photo in base64, within words.
    #[allow(dead_code, reason = "posts that are one page come with their dialects")]
    PhotoBase64(PhotoId),
}

impl HandOverExport {
    /// A file of words.
    pub fn of_text(name: &str, media_type: &'static str, text: String) -> Self {
        let file = HandOverFile { path: file_name(name), media_type, chunks: vec![HandOverChunk::Text(text)] };
        Self { name: file.path.clone(), files: vec![file] }
    }

    /// How many photos have to be read for it. Without any it is ready at once.
    pub fn photos(&self) -> usize {
        let chunks = self.files.iter().flat_map(|file| &file.chunks);
        chunks.filter(|chunk| !matches!(chunk, HandOverChunk::Text(_))).count()
    }

    /// What the file will be called.
    pub fn file_name(&self) -> String {
        match self.files.as_slice() {
            [file] => file_name(file.path.rsplit('/').next().unwrap_or_default()),
            _ => file_name(&format!("{}.zip", self.name)),
        }
    }

    /// All of its words, when it is one file and has nothing else.
    pub fn text(&self) -> Option<String> {
        let [file] = self.files.as_slice() else { return None };
        let words = file.chunks.iter().map(|chunk| match chunk {
            HandOverChunk::Text(text) => Some(text.as_str()),
            HandOverChunk::Photo(_) | HandOverChunk::PhotoBase64(_) => None,
        });
        words.collect()
    }
}
