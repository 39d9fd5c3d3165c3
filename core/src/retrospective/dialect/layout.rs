//! A document as one tree of headings, paragraphs and lists, which every dialect writes.
//!
//! Parts of one kind that follow each other become one list, and the headings that people put into their notes come
//! below those of the document, none of them skipping a level.

use super::super::clean::clean;
use super::super::document::{Document, DocumentFollowUp, DocumentPart, DocumentSession};
use super::super::follow_ups::owner_and_due;
use crate::notebook::PhotoId;
use crate::text::{Block, Inline};

/// What stands on lines of its own. Inlines have been cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DocumentNode {
    /// A heading of the level 2 to 6.
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// With numbers from `start`, else with bullets.
    List {
        start: Option<u32>,
        items: Vec<DocumentListItem>,
    },
    Quote {
        nodes: Vec<DocumentNode>,
        spoken: Option<QuotedSpeaker>,
    },
    Code {
        language: String,
        text: String,
    },
    Picture {
        photo: PhotoId,
        alt: String,
    },
    /// A session that is a note of its own, and its line; only where notes are written.
    NoteLink {
        words: Vec<Inline>,
        file: String,
        line: Vec<Inline>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DocumentListItem {
    /// Whether it is a task, and was dealt with.
    pub task: Option<bool>,
    /// Never empty.
    pub nodes: Vec<DocumentNode>,
}

/// A quotation that the document itself makes, and its last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotedSpeaker {
    /// Who said it, without the dash; empty when nobody is named.
    pub name: Vec<Inline>,
}

/// The whole document below its title.
pub(super) fn nodes(document: &Document) -> Vec<DocumentNode> {
    index_nodes(document, &|_| None)
}

/// The whole document with a link in the place of each session that is a note in a file of its own.
pub(super) fn index_nodes(document: &Document, file: NoteFile) -> Vec<DocumentNode> {
    let mut layout = DocumentLayout { nodes: Vec::new(), level: 1, file };
    for section in &document.sections {
        layout.level = 1;
        let heading = clean(&section.heading, true);
        let base = if heading.is_empty() { 1 } else { 2 };
        layout.heading(2, heading);
        layout.parts(&section.parts, base);
    }
    layout.nodes
}

/// Parts below a heading of the level `base`.
pub(super) fn part_nodes(parts: &[DocumentPart], base: u8) -> Vec<DocumentNode> {
    let mut layout = DocumentLayout { nodes: Vec::new(), level: base, file: &|_| None };
    layout.parts(parts, base);
    layout.nodes
}

/// The kinds of parts that become lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListKind {
    Items,
    FollowUps,
    Sessions,
}

/// The file of a session's note, where it has one.
type NoteFile<'a> = &'a dyn Fn(&DocumentSession) -> Option<String>;

struct DocumentLayout<'a> {
    nodes: Vec<DocumentNode>,
    file: NoteFile<'a>,
    /// The level of the last heading.
    level: u8,
}

impl DocumentLayout<'_> {
    fn heading(&mut self, level: u8, text: Vec<Inline>) {
        if !text.is_empty() {
            self.level = level.min(self.level + 1).clamp(2, 6);
            self.nodes.push(DocumentNode::Heading { level: self.level, text });
        }
    }

    fn parts(&mut self, parts: &[DocumentPart], base: u8) {
        let mut last_list = None;
        for part in parts {
            let list = match part {
                DocumentPart::Item(blocks) => {
                    Some((ListKind::Items, DocumentListItem { task: None, nodes: inner_nodes(blocks) }))
                }
                DocumentPart::FollowUp(follow_up) => Some((ListKind::FollowUps, follow_up_item(follow_up))),
                DocumentPart::Session(session) if session.parts.is_empty() => {
                    Some((ListKind::Sessions, session_item(&session.title, &session.line)))
                }
                DocumentPart::Session(session) => {
                    (self.file)(session).map(|file| (ListKind::Sessions, note_link_item(session, file)))
                }
                _ => None,
            };
            let Some((kind, item)) = list else {
                last_list = None;
                self.part(part, base);
                continue;
            };
            if item.nodes.is_empty() {
                continue;
            }
            match self.nodes.last_mut() {
                Some(DocumentNode::List { items, .. }) if last_list == Some(kind) => items.push(item),
                _ => self.nodes.push(DocumentNode::List { start: None, items: vec![item] }),
            }
            last_list = Some(kind);
        }
    }

    fn part(&mut self, part: &DocumentPart, base: u8) {
        match part {
            DocumentPart::Heading(text) => self.heading(base + 1, clean(text, true)),
            DocumentPart::Text(blocks) => self.text(blocks, base),
            DocumentPart::Quote(blocks) => self.nodes.extend(quote(blocks)),
            DocumentPart::Picture { photo, alt } => {
                self.nodes.push(DocumentNode::Picture { photo: photo.clone(), alt: alt.clone() });
            }
            DocumentPart::Session(session) => self.session(session, base),
            DocumentPart::Item(_) | DocumentPart::FollowUp(_) => {}
        }
    }

    fn session(&mut self, session: &DocumentSession, base: u8) {
        self.heading(base + 1, clean(&session.title, true));
        push_paragraph(&session.line, &mut self.nodes);
        self.parts(&session.parts, (base + 1).min(5));
        self.level = self.level.max(base);
    }

    /// A text with headings of its own: their levels in the order of their ranks, the first one right below `base`.
    fn text(&mut self, blocks: &[Block], base: u8) {
        let mut ranks: Vec<u8> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, .. } => Some(*level),
                _ => None,
            })
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        for block in blocks {
            match block {
                Block::Heading { level, text } => {
                    let rank = ranks.iter().position(|rank| rank == level).unwrap_or(0);
                    self.heading(base.saturating_add(1).saturating_add(rank as u8), clean(text, true));
                }
                block => push_block(block, &mut self.nodes),
            }
        }
    }
}

