//! Text that people wrote, as the few kinds of nodes that a page may draw.
//!
//! Notes ([`markdown()`]), abstracts as schedules write them ([`html()`]) and plain text ([`plain()`]) all become
//! [`RichText`]. No byte of them ever becomes markup: what is not understood is shown as it stands, and a link is a
//! [`Href`] or it is text. Nothing here fails, no visible word is lost, and nesting is bounded.

pub mod base64;
pub mod content_line;
pub mod cursor;
pub mod file_name;
pub mod href;
pub mod html;
pub mod markdown;
pub mod merge;
pub mod plain;
pub mod query;
pub mod rich;
pub mod title;
pub mod windows_1252;

pub use base64::base64;
pub use file_name::file_name;
pub use href::Href;
pub use html::html;
pub use markdown::markdown;
pub use merge::merge;
pub use plain::plain;
pub use rich::{Block, DEEPEST, Inline, ListItem, RichText, Task};
pub use title::plain_title;

/// An abstract, in whatever its source wrote: HTML when it has tags or entities, else Markdown.
pub fn of_abstract(source: &str) -> RichText {
    if html::looks_like_html(source) { html(source) } else { markdown(source) }
}

/// The beginning of a note on one line, at most so many letters, ended by `…` where it goes on.
pub fn excerpt(source: &str, letters: usize) -> String {
    // Marks and addresses vanish from the text, so more is read than is shown; never the whole of a long note.
    let begin = href::cut(source, letters.saturating_mul(4).saturating_add(href::LONGEST));
    let line = plain_title(&markdown(begin).plain());
    let shown = whole_words(&line, letters);
    if shown.len() == line.len() && begin.len() == source.len() { line } else { format!("{shown}…") }
}

/// The beginning of a line, at most so many letters and, where it goes on, whole words. All of a line that is no longer.
fn whole_words(line: &str, letters: usize) -> &str {
    let Some(begin) = line.char_indices().nth(letters).and_then(|(end, _)| line.get(..end)) else { return line };
    begin.rfind(' ').and_then(|end| begin.get(..end)).unwrap_or(begin)
}

/// The beginning of a text, at most so many bytes: whole lines where that keeps at least half of it, else whole words,
/// else whole letters. All of a text that is no longer than that.
pub fn beginning(source: &str, bytes: usize) -> &str {
    let begin = href::cut(source, bytes);
    if begin.len() == source.len() {
        return source;
    }
    let far_enough = |end: &usize| *end > bytes / 2;
    let end = begin.rfind('\n').filter(far_enough).or_else(|| begin.rfind(char::is_whitespace).filter(far_enough));
    end.and_then(|end| begin.get(..end)).unwrap_or(begin)
}

#[cfg(test)]
mod tests;
