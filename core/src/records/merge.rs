//! Three-way merge of two versions that were written without knowledge of each other.
//!
//! A merge must be beyond doubt, or it is not made and the person chooses. So a text merges only when each side
//! changed one stretch of it and the stretches lie apart: not overlapping, not touching. Short values merge key by key.

use super::frame::Fields;

/// Both changes made to `base`, or `None` when that is not beyond doubt. The order of the two sides does not matter.
pub fn merge(base: &Fields, one: &Fields, other: &Fields) -> Option<Fields> {
    let mut merged = Fields::default();
    for key in base.keys().chain(one.keys()).chain(other.keys()) {
        merged.set(key, pick(base.get(key), one.get(key), other.get(key))?.unwrap_or(""));
    }
    merged.body = merge_text(&base.body, &one.body, &other.body)?;
    let words_changed = |side: &Fields| side.body != base.body || side.get("name") != base.get("name");
    let deleted_by = |side: &Fields| side.get("deleted").is_some() && base.get("deleted").is_none();
    if deleted_by(one) && words_changed(other) || deleted_by(other) && words_changed(one) {
        // Somebody was still writing: their words are not thrown away.
        merged.set("deleted", "");
    }
    Some(merged)
}

fn pick<T: PartialEq>(base: T, one: T, other: T) -> Option<T> {
    match (one == base, other == base) {
        _ if one == other => Some(one),
        (true, _) => Some(other),
        (_, true) => Some(one),
        (false, false) => None,
    }
}

pub fn merge_text(base: &str, one: &str, other: &str) -> Option<String> {
    if let Some(text) = pick(base, one, other) {
        return Some(text.to_owned());
    }
    let (one, other) = (Change::between(base, one)?, Change::between(base, other)?);
    let (first, second) = if one.end < other.start {
        (one, other)
    } else if other.end < one.start {
        (other, one)
    } else {
        return None;
    };
    let mut text = String::from(base.get(..first.start)?);
    text.push_str(first.by);
    text.push_str(base.get(first.end..second.start)?);
    text.push_str(second.by);
    text.push_str(base.get(second.end..)?);
    Some(text)
}

/// The one stretch of bytes of the old text that became something else. It begins and ends between words: letters of
/// two writers are never joined into a word that neither wrote.
struct Change<'a> {
    start: usize,
    end: usize,
    by: &'a str,
}

impl<'a> Change<'a> {
    fn between(old: &str, new: &'a str) -> Option<Self> {
        let start = common(pieces(old), pieces(new));
        let (old_rest, new_rest) = (old.get(start..)?, new.get(start..)?);
        let tail = common(pieces(old_rest).rev(), pieces(new_rest).rev());
        let by = new_rest.get(..new_rest.len() - tail)?;
        Some(Self { start, end: old.len() - tail, by })
    }
}

/// Words, and the white space between them.
fn pieces(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split_inclusive(char::is_whitespace).flat_map(|piece| {
        let word = piece.trim_end_matches(char::is_whitespace);
        [word, piece.get(word.len()..).unwrap_or("")]
    })
}

/// How many bytes the two have in common before the first difference.
fn common<'a>(one: impl Iterator<Item = &'a str>, other: impl Iterator<Item = &'a str>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(base: &str, one: &str, other: &str, expect: Option<&str>) {
        assert_eq!(merge_text(base, one, other).as_deref(), expect);
        assert_eq!(merge_text(base, other, one).as_deref(), expect, "the other way round");
    }

    #[test]
    fn texts_merge_when_the_changes_lie_apart() {
        check("one two three", "ONE two three", "one two THREE", Some("ONE two THREE"));
        check(
            "ask Ana. call Ben.",
            "ask Ana today. call Ben.",
            "ask Ana. call Ben tomorrow.",
            Some("ask Ana today. call Ben tomorrow."),
        );
        check("same", "same", "changed", Some("changed"));
        check("a", "b", "b", Some("b"));
        check("naïve old café 🦀", "naïve old café 🦞", "naive old café 🦀", Some("naive old café 🦞"));
    }

    #[test]
    fn texts_do_not_merge_when_there_is_doubt() {
        check("end", "end one", "end two", None);
        check("", "one", "two", None);
        check("one two", "one 2", "1 two!", None);
        check("word", "", "words", None);
        check("w4 w1", "w4 w13 w1", "w4 w11 w1", None);
    }

    #[test]
    fn a_deletion_yields_to_words_written_meanwhile() {
        let mut base = Fields::default();
        base.body.push_str("start");
        let (mut deleted, mut written) = (base.clone(), base.clone());
        deleted.set("deleted", "7");
        written.body.push_str(" and more");
        let merged = merge(&base, &deleted, &written).unwrap();
        assert_eq!((merged.get("deleted"), merged.body.as_str()), (None, "start and more"));
        assert_eq!(merge(&base, &deleted, &base).unwrap().get("deleted"), Some("7"));
    }

    proptest! {
        #[test]
        fn nothing_either_side_added_is_lost(words in prop::collection::vec("[a-z]{1,4}", 2..12), at in any::<(u8, u8)>()) {
            let base = words.join(" ");
            let insert = |text: &str, place: u8, word: &str| {
                let place = usize::from(place) % (text.len() + 1);
                [&text[..place], word, &text[place..]].concat()
            };
            let (one, other) = (insert(&base, at.0, "ONE"), insert(&base, at.1, "TWO"));
            if let Some(merged) = merge_text(&base, &one, &other) {
                prop_assert!(merged.contains("ONE") && merged.contains("TWO"));
                prop_assert_eq!(merged.len(), base.len() + 6);
            }
        }

        #[test]
        fn any_three_texts_can_be_tried(base in "\\PC{0,12}", one in "\\PC{0,12}", other in "\\PC{0,12}") {
            prop_assert_eq!(merge_text(&base, &one, &other), merge_text(&base, &other, &one));
            prop_assert_eq!(merge_text(&base, &base, &other), Some(other));
        }
    }
}
