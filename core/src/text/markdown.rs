//! The part of Markdown that people type into notes.
//!
//! After CommonMark 0.31, with these differences. Kept: paragraphs, `#` headings, lists (nested by two spaces or
//! more), `- [ ]` tasks, `>` quotes, fenced code, `code`, `*emphasis*`, `**strong**`, `[text](address)`, `<address>`,
//! backslash escapes. Added: addresses in plain text become links, and a line break is a line break. Left as text:
//! HTML, images, tables, reference links, indented code, underlined headings, rules, entities.
//!
//! Time is linear in the text for each level of nesting.

use super::href::{Href, LONGEST, address_at, cut};
use super::rich::{Block, DEEPEST, Inline, ListItem, RichText, Task, push_text};
use std::collections::BTreeMap;

/// Reads Markdown. Never fails: what is not understood is shown as it stands.
///
/// ```
/// use lanyard_core::text::markdown;
///
/// let note = markdown("Ask *Ana* about https://example.org/slides");
/// assert_eq!(note.plain(), "Ask Ana about https://example.org/slides");
/// ```
pub fn markdown(source: &str) -> RichText {
    let lines: Vec<SourceLine> = source.lines().enumerate().map(|(number, text)| SourceLine { number, text }).collect();
    RichText { blocks: blocks(&lines, 0) }
}

/// The source with one task ticked or not; unchanged when that line is no task.
pub fn set_task(source: &str, line: usize, done: bool) -> String {
    let mut out = String::with_capacity(source.len());
    for (number, text) in source.split_inclusive('\n').enumerate() {
        match text.find('[') {
            Some(open) if number == line && text.get(open..).is_some_and(|rest| task_box(rest).is_some()) => {
                out.push_str(text.get(..=open).unwrap_or(""));
                out.push(if done { 'x' } else { ' ' });
                out.push_str(text.get(open + 2..).unwrap_or(""));
            }
            _ => out.push_str(text),
        }
    }
    out
}

#[derive(Clone, Copy)]
struct SourceLine<'a> {
    /// In the whole source.
    number: usize,
    text: &'a str,
}

/// What a line begins.
enum Begin<'a> {
    Nothing,
    Blank,
    Heading(u8, &'a str),
    Fence { marks: &'a str, language: &'a str },
    Quote,
    Item(Marker<'a>),
}

struct Marker<'a> {
    /// The number of a numbered item.
    number: Option<u32>,
    /// Columns before the item's text.
    indent: usize,
    text: &'a str,
}

fn blocks(lines: &[SourceLine], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        rest = match begin(first.text, depth) {
            Begin::Blank => after,
            Begin::Heading(level, text) => {
                out.push(Block::Heading { level, text: inlines(text) });
                after
            }
            Begin::Fence { marks, language } => {
                let end = after.iter().position(|line| closes(line.text, marks));
                let (inside, after) = after.split_at(end.unwrap_or(after.len()));
                let text: Vec<&str> = inside.iter().map(|line| line.text).collect();
                out.push(Block::Code { language: language.to_owned(), text: text.join("\n") });
                after.get(1..).unwrap_or(&[])
            }
            Begin::Quote => {
                let (inside, after) = take_while(rest, |line| matches!(begin(line.text, depth), Begin::Quote));
                let inside: Vec<SourceLine> =
                    inside.iter().map(|line| SourceLine { text: unquoted(line.text), ..*line }).collect();
                out.push(Block::Quote(blocks(&inside, depth + 1)));
                after
            }
            Begin::Item(marker) => list(rest, &marker, depth, &mut out),
            Begin::Nothing => {
                let more = |line: &SourceLine| matches!(begin(line.text, depth), Begin::Nothing);
                let (inside, after) = take_while(rest, more);
                let text: Vec<&str> = inside.iter().map(|line| line.text.trim()).collect();
                out.push(Block::Paragraph(inlines(&text.join("\n"))));
                after
            }
        };
    }
    out
}

/// Reads the list that begins here, and gives back the lines after it.
fn list<'a, 'b>(
    lines: &'b [SourceLine<'a>],
    first: &Marker,
    depth: usize,
    out: &mut Vec<Block>,
) -> &'b [SourceLine<'a>] {
    let mut items = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let Begin::Item(marker) = begin(line.text, depth) else { break };
        if marker.number.is_some() != first.number.is_some() {
            break;
        }
        let task = task_box(marker.text).map(|(done, text)| (Task { done, line: line.number }, text));
        let (task, text) = task.map_or((None, marker.text), |(task, text)| (Some(task), text));
        let indent = marker.indent.min(4);
        let belongs = |line: &SourceLine| line.text.trim().is_empty() || indent_of(line.text) >= indent;
        let (inside, after) = take_while(after, belongs);
        let mut inner = vec![SourceLine { text, ..*line }];
        inner.extend(inside.iter().map(|line| SourceLine { text: unindented(line.text, indent), ..*line }));
        items.push(ListItem { task, blocks: blocks(&inner, depth + 1) });
        rest = after;
    }
    out.push(Block::List { start: first.number, items });
    rest
}

