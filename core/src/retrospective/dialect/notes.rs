//! A document as notes of an Obsidian vault: one, or an index and one for each session with notes.
//!
//! All of them and their pictures lie in a folder of their own, so that unpacking them into a vault disturbs nothing.

use super::super::document::{Document, DocumentPart, DocumentSession};
use super::blocks::BlockWriter;
use super::choice::{Dialect, ExportOptions};
use super::files::{markdown_file, with_name};
use super::layout;
use super::names::{FileNames, PictureNames, note_name};
use super::template::Template;
use crate::share::Export;

pub(super) fn export(document: &Document, template: &Template, options: ExportOptions) -> Export {
    let mut taken = FileNames::default();
    let name = note_name(&document.title);
    let index_file = taken.take(&name, " ", ".md");
    let mut notes = Notes { names: Vec::new() };
    if options.one_note_a_session {
        document.sections.iter().for_each(|section| notes.name(&section.parts, &mut taken));
    }
    let pictures = PictureNames::of(document, &mut taken);
    let writer = BlockWriter { dialect: Dialect::Obsidian, template, pictures: &pictures, base: "", in_list: false };
    let front_matter = |document: &Document| template.front_matter(document, Dialect::Obsidian, options);

    let mut text = front_matter(document);
    text.push_str(&writer.text(&layout::index_nodes(document, &|session| notes.file(session))));
    let mut files = vec![markdown_file(&format!("{name}/{index_file}"), text)];
    for (file, session) in &notes.names {
        let note =
            Document { title: session.name.clone(), subtitle: String::new(), sections: Vec::new(), ..document.clone() };
        let mut nodes = layout::session_item(&session.title, &session.line).nodes;
        nodes.extend(layout::part_nodes(&session.parts, 1));
        let text = front_matter(&note) + &writer.text(&nodes);
        files.push(markdown_file(&format!("{name}/{file}"), text));
    }
    files.extend(pictures.files(&format!("{name}/")));
    with_name(&name, "md", files)
}

/// The sessions that are notes of their own, with the names of their files.
struct Notes<'a> {
    names: Vec<(String, &'a DocumentSession)>,
}

impl<'a> Notes<'a> {
    fn name(&mut self, parts: &'a [DocumentPart], taken: &mut FileNames) {
        for part in parts {
            if let DocumentPart::Session(session) = part
                && !session.parts.is_empty()
            {
                self.names.push((taken.take(&note_name(&session.name), " ", ".md"), session));
            }
        }
    }

    /// The file of a session that is one of these.
    fn file(&self, session: &DocumentSession) -> Option<String> {
        self.names.iter().find(|(_, other)| std::ptr::eq(*other, session)).map(|(file, _)| file.clone())
    }
}
