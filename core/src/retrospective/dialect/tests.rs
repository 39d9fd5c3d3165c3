use super::*;
use crate::notebook::PhotoId;
use crate::retrospective::{DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
use crate::schedule::{Day, SessionKey};
use crate::text::{Block, Href, Inline, markdown as note};

mod parsed;
mod tables;

/// A document with one section without a heading.
fn document(parts: Vec<DocumentPart>) -> Document {
    Document {
        title: "KubeCon: a \"week\"".into(),
        subtitle: String::new(),
        date: Day(20_045),
        categories: vec![],
        tags: vec![],
        sections: vec![DocumentSection { heading: vec![], parts }],
    }
}

fn text(source: &str) -> DocumentPart {
    DocumentPart::Text(note(source).blocks)
}

fn item(source: &str) -> DocumentPart {
    DocumentPart::Item(note(source).blocks)
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

fn session(title: &str, line: &str, parts: Vec<DocumentPart>) -> DocumentPart {
    DocumentPart::Session(DocumentSession {
        key: SessionKey::new("e", "s"),
        name: title.to_owned(),
        title: words(title),
        line: words(line),
        parts,
    })
}

fn follow_up(source: &str, done: bool, owner: &str, due: Option<Day>) -> DocumentPart {
    DocumentPart::FollowUp(DocumentFollowUp { text: note(source).blocks, done, owner: owner.into(), due })
}

fn picture(id: &str, alt: &str) -> DocumentPart {
    DocumentPart::Picture { photo: PhotoId::new(id), alt: alt.to_owned() }
}

fn exported(document: &Document, dialect: Dialect) -> Export {
    export(document, dialect, &dialect.template(), ExportOptions::default())
}

/// What stands below the front matter or the title.
fn body(document: &Document, dialect: Dialect) -> String {
    let source = exported(document, dialect).source_text();
    let after = match dialect {
        Dialect::Jekyll | Dialect::Hugo | Dialect::Obsidian => source.split_once("\n---\n\n").map(|(_, body)| body),
        _ => source.split_once("18 Nov 2024\n\n").map(|(_, body)| body),
    };
    after.unwrap_or("").trim_end().to_owned()
}
