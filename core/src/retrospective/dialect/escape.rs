//! Words in Markdown that no reader takes for anything else.
//!
//! One set of escapes for all dialects: kramdown takes a backslash before fewer marks than CommonMark does, and what it
//! does not take is written as a character reference. Quotation marks are left to the typography of the site.

use super::choice::Dialect;

/// Where words stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextPlace {
    /// Nothing but white space stands before it in its line.
    pub line_start: bool,
    /// The line so far is a number.
    pub after_number: bool,
    /// Right after the bracket that opens a link.
    pub link_start: bool,
    pub heading: bool,
}

/// Appends words.
pub(super) fn push_escaped(text: &str, dialect: Dialect, place: TextPlace, out: &mut String) {
    let mut before: Option<char> = None;
    // How many of the same character stand right before.
    let mut run = 0;
    let mut line_start = place.line_start;
    let mut number = place.after_number;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if line_start && matches!(c, ' ' | '\t') {
            continue;
        }
        let next = characters.peek().map(|(_, next)| *next);
        // What a mark that was left out has brought together is one run.
        let joins = before.is_none() && out.ends_with(c);
        run = if before == Some(c) { run + 1 } else { 0 };
        let is_pair = run > 0 || next == Some(c);
        let first = before.is_none() && place.link_start;
        let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let escape = match c {
            '\\' | '*' | '[' | ']' | '|' | '<' | '~' | '$' | '}' => true,
            // After a digit kramdown takes it for a mark.
            '_' => !(before.is_some_and(|c| c.is_ascii_alphabetic()) && in_word(next)),
            '{' => !(dialect == Dialect::Jekyll && next.is_none_or(|next| next == '%')),
            '!' => first || next.is_none() || next == Some('['),
            '#' => {
                let is_tag = next != Some(' ') && !before.is_some_and(|c| c == '&' || c.is_alphanumeric());
                line_start || place.heading || (dialect == Dialect::Obsidian && is_tag)
            }
            '+' => line_start,
            // An address of mail, which goldmark and GitHub make a link of.
            '@' => matches!(dialect, Dialect::Hugo | Dialect::CommonMark) && before.is_some_and(|c| !c.is_whitespace()),
            '-' | '=' | '>' => line_start || joins || (is_pair && run % 2 == 0),
            '.' => number || joins || (run % 3 == 0 && (run > 0 || rest.starts_with(".."))) || is_www(text, at, next),
            ')' => number,
            ':' => {
                let is_shortcode =
                    !in_word(before) && next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '+');
                line_start || before.or(out.chars().next_back()) == Some(']') || rest.starts_with("//") || is_shortcode
            }
            _ => false,
        };
        let reference = match c {
            '{' if !escape => Some("&#123;"),
            '`' => Some("&#96;"),
            // kramdown takes `\<<` together, also when the second begins a link.
            '<' if dialect == Dialect::Jekyll && next.is_none() => Some("&lt;"),
            '^' => Some("&#94;"),
            '&' if next.is_none() || begins_reference(rest) => Some("&amp;"),
            '%' if (is_pair || joins) && dialect == Dialect::Obsidian => Some("&#37;"),
            _ => None,
        };
        match reference {
            Some(reference) => out.push_str(reference),
            None if escape => out.extend(['\\', c]),
            None => out.push(c),
        }
        number = c.is_ascii_digit() && (line_start || number);
        line_start = false;
        before = Some(c);
    }
}

/// Whether an ampersand before it would make it a character reference.
fn begins_reference(rest: &str) -> bool {
    let name = rest.split(';').next().unwrap_or("");
    let letters = name.strip_prefix('#').unwrap_or(name);
    name.len() < rest.len() && !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The dot of `www.`, which some readers make a link of.
fn is_www(text: &str, at: usize, next: Option<char>) -> bool {
    let before = text.get(..at).unwrap_or("");
    let is_www = before
        .len()
        .checked_sub(3)
        .and_then(|start| before.get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"));
    is_www && next.is_some_and(char::is_alphanumeric)
}

/// An address as the destination of a link: what is no plain part of an address (RFC 3986) is percent-encoded, and so
/// are brackets, bars and semicolons, which would end the link, a cell or a character reference.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_hex = |distance: usize| bytes.get(at + distance).is_some_and(u8::is_ascii_hexdigit);
        let stays = match byte {
            b'%' => is_hex(1) && is_hex(2),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' | b'*' | b'+' | b','
            | b'=' => true,
            byte => byte.is_ascii_alphanumeric(),
        };
        if stays {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether it may stand between `<` and `>` and be its own words.
pub(super) fn is_autolink(address: &str) -> bool {
    let is_plain = |c: char| {
        matches!(
            c,
            '-' | '.' | '_' | '~' | ':' | '/' | '?' | '#' | '@' | '!' | '&' | '*' | '+' | ',' | '=' | '%' | '(' | ')'
        ) || c.is_ascii_alphanumeric()
    };
    address.chars().all(is_plain)
}
