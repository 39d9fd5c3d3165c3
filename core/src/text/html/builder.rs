//! The nodes of an abstract, built while its tags and texts go by.

use super::super::href::Href;
use super::super::rich::{Block, DEEPEST, Inline, ListItem, RichText, push_linked};
use super::super::title::is_hidden;
use super::decode_entities;
use super::tag::{HtmlTag, TagKind};

/// What is open around the text being read.
#[derive(Default)]
pub struct Builder {
    blocks: Vec<OpenBlock>,
    done: Vec<Block>,
    inlines: Vec<OpenInline>,
    /// The paragraph so far, outside of `inlines`.
    text: Vec<Inline>,
    heading: Option<u8>,
    /// The preformatted text so far.
    code: Option<String>,
}

enum OpenBlock {
    List(Option<u32>, Vec<ListItem>),
    Item(Vec<Block>),
    Quote(Vec<Block>),
}

struct OpenInline {
    kind: TagKind,
    href: Option<Href>,
    inner: Vec<Inline>,
}

impl Builder {
    pub fn tag(&mut self, tag: &HtmlTag) {
        match tag.kind {
            TagKind::Code if tag.closes => self.end_paragraph(),
            _ if self.code.is_some() => {
                if tag.kind == TagKind::Break {
                    self.text("\n");
                }
            }
            TagKind::Nothing => {}
            TagKind::Space => self.text(" "),
            TagKind::Break => self.line_break(),
            TagKind::Strong | TagKind::Emphasis | TagKind::CodeSpan | TagKind::Link if tag.closes => {
                self.close_inline(tag.kind)
            }
            TagKind::Strong | TagKind::Emphasis | TagKind::CodeSpan | TagKind::Link => self.open_inline(tag),
            kind => {
                self.end_paragraph();
                match kind {
                    TagKind::Heading(level) if !tag.closes => self.heading = Some(level),
                    TagKind::Code => self.code = Some(String::new()),
                    TagKind::List(_) | TagKind::Item | TagKind::Quote if tag.closes => self.close(kind),
                    TagKind::List(_) | TagKind::Item | TagKind::Quote => self.open(kind),
                    _ => {}
                }
            }
        }
    }

    pub fn text(&mut self, raw: &str) {
        let text = decode_entities(raw);
        if let Some(code) = &mut self.code {
            code.extend(text.chars().filter(|c| *c == '\n' || *c == '\t' || !is_hidden(*c)));
            return;
        }
        let is_at_start = self.is_at_start();
        let into = self.innermost();
        let is_at_start = is_at_start || into.last() == Some(&Inline::Break);
        if into.last().is_none_or(|last| !matches!(last, Inline::Text(_))) {
            into.push(Inline::Text(String::new()));
        }
        let Some(Inline::Text(last)) = into.last_mut() else { return };
        for c in text.chars() {
            let is_space = c.is_whitespace() && c != '\u{a0}';
            if is_space && !last.ends_with(' ') && !(is_at_start && last.is_empty()) {
                last.push(' ');
            } else if !is_space && !is_hidden(c) {
                last.push(c);
            }
        }
        if last.is_empty() {
            into.pop();
        }
    }

    pub fn finish(mut self) -> RichText {
        self.end_paragraph();
        while !self.blocks.is_empty() {
            self.pop();
        }
        RichText { blocks: self.done }
    }

    /// Two breaks in a row end a paragraph: many abstracts know no other way.
    fn line_break(&mut self) {
        if self.is_at_start() {
            return;
        }
        let outside = self.inlines.is_empty();
        let into = self.innermost();
        trim_end(into);
        match into.last() {
            Some(Inline::Break) if outside => self.end_paragraph(),
            _ => into.push(Inline::Break),
        }
    }

    fn innermost(&mut self) -> &mut Vec<Inline> {
        self.inlines.last_mut().map_or(&mut self.text, |open| &mut open.inner)
    }

    fn is_at_start(&self) -> bool {
        self.text.is_empty() && self.inlines.iter().all(|open| open.inner.is_empty())
    }

    fn open_inline(&mut self, tag: &HtmlTag) {
        let is_link = |open: &OpenInline| open.kind == TagKind::Link;
        let href = if tag.kind == TagKind::Link { tag.href() } else { None };
        let nested = tag.kind == TagKind::Link && self.inlines.iter().any(is_link);
        if self.inlines.len() < DEEPEST && !nested && (tag.kind != TagKind::Link || href.is_some()) {
            self.inlines.push(OpenInline { kind: tag.kind, href, inner: Vec::new() });
        }
    }

