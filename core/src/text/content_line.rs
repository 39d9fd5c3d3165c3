//! Content lines of iCalendar (RFC 5545) and vCard (RFC 6350): `NAME:value`, escaped and folded.
//!
//! Nothing of a value can become a line or a property of its own.

/// Bytes in a line, its end not counted. The space that begins a continued line counts.
const LONGEST_LINE: usize = 75;

/// Appends a property whose value is text.
pub fn push_text(out: &mut String, name: &str, text: &str) {
    push_line(out, name, &escape(text));
}

/// Appends a property with its value as it stands, but for control characters, which are left out. The line ends in CR LF
/// and is folded, never inside a character.
pub fn push_line(out: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()).filter(|c| !c.is_control()) {
        if length + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as a value: with a backslash before backslash, comma and semicolon, and `\n` for a line feed (RFC 5545, section
/// 3.3.11; RFC 6350, section 3.4).
pub fn escape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            c => value.push(c),
        }
    }
    value
}

/// The text of a value. Any other escaped character is itself.
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut out = String::new();
        push_text(&mut out, "NOTE", text);
        assert_eq!(out, expect);
    }

    #[test]
    fn text_is_escaped_and_folded() {
        check("a\\b; c, d\r\ne\u{7}", "NOTE:a\\\\b\\; c\\, d\\ne\r\n");
        check(&"x".repeat(70), &format!("NOTE:{}\r\n", "x".repeat(70)));
        check(&"é".repeat(36), &format!("NOTE:{}\r\n é\r\n", "é".repeat(35)));
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(text in "(?s).{0,200}") {
            let mut out = String::new();
            push_text(&mut out, "NOTE", &text);
            prop_assert!(out.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            let unfolded = out.replace("\r\n ", "");
            prop_assert_eq!(unfolded.matches(char::is_control).count(), 2, "only the end of the line");
            prop_assert!(unfolded.ends_with("\r\n"));
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }
}
