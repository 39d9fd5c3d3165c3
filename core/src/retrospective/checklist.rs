//! What is worth a look before a post goes out. Nothing of it keeps anybody from publishing.

use super::assemble::{goes_out, outgoing};
use super::outline::{OutlineRow, RowState};
use super::piece::{PieceId, PieceKind, PrivacyReason};
use super::privacy::UnnamedPeople;
use crate::text::{Block, Inline, markdown};

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A link that shows its address in place of words.
    LinkWithoutWords(PieceId),
    /// A picture without a description of its own.
    PictureWithoutDescription(PieceId),
    /// A piece that would go in, and stays because of these reasons.
    Withheld(PieceId, Vec<PrivacyReason>),
    /// Somebody who was met and is not marked as publishable, and so is not named.
    NotAsked(String),
    /// Two changes to the same words.
    TwoVersions(PieceId),
    /// The title has a colon: some sites show such a title wrongly, though it is quoted here.
    ColonInTitle,
    /// Nothing goes out.
    NothingToPublish,
}

/// All that there is to look at, in the order of the outline.
pub fn checklist(rows: &[OutlineRow], unnamed: &UnnamedPeople) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut something = false;
    for row in outgoing(rows).filter(|row| row.piece.kind != PieceKind::Heading) {
        something = true;
        let id = || row.piece.id.clone();
        if matches!(row.piece.kind, PieceKind::Picture(_)) && !describes(&row.piece.text) {
            found.push(Finding::PictureWithoutDescription(id()));
        }
        if markdown(&row.piece.text).blocks.iter().any(has_bare_link) {
            found.push(Finding::LinkWithoutWords(id()));
        }
    }
    for row in rows {
        if row.state == RowState::Conflict && goes_out(row) {
            found.push(Finding::TwoVersions(row.piece.id.clone()));
        }
        if row.piece.included && !row.open.is_empty() && !row.piece.text.trim().is_empty() {
            found.push(Finding::Withheld(row.piece.id.clone(), row.open.clone()));
        }
        if row.piece.kind == PieceKind::Title && row.piece.text.contains(':') {
            found.push(Finding::ColonInTitle);
        }
    }
    found.extend(unnamed.names().into_iter().map(|name| Finding::NotAsked(name.to_owned())));
    if !something {
        found.insert(0, Finding::NothingToPublish);
    }
    found
}

/// Whether the words of a picture are more than what stands there when there are none.
fn describes(words: &str) -> bool {
    !words.trim().is_empty() && words != "A photo without a caption"
}

fn has_bare_link(block: &Block) -> bool {
    match block {
        Block::Paragraph(words) | Block::Heading { text: words, .. } => words.iter().any(is_bare),
        Block::List { items, .. } => items.iter().flat_map(|item| &item.blocks).any(has_bare_link),
        Block::Quote(blocks) => blocks.iter().any(has_bare_link),
        Block::Code { .. } => false,
    }
}

fn is_bare(inline: &Inline) -> bool {
    match inline {
        Inline::Link { href, text } => match text.as_slice() {
            [Inline::Text(words)] => words.contains("://") || words == href.as_str(),
            _ => false,
        },
        Inline::Strong(inner) | Inline::Emphasis(inner) => inner.iter().any(is_bare),
        _ => false,
    }
}
