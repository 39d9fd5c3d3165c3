//! What stands on lines of its own, in Markdown.
//!
//! Each node is written as lines, and what holds it puts its marks before these. Two lists that follow each other take
//! different bullets (CommonMark 0.31, section 5.3); kramdown, which takes all bullets for the same, is given its own
//! mark for the end of a block.

use super::super::clean::clean_lines;
use super::super::document::Document;
use super::super::follow_ups::day_and_year;
use super::choice::Dialect;
use super::code::{guarded, language, longest_run};
use super::escape::destination;
use super::inlines::{label, markdown};
use super::layout::{DocumentListItem, DocumentNode};
use super::names::PictureNames;
use super::template::Template;

/// Writes the nodes of one text.
pub(super) struct BlockWriter<'a> {
    pub dialect: Dialect,
    pub template: &'a Template,
    pub pictures: &'a PictureNames,
    /// What stands before the name of a picture in its address.
    pub base: &'a str,
    /// Whether the lines stand in an item of a list.
    pub in_list: bool,
}

impl BlockWriter<'_> {
    /// The nodes as a text that ends in a line feed; empty for none.
    pub fn text(&self, nodes: &[DocumentNode]) -> String {
        self.lines(nodes).into_iter().map(|line| line + "\n").collect()
    }

    /// The title, subtitle and date of a document without front matter, and an empty line.
    pub fn title_lines(&self, document: &Document) -> String {
        let mut text = format!("# {}\n\n", label_of_heading(&document.title, self.dialect));
        if !document.subtitle.trim().is_empty() {
            text.push_str(&format!("{}  \n", label(document.subtitle.trim(), self.dialect, true)));
        }
        text.push_str(&format!("{}\n\n", day_and_year(document.date)));
        text
    }

    fn lines(&self, nodes: &[DocumentNode]) -> Vec<String> {
        let mut lines = Vec::new();
        let mut before: Option<&DocumentNode> = None;
        let mut is_other_bullet = false;
        for node in nodes {
            let continues = before.is_some_and(|before| would_join(before, node));
            if before.is_some() {
                lines.push(String::new());
            }
            if continues && self.dialect == Dialect::Jekyll {
                lines.extend(["^".to_owned(), String::new()]);
            }
            is_other_bullet = continues && !is_other_bullet && self.dialect != Dialect::Jekyll;
            match node {
                DocumentNode::Paragraph(text) => lines.extend(split(&markdown(text, self.dialect, false))),
                DocumentNode::Heading { level, text } => {
                    let marks = "#".repeat(usize::from(*level));
                    lines.push(format!("{marks} {}", markdown(text, self.dialect, true)));
                }
                DocumentNode::List { start, items } => self.list(*start, items, is_other_bullet, &mut lines),
                DocumentNode::Quote { nodes, spoken } => {
                    let mut inner = Vec::new();
                    if let Some(speaker) = spoken
                        && self.dialect == Dialect::Obsidian
                    {
                        let name = markdown(&speaker.name, self.dialect, true);
                        inner.push(format!("[!quote] {name}").trim_end().to_owned());
                        inner.extend(self.lines(nodes));
                    } else {
                        inner.extend(self.lines(nodes));
                        if let Some(speaker) = spoken.as_ref().filter(|speaker| !speaker.name.is_empty()) {
                            if !inner.is_empty() {
                                inner.push(String::new());
                            }
                            inner.push(format!("— {}", markdown(&speaker.name, self.dialect, true)));
                        }
                    }
                    lines.extend(inner.iter().map(|line| quoted(line)));
                }
                DocumentNode::Code { language, text } => self.code(language, text, &mut lines),
                DocumentNode::NoteLink { words, file, line } => {
                    let link = format!("[{}]({})", markdown(words, self.dialect, true), destination(file));
                    let line = markdown(line, self.dialect, false);
                    lines.extend(split(&if line.is_empty() { link } else { format!("{link}  \n{line}") }));
                }
                DocumentNode::Picture { photo, alt } => {
                    let name = self.pictures.name(photo);
                    lines.extend(split(&self.template.picture_line(self.dialect, self.base, name, alt)));
                }
            }
            before = Some(node);
        }
        lines
    }

    fn list(&self, start: Option<u32>, items: &[DocumentListItem], is_other_bullet: bool, lines: &mut Vec<String>) {
        let is_tight = items.iter().all(|item| is_tight(&item.nodes));
        let writer = BlockWriter { in_list: true, ..*self };
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !is_tight {
                lines.push(String::new());
            }
            let marker = match start {
                Some(start) => {
                    let number = start.saturating_add(index as u32).min(999_999_999);
                    format!("{number}{} ", if is_other_bullet { ')' } else { '.' })
                }
                None if is_other_bullet => "* ".to_owned(),
                None => "- ".to_owned(),
            };
            let indent = " ".repeat(marker.len());
            // A box needs words behind it.
            let has_words = matches!(item.nodes.first(), Some(DocumentNode::Paragraph(_)));
            let task = match item.task {
                Some(true) if has_words => "[x] ",
                Some(false) if has_words => "[ ] ",
                _ => "",
            };
            let mut inner = Vec::new();
            if is_tight {
                item.nodes.iter().for_each(|node| inner.extend(writer.lines(std::slice::from_ref(node))));
            } else {
                if let (Some(done), false) = (item.task, has_words) {
                    inner.extend([if done { "☑" } else { "☐" }.to_owned(), String::new()]);
                }
                inner.extend(writer.lines(&item.nodes));
            }
            for (number, line) in inner.into_iter().enumerate() {
                lines.push(match number {
                    0 => format!("{marker}{task}{line}"),
                    _ if line.is_empty() => line,
                    _ => format!("{indent}{line}"),
                });
            }
        }
    }

    fn code(&self, name: &str, text: &str, lines: &mut Vec<String>) {
        let source = clean_lines(text);
        // Inside an item kramdown looks for lists and rules before it looks for code.
        let is_misread =
            self.dialect == Dialect::Jekyll && self.in_list && source.iter().any(|line| looks_like_item(line));
        let Some(code) = guarded(&source.join("\n"), self.dialect).filter(|_| !is_misread) else {
            lines.extend(as_text(&source, self.dialect));
            return;
        };
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        lines.push(format!("{fence}{}", language(name)));
        lines.extend(split(&code));
        lines.push(fence);
    }
}

