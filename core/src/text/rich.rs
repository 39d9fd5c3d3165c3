//! The nodes that a page may draw: blocks with inlines in them.

use super::href::{Href, address_at};

/// How deep lists and quotes nest, and inlines in inlines. Beyond, text is kept and its form is not.
pub const DEEPEST: usize = 8;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        /// 1 to 6 as written. A page draws it below its own headings.
        level: u8,
        text: Vec<Inline>,
    },
    List {
        /// The first number of a numbered list.
        start: Option<u32>,
        items: Vec<ListItem>,
    },
    Quote(Vec<Block>),
    Code {
        /// What follows the opening fence; often empty.
        language: String,
        text: String,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    pub task: Option<Task>,
    pub blocks: Vec<Block>,
}

/// `- [ ]` or `- [x]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    pub done: bool,
    /// The line of the source it stands on, from 0: what [`markdown::set_task`] takes.
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Code(String),
    Link { href: Href, text: Vec<Inline> },
    Break,
}

impl RichText {
    /// The text alone: blocks on lines of their own.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        push_blocks(&self.blocks, &mut out);
        out.truncate(out.trim_end().len());
        out
    }

    /// Every link, in order.
    pub fn links(&self) -> Vec<&Href> {
        let mut found = Vec::new();
        links_of_blocks(&self.blocks, &mut found);
        found
    }
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => push_inlines(text, out),
            Block::List { items, .. } => items.iter().for_each(|item| push_blocks(&item.blocks, out)),
            Block::Quote(blocks) => push_blocks(blocks, out),
            Block::Code { text, .. } => out.push_str(text),
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
}

fn push_inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
                push_inlines(inner, out);
            }
            Inline::Break => out.push('\n'),
        }
    }
}

fn links_of_blocks<'a>(blocks: &'a [Block], found: &mut Vec<&'a Href>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => links_of_inlines(text, found),
            Block::List { items, .. } => items.iter().for_each(|item| links_of_blocks(&item.blocks, found)),
            Block::Quote(blocks) => links_of_blocks(blocks, found),
            Block::Code { .. } => {}
        }
    }
}

fn links_of_inlines<'a>(inlines: &'a [Inline], found: &mut Vec<&'a Href>) {
    for inline in inlines {
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) => links_of_inlines(inner, found),
            Inline::Link { href, .. } => found.push(href),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// Adds text to the last text.
pub(super) fn push_text(text: &str, out: &mut Vec<Inline>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push_str(text),
        _ => out.push(Inline::Text(text.to_owned())),
    }
}

/// Adds text, with the addresses in it as links.
pub(super) fn push_linked(text: &str, out: &mut Vec<Inline>) {
    let mut done = 0;
    for (start, _) in text.match_indices(['h', 'H', 'm', 'M']) {
        let (before, rest) = text.split_at_checked(start).unwrap_or_default();
        if start >= done
            && let Some((address, href)) = address_at(before, rest)
        {
            push_text(text.get(done..start).unwrap_or(""), out);
            out.push(Inline::Link { href, text: vec![Inline::Text(address.to_owned())] });
            done = start + address.len();
        }
    }
    push_text(text.get(done..).unwrap_or(""), out);
}
