//! Tags and text of XML and HTML as people really write them.
//!
//! A tokenizer that cannot fail: whatever is not a tag is text, and what is cut off at the end of the input is marked
//! as such. It knows no schema, resolves no entity that the input declares, and reads every byte once.

use std::borrow::Cow;

use crate::text::html::decode_entities;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Open {
        name: &'a str,
        attributes: &'a str,
        empty: bool,
    },
    Close {
        name: &'a str,
    },
    /// Text with its references (`&amp;`) still in it.
    Text(&'a str),
    /// The content of a CDATA section, to be taken literally.
    Literal(&'a str),
    /// `<!DOCTYPE ...` up to its name.
    DocType(&'a str),
    /// A tag, comment or section that the end of the input cuts off.
    CutOff,
}

/// The tokens of `input`, each with its offset in bytes. Comments and processing instructions are passed over.
pub struct Tokens<'a> {
    input: &'a str,
    offset: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(input: &'a str) -> Self {
        Self { input, offset: 0 }
    }

    /// Where the next token starts, in bytes.
    pub fn offset(&self) -> usize {
        self.offset
    }

    fn rest(&self) -> &'a str {
        self.input.get(self.offset..).unwrap_or("")
    }

    /// Takes everything up to `end` and steps over `end`; `None` when the input has no such end.
    fn take_until(&mut self, skip: usize, end: &str) -> Option<&'a str> {
        let body = self.rest().get(skip..)?;
        let length = body.find(end)?;
        self.offset += skip + length + end.len();
        body.get(..length)
    }

    fn cut_off(&mut self) -> Token<'a> {
        self.offset = self.input.len();
        Token::CutOff
    }

    fn tag(&mut self) -> Token<'a> {
        let rest = self.rest();
        if rest.starts_with("</") {
            return match self.take_until(2, ">") {
                Some(name) => Token::Close { name: local_name(name.trim()) },
                None => self.cut_off(),
            };
        }
        let Some(length) = tag_length(rest) else { return self.cut_off() };
        self.offset += length + 1;
        let inside = rest.get(1..length).unwrap_or("");
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let (name, attributes) = match inside.find(|c: char| c.is_ascii_whitespace()) {
            Some(space) => inside.split_at(space),
            None => (inside, ""),
        };
        Token::Open { name: local_name(name), attributes, empty }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.offset;
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let token = if rest.starts_with("<!--") {
                match self.take_until(4, "-->") {
                    Some(_) => continue,
                    None => self.cut_off(),
                }
            } else if rest.starts_with("<![CDATA[") {
                self.take_until(9, "]]>").map_or_else(|| self.cut_off(), Token::Literal)
            } else if rest.starts_with("<?") {
                match self.take_until(2, "?>") {
                    Some(_) => continue,
                    None => self.cut_off(),
                }
            } else if rest.starts_with("<!") {
                match self.take_until(2, ">") {
                    Some(declaration) => Token::DocType(declaration.split_whitespace().nth(1).unwrap_or("")),
                    None => self.cut_off(),
                }
            } else if starts_tag(rest) {
                self.tag()
            } else {
                let length = next_tag(rest);
                self.offset += length;
                Token::Text(rest.get(..length).unwrap_or(""))
            };
            return Some((start, token));
        }
    }
}

/// The attributes of a tag, values with their references resolved.
pub fn attributes(text: &str) -> Vec<(&str, Cow<'_, str>)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_length = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_length);
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            // `<option selected>`: an attribute without a value.
            if !name.is_empty() {
                found.push((local_name(name), Cow::Borrowed("")));
            }
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = value.get(1..).unwrap_or("");
                value.split_once(quote).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        found.push((local_name(name), decode_entities(value)));
        rest = after.trim_start();
    }
    found
}

fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn starts_tag(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'<')
        && matches!(bytes.next(), Some(b'/' | b'!' | b'?' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | 0x80..))
}

/// How much of `text` is text: up to the next `<` that opens a tag. `I <3 this` is text.
fn next_tag(text: &str) -> usize {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('<')) {
        let offset = from + found;
        if offset > 0 && text.get(offset..).is_some_and(starts_tag) {
            return offset;
        }
        from = offset + 1;
    }
    text.len()
}

/// The byte offset of the `>` that ends the tag `text` starts with. A `>` within a quoted value does not count.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (offset, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(offset),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = quote.is_none() && (byte == b'=' || (after_equals && byte.is_ascii_whitespace()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(input: &str, expect: &[Token<'_>]) {
        let tokens: Vec<_> = Tokens::new(input).map(|(_, token)| token).collect();
        assert_eq!(tokens, expect, "{input}");
    }

    #[test]
    fn tags_text_and_sections() {
        let open = |name, attributes| Token::Open { name, attributes, empty: false };
        check("<a>x</a>", &[open("a", ""), Token::Text("x"), Token::Close { name: "a" }]);
        check("<a b='>'/>", &[Token::Open { name: "a", attributes: " b='>'", empty: true }]);
        check("<!-- <x> --><![CDATA[<y>&amp;]]>", &[Token::Literal("<y>&amp;")]);
        check("<?xml version='1.0'?><!DOCTYPE html>", &[Token::DocType("html")]);
        check("<x:a/>", &[Token::Open { name: "a", attributes: "", empty: true }]);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        check("I <3 R&D < x", &[Token::Text("I <3 R&D < x")]);
        check("a<b", &[Token::Text("a"), Token::CutOff]);
        check("<a b=\"", &[Token::CutOff]);
        check("<!-- no end", &[Token::CutOff]);
    }

    #[test]
    fn attributes_with_any_quotes() {
        let found = attributes(r#" id=5 name='a "b"' x:guid = "c &amp; d" bare"#);
        let plain: Vec<_> = found.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        assert_eq!(plain, [("id", "5"), ("name", "a \"b\""), ("guid", "c & d"), ("bare", "")]);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart(text in "[<>/!?\\[\\]a-b=\"'& -]{0,60}") {
            let mut last = 0;
            for (offset, token) in Tokens::new(&text) {
                prop_assert!(offset >= last);
                last = offset;
                if let Token::Open { attributes: inside, .. } = token {
                    attributes(inside);
                }
            }
        }
    }
}
