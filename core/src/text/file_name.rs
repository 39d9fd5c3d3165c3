//! Words as the name of a file that every system takes: no folder, nothing that Windows refuses in a name, no end that
//! it cuts off, and short enough (255 bytes on most).

/// Longer names are cut before their ending.
const MOST_BYTES: usize = 180;

/// The words as a name. What is not allowed becomes `-`; the ending (`.vcf`) stays. Never empty, and never `.` or `..`.
///
/// ```
/// assert_eq!(lanyard_core::text::file_name("TCP/IP: why?.md"), "TCP-IP- why-.md");
/// ```
pub fn file_name(words: &str) -> String {
    let is_allowed = |letter: char| !letter.is_control() && !"/\\<>:\"|?*".contains(letter);
    let allowed: String = words.chars().map(|letter| if is_allowed(letter) { letter } else { '-' }).collect();
    let is_cut_off = |letter: char| letter.is_whitespace() || letter == '.';
    let name = allowed.trim_matches(is_cut_off);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 12 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let mut short = String::new();
    for letter in stem.chars() {
        if short.len() + letter.len_utf8() + ending.len() > MOST_BYTES {
            break;
        }
        short.push(letter);
    }
    let name = short.trim_end_matches(is_cut_off).to_owned() + &ending;
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        #[track_caller]
        fn check(words: &str, expect: &str) {
            assert_eq!(file_name(words), expect);
        }
        check("Ana López.vcf", "Ana López.vcf");
        check("a/b\\c:d", "a-b-c-d");
        check("..", "file");
        check("../../x.md", "-..-x.md");
        check(" . ", "file");
        check("a\nb.txt", "a-b.txt");
        check(&format!("{}.markdown", "ä".repeat(200)), &format!("{}.markdown", "ä".repeat(85)));
    }

    proptest! {
        #[test]
        fn no_words_make_a_bad_name(words in "(?s).{0,300}") {
            let name = file_name(&words);
            prop_assert!(!name.is_empty() && name != "." && name != ".." && name.len() <= MOST_BYTES);
            prop_assert!(!name.contains(['/', '\\', '\0', ':']) && !name.ends_with(['.', ' ']));
        }
    }
}