/// Blocks where no heading may stand: in lists and quotes. A heading becomes a line of strong text.
pub(super) fn inner_nodes(blocks: &[Block]) -> Vec<DocumentNode> {
    let mut nodes = Vec::new();
    blocks.iter().for_each(|block| push_block(block, &mut nodes));
    nodes
}

fn push_block(block: &Block, nodes: &mut Vec<DocumentNode>) {
    match block {
        Block::Paragraph(text) => push_paragraph(text, nodes),
        Block::Heading { text, .. } => push_paragraph(&[Inline::Strong(text.clone())], nodes),
        Block::List { start, items } => {
            let items: Vec<DocumentListItem> = items
                .iter()
                .map(|item| DocumentListItem {
                    task: item.task.map(|task| task.done),
                    nodes: inner_nodes(&item.blocks),
                })
                .filter(|item| !item.nodes.is_empty())
                .collect();
            if !items.is_empty() {
                nodes.push(DocumentNode::List { start: *start, items });
            }
        }
        Block::Quote(inner) => {
            let inner = inner_nodes(inner);
            if !inner.is_empty() {
                nodes.push(DocumentNode::Quote { nodes: inner, spoken: None });
            }
        }
        Block::Code { language, text } => {
            if !text.trim().is_empty() {
                nodes.push(DocumentNode::Code { language: language.clone(), text: text.clone() });
            }
        }
    }
}

fn push_paragraph(text: &[Inline], nodes: &mut Vec<DocumentNode>) {
    let text = clean(text, false);
    if !text.is_empty() {
        nodes.push(DocumentNode::Paragraph(text));
    }
}

/// The title, a break, and the line.
pub(super) fn session_item(title: &[Inline], line: &[Inline]) -> DocumentListItem {
    let mut text = clean(title, true);
    text.push(Inline::Break);
    text.extend(line.iter().cloned());
    let mut nodes = Vec::new();
    push_paragraph(&text, &mut nodes);
    DocumentListItem { task: None, nodes }
}

fn note_link_item(session: &DocumentSession, file: String) -> DocumentListItem {
    let words = clean(&[Inline::Text(session.name.clone())], true);
    let link = DocumentNode::NoteLink { words, file, line: clean(&session.line, false) };
    DocumentListItem { task: None, nodes: vec![link] }
}

fn follow_up_item(follow_up: &DocumentFollowUp) -> DocumentListItem {
    let mut nodes = inner_nodes(&follow_up.text);
    if let Some(note) = owner_and_due(&follow_up.owner, follow_up.due) {
        match nodes.last_mut() {
            Some(DocumentNode::Paragraph(text)) => {
                text.push(Inline::Text(format!(" ({note})")));
                *text = clean(text, false);
            }
            _ => push_paragraph(&[Inline::Text(note)], &mut nodes),
        }
    }
    DocumentListItem { task: Some(follow_up.done), nodes }
}

/// Who said it is the last line, when that begins with a dash.
fn quote(blocks: &[Block]) -> Option<DocumentNode> {
    let mut nodes = inner_nodes(blocks);
    let mut name = Vec::new();
    if let Some(DocumentNode::Paragraph(text)) = nodes.last_mut() {
        let start = text.iter().rposition(|inline| *inline == Inline::Break).map_or(0, |index| index + 1);
        let line = text.get(start..).unwrap_or_default();
        if let Some(Inline::Text(first)) = line.first()
            && let Some(rest) = first.strip_prefix(['—', '–', '―'])
        {
            let rest = std::iter::once(Inline::Text(rest.to_owned())).chain(line.iter().skip(1).cloned());
            name = clean(&rest.collect::<Vec<_>>(), true);
        }
        if !name.is_empty() {
            text.truncate(start.saturating_sub(1));
            if text.is_empty() {
                nodes.pop();
            }
        }
    }
    (!nodes.is_empty() || !name.is_empty())
        .then_some(DocumentNode::Quote { nodes, spoken: Some(QuotedSpeaker { name }) })
}
