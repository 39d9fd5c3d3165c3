//! The tags that shape the text of an abstract.

use super::super::href::Href;
use super::decode_entities;

#[derive(Clone, Copy, PartialEq)]
pub enum TagKind {
    /// Its end and its start end a paragraph.
    Block,
    Heading(u8),
    List(Option<u32>),
    Item,
    Quote,
    Code,
    Break,
    /// A cell: a space keeps its text apart from the next one's.
    Space,
    Strong,
    Emphasis,
    CodeSpan,
    Link,
    /// Its content counts, the tag does not.
    Nothing,
}

/// A tag of the list.
pub struct HtmlTag<'a> {
    pub kind: TagKind,
    pub closes: bool,
    attributes: &'a str,
}

impl<'a> HtmlTag<'a> {
    /// Reads a tag of the list from the start of the text, and gives what follows it.
    pub fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let inside = text.strip_prefix('<')?;
        let closes = inside.starts_with('/');
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        let length = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let kind = kind(inside.get(..length)?)?;
        let rest = inside.get(length..)?;
        let mut quote = None;
        for (end, byte) in rest.bytes().enumerate() {
            match byte {
                b'"' | b'\'' if quote.is_none() => quote = Some(byte),
                _ if quote == Some(byte) => quote = None,
                b'>' if quote.is_none() => {
                    let attributes = rest.get(..end)?;
                    let spaced = attributes.is_empty() || attributes.starts_with([' ', '\t', '\n', '\r', '/']);
                    return spaced.then(|| Some((Self { kind, closes, attributes }, rest.get(end + 1..)?)))?;
                }
                b'<' if quote.is_none() => return None,
                _ if end > MOST_IN_TAG => return None,
                _ => {}
            }
        }
        None
    }

    pub fn href(&self) -> Option<Href> {
        let mut rest = self.attributes;
        loop {
            let (name, value) = rest.split_once('=')?;
            let value = value.trim_start();
            let (value, after) = match value.chars().next()? {
                quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
                _ => value.split_at_checked(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))?,
            };
            if name.split_ascii_whitespace().next_back()?.eq_ignore_ascii_case("href") {
                return Href::parse(&decode_entities(value));
            }
            rest = after;
        }
    }
}

const MOST_IN_TAG: usize = 4_096;

fn kind(name: &str) -> Option<TagKind> {
    let mut lower = [0; 10];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"p" | b"div" | b"section" | b"article" | b"header" | b"footer" | b"main" | b"body" | b"html" | b"figure"
        | b"figcaption" | b"table" | b"tbody" | b"thead" | b"tr" | b"caption" | b"dl" | b"dt" | b"dd" | b"hr"
        | b"center" => TagKind::Block,
        [b'h', level @ b'1'..=b'6'] => TagKind::Heading(level - b'0'),
        b"ul" => TagKind::List(None),
        b"ol" => TagKind::List(Some(1)),
        b"li" => TagKind::Item,
        b"blockquote" => TagKind::Quote,
        b"pre" => TagKind::Code,
        b"br" => TagKind::Break,
        b"td" | b"th" => TagKind::Space,
        b"b" | b"strong" => TagKind::Strong,
        b"i" | b"em" | b"cite" => TagKind::Emphasis,
        b"code" | b"tt" | b"kbd" | b"samp" => TagKind::CodeSpan,
        b"a" => TagKind::Link,
        b"span" | b"font" | b"u" | b"s" | b"small" | b"big" | b"sub" | b"sup" | b"del" | b"ins" | b"mark" | b"abbr"
        | b"q" | b"img" | b"wbr" => TagKind::Nothing,
        _ => return None,
    })
}
