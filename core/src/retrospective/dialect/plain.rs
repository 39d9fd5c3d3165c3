//! A document without markup, for a chat or a mail. Nothing is escaped.

use super::super::clean::{clean_lines, clean_text};
use super::super::document::Document;
use super::super::follow_ups::day_and_year;
use super::layout::{self, DocumentListItem, DocumentNode};
use crate::text::Inline;

/// The whole text, ending in a line feed.
pub(super) fn text(document: &Document) -> String {
    let mut lines = vec![document.title.trim().to_owned()];
    lines.extend(Some(document.subtitle.trim().to_owned()).filter(|subtitle| !subtitle.is_empty()));
    lines.push(day_and_year(document.date));
    let nodes = layout::nodes(document);
    if !nodes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(node_lines(&nodes));
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn node_lines(nodes: &[DocumentNode]) -> Vec<String> {
    let mut lines = Vec::new();
    for node in nodes {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match node {
            DocumentNode::Heading { text, .. }
            | DocumentNode::Paragraph(text)
            | DocumentNode::NoteLink { words: text, .. } => lines.extend(split(&words(text))),
            DocumentNode::List { start, items } => {
                for (index, item) in items.iter().enumerate() {
                    let number = start.map(|start| start.saturating_add(index as u32));
                    push_item(number, item, &mut lines);
                }
            }
            DocumentNode::Quote { nodes, spoken } => {
                let mut inner = node_lines(nodes);
                if let Some(speaker) = spoken.as_ref().filter(|speaker| !speaker.name.is_empty()) {
                    inner.push(format!("— {}", words(&speaker.name)));
                }
                lines.extend(inner.into_iter().map(|line| format!("> {line}")));
            }
            DocumentNode::Code { text, .. } => lines.extend(clean_lines(text)),
            DocumentNode::Picture { alt, .. } => lines.push(format!("[Photo: {}]", clean_text(alt).trim())),
        }
    }
    lines
}

fn push_item(number: Option<u32>, item: &DocumentListItem, lines: &mut Vec<String>) {
    let marker = match (item.task, number) {
        (Some(true), _) => "☑ ".to_owned(),
        (Some(false), _) => "☐ ".to_owned(),
        (None, Some(number)) => format!("{number}. "),
        (None, None) => "- ".to_owned(),
    };
    let indent = " ".repeat(marker.chars().count());
    // A list in an item needs no empty line before it.
    let inner = item.nodes.iter().flat_map(|node| node_lines(std::slice::from_ref(node)));
    for (index, line) in inner.enumerate() {
        lines.push(if index == 0 { format!("{marker}{line}") } else { format!("{indent}{line}") });
    }
}

/// Inlines as words; a link as `words (address)`.
fn words(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => words(inner),
        Inline::Break => "\n".to_owned(),
        Inline::Link { href, text } => {
            let (words, address) = (words(text), href.as_str());
            let is_address = words == address || address.strip_prefix("mailto:") == Some(words.as_str());
            if is_address { words } else { format!("{words} ({address})") }
        }
    };
    inlines.iter().map(one).collect()
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}
