//! A document as one page of HTML that stands alone: no script, nothing fetched, its photos inside it.

use super::super::clean::{clean_lines, clean_text};
use super::super::document::Document;
use super::code::language;
use super::layout::{self, DocumentListItem, DocumentNode};
use crate::schedule::words;
use crate::share::ExportChunk;
use crate::text::Inline;

/// Colours have a contrast of at least 7 to 1 with what they stand on (WCAG 2.2, 1.4.6).
const STYLE: &str = "
:root { color-scheme: light dark; --text: #1c1c1e; --quiet: #4a4a50; --paper: #ffffff; --line: #c9c9cf; --link: #00449e; --code: #f1f1f4 }
@media (prefers-color-scheme: dark) {
  :root { --text: #ededf0; --quiet: #b9b9c1; --paper: #16161a; --line: #47474f; --link: #9ecbff; --code: #26262c }
}
body { margin: 0; background: var(--paper); color: var(--text); font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1rem 4rem }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 0.5em; text-wrap: balance }
h1 { font-size: 2rem; margin-top: 0 }
h2 { font-size: 1.5rem }
h3 { font-size: 1.2rem }
h4, h5, h6 { font-size: 1rem }
a { color: var(--link) }
header p, figcaption, footer { color: var(--quiet) }
header p { margin: 0.25rem 0 }
figure { margin: 1.5rem 0 }
img { display: block; max-width: 100%; height: auto; margin: 0 auto; border-radius: 0.25rem }
blockquote { margin: 1.5rem 0; padding-inline-start: 1rem; border-inline-start: 0.25rem solid var(--line) }
blockquote footer::before { content: \"\\2014\\a0\" }
code, pre { font: 0.9em/1.5 ui-monospace, monospace; background: var(--code); border-radius: 0.25rem }
code { padding: 0.1em 0.25em }
pre { padding: 0.75rem 1rem; overflow-x: auto }
pre code { padding: 0; font-size: 1em }
li.task { list-style: none; margin-inline-start: -1.25em }
li > p { margin: 0.25em 0 }
";

/// The SHA-256 of the style, by which the policy knows it: no other style is taken, and none in an attribute.
const STYLE_DIGEST: &str = "bk3E5I7bLHWcO0eA+agrvKYJ1zwe6cpmlHDVX6EtTnM=";

/// The file, piece after piece.
pub(super) fn page(document: &Document) -> Vec<ExportChunk> {
    let mut writer = PageWriter { chunks: Vec::new(), text: String::new() };
    let title = escaped(document.title.trim());
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{STYLE_DIGEST}'; base-uri 'none'; form-action 'none'"
    );
    let lines = [
        "<!doctype html>",
        "<html lang=\"en\">",
        "<head>",
        "<meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"),
        "<meta name=\"referrer\" content=\"no-referrer\">",
    ];
    lines.iter().for_each(|line| writer.line(line));
    writer.line(&format!("<title>{title}</title>"));
    if !document.subtitle.trim().is_empty() {
        writer.line(&format!("<meta name=\"description\" content=\"{}\">", escaped(document.subtitle.trim())));
    }
    writer.line(&format!("<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header>"));
    writer.line(&format!("<h1{}>{title}</h1>", direction(&document.title)));
    if !document.subtitle.trim().is_empty() {
        let subtitle = document.subtitle.trim();
        writer.line(&format!("<p{}>{}</p>", direction(subtitle), escaped(subtitle)));
    }
    let (day, year) = (words::day_long(document.date), document.date.ymd().0);
    writer.line(&format!("<p><time datetime=\"{}\">{day} {year}</time></p>\n</header>", document.date));
    writer.nodes(&layout::nodes(document));
    writer.line("</main>\n</body>\n</html>");
    let PageWriter { mut chunks, text } = writer;
    chunks.push(ExportChunk::Text(text));
    chunks
}

struct PageWriter {
    chunks: Vec<ExportChunk>,
    /// What comes after the chunks.
    text: String,
}

