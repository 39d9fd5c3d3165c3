//! Titles and names on one line, with nothing in them that cannot be seen.

/// One line with single spaces, without controls, bidi controls and invisible characters. Joiners stay where scripts
/// and emoji need them: after anything but plain ASCII.
///
/// ```
/// use lanyard_core::text::plain_title;
///
/// assert_eq!(plain_title("  Two\r\n\tlines "), "Two lines");
/// ```
pub fn plain_title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_joiner(c) {
            if out.chars().next_back().is_some_and(|before| !before.is_ascii()) {
                out.push(c);
            }
        } else if !is_hidden(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Controls, bidi controls, and characters without a shape of their own that are no joiners.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // Letters of Hangul that draw nothing.
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            // Tags: a second text hidden in the first. Flags of three regions are the price.
            | '\u{e0000}'..='\u{e0fff}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(input: &str, expect: &str) {
        assert_eq!(plain_title(input), expect);
    }

    #[test]
    fn titles_are_one_line_without_anything_hidden() {
        check("  Two\r\n\tlines\u{2028}here ", "Two lines here");
        check("pay\u{202e}lapyap\u{202c}", "paylapyap");
        check("a\u{200b}d\u{2060}m\u{feff}in\u{ad}", "admin");
        check("\u{2066}isolated\u{2069}\u{200f}", "isolated");
        check("hi\u{e0068}\u{e0069}", "hi");
        check("bell\u{7}\u{1b}[31m\u{85}", "bell[31m");
        check("\u{3164}\u{200d}", "");
    }

    #[test]
    fn joiners_stay_where_they_are_needed() {
        check("by \u{1f469}\u{200d}\u{1f680}!", "by \u{1f469}\u{200d}\u{1f680}!");
        check("\u{645}\u{6cc}\u{200c}\u{62e}", "\u{645}\u{6cc}\u{200c}\u{62e}");
        check("a\u{200d}b \u{2764}\u{fe0f}", "ab \u{2764}\u{fe0f}");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text: String) {
            let once = plain_title(&text);
            prop_assert_eq!(plain_title(&once), once);
        }
    }
}
