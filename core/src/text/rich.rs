//! The nodes that a page may draw: blocks with inlines in them.

use super::href::{Href, address_at};

/// How deep lists and quotes nest, and inlines in inlines. Beyond, text is kept and its form is not.
pub const DEEPEST: usize = 8;

/// A text as blocks; empty when nothing is to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    /// The blocks in the order of the source.
    pub blocks: Vec<Block>,
}

/// What stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading of what follows.
    Heading {
        /// 1 to 6 as written. A page draws it below its own headings.
        level: u8,
        /// The words of the heading.
        text: Vec<Inline>,
    },
    /// A list with bullets, or with numbers where `start` is given.
    List {
        /// The first number of a numbered list.
        start: Option<u32>,
        /// The items in the order of the source.
        items: Vec<ListItem>,
    },
    /// The blocks of a quotation.
    Quote(Vec<Block>),
    /// Text in a fixed width, its line breaks kept.
    Code {
        /// What follows the opening fence; often empty.
        language: String,
        /// The text as written.
        text: String,
    },
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListItem {
    /// The box before the item; `None` for an item without one.
    pub task: Option<Task>,
    /// What the item says, lists inside it included.
    pub blocks: Vec<Block>,
}

/// `- [ ]` or `- [x]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Whether the box is ticked.
    pub done: bool,
    /// The line of the source it stands on, from 0: what [`set_task`](super::markdown::set_task) takes.
    pub line: usize,
}

/// What stands inside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words without any markup.
    Text(String),
    /// Strong importance: `**strong**` in Markdown.
    Strong(Vec<Inline>),
    /// Stress: `*emphasis*` in Markdown.
    Emphasis(Vec<Inline>),
    /// Text in a fixed width, as written.
    Code(String),
    /// A link with the words that are shown for it.
    Link {
        /// Where it leads.
        href: Href,
        /// The words; the address itself where the source gives no others.
        text: Vec<Inline>,
    },
    /// A line break inside a paragraph.
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