fn begin(line: &str, depth: usize) -> Begin<'_> {
    let text = line.trim();
    if text.is_empty() {
        return Begin::Blank;
    }
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes)
        && let Some(title) = text.get(hashes..).filter(|title| title.starts_with([' ', '\t']))
    {
        return Begin::Heading(hashes as u8, title.trim());
    }
    for mark in ['`', '~'] {
        let language = text.trim_start_matches(mark);
        let marks = text.len() - language.len();
        if marks >= 3 && !language.contains(mark) {
            return Begin::Fence { marks: text.get(..marks).unwrap_or(""), language: language.trim() };
        }
    }
    if depth >= DEEPEST {
        return Begin::Nothing;
    }
    if text.starts_with('>') {
        return Begin::Quote;
    }
    marker(line).map_or(Begin::Nothing, Begin::Item)
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let text = line.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, width) = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => (None, 1),
        b'.' | b')' if (1..=9).contains(&digits) => (Some(text.get(..digits)?.parse().ok()?), digits + 1),
        _ => return None,
    };
    let after = text.get(width..)?;
    let indent = indent_of(line) + width + 1;
    (after.is_empty() || after.starts_with([' ', '\t'])).then(|| Marker { number, indent, text: after.trim() })
}

/// `[ ] text` or `[x] text`.
fn task_box(text: &str) -> Option<(bool, &str)> {
    let (mark, rest) = text.strip_prefix('[')?.split_at_checked(1)?;
    let done = match mark {
        " " => false,
        "x" | "X" => true,
        _ => return None,
    };
    let rest = rest.strip_prefix(']')?;
    (rest.trim().is_empty() || rest.starts_with(' ')).then(|| (done, rest.trim()))
}

fn closes(line: &str, marks: &str) -> bool {
    let line = line.trim();
    line.starts_with(marks) && line.trim_start_matches(marks.get(..1).unwrap_or("`")).is_empty()
}

fn unquoted(line: &str) -> &str {
    let text = line.trim_start().strip_prefix('>').unwrap_or(line);
    text.strip_prefix(' ').unwrap_or(text)
}

/// A tab counts as four columns.
fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).map(|byte| if byte == b'\t' { 4 } else { 1 }).sum()
}

fn unindented(line: &str, columns: usize) -> &str {
    let mut left = columns;
    let mut text = line;
    while left > 0 {
        let width = match text.as_bytes().first() {
            Some(b' ') => 1,
            Some(b'\t') => 4,
            _ => break,
        };
        left = left.saturating_sub(width);
        text = text.get(1..).unwrap_or("");
    }
    text
}

fn take_while<T>(items: &[T], mut keep: impl FnMut(&T) -> bool) -> (&[T], &[T]) {
    let end = items.iter().position(|item| !keep(item)).unwrap_or(items.len());
    items.split_at(end)
}

fn inlines(text: &str) -> Vec<Inline> {
    Inlines { depth: 0, in_link: false }.read(text)
}

struct Inlines {
    depth: usize,
    /// A link holds no other link.
    in_link: bool,
}

