//! A [`Document`] in the dialects that blogs, notebooks and mail programs read.
//!
//! Nothing that a person wrote becomes markup: every dialect escapes what its reader would take for syntax, Liquid's and
//! Hugo's braces among it. [`layout`] puts the parts into one tree, and each dialect writes that tree: [`blocks`] and
//! [`inlines`] the five that are Markdown (CommonMark 0.31, kramdown 2.4, goldmark, Obsidian), [`page`] the HTML page and
//! [`plain`] the text for a chat or a mail. What stands around the text, front matter and the line of a picture, comes
//! from a [`Template`] that the user may change.

use super::document::Document;
use crate::share::{Export, ExportChunk};
use files::{markdown_file, single, with_name};
use names::{FileNames, PictureNames, slug};

mod blocks;
mod choice;
mod code;
mod escape;
mod files;
mod inlines;
mod layout;
pub mod names;
mod notes;
mod page;
mod plain;
mod template;

pub use choice::{Dialect, ExportOptions};
pub use template::Template;

/// Writes a document. Nothing is read, so it cannot fail.
pub fn export(document: &Document, dialect: Dialect, template: &Template, options: ExportOptions) -> Export {
    let slug = slug(&document.title, "retrospective");
    match dialect {
        Dialect::Html => single(format!("{slug}.html"), "text/html", page::page(document)),
        Dialect::Plain => single(format!("{slug}.txt"), "text/plain", vec![ExportChunk::Text(plain::text(document))]),
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

#[cfg(test)]
mod tests;
