//! The files of an export in a dialect.

use crate::share::{Export, ExportChunk, ExportFile};

/// One file, which has the name of the export.
pub(super) fn single(name: String, media_type: &'static str, chunks: Vec<ExportChunk>) -> Export {
    Export { files: vec![ExportFile { path: name.clone(), media_type, chunks }], name }
}

/// A text in Markdown.
pub(super) fn markdown_file(path: &str, text: String) -> ExportFile {
    ExportFile { path: path.to_owned(), media_type: "text/markdown", chunks: vec![ExportChunk::Text(text)] }
}

/// An export with the extension of its one file, or that of an archive.
pub(super) fn with_name(name: &str, extension: &str, files: Vec<ExportFile>) -> Export {
    let extension = if files.len() == 1 { extension } else { "zip" };
    Export { name: format!("{name}.{extension}"), files }
}