impl PageWriter {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn nodes(&mut self, nodes: &[DocumentNode]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &DocumentNode) {
        match node {
            DocumentNode::Heading { level, text } => {
                self.line(&format!("<h{level}{}>{}</h{level}>", direction_of(text), inlines(text)));
            }
            DocumentNode::Paragraph(text) | DocumentNode::NoteLink { words: text, .. } => {
                self.line(&format!("<p{}>{}</p>", direction_of(text), inlines(text)));
            }
            DocumentNode::List { start, items } => {
                let (open, close) = match start {
                    None => ("<ul>".to_owned(), "</ul>"),
                    Some(1) => ("<ol>".to_owned(), "</ol>"),
                    Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
                };
                self.line(&open);
                items.iter().for_each(|item| self.item(item));
                self.line(close);
            }
            DocumentNode::Quote { nodes, spoken } => {
                self.line("<blockquote>");
                self.nodes(nodes);
                if let Some(speaker) = spoken.as_ref().filter(|speaker| !speaker.name.is_empty()) {
                    self.line(&format!("<footer>{}</footer>", inlines(&speaker.name)));
                }
                self.line("</blockquote>");
            }
            DocumentNode::Code { language: name, text } => {
                let class = match language(name) {
                    "" => String::new(),
                    name => format!(" class=\"language-{}\"", escaped(name)),
                };
                let text = clean_lines(text).join("\n");
                self.line(&format!("<pre tabindex=\"0\"><code{class}>{}</code></pre>", code_text(&text)));
            }
            DocumentNode::Picture { photo, alt } => {
                self.text.push_str("<figure><img src=\"data:image/jpeg;base64,");
                self.chunks.push(ExportChunk::Text(std::mem::take(&mut self.text)));
                self.chunks.push(ExportChunk::PhotoBase64(photo.clone()));
                self.line(&format!("\" alt=\"{}\"></figure>", escaped(alt.trim())));
            }
        }
    }

    fn item(&mut self, item: &DocumentListItem) {
        let class = if item.task.is_some() { " class=\"task\"" } else { "" };
        let mark = match item.task {
            Some(true) => "<span role=\"img\" aria-label=\"Done:\">☑</span> ",
            Some(false) => "<span role=\"img\" aria-label=\"To do:\">☐</span> ",
            None => "",
        };
        // An item that is one paragraph needs no element for it.
        let mut nodes = item.nodes.as_slice();
        let mut first = String::new();
        if let Some((DocumentNode::Paragraph(text), rest)) = nodes.split_first()
            && rest.iter().all(|node| matches!(node, DocumentNode::List { .. }))
        {
            first = inlines(text);
            nodes = rest;
        }
        let direction = item.nodes.first().map_or("", |node| match node {
            DocumentNode::Paragraph(text) => direction_of(text),
            _ => "",
        });
        self.text.push_str(&format!("<li{class}{direction}>{mark}{first}"));
        if !nodes.is_empty() {
            self.text.push('\n');
            self.nodes(nodes);
        }
        self.line("</li>");
    }
}

fn inlines(list: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => escaped(text),
        Inline::Code(text) => format!("<code>{}</code>", escaped(text)),
        Inline::Strong(inner) => format!("<strong>{}</strong>", inlines(inner)),
        Inline::Emphasis(inner) => format!("<em>{}</em>", inlines(inner)),
        Inline::Link { href, text } => format!("<a href=\"{}\">{}</a>", escaped(href.as_str()), inlines(text)),
        Inline::Break => "<br>\n".to_owned(),
    };
    list.iter().map(one).collect()
}

/// Whatever is written from right to left says so; the browser finds the direction.
fn direction(text: &str) -> &'static str {
    let is_right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.contains(is_right_to_left) { " dir=\"auto\"" } else { "" }
}

fn direction_of(list: &[Inline]) -> &'static str {
    let found = list.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => !direction(text).is_empty(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
            !direction_of(inner).is_empty()
        }
        Inline::Break => false,
    });
    if found { " dir=\"auto\"" } else { "" }
}

/// Text as content or as the value of a quoted attribute (HTML standard, section 13.3).
fn escaped(text: &str) -> String {
    code_text(&clean_text(text))
}

/// Text as content or inside quotes, every letter of it kept.
pub(super) fn code_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use sha2::Digest;

    #[test]
    fn the_policy_knows_the_style() {
        let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(STYLE));
        assert_eq!(digest, STYLE_DIGEST);
    }
}
