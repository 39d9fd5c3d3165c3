//! Text that people wrote, as the few kinds of nodes that a page may draw.
//!
//! Notes ([`markdown()`]), abstracts as schedules write them ([`html()`]) and plain text ([`plain()`]) all become
//! [`RichText`]. No byte of them ever becomes markup: what is not understood is shown as it stands, and a link is a
//! [`Href`] or it is text. Nothing here fails, no visible word is lost, and nesting is bounded.

pub mod cursor;
pub mod href;
pub mod html;
pub mod markdown;
pub mod merge;
pub mod plain;
pub mod query;
pub mod title;

pub use href::Href;
pub use html::html;
pub use markdown::markdown;
pub use merge::merge;
pub use plain::plain;
pub use title::plain_title;

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

/// An abstract, in whatever its source wrote: HTML when it has tags or entities, else Markdown.
pub fn of_abstract(source: &str) -> RichText {
    if html::looks_like_html(source) { html(source) } else { markdown(source) }
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

/// The beginning of a note on one line, at most so many letters, ended by `…` where it goes on.
pub fn excerpt(source: &str, letters: usize) -> String {
    // Marks and addresses vanish from the text, so more is read than is shown; never the whole of a long note.
    let begin = href::cut(source, letters.saturating_mul(4).saturating_add(href::LONGEST));
    let line = plain_title(&markdown(begin).plain());
    let shown = line.char_indices().nth(letters).and_then(|(end, _)| line.get(..end)).unwrap_or(&line);
    if shown.len() == line.len() && begin.len() == source.len() {
        return line;
    }
    let whole_words = shown.rfind(' ').filter(|_| shown.len() < line.len()).and_then(|end| shown.get(..end));
    [whole_words.unwrap_or(shown), "…"].concat()
}

/// The beginning of a text, at most so many bytes: whole lines where that keeps at least half of it, else whole words,
/// else whole letters. All of a text that is no longer than that.
pub fn beginning(source: &str, bytes: usize) -> &str {
    let begin = href::cut(source, bytes);
    if begin.len() == source.len() {
        return source;
    }
    let far_enough = |end: &usize| *end > bytes / 2;
    let end = begin.rfind('\n').filter(far_enough).or_else(|| begin.rfind(char::is_whitespace).filter(far_enough));
    end.and_then(|end| begin.get(..end)).unwrap_or(begin)
}

/// Adds text to the last text.
fn push_text(text: &str, out: &mut Vec<Inline>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push_str(text),
        _ => out.push(Inline::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests;
