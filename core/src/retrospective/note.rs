//! Rich text in the Markdown of our own notes, for text that is made here and changed by the user.
//!
//! [`markdown`](crate::text::markdown()) reads the same back. Escapes are as few as that allows, so that a person can read it.

use super::clean::clean;
use crate::text::{Block, Inline, ListItem};

/// Blocks as a note. It ends without a line feed.
///
/// ```
/// use lanyard_core::retrospective::note_markdown;
/// use lanyard_core::text::{markdown, plain};
///
/// let note = note_markdown(&plain("[Keynote] 2 * 3 is *not* 5").blocks);
/// assert_eq!(markdown(&note).plain(), "[Keynote] 2 * 3 is *not* 5");
/// ```
pub fn note_markdown(blocks: &[Block]) -> String {
    lines(blocks).join("\n")
}

/// Inlines as one line of a note.
pub fn note_line(inlines: &[Inline]) -> String {
    inline_text(&clean(inlines, true))
}

fn lines(blocks: &[Block]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        let mut inner = match block {
            Block::Paragraph(text) => split(&inline_text(&clean(text, false))),
            Block::Heading { level, text } => {
                let text = inline_text(&clean(text, true));
                if text.is_empty() {
                    Vec::new()
                } else {
                    vec![format!("{} {text}", "#".repeat(usize::from(*level).clamp(1, 6)))]
                }
            }
            Block::Quote(blocks) => lines(blocks).iter().map(|line| quoted(line)).collect(),
            Block::Code { language, text } => code(language, text),
            Block::List { start, items } => list(*start, items),
        };
        inner.retain(|line| !line.is_empty() || matches!(block, Block::Code { .. } | Block::List { .. }));
        if inner.is_empty() {
            continue;
        }
        if last.is_some() {
            out.push(String::new());
        }
        out.append(&mut inner);
        last = Some(block);
    }
    out
}

fn quoted(line: &str) -> String {
    if line.is_empty() { ">".to_owned() } else { format!("> {line}") }
}

fn list(start: Option<u32>, items: &[ListItem]) -> Vec<String> {
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let marker = match start {
            Some(start) => format!("{}. ", start.saturating_add(index as u32).min(999_999_999)),
            None => "- ".to_owned(),
        };
        let task = match item.task {
            Some(task) if task.done => "[x] ",
            Some(_) => "[ ] ",
            None => "",
        };
        // A list right below a line needs no empty line.
        let mut inner = Vec::new();
        for block in &item.blocks {
            if !inner.is_empty() && !matches!(block, Block::List { .. }) {
                inner.push(String::new());
            }
            inner.extend(lines(std::slice::from_ref(block)));
        }
        if inner.is_empty() {
            inner.push(String::new());
        }
        let indent = " ".repeat(marker.len());
        for (number, line) in inner.into_iter().enumerate() {
            out.push(match number {
                0 => format!("{marker}{task}{line}").trim_end().to_owned(),
                _ if line.is_empty() => line,
                _ => format!("{indent}{line}"),
            });
        }
    }
    out
}

fn code(language: &str, text: &str) -> Vec<String> {
    // A fence is closed by whatever begins with it and holds nothing else.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let language = language.replace('`', "");
    let mut out = vec![format!("{fence}{}", language.trim())];
    out.extend(split(text));
    out.push(fence);
    out
}

fn inline_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push(inlines, false, &mut out);
    out
}

fn push(inlines: &[Inline], in_link: bool, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_text(text, in_link, out),
            Inline::Break => out.push('\n'),
            Inline::Code(text) => push_code(text, in_link, out),
            Inline::Strong(inner) => push_marked("**", inner, in_link, out),
            Inline::Emphasis(inner) => push_marked("*", inner, in_link, out),
            Inline::Link { href, text } => {
                let address = href.as_str();
                let is_same = matches!(text.as_slice(), [Inline::Text(words)] if words == address);
                if is_same && !address.contains('>') {
                    out.extend(["<", address, ">"]);
                    continue;
                }
                out.push('[');
                push(text, true, out);
                // Brackets that do not match would end it.
                out.extend(["](", &address.replace('(', "%28").replace(')', "%29"), ")"]);
            }
        }
    }
}

fn push_marked(mark: &str, inner: &[Inline], in_link: bool, out: &mut String) {
    // Marks that touch would be read as one.
    let touches = out.ends_with('*')
        || matches!(inner.first(), Some(Inline::Strong(_) | Inline::Emphasis(_)))
        || matches!(inner.last(), Some(Inline::Strong(_) | Inline::Emphasis(_)));
    if touches {
        push(inner, in_link, out);
        return;
    }
    out.push_str(mark);
    push(inner, in_link, out);
    out.push_str(mark);
}

fn push_code(text: &str, in_link: bool, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let starts_line = out.is_empty() || out.ends_with('\n');
    if out.ends_with('`') || (longest > 1 && starts_line) || (in_link && text.contains(']')) {
        push_text(text, in_link, out);
        return;
    }
    let fence = "`".repeat(longest + 1);
    let space = if longest == 0 { "" } else { " " };
    out.extend([&fence, space, text, space, &fence]);
}

/// Words: marks that would be read as such have a backslash before them.
fn push_text(text: &str, in_link: bool, out: &mut String) {
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let line = out.rsplit('\n').next().unwrap_or("");
        let starts_line = line.trim().is_empty();
        let next = characters.peek().copied();
        let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let number = !line.trim().is_empty() && line.trim_start().bytes().all(|byte| byte.is_ascii_digit());
        let escape = match c {
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '`' => true,
            '*' => !(is_apart(before) && next.is_some_and(char::is_whitespace) && !starts_line),
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '[' => !in_link,
            '<' => next.is_some_and(|next| matches!(next, 'h' | 'H' | 'm' | 'M')),
            '#' | '-' | '+' | '>' | '~' => starts_line,
            '.' | ')' => number,
            ':' => is_address_scheme(line),
            _ => false,
        };
        match c {
            // The reader ends the words of a link at the first bracket.
            ']' if in_link => out.push(')'),
            '[' if in_link => out.push('('),
            _ if escape => out.extend(['\\', c]),
            _ => out.push(c),
        }
        before = Some(c);
    }
}

/// Whether a colon would make a link of it.
fn is_address_scheme(line: &str) -> bool {
    ["http", "https", "mailto"].iter().any(|scheme| {
        line.len()
            .checked_sub(scheme.len())
            .and_then(|start| line.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    })
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
