//! Inlines as every dialect can write them: what is next to each other and alike is one, nothing stands inside its own
//! kind, and emphasis neither begins nor ends with white space.

use crate::text::Inline;

/// Where inlines stand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Within {
    pub strong: bool,
    pub emphasis: bool,
    pub link: bool,
    /// In one line, as a heading is.
    pub one_line: bool,
}

/// The inlines of a paragraph or, in one line, of a heading. Empty when nothing is to be seen.
pub fn clean(inlines: &[Inline], one_line: bool) -> Vec<Inline> {
    let mut out = cleaned(inlines, Within { one_line, ..Within::default() });
    take_start(&mut out);
    take_end(&mut out);
    out
}

/// A text in one line without controls. Everything else stays, what is read from right to left among it.
pub(super) fn clean_text(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() || is_no_character(c) => None,
            c => Some(c),
        })
        .collect()
}

/// The lines of a code block without controls; tabs stay.
pub(super) fn clean_lines(text: &str) -> Vec<String> {
    let clean = |line: &str| line.chars().filter(|c| *c == '\t' || !(c.is_control() || is_no_character(*c))).collect();
    text.replace("\r\n", "\n").split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).map(clean).collect()
}

/// Code points that are set aside as no characters, and the mark of byte order.
pub(super) fn is_no_character(c: char) -> bool {
    c == '\u{feff}' || matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

fn cleaned(inlines: &[Inline], within: Within) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => push(Inline::Text(clean_text(text)), &mut out),
            Inline::Code(text) => push(Inline::Code(clean_text(text).trim().to_owned()), &mut out),
            Inline::Break if within.one_line || within.link => push(Inline::Text(" ".to_owned()), &mut out),
            Inline::Break => push(Inline::Break, &mut out),
            Inline::Strong(inner) => {
                let inner = cleaned(inner, Within { strong: true, ..within });
                push_marked(inner, within.strong, Inline::Strong, &mut out);
            }
            Inline::Emphasis(inner) => {
                let inner = cleaned(inner, Within { emphasis: true, ..within });
                push_marked(inner, within.emphasis, Inline::Emphasis, &mut out);
            }
            Inline::Link { href, text } => {
                let mut text = cleaned(text, Within { link: true, ..within });
                if within.link {
                    text.into_iter().for_each(|inline| push(inline, &mut out));
                    continue;
                }
                let (start, end) = (take_start(&mut text), take_end(&mut text));
                if text.is_empty() {
                    text.push(Inline::Text(href.as_str().to_owned()));
                }
                start.into_iter().for_each(|inline| push(inline, &mut out));
                push(Inline::Link { href: href.clone(), text }, &mut out);
                end.into_iter().for_each(|inline| push(inline, &mut out));
            }
        }
    }
    out
}

fn push_marked(mut inner: Vec<Inline>, is_within: bool, mark: fn(Vec<Inline>) -> Inline, out: &mut Vec<Inline>) {
    if is_within {
        inner.into_iter().for_each(|inline| push(inline, out));
        return;
    }
    let (start, end) = (take_start(&mut inner), take_end(&mut inner));
    start.into_iter().for_each(|inline| push(inline, out));
    push(mark(inner), out);
    end.into_iter().for_each(|inline| push(inline, out));
}

/// Adds an inline, to the last one where that is of the same kind. Breaks do not follow each other.
fn push(inline: Inline, out: &mut Vec<Inline>) {
    match (inline, out.last_mut()) {
        (Inline::Text(text) | Inline::Code(text), _) if text.is_empty() => {}
        (Inline::Strong(inner) | Inline::Emphasis(inner), _) if inner.is_empty() => {}
        (Inline::Text(text), Some(Inline::Text(last))) => last.push_str(&text),
        (Inline::Code(text), Some(Inline::Code(last))) => last.push_str(&text),
        (Inline::Strong(inner), Some(Inline::Strong(last)))
        | (Inline::Emphasis(inner), Some(Inline::Emphasis(last))) => {
            inner.into_iter().for_each(|inline| push(inline, last));
        }
        (Inline::Break, _) => {
            take_end(out);
            if !out.is_empty() {
                out.push(Inline::Break);
            }
        }
        (Inline::Text(text), Some(Inline::Break)) => {
            let text = text.trim_start();
            if !text.is_empty() {
                out.push(Inline::Text(text.to_owned()));
            }
        }
        (inline, _) => out.push(inline),
    }
}

/// Takes white space and breaks off the start.
fn take_start(inlines: &mut Vec<Inline>) -> Vec<Inline> {
    let mut taken = Vec::new();
    loop {
        match inlines.first_mut() {
            Some(Inline::Break) => taken.push(inlines.remove(0)),
            Some(Inline::Text(text)) => {
                let rest = text.trim_start();
                let space = text.get(..text.len() - rest.len()).unwrap_or("").to_owned();
                let is_blank = rest.is_empty();
                if !space.is_empty() {
                    *text = rest.to_owned();
                    taken.push(Inline::Text(space));
                }
                if !is_blank {
                    return taken;
                }
                inlines.remove(0);
            }
            _ => return taken,
        }
    }
}

/// Takes white space and breaks off the end.
fn take_end(inlines: &mut Vec<Inline>) -> Vec<Inline> {
    let mut taken = Vec::new();
    loop {
        match inlines.last_mut() {
            Some(Inline::Break) => taken.extend(inlines.pop()),
            Some(Inline::Text(text)) => {
                let end = text.trim_end().len();
                let space = text.split_off(end);
                let is_blank = text.is_empty();
                if !space.is_empty() {
                    taken.push(Inline::Text(space));
                }
                if !is_blank {
                    break;
                }
                inlines.pop();
            }
            _ => break,
        }
    }
    taken.reverse();
    taken
}
