//! What stands inside a line, in Markdown.
//!
//! Emphasis is written where each reader is sure to see it (CommonMark 0.31, section 6.2; kramdown is less exact). Where
//! none can be written between the letters around it, the words stay and their form is left out.

use super::Dialect;
use super::code::{guarded, longest_run};
use super::escape::{TextPlace, destination, is_autolink, push_escaped};
use crate::text::{Href, Inline};

/// Cleaned inlines as Markdown; lines end in a hard break of two spaces.
pub(super) fn markdown(inlines: &[Inline], dialect: Dialect, heading: bool) -> String {
    let mut writer = InlineWriter { dialect, heading, link_start: false, out: String::new() };
    writer.write(inlines, None);
    writer.out
}

/// Plain text as Markdown inside the brackets of a picture or, at the start of a line, below it.
pub(super) fn label(text: &str, dialect: Dialect, line_start: bool) -> String {
    let mut out = String::new();
    let place = TextPlace { line_start, after_number: false, link_start: !line_start, heading: false };
    push_escaped(text, dialect, place, &mut out);
    out
}

struct InlineWriter {
    dialect: Dialect,
    heading: bool,
    /// The bracket of a link was written last.
    link_start: bool,
    out: String,
}

impl InlineWriter {
    /// `after` is the character that will follow.
    fn write(&mut self, inlines: &[Inline], after: Option<char>) {
        let mut rest = inlines;
        while let Some((inline, others)) = rest.split_first() {
            let next = first_character(others).or(after);
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.code(text),
                Inline::Break => self.out.push_str("  \n"),
                Inline::Link { href, text } => self.link(href, text),
                Inline::Strong(inner) => self.marked("**", inner, next),
                Inline::Emphasis(inner) => {
                    let before = self.out.chars().next_back();
                    let is_apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                    self.marked(if is_apart(before) && is_apart(next) { "_" } else { "*" }, inner, next);
                }
            }
            self.link_start = false;
            rest = others;
        }
    }

    fn text(&mut self, text: &str) {
        let line = self.out.rsplit('\n').next().unwrap_or("");
        let place = TextPlace {
            line_start: line.is_empty(),
            after_number: !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()),
            link_start: self.link_start,
            heading: self.heading,
        };
        push_escaped(text, self.dialect, place, &mut self.out);
    }

    fn code(&mut self, text: &str) {
        let run = longest_run(text);
        // Three backticks at the start of a line are a fence to some readers.
        let looks_like_fence = run > 1 && (self.out.is_empty() || self.out.ends_with('\n'));
        match guarded(text, self.dialect) {
            Some(code) if !looks_like_fence => {
                let fence = "`".repeat(if run == 0 { 1 } else { run + 1 });
                let space = if run == 0 { "" } else { " " };
                self.out.extend([&fence, space, &code, space, &fence]);
            }
            _ => self.text(text),
        }
    }

    fn link(&mut self, href: &Href, text: &[Inline]) {
        let address = href.as_str();
        // kramdown leaves `mailto:` out of the words.
        let may_be_auto = self.dialect != Dialect::Jekyll || !address.starts_with("mailto:");
        if matches!(text, [Inline::Text(words)] if words == address) && is_autolink(address) && may_be_auto {
            self.out.extend(["<", address, ">"]);
            return;
        }
        self.out.push('[');
        self.link_start = true;
        self.write(text, Some(']'));
        self.link_start = false;
        self.out.extend(["](", &destination(address), ")"]);
    }

    fn marked(&mut self, mark: &str, inner: &[Inline], next: Option<char>) {
        let start = self.out.len();
        let was_link_start = self.link_start;
        let before = self.out.chars().next_back();
        let sign = mark.chars().next();
        let first = first_character(inner);
        let opens = joins(before, first) && before != sign && next != sign;
        if opens {
            self.link_start = false;
            self.out.push_str(mark);
            self.write(inner, sign);
            if joins(next, self.out.chars().next_back()) {
                self.out.push_str(mark);
                return;
            }
            self.out.truncate(start);
        }
        self.link_start = was_link_start;
        self.write(inner, next);
    }
}

/// Whether a mark of emphasis works between `outside` and `inside`: letters may stand anywhere inside it, anything else
/// needs white space or a mark outside.
fn joins(outside: Option<char>, inside: Option<char>) -> bool {
    let is_open = outside.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    inside.is_some_and(|c| !c.is_whitespace() && (c.is_alphanumeric() || is_open))
}

/// The first character as it will be written, or another of its kind.
fn first_character(inlines: &[Inline]) -> Option<char> {
    match inlines.first()? {
        Inline::Text(text) => text.chars().next(),
        Inline::Code(_) => Some('`'),
        Inline::Link { .. } => Some('['),
        Inline::Strong(_) => Some('*'),
        Inline::Emphasis(_) => Some('_'),
        Inline::Break => Some('\n'),
    }
}
