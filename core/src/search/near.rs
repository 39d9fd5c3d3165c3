//! One mistyped letter: one too many, one missing, one wrong, or two swapped.

/// Whether a word is long enough for a letter to be forgiven.
pub fn is_long(word: &str) -> bool {
    word.chars().nth(3).is_some()
}

/// Whether a word of the text begins with `word` but for one letter. Goes by bytes and looks closer only where the first
/// three could fit: this reads every word there is.
pub fn nearly_has(text: &str, word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let Some((typed, _)) = word.as_bytes().split_first_chunk() else { return false };
    let is_ascii = word.is_ascii();
    let mut before = b' ';
    text.as_bytes().windows(3).enumerate().any(|(at, window)| {
        let &[first, second, third] = window else { return false };
        let fits = !is_letter(before) && (!is_ascii || may_start([first, second, third], *typed));
        before = first;
        fits && text.get(at..).is_some_and(|rest| nearly_starts(rest, word))
    })
}

/// What [`nearly_starts`] says, as far as three letters tell.
fn may_start([a, b, c]: [u8; 3], [x, y, z]: [u8; 3]) -> bool {
    if a == x {
        b == y || b == z || c == y || c == z
    } else {
        b == y && c == z || a == y && (b == z || b == x) || b == x && c == y
    }
}

/// Whether `other` begins with `word` but for one letter, which may be a space.
pub fn nearly_starts(other: &str, word: &str) -> bool {
    let (mut typed, mut meant) = (word, other);
    loop {
        let (mut after_typed, mut after_meant) = (typed.chars(), meant.chars());
        match (after_typed.next(), after_meant.next()) {
            (None, _) => return true,
            (Some(_), None) => return after_typed.as_str().is_empty(),
            (Some(a), Some(b)) if a == b => {
                (typed, meant) = (after_typed.as_str(), after_meant.as_str());
            }
            (Some(a), Some(b)) => {
                let (after_a, after_b) = (after_typed.as_str(), after_meant.as_str());
                let swapped = after_a.strip_prefix(b).zip(after_b.strip_prefix(a));
                return after_b.starts_with(after_a)
                    || meant.starts_with(after_a)
                    || after_b.starts_with(typed)
                    || swapped.is_some_and(|(typed, meant)| meant.starts_with(typed));
            }
        }
    }
}
