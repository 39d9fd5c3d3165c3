//! A small tree of an XML document, read forgivingly and within limits.
//!
//! Elements left open are closed where their parent ends, end tags without a start are passed over, and a document
//! that breaks off gives what was there. A document type declaration is refused: it is how entity bombs are built, and
//! no schedule needs one. Names are taken without their namespace prefix.

use std::borrow::Cow;

use super::context::ScheduleError;
use super::markup::{Token, Tokens, attributes};
use super::problems::Problems;
use crate::text::html::decode_entities;

const DEEPEST: usize = 64;
const MOST_ELEMENTS: usize = 1_000_000;

#[derive(Debug, Default)]
pub struct Element<'a> {
    pub name: &'a str,
    attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub children: Vec<Element<'a>>,
    /// The text directly inside, references resolved.
    text: String,
    /// Everything inside as it was written.
    inside: &'a str,
    content_start: usize,
    /// Where its tag stands in the input, in bytes.
    pub offset: usize,
    /// The input breaks off inside it.
    pub cut_off: bool,
}

impl<'a> Element<'a> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first element called `name` at any depth, in the order of the document.
    pub fn descendant(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find_map(|child| if child.name == name { Some(child) } else { child.descendant(name) })
    }

    pub fn children_named(&self, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The trimmed text inside; `None` when there is none. Markup inside that was not escaped stays as written.
    pub fn text(&self) -> Option<&str> {
        let text = if self.children.is_empty() { &self.text } else { self.inside };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// The text of the first child called `name` that has any.
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.children_named(name).find_map(Element::text)
    }
}

/// Reads `input` and gives a nameless element that holds the document's root.
pub fn read<'a>(input: &'a str, problems: &mut Problems<'a>) -> Result<Element<'a>, ScheduleError> {
    let mut open: Vec<Element<'a>> = Vec::new();
    let mut document = Element::default();
    let mut count = 0;
    let mut tokens = Tokens::new(input);
    let mut broken_off = false;
    while let Some((offset, token)) = tokens.next() {
        match token {
            Token::Open { name, attributes: inside, empty } => {
                count += 1;
                if open.len() >= DEEPEST || count > MOST_ELEMENTS {
                    return Err(ScheduleError::TooMuch { line: problems.line(offset) });
                }
                let content_start = tokens.offset();
                let attributes = attributes(inside);
                let element = Element { name, attributes, offset, content_start, ..Element::default() };
                if empty {
                    parent(&mut open, &mut document).children.push(element);
                } else {
                    open.push(element);
                }
            }
            Token::Close { name } => match open.iter().rposition(|element| element.name == name) {
                None => problems.at(offset, format!("The end tag </{name}> has no start; it was passed over.")),
                Some(index) => {
                    while open.len() > index + 1 {
                        let unclosed = open.last().map_or("", |element| element.name);
                        problems.at(offset, format!("The element <{unclosed}> was never closed."));
                        close(input, offset, &mut open, &mut document);
                    }
                    close(input, offset, &mut open, &mut document);
                }
            },
            Token::Text(text) => parent(&mut open, &mut document).text.push_str(&decode_entities(text)),
            Token::Literal(text) => parent(&mut open, &mut document).text.push_str(text),
            Token::DocType(_) => return Err(ScheduleError::DocumentType { line: problems.line(offset) }),
            Token::CutOff => broken_off = true,
        }
    }
    if broken_off || !open.is_empty() {
        problems.at(input.len(), "The file breaks off here; what came before was read.".to_owned());
    }
    while let Some(element) = open.last_mut() {
        element.cut_off = true;
        close(input, input.len(), &mut open, &mut document);
    }
    Ok(document)
}

fn parent<'s, 'a>(open: &'s mut [Element<'a>], document: &'s mut Element<'a>) -> &'s mut Element<'a> {
    open.last_mut().unwrap_or(document)
}

fn close<'a>(input: &'a str, end: usize, open: &mut Vec<Element<'a>>, document: &mut Element<'a>) {
    if let Some(mut element) = open.pop() {
        element.inside = input.get(element.content_start..end).unwrap_or("");
        parent(open, document).children.push(element);
    }
}
