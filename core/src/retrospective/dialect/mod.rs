//! A [`Document`] in the dialects that blogs, notebooks and mail programs read.
//!
//! Nothing that a person wrote becomes markup: every dialect escapes what its reader would take for syntax, Liquid's and
//! Hugo's braces among it. [`layout`] puts the parts into one tree, and each dialect writes that tree: [`blocks`] and
//! [`inlines`] the five that are Markdown (CommonMark 0.31, kramdown 2.4, goldmark, Obsidian), [`page`] the HTML page and
//! [`plain`] the text for a chat or a mail. What stands around the text, front matter and the line of a picture, comes
//! from a [`Template`] that the user may change.

use super::document::Document;
use crate::notebook::PhotoId;
pub(super) use clean::clean;
use names::{FileNames, PictureNames, slug};

mod blocks;
mod clean;
mod code;
mod escape;
mod inlines;
mod layout;
pub mod names;
mod notes;
mod page;
mod plain;
mod template;

pub use template::Template;

/// What reads the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// A post of a Jekyll site: kramdown with front matter, run through Liquid.
    Jekyll,
    /// A leaf bundle of a Hugo site: goldmark with front matter, looked through for shortcodes.
    Hugo,
    /// Notes of an Obsidian vault.
    Obsidian,
    /// Markdown as its specification has it, for everything else.
    CommonMark,
    /// A page that stands alone, its photos inside it.
    Html,
    /// Text without markup, for a chat or a mail.
    Plain,
}

impl Dialect {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Jekyll, Self::Hugo, Self::Obsidian, Self::CommonMark, Self::Html, Self::Plain];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jekyll => "jekyll",
            Self::Hugo => "hugo",
            Self::Obsidian => "obsidian",
            Self::CommonMark => "commonmark",
            Self::Html => "html",
            Self::Plain => "plain",
        }
    }

    /// The dialect of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.word() == word)
    }

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Obsidian => "Obsidian",
            Self::CommonMark => "Markdown",
            Self::Html => "Web page",
            Self::Plain => "Plain text",
        }
    }

    /// Whether its files begin with front matter, the first part of a [`Template`].
    pub fn has_front_matter(self) -> bool {
        matches!(self, Self::Jekyll | Self::Hugo | Self::Obsidian)
    }

    /// Whether the line of a picture, the second part of a [`Template`], is used.
    pub fn has_picture_line(self) -> bool {
        self.is_markdown()
    }

    /// Whether [`ExportOptions::is_draft`] changes anything.
    pub fn has_drafts(self) -> bool {
        matches!(self, Self::Jekyll | Self::Hugo)
    }

    /// The template that is used until the user changes it.
    pub fn template(self) -> Template {
        Template::default_of(self)
    }

    fn is_markdown(self) -> bool {
        !matches!(self, Self::Html | Self::Plain)
    }
}

/// What else the user chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Whether the site must not show it yet.
    pub is_draft: bool,
    /// Obsidian: each session with notes becomes a note of its own, and the document the index of these.
    pub one_note_a_session: bool,
}

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

/// Writes a document. Nothing is read, so it cannot fail.
pub fn export(document: &Document, dialect: Dialect, template: &Template, options: ExportOptions) -> Export {
    let slug = slug(&document.title, "retrospective");
    match dialect {
        Dialect::Html => single(format!("{slug}.html"), "text/html", page::page(document)),
        Dialect::Plain => single(format!("{slug}.txt"), "text/plain", vec![Chunk::Text(plain::text(document))]),
        Dialect::Obsidian => notes::export(document, template, options),
        Dialect::Jekyll => {
            let dated = format!("{}-{slug}", document.date);
            markdown(document, dialect, template, options, &dated, &format!("_posts/{dated}.md"), "img/")
        }
        Dialect::Hugo => {
            markdown(document, dialect, template, options, &slug, &format!("{slug}/index.md"), &format!("{slug}/"))
        }
        Dialect::CommonMark => {
            markdown(document, dialect, template, options, &slug, &format!("{slug}/{slug}.md"), &format!("{slug}/"))
        }
    }
}

fn single(name: String, media_type: &'static str, chunks: Vec<Chunk>) -> Export {
    Export { files: vec![ExportFile { path: name.clone(), media_type, chunks }], name }
}

/// A post in one text, its pictures in a folder.
fn markdown(
    document: &Document,
    dialect: Dialect,
    template: &Template,
    options: ExportOptions,
    name: &str,
    path: &str,
    folder: &str,
) -> Export {
    let pictures = PictureNames::of(document, &mut FileNames::default());
    let base = if dialect == Dialect::Jekyll { "/img/" } else { "" };
    let writer = blocks::BlockWriter { dialect, template, pictures: &pictures, base, in_list: false };
    let mut text = String::new();
    if dialect.has_front_matter() {
        text.push_str(&template.front_matter(document, dialect, options));
    } else {
        text.push_str(&writer.title_lines(document));
    }
    text.push_str(&writer.text(&layout::nodes(document)));
    let mut files = vec![markdown_file(path, text)];
    files.extend(pictures.files(folder));
    with_name(name, "md", files)
}

fn markdown_file(path: &str, text: String) -> ExportFile {
    ExportFile { path: path.to_owned(), media_type: "text/markdown", chunks: vec![Chunk::Text(text)] }
}

fn with_name(name: &str, extension: &str, files: Vec<ExportFile>) -> Export {
    let extension = if files.len() == 1 { extension } else { "zip" };
    Export { name: format!("{name}.{extension}"), files }
}

#[cfg(test)]
mod tests;
