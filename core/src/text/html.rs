//! HTML as schedules write it in abstracts: fragments, often broken.
//!
//! Not the parser of the HTML standard. Tags of the list below shape the text, whatever else looks like a tag is
//! shown as the text it is, scripts included. Of all attributes only an `href` is read. Closing tags may be missing
//! or crossed: the end of a block ends what is open inside it. Comments are left out, entities are decoded.

use super::{Href, RichText};
use builder::Builder;

mod builder;
mod entity;

pub fn html(source: &str) -> RichText {
    let mut builder = Builder::default();
    let mut rest = source;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at_checked(open).unwrap_or_default();
        builder.text(text);
        rest = if tag.starts_with("<!--") {
            let Some((_, after)) = tag.split_once("-->") else {
                rest = tag;
                break;
            };
            after
        } else if let Some((tag, after)) = HtmlTag::read(tag) {
            builder.tag(&tag);
            after
        } else {
            builder.text("<");
            tag.get(1..).unwrap_or("")
        };
    }
    builder.text(rest);
    builder.finish()
}

/// Whether a tag or an entity of ours stands in it.
pub fn looks_like_html(source: &str) -> bool {
    let has_tag = || source.match_indices('<').any(|(open, _)| source.get(open..).and_then(HtmlTag::read).is_some());
    let has_entity =
        || source.match_indices('&').any(|(start, _)| source.get(start..).and_then(entity::read).is_some());
    has_tag() || has_entity()
}

/// The text with its entities decoded: for titles, which hold no tags.
pub fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, entity) = rest.split_at_checked(start).unwrap_or_default();
        out.push_str(before);
        let (c, after) = entity::read(entity).unwrap_or(('&', entity.get(1..).unwrap_or("")));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[derive(Clone, Copy, PartialEq)]
enum TagKind {
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
struct HtmlTag<'a> {
    kind: TagKind,
    closes: bool,
    attributes: &'a str,
}

impl<'a> HtmlTag<'a> {
    /// Reads a tag of the list from the start of the text, and gives what follows it.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
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

    fn href(&self) -> Option<Href> {
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
