//! Where the cursor goes when the text around it changes: another tab wrote, or two versions were merged.

/// The caret's offset in `new`, when it stood at `at` in `old`. It stays beside the letters it stood beside; when those
/// are gone it goes to where they were. Offsets are counted in UTF-16 units, as browsers do.
pub fn carry(old: &str, new: &str, at: usize) -> usize {
    let units = |text: &str| text.encode_utf16().count();
    let same_start: usize =
        old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf16()).sum();
    if at <= same_start {
        return at;
    }
    let (old_units, new_units) = (units(old), units(new));
    let most = old_units.min(new_units) - same_start;
    let mut same_end = 0;
    for (a, b) in old.chars().rev().zip(new.chars().rev()) {
        if a != b || same_end + a.len_utf16() > most {
            break;
        }
        same_end += a.len_utf16();
    }
    let from_end = old_units.saturating_sub(at);
    if from_end <= same_end { new_units - from_end } else { new_units - same_end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cursor is the bar in `old`, and is expected at the bar in `new`.
    #[track_caller]
    fn check(old: &str, new: &str) {
        let caret = |text: &str| text.split('|').next().unwrap().encode_utf16().count();
        let found = carry(&old.replace('|', ""), &new.replace('|', ""), caret(old));
        assert_eq!(found, caret(new), "{old} becomes {new}");
    }

    #[test]
    fn the_cursor_stays_beside_its_letters() {
        check("one| two", "one| two three");
        check("one two|", "zero one two|");
        check("one| two", "zero one| two");
        check("one two|", "one two|\nthree");
        check("🦀 cr|ab", "a 🦀 cr|ab");
        check("|", "|words");
        check("wor|ds", "|");
        check("one tw|o three", "one | three");
    }

    proptest! {
        #[test]
        fn the_cursor_never_leaves_the_text(old in ".{0,12}", new in ".{0,12}", at in 0usize..40) {
            let (from, to) = (old.encode_utf16().count(), new.encode_utf16().count());
            prop_assert!(carry(&old, &new, at.min(from)) <= to);
            prop_assert_eq!(carry(&old, &old, at.min(from)), at.min(from));
        }
    }
}