    /// Ends what the tag opened and what is still open inside it.
    fn close_inline(&mut self, kind: TagKind) {
        if let Some(index) = self.inlines.iter().rposition(|open| open.kind == kind) {
            while self.inlines.len() > index {
                self.pop_inline();
            }
        }
    }

    fn pop_inline(&mut self) {
        let Some(open) = self.inlines.pop() else { return };
        let inside_link = self.inlines.iter().any(|open| open.kind == TagKind::Link);
        let into = self.innermost();
        match (open.kind, open.href) {
            _ if open.inner.is_empty() => {}
            (TagKind::Strong, _) => into.push(Inline::Strong(linked(open.inner, inside_link))),
            (TagKind::Emphasis, _) => into.push(Inline::Emphasis(linked(open.inner, inside_link))),
            (TagKind::CodeSpan, _) => {
                let text = RichText { blocks: vec![Block::Paragraph(open.inner)] };
                into.push(Inline::Code(text.plain()));
            }
            (_, Some(href)) => into.push(Inline::Link { href, text: open.inner }),
            _ => into.extend(open.inner),
        }
    }

    fn end_paragraph(&mut self) {
        while !self.inlines.is_empty() {
            self.pop_inline();
        }
        let heading = self.heading.take();
        if let Some(code) = self.code.take() {
            let text = code.trim_matches('\n').to_owned();
            if !text.trim().is_empty() {
                self.push(Block::Code { language: String::new(), text });
            }
        }
        let mut text = std::mem::take(&mut self.text);
        trim_end(&mut text);
        while text.last() == Some(&Inline::Break) {
            text.pop();
            trim_end(&mut text);
        }
        let text = linked(text, false);
        match heading {
            _ if text.is_empty() => {}
            Some(level) => self.push(Block::Heading { level, text }),
            None => self.push(Block::Paragraph(text)),
        }
    }

    fn push(&mut self, block: Block) {
        match self.blocks.last_mut() {
            None => self.done.push(block),
            Some(OpenBlock::Item(blocks) | OpenBlock::Quote(blocks)) => blocks.push(block),
            Some(OpenBlock::List(_, items)) => items.push(ListItem { task: None, blocks: vec![block] }),
        }
    }

    fn open(&mut self, kind: TagKind) {
        if kind == TagKind::Item {
            let in_item = |open: &OpenBlock| matches!(open, OpenBlock::Item(_));
            if self.blocks.last().is_some_and(in_item) {
                self.pop();
            }
            if !matches!(self.blocks.last(), Some(OpenBlock::List(..))) {
                self.open(TagKind::List(None));
            }
            if matches!(self.blocks.last(), Some(OpenBlock::List(..))) {
                self.blocks.push(OpenBlock::Item(Vec::new()));
            }
        } else if self.blocks.len() < DEEPEST {
            self.blocks.push(match kind {
                TagKind::List(start) => OpenBlock::List(start, Vec::new()),
                _ => OpenBlock::Quote(Vec::new()),
            });
        }
    }

    fn close(&mut self, kind: TagKind) {
        let index = self.blocks.iter().rposition(|open| {
            matches!(
                (open, kind),
                (OpenBlock::List(..), TagKind::List(_))
                    | (OpenBlock::Item(_), TagKind::Item)
                    | (OpenBlock::Quote(_), TagKind::Quote)
            )
        });
        while index.is_some_and(|index| self.blocks.len() > index) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        match self.blocks.pop() {
            Some(OpenBlock::List(start, items)) if !items.is_empty() => self.push(Block::List { start, items }),
            Some(OpenBlock::Quote(blocks)) if !blocks.is_empty() => self.push(Block::Quote(blocks)),
            Some(OpenBlock::Item(blocks)) if !blocks.is_empty() => {
                if let Some(OpenBlock::List(_, items)) = self.blocks.last_mut() {
                    items.push(ListItem { task: None, blocks });
                }
            }
            _ => {}
        }
    }
}

/// The addresses in the texts become links, unless this stands in a link itself.
fn linked(inlines: Vec<Inline>, inside_link: bool) -> Vec<Inline> {
    if inside_link {
        return inlines;
    }
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_linked(&text, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn trim_end(inlines: &mut Vec<Inline>) {
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        last.truncate(last.trim_end().len());
        if last.is_empty() {
            inlines.pop();
        }
    }
}
