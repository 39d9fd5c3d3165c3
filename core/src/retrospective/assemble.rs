//! The document: what of an outline goes out.
//!
//! Nothing that has an open reason to stay gets here, and nothing below a heading or a talk that was left out.

use super::document::{Document, DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
use super::follow_ups::FollowUpExport;
use super::outline::OutlineRow;
use super::piece::PieceKind;
use crate::notebook::{KnownNames, MentionSpan, pieces, tags};
use crate::schedule::Day;
use crate::text::{Block, Inline, ListItem, RichText, markdown, plain_title};

/// The heading of what was said and seen between talks, where the text before it stands below a talk's heading.
const BETWEEN: &str = "Between sessions";

/// What goes out. A mention (`@Ana López`) of somebody among `names` becomes the name. `otherwise` is the date where the
/// outline's cannot be read.
pub fn document(rows: &[OutlineRow], names: &KnownNames, otherwise: Day) -> Document {
    let front = |kind: PieceKind| {
        let row = rows.iter().find(|row| row.piece.kind == kind);
        // What has a reason to stay says what the draft says.
        row.map(|row| plain_title(if row.open.is_empty() { &row.piece.text } else { row.drafted() }))
            .unwrap_or_default()
    };
    let title = front(PieceKind::Title);
    let mut document = Document {
        title: if title.is_empty() { "Retrospective".to_owned() } else { title },
        subtitle: front(PieceKind::Subtitle),
        date: Day::parse(front(PieceKind::Date).trim()).unwrap_or(otherwise),
        categories: split(&front(PieceKind::Categories)),
        tags: Vec::new(),
        sections: Vec::new(),
    };
    let maker = PartMaker { names };
    for row in outgoing(rows) {
        for tag in row.piece.entry.iter().flat_map(|_| tags(&row.piece.text)) {
            if !document.tags.iter().any(|known| crate::search::fold(known) == crate::search::fold(&tag)) {
                document.tags.push(tag);
            }
        }
        if row.piece.kind == PieceKind::Heading {
            let heading = maker.line(&row.piece.text);
            document.sections.push(DocumentSection { heading, parts: Vec::new() });
            continue;
        }
        if document.sections.is_empty() {
            document.sections.push(DocumentSection::default());
        }
        if let Some(section) = document.sections.last_mut() {
            maker.put(row, &mut section.parts);
        }
    }
    document.sections.retain(|section| !section.parts.is_empty());
    document
}

/// The follow-ups that go out, for other programs.
pub fn follow_ups(rows: &[OutlineRow], names: &KnownNames) -> Vec<FollowUpExport> {
    let follow_up = |row: &OutlineRow| match row.piece.kind {
        PieceKind::FollowUp { done, due } => Some(FollowUpExport {
            uid: row.piece.id.as_str().replace('/', "-"),
            text: RichText { blocks: PartMaker { names }.blocks(&row.piece.text) }.plain(),
            due,
            done,
            owner: owner(&row.piece.text, names),
        }),
        _ => None,
    };
    outgoing(rows).filter_map(follow_up).collect()
}

/// Whether a piece goes out, when nothing around it keeps it.
pub fn goes_out(row: &OutlineRow) -> bool {
    row.piece.included && row.open.is_empty()
}

/// The rows that go out, in their order: no front matter, nothing empty but the first heading, and nothing below a heading
/// or a talk that was left out.
pub fn outgoing(rows: &[OutlineRow]) -> impl Iterator<Item = &OutlineRow> {
    let (mut section_goes, mut left_out) = (true, None);
    rows.iter().filter(|row| !row.piece.kind.is_front()).filter(move |row| {
        match &row.piece.kind {
            PieceKind::Heading => {
                section_goes = goes_out(row);
                left_out = None;
            }
            PieceKind::Session(key) => left_out = (!goes_out(row)).then(|| key.clone()),
            _ => {
                if left_out.is_some() && row.piece.about != left_out {
                    left_out = None;
                }
            }
        }
        let says_something = row.piece.kind == PieceKind::Heading || !row.piece.text.trim().is_empty();
        section_goes && left_out.is_none() && goes_out(row) && says_something
    })
}

fn split(categories: &str) -> Vec<String> {
    categories.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

struct PartMaker<'a> {
    names: &'a KnownNames,
}

impl PartMaker<'_> {
    fn put(&self, row: &OutlineRow, parts: &mut Vec<DocumentPart>) {
        let piece = &row.piece;
        let part = match &piece.kind {
            PieceKind::Session(key) => {
                let (title, line) = self.two_lines(&piece.text);
                let name = plain_title(markdown(&piece.text).plain().lines().next().unwrap_or(""));
                DocumentPart::Session(DocumentSession { key: key.clone(), name, title, line, parts: Vec::new() })
            }
            PieceKind::Quote => DocumentPart::Quote(self.blocks(&piece.text)),
            PieceKind::Picture(photo) => DocumentPart::Picture { photo: photo.clone(), alt: alternative(&piece.text) },
            PieceKind::Item => DocumentPart::Item(self.blocks(&piece.text)),
            PieceKind::FollowUp { done, due } => DocumentPart::FollowUp(DocumentFollowUp {
                text: self.blocks(&piece.text),
                done: *done,
                owner: owner(&piece.text, self.names),
                due: *due,
            }),
            _ => DocumentPart::Text(self.blocks(&piece.text)),
        };
        // What is about the talk before it stands below that, and so do the user's own words after it.
        let belongs = |key| piece.about.as_ref() == Some(key) || row.is_own;
        match parts.last_mut() {
            Some(DocumentPart::Session(session)) if !is_session(&part) && belongs(&session.key) => {
                session.parts.push(part);
            }
            last => {
                let is_below_a_talk = matches!(last, Some(DocumentPart::Session(session)) if !session.parts.is_empty());
                if is_below_a_talk && matches!(part, DocumentPart::Text(_) | DocumentPart::Quote(_)) {
                    parts.push(DocumentPart::Heading(vec![Inline::Text(BETWEEN.to_owned())]));
                }
                parts.push(part);
            }
        }
    }

    /// The words of a line: of the first block that has any.
    fn line(&self, text: &str) -> Vec<Inline> {
        let first = self.blocks(text).into_iter().find_map(|block| match block {
            Block::Paragraph(words) | Block::Heading { text: words, .. } => Some(words),
            _ => None,
        });
        let mut words = first.unwrap_or_default();
        for word in &mut words {
            if *word == Inline::Break {
                *word = Inline::Text(" ".to_owned());
            }
        }
        words
    }

    /// The first line, and the others.
    fn two_lines(&self, text: &str) -> (Vec<Inline>, Vec<Inline>) {
        let mut lines = text.trim().splitn(2, '\n');
        let (first, rest) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
        (self.line(first), self.line(rest))
    }

    fn blocks(&self, text: &str) -> Vec<Block> {
        let mut blocks = markdown(text).blocks;
        blocks.iter_mut().for_each(|block| self.name_in_block(block));
        blocks
    }

    fn name_in_block(&self, block: &mut Block) {
        match block {
            Block::Paragraph(words) | Block::Heading { text: words, .. } => self.name(words),
            Block::List { items, .. } => {
                items.iter_mut().flat_map(|item: &mut ListItem| &mut item.blocks).for_each(|it| self.name_in_block(it));
            }
            Block::Quote(blocks) => blocks.iter_mut().for_each(|block| self.name_in_block(block)),
            Block::Code { .. } => {}
        }
    }

    fn name(&self, words: &mut [Inline]) {
        for word in words {
            match word {
                Inline::Text(text) if text.contains('@') => *text = without_marks(text, self.names),
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.name(inner),
                _ => {}
            }
        }
    }
}

fn is_session(part: &DocumentPart) -> bool {
    matches!(part, DocumentPart::Session(_))
}

fn without_marks(text: &str, names: &KnownNames) -> String {
    let piece = |piece| match piece {
        MentionSpan::Text(words) => words.to_owned(),
        MentionSpan::Person(name) => name.to_owned(),
        MentionSpan::Tag(tag) => format!("#{tag}"),
    };
    pieces(text, names).into_iter().map(piece).collect()
}

/// What a picture shows, in one line.
fn alternative(text: &str) -> String {
    let line = plain_title(&markdown(text).plain());
    if line.is_empty() { "A photo without a caption".to_owned() } else { line }
}

/// The first person that a follow-up mentions does it.
fn owner(text: &str, names: &KnownNames) -> String {
    let person = |piece| match piece {
        MentionSpan::Person(name) => Some(name.to_owned()),
        _ => None,
    };
    pieces(text, names).into_iter().find_map(person).unwrap_or_default()
}
