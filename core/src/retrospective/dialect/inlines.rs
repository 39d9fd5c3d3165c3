//! What stands inside a line, in Markdown.
//!
//! Emphasis is written where each reader is sure to see it (CommonMark 0.31, section 6.2; kramdown is less exact). Where
//! none can be written between the letters around it, the words stay and their form is left out.

use super::choice::Dialect;
use super::code::{guarded, longest_run};
use super::escape::{TextPlace, destination, is_autolink, push_escaped};
use crate::text::{Href, Inline};

/// Cleaned inlines as Markdown; lines end in a hard break of two spaces.
pub(super) fn markdown(inlines: &[Inline], dialect: Dialect, heading: bool) -> String {
    let mut writer = InlineWriter { dialect, heading, link_start: false, out: String::new() };
    writer.write(inlines, &[None]);
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
    /// `after` are the characters that may follow; none at the end of a line.
    fn write(&mut self, inlines: &[Inline], after: &[Option<char>]) {
        let mut rest = inlines;
        while let Some((inline, others)) = rest.split_first() {
            let next = first_characters(others, after);
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => self.code(text),
                Inline::Break => self.out.push_str("  \n"),
                Inline::Link { href, text } => self.link(href, text),
                Inline::Strong(inner) => self.marked("**", inner, &next),
                Inline::Emphasis(inner) => {
                    let before = self.out.chars().next_back();
                    // To goldmark an emoji is no punctuation, and an underscore beside it no mark.
                    let is_apart = |c: Option<char>| {
                        c.is_none_or(|c| c.is_whitespace() || (c.is_ascii_punctuation() && !matches!(c, '-' | '_')))
                    };
                    let is_apart = is_apart(before) && next.iter().all(|c| is_apart(*c));
                    self.marked(if is_apart { "_" } else { "*" }, inner, &next);
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
        // Three backticks at the start of a line are a fence to some readers, and to kramdown `]:` in a line that begins
        // with a bracket ends the name of a definition, whatever it stands in.
        let line = self.out.rsplit('\n').next().unwrap_or("");
        let defines = self.dialect == Dialect::Jekyll
            && text.contains("]:")
            && line.trim_start_matches(['*', '_']).starts_with('[');
        // goldmark looks for addresses of mail before it looks for code.
        let is_mail = self.dialect == Dialect::Hugo
            && text.contains('@')
            && line.ends_with(|c: char| c.is_ascii_punctuation() || c.is_alphanumeric());
        let is_misread = defines || is_mail || (run > 1 && line.is_empty()) || line.ends_with('`');
        match guarded(text, self.dialect) {
            Some(code) if !is_misread => {
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
        self.write(text, &[Some(']')]);
        self.link_start = false;
        self.out.extend(["](", &destination(address), ")"]);
    }

    fn marked(&mut self, mark: &str, inner: &[Inline], next: &[Option<char>]) {
        let start = self.out.len();
        let was_link_start = self.link_start;
        let before = self.out.chars().next_back();
        let sign = mark.chars().next();
        let opens = first_characters(inner, &[]).iter().all(|first| joins(before, *first));
        if opens && before != sign && !next.contains(&sign) {
            self.link_start = false;
            self.out.push_str(mark);
            self.write(inner, &[sign]);
            let last = self.out.chars().next_back();
            if next.iter().all(|next| joins(*next, last)) {
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

/// The characters with which they may begin, since a mark may be left out and code be written as text; `after` when
/// they are empty.
fn first_characters(inlines: &[Inline], after: &[Option<char>]) -> Vec<Option<char>> {
    let mut found = match inlines.first() {
        None => return after.to_vec(),
        Some(Inline::Text(text) | Inline::Code(text)) => vec![text.chars().next()],
        Some(Inline::Link { .. }) => vec![Some('[')],
        Some(Inline::Break) => vec![Some('\n')],
        Some(Inline::Strong(inner) | Inline::Emphasis(inner)) => first_characters(inner, after),
    };
    found.extend(match inlines.first() {
        Some(Inline::Code(_)) => Some(Some('`')),
        Some(Inline::Strong(_)) => Some(Some('*')),
        Some(Inline::Emphasis(_)) => Some(Some('_')),
        _ => None,
    });
    found
}