impl Inlines {
    fn read(&mut self, text: &str) -> Vec<Inline> {
        let mut out = Vec::new();
        // Text since the last node, as it will be shown.
        let mut plain = String::new();
        let mut ends = Ends::of(text);
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let before = text.get(..text.len() - rest.len()).unwrap_or("");
            if let Some((inline, after)) = self.node(c, before, rest, &mut ends) {
                push_text(&plain, &mut out);
                plain.clear();
                out.push(inline);
                rest = after;
                continue;
            }
            let mut letters = rest.chars();
            letters.next();
            let escaped = (c == '\\').then(|| letters.clone().next()).flatten().filter(char::is_ascii_punctuation);
            match escaped {
                Some(escaped) => {
                    letters.next();
                    plain.push(escaped);
                }
                None => plain.push(c),
            }
            rest = letters.as_str();
        }
        push_text(&plain, &mut out);
        out
    }

    fn node<'a>(&mut self, c: char, before: &str, rest: &'a str, ends: &mut Ends<'a>) -> Option<(Inline, &'a str)> {
        match c {
            '\n' => Some((Inline::Break, rest.get(1..)?)),
            '`' => code(before.len(), rest, ends),
            '*' | '_' => self.emphasis(before, rest, ends),
            '[' if !self.in_link => self.link(rest),
            '<' if !self.in_link => {
                let (link, after) = address("", rest.get(1..)?)?;
                Some((link, after.strip_prefix('>')?))
            }
            'h' | 'H' | 'm' | 'M' if !self.in_link => address(before, rest),
            _ => None,
        }
    }

    fn emphasis<'a>(&mut self, before: &str, rest: &'a str, ends: &mut Ends<'a>) -> Option<(Inline, &'a str)> {
        let single = rest.get(..1)?;
        let double = rest.get(..2).filter(|mark| mark.ends_with(single));
        let mark = double.unwrap_or(single);
        let inside = rest.get(mark.len()..)?;
        let word_before = before.ends_with(char::is_alphanumeric);
        if self.depth >= DEEPEST
            || inside.starts_with(char::is_whitespace)
            || (single == "_" && word_before)
            || ends.missing.contains(&mark)
        {
            return None;
        }
        let Some(end) = closing(inside, mark) else {
            ends.missing.push(mark);
            return None;
        };
        let (inside, after) = inside.split_at_checked(end)?;
        let after = after.get(mark.len()..)?;
        self.depth += 1;
        let inner = self.read(inside);
        self.depth -= 1;
        Some((if mark.len() == 2 { Inline::Strong(inner) } else { Inline::Emphasis(inner) }, after))
    }

    fn link<'a>(&mut self, rest: &'a str) -> Option<(Inline, &'a str)> {
        let text = before_bracket(cut(rest.get(1..)?, LONGEST))?;
        let inside = rest.get(text.len() + 2..)?.strip_prefix('(')?;
        let mut open = 1;
        let end = cut(inside, LONGEST + 1).find(|c: char| {
            match c {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            open == 0 || c.is_whitespace()
        })?;
        let (href, after) = (Href::parse(inside.get(..end)?)?, inside.get(end..)?.strip_prefix(')')?);
        self.in_link = true;
        let text = if text.trim().is_empty() { vec![Inline::Text(href.as_str().to_owned())] } else { self.read(text) };
        self.in_link = false;
        Some((Inline::Link { href, text }, after))
    }
}

/// What stands before the first `]` that no backslash escapes.
fn before_bracket(text: &str) -> Option<&str> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            ']' if !is_escaped => return text.get(..at),
            _ => is_escaped = c == '\\' && !is_escaped,
        }
    }
    None
}

fn address<'a>(before: &str, rest: &'a str) -> Option<(Inline, &'a str)> {
    let (address, href) = address_at(before, rest)?;
    Some((Inline::Link { href, text: vec![Inline::Text(address.to_owned())] }, rest.get(address.len()..)?))
}

/// Where marks may close, looked for once and not again at every mark that may open.
struct Ends<'a> {
    /// Marks of emphasis that nothing closes from here on.
    missing: Vec<&'a str>,
    /// The starts of the runs of backticks by their length, last first. Those that were passed are dropped.
    backticks: BTreeMap<usize, Vec<usize>>,
    /// Where the run of backticks ends that was looked at last.
    run_end: usize,
}

impl Ends<'_> {
    fn of(text: &str) -> Self {
        let mut backticks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut rest = text;
        while let Some(end) = rest.rfind('`') {
            let run = rest.get(..=end).unwrap_or("");
            rest = run.trim_end_matches('`');
            backticks.entry(run.len() - rest.len()).or_default().push(rest.len());
        }
        Self { missing: Vec::new(), backticks, run_end: 0 }
    }

    /// How many backticks stand at `at`, the start of `rest`, and where the next run of as many starts. To be asked from
    /// the start of the text to its end.
    fn code_span(&mut self, at: usize, rest: &str) -> Option<(usize, usize)> {
        if at >= self.run_end {
            self.run_end = at + rest.len() - rest.trim_start_matches('`').len();
        }
        let length = self.run_end - at;
        let starts = self.backticks.get_mut(&length)?;
        while *starts.last()? < self.run_end {
            starts.pop();
        }
        Some((length, *starts.last()?))
    }
}

fn code<'a>(at: usize, rest: &'a str, ends: &mut Ends<'_>) -> Option<(Inline, &'a str)> {
    let (length, end) = ends.code_span(at, rest)?;
    let end = end - at;
    let text = rest.get(length..end)?.trim_matches(' ').replace('\n', " ");
    Some((Inline::Code(text), rest.get(end + length..)?))
}

/// Where the mark closes: after something that is no space, and for `_` at the end of a word.
fn closing(inside: &str, mark: &str) -> Option<usize> {
    let single = mark.get(..1)?;
    let mut from = 0;
    while let Some(found) = inside.get(from..)?.find(single) {
        let start = from + found;
        let (before, run) = inside.split_at_checked(start)?;
        let after = run.trim_start_matches(single);
        let length = run.len() - after.len();
        let closes = start > 0 && !before.ends_with(char::is_whitespace) && !before.ends_with('\\');
        let ends_word = single == "*" || !after.starts_with(char::is_alphanumeric);
        // `**a *b***` closes the inner one first.
        if closes && ends_word && length >= mark.len() && (length != 2 || mark.len() == 2) {
            return Some(start + if length == 3 { length - mark.len() } else { 0 });
        }
        from = start + length;
    }
    None
}
