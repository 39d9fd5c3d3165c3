//! Plain text: paragraphs between blank lines, breaks at line ends, addresses as links.

use super::rich::push_linked;
use super::{Block, Inline, RichText};

/// Reads plain text. Marks of Markdown and tags of HTML are shown as they stand.
pub fn plain(source: &str) -> RichText {
    let mut blocks = Vec::new();
    let mut paragraph = Vec::new();
    for line in source.lines().map(str::trim) {
        if line.is_empty() {
            end(&mut paragraph, &mut blocks);
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(Inline::Break);
        }
        push_linked(line, &mut paragraph);
    }
    end(&mut paragraph, &mut blocks);
    RichText { blocks }
}

fn end(paragraph: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(paragraph)));
    }
}