/// Code that cannot be written as code: its lines, with spaces that stay.
fn as_text(source: &[String], dialect: Dialect) -> Vec<String> {
    let shown: Vec<String> = source
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let text = line.trim_start();
            let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
            "\u{a0}".repeat(indent) + &label(&text.replace('\t', " "), dialect, indent == 0)
        })
        .collect();
    split(&shown.join("  \n"))
}

fn looks_like_item(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < line.len() { rest.starts_with('.') } else { line.starts_with(['-', '+', '*', '_', '=']) }
}

fn label_of_heading(title: &str, dialect: Dialect) -> String {
    markdown(&[crate::text::Inline::Text(title.trim().to_owned())], dialect, true)
}

fn quoted(line: &str) -> String {
    if line.is_empty() { ">".to_owned() } else { format!("> {line}") }
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

/// Whether a reader would take the second for more of the first.
fn would_join(first: &DocumentNode, second: &DocumentNode) -> bool {
    match (first, second) {
        (DocumentNode::List { start: first, .. }, DocumentNode::List { start: second, .. }) => {
            first.is_some() == second.is_some()
        }
        (DocumentNode::Quote { .. }, DocumentNode::Quote { .. }) => true,
        _ => false,
    }
}

/// Whether an item needs no empty line: one paragraph, and lists that may follow its last line.
fn is_tight(nodes: &[DocumentNode]) -> bool {
    let mut nodes = nodes.iter();
    let first = matches!(nodes.next(), Some(DocumentNode::Paragraph(_) | DocumentNode::NoteLink { .. }));
    let may_follow = |node: &DocumentNode| match node {
        DocumentNode::List { start, items } => {
            matches!(start, None | Some(1)) && items.iter().all(|item| is_tight(&item.nodes))
        }
        _ => false,
    };
    first && nodes.clone().count() <= 1 && nodes.all(may_follow)
}
